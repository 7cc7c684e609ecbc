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


_VOWELS = (
    *((730, 1090, 2440), (270, 2290, 3010), (530, 1840, 2480), (570, 840, 2410)),
    *((300, 870, 2240), (660, 1720, 2410)),
)
"""The lowest three formants of six English vowels, Hz (Peterson and Barney, 1952)."""


def spoken(length_s: float, *, seed: int = 0, base_hz: float = 115.0) -> Samples:
    """A voice: buzz through formants that move from vowel to vowel, in syllables and pauses."""
    from scipy.signal import lfilter

    rng = np.random.default_rng(seed)
    sound = np.zeros(round(length_s * RATE_HZ))
    at_s = 0.0
    while at_s < length_s - 0.4:
        if rng.random() < 0.12:
            at_s += rng.uniform(0.25, 0.5)
            continue
        first, count = round(at_s * RATE_HZ), round(rng.uniform(0.11, 0.28) * RATE_HZ)
        glide = np.linspace(rng.normal(0, 0.1), rng.normal(-0.1, 0.1), count)
        hertz = base_hz * 2 ** (rng.normal(0, 0.12) + glide)
        buzz = np.diff(np.floor(np.cumsum(hertz / RATE_HZ)), prepend=0.0)
        buzz += 0.02 * rng.standard_normal(count)
        one, two = (_VOWELS[rng.integers(len(_VOWELS))] for _ in range(2))
        for low, high, wide_hz in zip(one, two, (80, 100, 140), strict=True):
            pole = np.exp(-np.pi * wide_hz / RATE_HZ)
            turn = 2 * np.pi * (low + high) / 2 / RATE_HZ
            buzz = lfilter([1 - pole], [1, -2 * pole * np.cos(turn), pole * pole], buzz)
        rise, fall = np.arange(count) / (0.02 * RATE_HZ), np.arange(count)[::-1] / (0.05 * RATE_HZ)
        swell = np.minimum(1, np.minimum(rise, fall)) * rng.uniform(0.4, 1)
        sound[first : first + count] += (buzz * swell)[: len(sound) - first]
        at_s += count / RATE_HZ + rng.uniform(0.0, 0.06)
    return (0.3 * sound / np.abs(sound).max()).astype(np.float32)
