"""Teach the key network, and write it with its card.

``python -m foley_post.train.keys DRAWN --filmed FILM.mp4 [FILM.mp4 ...] --out FOLDER``: ``DRAWN``
is a folder of ``python -m foley_post.simulation.keyboard_pictures``; each film has its notes beside
it in a ``.tsv``. A run that stopped goes on from ``FOLDER/training.pt``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from foley_post.train.keys.teaching import Teaching, teach

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Teach, print the losses, write ``keys.safetensors`` and ``keys.json``; 0."""
    parser = argparse.ArgumentParser(
        prog="python -m foley_post.train.keys", description="Teach the key network."
    )
    parser.add_argument("drawn", type=Path, help="folder of drawn clips")
    parser.add_argument("--filmed", type=Path, nargs="*", default=(), help="films with .tsv notes")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--drawn-steps", type=int, default=2900, help="on drawn clips alone")
    parser.add_argument("--steps", type=int, default=3000, help="on both, after that")
    parser.add_argument("--batch", type=int, default=6, help="lessons a step (default: 6)")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    plan = Teaching(asked.drawn_steps, asked.steps, batch=asked.batch, seed=asked.seed)
    teach(asked.drawn, asked.filmed, asked.out, plan=plan)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
