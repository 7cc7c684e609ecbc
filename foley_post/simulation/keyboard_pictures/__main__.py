"""A set of drawn clips in a folder, one file a seed.

``python -m foley_post.simulation.keyboard_pictures OUT --clips 400 --seed 0 [--scores CORPUS.npz]``
writes ``OUT/00000.npz`` and so on, with the fields of `DrawnClip`; what is there is left, so that
the command goes on where it stopped. The corpus is made by
``python -m foley_post.simulation.score.collections``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from foley_post.simulation.keyboard_pictures.clip_files import write_clip
from foley_post.simulation.keyboard_pictures.clips import drawn_clip
from foley_post.simulation.score.corpus import read_shelf

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the clips that are asked for; 0."""
    parser = argparse.ArgumentParser(
        prog="python -m foley_post.simulation.keyboard_pictures",
        description="Draw films of keyboards that are played, as strips of their keys, with notes.",
    )
    parser.add_argument("out", type=Path, help="folder for the clips")
    parser.add_argument("--clips", type=int, default=400, help="how many (default: 400)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first one (default: 0)")
    parser.add_argument("--length", type=float, metavar="SECONDS", help="default: 9 to 15 s")
    parser.add_argument("--scores", type=Path, help="corpus of pieces; without it, exercises only")
    asked = parser.parse_args(arguments)
    corpus = None if asked.scores is None else read_shelf(asked.scores)
    asked.out.mkdir(parents=True, exist_ok=True)
    for seed in range(asked.seed, asked.seed + asked.clips):
        path = asked.out / f"{seed:05d}.npz"
        if path.exists():
            continue
        clip = drawn_clip(seed, corpus=corpus, length_s=asked.length)
        write_clip(path, clip)
        print(f"{path.name}: {len(clip.strip)} pictures, {len(clip.notes)} notes", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
