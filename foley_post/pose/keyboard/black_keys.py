"""The pattern of black keys: which of them a row of marks is, seen in perspective."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import BLACK_SHIFT

__all__ = ["BLACK_U", "away_from_black", "fit_pattern"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_IN_OCTAVE = np.array([1.0, 2.0, 4.0, 5.0, 6.0]) + np.array(list(BLACK_SHIFT.values()))
"""Middles of C sharp, D sharp, F sharp, G sharp, A sharp, in white keys from C's left edge."""

BLACK_U: Floats = np.concatenate([[_IN_OCTAVE[4] - 5], *(2 + 7 * o + _IN_OCTAVE for o in range(7))])
"""Middles of a piano's 36 black keys, in white keys from the left edge of the lowest A."""

_ENDLESS: Floats = np.concatenate([2 + 7 * o + _IN_OCTAVE for o in range(-10, 18)])
_MIDDLE = 65
"""The same pattern without ends, and the place in it to begin to guess from."""

_WINDOW = 6
_CLOSE, _CLOSER = 0.30, 0.13
"""How far a mark may lie from its key, in white keys; how far they may on average."""


def fit_pattern(along: Floats) -> Floats | None:
    """For marks at ``along (N,)`` (pixels, rising from bass to treble): the u of the black key that
    each is, NaN for a mark that is none; None when they are no black keys.

    The octave is a guess (see `key_octave`): only the class of each key is sure.
    """
    best: tuple[int, float, Floats] | None = None
    for start in range(len(along) - _WINDOW + 1):
        window = along[start : start + _WINDOW]
        for phase in range(5):
            meant = _ENDLESS[_MIDDLE + phase : _MIDDLE + phase + _WINDOW]
            fitted = _line(window, meant)
            if fitted is None or _misfit(fitted, window, meant) > _CLOSER:
                continue
            result = _grown(along, fitted)
            if result is not None and (
                best is None or (-result[0], result[1]) < (-best[0], best[1])
            ):
                best = result
        if best is not None and best[0] >= 0.9 * len(along):
            break
    return None if best is None else best[2]


def away_from_black(u: Floats) -> Floats:
    """How far each u is from the middle of a black key, in white keys."""
    return np.asarray(np.abs(u[..., None] - _ENDLESS).min(-1))


def _line(x: Floats, u: Floats) -> Floats | None:
    """``(a, b, c)`` of u = (a x + b) / (c x + 1), by least squares; None when degenerate."""
    scale = np.ptp(x)
    z = (x - x.mean()) / scale
    rows = np.stack([z, np.ones_like(z), -z * u], axis=1)
    (a, b, c), *_ = np.linalg.lstsq(rows, u, rcond=None)
    if abs(c) > 0.9:
        return None
    fitted = np.array([a, b, c, x.mean(), scale])
    steps = _at(fitted, x)
    return fitted if np.all(np.diff(steps) > 0) else None


def _at(fitted: Floats, x: Floats) -> Floats:
    a, b, c, middle, scale = fitted
    z = (x - middle) / scale
    return np.asarray((a * z + b) / (c * z + 1))


def _misfit(fitted: Floats, x: Floats, u: Floats) -> float:
    return float(np.sqrt(np.mean((_at(fitted, x) - u) ** 2)))


def _grown(along: Floats, fitted: Floats) -> tuple[int, float, Floats] | None:
    """The window's fit spread over all marks: how many keys, how well, and the u of each."""
    index = np.full(len(along), -1, np.intp)
    for _ in range(4):
        u = _at(fitted, along)
        nearest = np.abs(u[:, None] - _ENDLESS[None]).argmin(1)
        away = np.abs(u - _ENDLESS[nearest])
        index = _one_each(np.where(away < _CLOSE, nearest, -1), away)
        known = index >= 0
        if known.sum() < _WINDOW:
            return None
        again = _line(along[known], _ENDLESS[index[known]])
        if again is None:
            return None
        fitted = again
    known = index >= 0
    misfit = _misfit(fitted, along[known], _ENDLESS[index[known]])
    spanned = index[known].max() - index[known].min() + 1
    if misfit > _CLOSER or known.sum() < 0.65 * spanned or known.mean() < 0.6:
        return None
    return int(known.sum()), misfit, np.where(known, _ENDLESS[index], np.nan)


def _one_each(index: Ints, away: Floats) -> Ints:
    """Each key has one mark: the nearest."""
    for key in np.unique(index[index >= 0]):
        rivals = np.flatnonzero(index == key)
        if len(rivals) > 1:
            keep = rivals[away[rivals].argmin()]
            index[rivals[rivals != keep]] = -1
    return index
