"""What the note network is shown of a sound: for each key, the bands at its harmonics.

A long window tells pitches apart (three bands a semitone), a short one tells when something begins
(one band a semitone). Each key sees its own first eight harmonics in both, what lies an octave and
a twelfth below it, how loud its harmonics are in quiet moments, and where on the piano it is: so
all keys can share all weights.
"""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEYS
from foley_post.listen.network import RATE_HZ

__all__ = ["BANDS", "FEATURES", "HOP_SAMPLES", "frames_of", "key_features", "log_bands"]

HOP_SAMPLES = 441
"""Frame ``t`` lies at sample ``t * HOP_SAMPLES``: 50 a second."""

_LONG, _SHORT = 4096, 1024
_SEMITONES, _A_SEMITONE = 104, 3
_FINE = _SEMITONES * _A_SEMITONE
BANDS = _FINE + _SEMITONES
_LOWEST_HZ = 27.5
_QUIET = 1e-4
_HARMONICS = np.arange(1, 9)
_FLOOR_HARMONICS = 7
_QUIET_SHARE = 0.25
FEATURES = 3 * len(_HARMONICS) + 2 + len(_HARMONICS) + _FLOOR_HARMONICS + 1

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.intp]


def frames_of(samples: int) -> int:
    """How many frames a sound of so many samples has."""
    return samples // HOP_SAMPLES + 1


def log_bands(sound: Floats) -> Floats:
    """``(T, BANDS)``: logarithms of the magnitudes in ``sound (N,)``, mono at `RATE_HZ`."""
    parts = []
    for length, edges in ((_LONG, _fine_filters()), (_SHORT, _coarse_filters())):
        padded = np.pad(sound.astype(np.float32, copy=False), length // 2)
        cut = np.lib.stride_tricks.sliding_window_view(padded, length)[::HOP_SAMPLES]
        shape = np.hanning(length + 1)[:-1].astype(np.float32)
        size = np.abs(np.fft.rfft(cut * shape, axis=1)).astype(np.float32)
        parts.append((size * np.float32(1.2 / length**0.5)) @ edges)
    return np.log(np.concatenate(parts, axis=1) + np.float32(_QUIET))


def key_features(bands: Floats) -> Floats:
    """``(T, 88, FEATURES)`` of ``bands (T, BANDS)``; silence is about -1.7, full scale about 3."""
    scaled = (bands + np.float32(5)) / np.float32(2.5)
    where, there, centre = _places()
    frames = len(scaled)
    quiet = np.quantile(scaled[:, :_FINE], _QUIET_SHARE, axis=0).astype(np.float32)
    floor = quiet[where[:, centre]] * there[:, centre]
    place = np.linspace(-1, 1, KEYS, dtype=np.float32)
    features = np.empty((frames, KEYS, FEATURES), np.float32)
    own = where.shape[1]
    np.multiply(scaled[:, where], there, out=features[:, :, :own])
    features[:, :, own:-1] = floor
    features[:, :, -1] = place
    return features


@cache
def _places() -> tuple[Ints, Floats, Ints]:
    """Which bands each key sees ``(88, n)``, 1 where there is such a band ``(88, n)``, and which
    of the columns are the middles of its first harmonics.
    """
    fine = np.round(12 * _A_SEMITONE * np.log2(_HARMONICS)).astype(int)
    coarse = np.round(12 * np.log2(_HARMONICS)).astype(int)
    first = _A_SEMITONE * np.arange(KEYS)[:, None] + 1
    near = (fine[:, None] + np.array([-1, 0, 1])).reshape(1, -1)
    below = first + np.array([[-36, -57]])
    tall, short = first + near, np.arange(KEYS)[:, None] + coarse
    where = np.concatenate([tall, below, short + _FINE], axis=1)
    there = np.concatenate([tall < _FINE, below >= 0, short < _SEMITONES], axis=1)
    centre = 1 + 3 * np.arange(_FLOOR_HARMONICS)
    return np.where(there, where, 0), there.astype(np.float32), centre


@cache
def _fine_filters() -> Floats:
    steps = np.arange(-1, _FINE - 1) / (12 * _A_SEMITONE)
    return _filters(_LONG, _LOWEST_HZ * 2**steps, 0.5)


@cache
def _coarse_filters() -> Floats:
    return _filters(_SHORT, _LOWEST_HZ * 2 ** (np.arange(_SEMITONES) / 12), 1.0)


def _filters(length: int, middles_hz: npt.NDArray[np.float64], semitones: float) -> Floats:
    """``(length // 2 + 1, len(middles_hz))``: triangles as wide to each side as ``semitones``, and
    at least one bin, of equal power.
    """
    bins_hz = np.arange(length // 2 + 1) * RATE_HZ / length
    width_hz = np.maximum(middles_hz * (2 ** (semitones / 12) - 1), RATE_HZ / length)
    shape = np.maximum(0, 1 - np.abs(bins_hz[:, None] - middles_hz) / width_hz)
    shape[:, middles_hz > 0.49 * RATE_HZ] = 0
    filters: Floats = (shape / (np.sqrt((shape**2).sum(axis=0)) + 1e-9)).astype(np.float32)
    return filters
