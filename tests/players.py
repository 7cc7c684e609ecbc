"""The simplest player there is: fingertips that dip at onsets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foley_post.midi.notes import Note
from foley_post.pose.skeleton import FINGERTIPS, Keyboard, Motion

REST = np.random.default_rng(5).uniform(0.3, 0.7, (67, 2))
PLANE = np.array([[[52.0 / 1.5, 0, 0], [0, 2.0, -0.5], [0, 0, 1]]])


def dipping(
    notes: Sequence[Note], length_s: float, fps: float = 30.0, keyboard: bool = False
) -> Motion:
    """A player whose note's joint dips by a tenth of the picture within 0.1 s of each onset."""
    times = np.arange(int(length_s * fps)) / fps
    points = np.ones((len(times), 67, 3), dtype=np.float32)
    jitter = np.random.default_rng(1).normal(0, 0.0005, (len(times), 67, 2))
    points[..., :2] = REST + jitter
    for note in notes:
        dip = 0.1 * np.maximum(0, 1 - np.abs(times - note.onset_s) / 0.1)
        points[:, note.joint or 0, 1] += dip.astype(np.float32)
    return Motion(times, points, keyboard=Keyboard(PLANE) if keyboard else None)


def melody(count: int, every_s: float = 0.5, start_s: float = 0.4) -> tuple[Note, ...]:
    """Notes one after the other, each by another finger."""
    rng = np.random.default_rng(count)
    return tuple(
        Note(start_s + every_s * k, 0.3, 60 + int(rng.integers(12)), 80, joint=FINGERTIPS[k % 10])
        for k in range(count)
    )
