"""Drawn clips in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from foley_post.core.files import finished
from foley_post.simulation.keyboard_pictures.clips import DrawnClip

__all__ = ["read_clip", "write_clip"]


def write_clip(path: Path, clip: DrawnClip) -> None:
    """Write a clip, compressed; the file appears whole or not at all."""
    with finished(path) as draft, draft.open("wb") as file:
        np.savez_compressed(
            file, strip=clip.strip, times_s=clip.times_s, notes=clip.notes, in_view=clip.in_view
        )


def read_clip(path: Path) -> DrawnClip:
    """The clip in a file of `write_clip`."""
    with np.load(path, allow_pickle=False) as data:
        return DrawnClip(data["strip"], data["times_s"], data["notes"], data["in_view"])
