"""The outline of a media range's sound, made in a process of its own, for drawing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.progress import Watcher
from foley_post.errors import FoleyError

__all__ = ["PEAKS_HZ", "Waveform", "outline"]

PEAKS_HZ = 200
"""Outline points a second: at the deepest zoom a frame of 25 fps still has eight."""
_RATE_HZ = 16_000

Outline = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Waveform:
    """Answers with the `outline` of a media range's own sound, or None where it has none."""

    path: Path
    start_s: Fraction
    end_s: Fraction

    def run(self, watcher: Watcher) -> Outline | None:
        """What cannot be read has no outline; playing it says why."""
        from foley_post.video import read_audio

        try:
            samples = read_audio(self.path, self.start_s, self.end_s, _RATE_HZ)
        except FoleyError:
            return None
        return outline(samples, _RATE_HZ)


def outline(samples: npt.NDArray[np.float32], rate_hz: int) -> Outline:
    """``(N, 2)``: of ``samples (T, channels)`` the lowest and highest in each of `PEAKS_HZ` parts a
    second, -127 to 127.
    """
    step = rate_hz // PEAKS_HZ
    count = -(-len(samples) // step)
    padded = np.zeros((count * step, samples.shape[1]), np.float32)
    padded[: len(samples)] = samples
    parts = padded.reshape(count, step * samples.shape[1])
    found = np.stack([parts.min(axis=1), parts.max(axis=1)], axis=1)
    return np.asarray(np.rint(127 * np.clip(found, -1, 1)), np.int8)
