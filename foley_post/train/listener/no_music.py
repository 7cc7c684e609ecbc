"""Sound in which there is no note: syllables of a made-up voice, and applause."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.listen.network import RATE_HZ
from foley_post.train.listener.clips import CLIP_S, CLIP_SAMPLES

__all__ = ["applause", "speech"]

Floats: TypeAlias = npt.NDArray[np.float64]

_FORMANTS_HZ = ((250, 900, 90), (800, 2300, 120), (2200, 3200, 200))
"""Lowest and highest middle, and width."""
_CLAP = 600


def speech(rng: np.random.Generator) -> Floats:
    """``(CLIP_SAMPLES,)``: voiced syllables with three formants, hisses and pauses."""
    sound, at_s, voice_hz = np.zeros(CLIP_SAMPLES), 0.0, rng.uniform(85, 240)
    while at_s < CLIP_S - 0.4:
        if rng.random() < 0.25:
            at_s += rng.uniform(0.1, 0.8)
            continue
        first = round(at_s * RATE_HZ)
        length = min(round(rng.uniform(0.06, 0.35) * RATE_HZ), CLIP_SAMPLES - first)
        if length < 300:
            break
        syllable = _hiss(length, rng) if rng.random() < 0.3 else _vowel(length, voice_hz, rng)
        syllable *= (
            np.hanning(length) ** 0.4 * rng.uniform(0.4, 1) / (np.abs(syllable).max() + 1e-9)
        )
        sound[first : first + length] += syllable
        at_s += length / RATE_HZ * rng.uniform(0.8, 1.1)
    return sound


def applause(rng: np.random.Generator) -> Floats:
    """``(CLIP_SAMPLES,)``: two to 250 claps a second, each its own ring."""
    sound, at_s = np.zeros(CLIP_SAMPLES), np.arange(_CLAP) / RATE_HZ
    claps = min(int(10 ** rng.uniform(1.3, 3) * CLIP_S / 2), 2500)
    for first in rng.integers(0, CLIP_SAMPLES - _CLAP, claps):
        ring = np.cos(2 * np.pi * rng.uniform(700, 2500) * at_s)
        decay = np.exp(-at_s / rng.uniform(0.002, 0.008))
        sound[first : first + _CLAP] += (
            rng.uniform(0.1, 1) * rng.standard_normal(_CLAP) * decay * ring
        )
    return sound


def _hiss(length: int, rng: np.random.Generator) -> Floats:
    import scipy.signal

    band = [rng.uniform(1500, 3500), rng.uniform(5000, 9000)]
    sections = scipy.signal.butter(2, band, "band", fs=RATE_HZ, output="sos")
    return np.asarray(scipy.signal.sosfilt(sections, rng.standard_normal(length)))


def _vowel(length: int, voice_hz: float, rng: np.random.Generator) -> Floats:
    import scipy.signal

    glide = rng.uniform(-0.35, 0.35) + np.linspace(0, rng.uniform(-0.4, 0.4), length)
    phase = np.cumsum(voice_hz * 2**glide) / RATE_HZ
    vowel = np.asarray((phase % 1 < 0.08) - 0.08, np.float64)
    for lowest, highest, width in _FORMANTS_HZ:
        middle, radius = rng.uniform(lowest, highest), np.exp(-np.pi * width / RATE_HZ)
        poles = [1, -2 * radius * np.cos(2 * np.pi * middle / RATE_HZ), radius**2]
        vowel = np.asarray(scipy.signal.lfilter([1 - radius], poles, vowel)) + 0.02 * vowel
    return vowel
