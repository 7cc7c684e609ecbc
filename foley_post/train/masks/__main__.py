"""Teach the listener's mask network, and write it with its card.

``python -m foley_post.train.masks CLIPS --out FOLDER``: ``CLIPS`` is a folder of
``python -m foley_post.train.listener.renders``. Mixtures are made once, in ``FOLDER/mixtures``; a
run that stopped goes on from ``FOLDER/training.pt``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from foley_post.core.weights import write_weights
from foley_post.listen.mask_network import CARD, WEIGHTS
from foley_post.train.listener.clips import read_clips
from foley_post.train.masks.mixtures import make_mixtures
from foley_post.train.masks.network import LearningMasks
from foley_post.train.masks.teaching import Teaching, teach

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make mixtures, teach, print the losses, write ``masks.safetensors`` and its card; 0."""
    parser = argparse.ArgumentParser(
        prog="python -m foley_post.train.masks", description="Teach the mask network."
    )
    parser.add_argument("clips", type=Path, help="folder of rendered clips")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--mixtures", type=int, default=700)
    parser.add_argument("--steps", type=int, default=4000)
    asked = parser.parse_args(arguments)
    mixtures = asked.out / "mixtures"
    mixtures.mkdir(parents=True, exist_ok=True)
    make_mixtures(read_clips(asked.clips), mixtures, range(asked.mixtures))
    plan = Teaching(steps=asked.steps)
    publish(teach(mixtures, asked.out, plan=plan), asked.out, plan=plan, mixtures=asked.mixtures)
    return 0


def publish(network: LearningMasks, out: Path, *, plan: Teaching, mixtures: int) -> Path:
    """Write ``masks.safetensors`` (half precision) and ``masks.json``; the former's path."""
    path = out / WEIGHTS
    card = {
        "name": "Mask network: whose each part of a sound is, where several play",
        "licence": "Apache-2.0",
        "trained_on": "two or three clips of the note network's at once, with noise and without, "
        "shared out by notes that are true, worn or wrong",
        "mixtures": mixtures,
        "plan": asdict(plan),
        "parameters": sum(value.numel() for value in network.parameters()),
        "input": "magnitudes of a spectrogram and the shares by the notes",
        "output": "corrected shares",
        "built_by": "python -m foley_post.train.masks",
    }
    write_weights(path, path.with_name(CARD), network.tensors(), card)
    return path


if __name__ == "__main__":
    raise SystemExit(main())
