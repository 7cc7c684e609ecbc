"""Sounds made for these tests: plucked and held tones, noise."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.listen.network import RATE_HZ

Samples = npt.NDArray[np.float32]


def plucked(notes: list[tuple[float, int]], length_s: float, *, gain: float = 0.3) -> Samples:
    """Decaying tones of twenty harmonics at ``(onset_s, pitch)``, damped after 0.45 s."""
    sound = np.zeros(round(length_s * RATE_HZ))
    for onset_s, pitch in notes:
        first = round(onset_s * RATE_HZ)
        t = np.arange(len(sound) - first) / RATE_HZ
        hertz = 440.0 * 2 ** ((pitch - 69) / 12)
        damped = np.exp(-3 * t - 40 * np.maximum(t - 0.45, 0))
        for k in range(1, 21):
            sound[first:] += np.sin(2 * np.pi * hertz * k * t) * damped * np.exp(-k * t) / k
    return (gain * sound / max(1e-9, np.abs(sound).max())).astype(np.float32)


def noise(length_s: float, *, gain: float, seed: int = 0) -> Samples:
    """White noise."""
    drawn = np.random.default_rng(seed).standard_normal(round(length_s * RATE_HZ))
    return (gain * drawn).astype(np.float32)
