"""Teach the listener's note network, and write it with its card.

``python -m foley_post.train.listener CLIPS --out FOLDER``: ``CLIPS`` is a folder of
``python -m foley_post.train.listener.renders``. A run that stopped goes on from
``FOLDER/training.pt``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from foley_post.train.listener.clips import read_clips
from foley_post.train.listener.publish import publish
from foley_post.train.listener.teaching import Teaching, teach

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Teach, print the losses, write ``notes.safetensors`` and ``notes.json``; 0."""
    parser = argparse.ArgumentParser(
        prog="python -m foley_post.train.listener", description="Teach the note network."
    )
    parser.add_argument("clips", type=Path, help="folder of rendered clips")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--batch", type=int, default=4, help="lessons a step (default: 4)")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    plan = Teaching(asked.steps, asked.batch, asked.seed)
    clips = read_clips(asked.clips)
    publish(teach(clips, asked.out, plan=plan), asked.out, plan=plan, clips=len(clips.all))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
