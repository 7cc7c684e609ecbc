"""The keyboard at rest: its strip without hands and with no key down, and how light it is filmed.

What does not move is there most of the time and always looks the same; a hand never looks twice the
same. So the rest of each pixel is the most frequent of its values, not their median: it holds where
hands lie over a key for most of a clip.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["evenly_exposed", "levels_of", "rest_of"]

Floats32 = npt.NDArray[np.float32]
Gray = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]

_BIN = 4
"""Grey levels that count as one value: camera noise spreads a still pixel over a few."""
_BINS = 256 // _BIN
_AT_ONCE = 16
_SAMPLES = 2500
"""Pixels from which a picture's exposure is told."""
_LEAST_SPREAD = 30
_BLOWN = 245
_STEPS = 4
_GAINS = (0.5, 2.0)
_NOTICEABLE = (0.01, 1.5)
"""Gain and offset that nine pictures in ten stay within need no correction."""
_DARK, _BRIGHT = 8, 85


def rest_of(strips: Gray) -> Floats32:
    """The most frequent value of each pixel of ``strips (N, rows, columns)``."""
    rows, columns = strips.shape[1:]
    rest = np.empty((rows, columns), np.float32)
    for at in range(0, rows, _AT_ONCE):
        some = strips[:, at : at + _AT_ONCE].reshape(len(strips), -1)
        rest[at : at + _AT_ONCE] = _modes(some).reshape(-1, columns)
    return rest


def _modes(values: Gray) -> Floats32:
    """``(P,)``: of values ``(N, P)`` the mean of those in the three bins that hold the most."""
    pixels = values.shape[1]
    bins = (values // _BIN).astype(np.int64)
    places = np.arange(pixels) * (_BINS + 2) + 1
    counts = np.bincount((places + bins).ravel(), minlength=pixels * (_BINS + 2))
    counts = counts.reshape(pixels, _BINS + 2)
    best = (counts[:, :-2] + counts[:, 1:-1] + counts[:, 2:]).argmax(axis=1)
    near = np.abs(bins - best) <= 1
    total = (values * near).sum(axis=0, dtype=np.int64)
    return np.asarray(total / np.maximum(near.sum(axis=0), 1), np.float32)


def levels_of(rest: Floats32, columns: Bools) -> tuple[float, float]:
    """How dark black keys and how bright white keys are, of the columns in view."""
    dark, bright = np.percentile(rest[:, columns], (_DARK, _BRIGHT))
    return float(dark), float(bright)


def evenly_exposed(strips: Gray, rest: Floats32, columns: Bools) -> tuple[Gray, bool]:
    """The strips as they would be at the rest's exposure, and whether any had to be changed.

    Gain and offset of each picture are fitted to pixels of the ``columns (W,)`` in view, those that
    a hand or a key changes left out: each step keeps what lies near the last fit.
    """
    gain, offset = _exposures(strips, rest, columns)
    away = np.percentile(np.abs(gain - 1), 90), np.percentile(np.abs(offset), 90)
    if away[0] <= _NOTICEABLE[0] and away[1] <= _NOTICEABLE[1]:
        return strips, False
    even = np.empty_like(strips)
    for k, strip in enumerate(strips):
        even[k] = np.clip((strip - offset[k]) / gain[k] + 0.5, 0, 255)
    return even, True


def _first_guess(still: Floats32, seen: Floats32) -> tuple[Floats32, Floats32]:
    """Gain and offset ``(N,)`` that bring the medians of dark and of bright pixels to the rest's:
    hands cover less than half of either.
    """
    middle = np.mean(np.percentile(still, (5, 95)))
    dark, bright = still < middle, (still >= middle) & (still < _BLOWN)
    if not dark.any() or not bright.any():
        return np.ones(len(seen), np.float32), np.zeros(len(seen), np.float32)
    low, high = np.median(seen[:, dark], axis=1), np.median(seen[:, bright], axis=1)
    own_low, own_high = np.median(still[dark]), np.median(still[bright])
    gain = np.clip((high - low) / (own_high - own_low), *_GAINS).astype(np.float32)
    return gain, np.asarray(high - gain * own_high, np.float32)


def _exposures(strips: Gray, rest: Floats32, columns: Bools) -> tuple[Floats32, Floats32]:
    """Gain and offset ``(N,)`` of each strip over the rest."""
    gain, offset = np.ones(len(strips), np.float32), np.zeros(len(strips), np.float32)
    pixels = np.flatnonzero(np.broadcast_to(columns, rest.shape))
    pixels = pixels[:: max(1, len(pixels) // _SAMPLES)]
    still = rest.ravel()[pixels]
    if np.ptp(np.percentile(still, (5, 95))) < _LEAST_SPREAD:
        return gain, offset
    seen = strips.reshape(len(strips), -1)[:, pixels].astype(np.float32)
    usable = (still < _BLOWN) & (seen < _BLOWN + 5)
    gain, offset = _first_guess(still, seen)
    for _ in range(_STEPS):
        miss = np.abs(seen - (gain[:, None] * still + offset[:, None]))
        typical = np.median(miss, axis=1, keepdims=True)
        weight = (usable & (miss <= np.maximum(2.5 * typical, 4))).astype(np.float32)
        total = weight.sum(axis=1) + 1e-6
        mean_still = (weight * still).sum(axis=1) / total
        mean_seen = (weight * seen).sum(axis=1) / total
        from_mean = weight * (still - mean_still[:, None])
        shared = (from_mean * (seen - mean_seen[:, None])).sum(axis=1)
        own = (from_mean * (still - mean_still[:, None])).sum(axis=1) + 1e-6
        gain = np.clip(shared / own, *_GAINS).astype(np.float32)
        offset = (mean_seen - gain * mean_still).astype(np.float32)
    return gain, offset
