"""Count the melody model, and write it with its card.

``python -m foley_post.train.melody SHELF.npz --out FOLDER``: ``SHELF.npz`` is made by
``python -m foley_post.simulation.score.collections``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from foley_post.generate.melody.melody_model import TABLES
from foley_post.simulation.score.corpus import read_shelf
from foley_post.train.melody.interval_counts import teach_melody

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Count and write; 0."""
    parser = argparse.ArgumentParser(
        prog="python -m foley_post.train.melody", description="Count the melody model."
    )
    parser.add_argument("shelf", type=Path, help="scores, as simulation.score.collections fills it")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for melody.npz and its card"
    )
    parser.add_argument("--source", action="append", default=[], help="named in the card (again)")
    asked = parser.parse_args(arguments)
    corpus = read_shelf(asked.shelf)
    asked.out.mkdir(parents=True, exist_ok=True)
    teach_melody(corpus, asked.out, asked.source)
    print(f"{asked.out / TABLES}: {(asked.out / TABLES).stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
