"""What answers say: shares with intervals, strengths, and the lag that is just noticed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["bootstrap", "bradley_terry", "just_noticeable", "wilson"]

_Z = 1.959963984540054
"""Of 95 in 100, both sides."""


def wilson(wins: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); 0 to 1 of nothing."""
    if not of:
        return 0.0, 1.0
    share, spread = wins / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(
    listeners: Sequence[str],
    clips: Sequence[str],
    values: Sequence[float],
    *,
    seed: int = 0,
    times: int = 1000,
) -> tuple[float, float]:
    """The 95 % interval of the mean over listeners and clips drawn anew, both at once (Owen 2007).

    ``listeners`` and ``clips`` say of each value whose it is and of what.
    """
    if not values:
        return 0.0, 1.0
    who, who_of = np.unique(np.asarray(listeners), return_inverse=True)
    what, what_of = np.unique(np.asarray(clips), return_inverse=True)
    given, draw, means = np.asarray(values, float), np.random.default_rng(seed), []
    for _ in range(times):
        weight = (
            np.bincount(draw.integers(len(who), size=len(who)), minlength=len(who))[who_of]
            * np.bincount(draw.integers(len(what), size=len(what)), minlength=len(what))[what_of]
        )
        if weight.sum():
            means.append(float((weight * given).sum() / weight.sum()))
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def bradley_terry(wins: Mapping[tuple[str, str], int], names: Sequence[str]) -> dict[str, float]:
    """Strengths in log odds, their mean 0, from ``wins[a, b]``: how often a was chosen before b.

    Hunter's iteration (2004); half a win either way is added to each pair that met, so that nobody
    who never loses is infinitely strong.
    """
    table: npt.NDArray[np.float64] = np.zeros((len(names), len(names)))
    for i, a in enumerate(names):
        for j, b in enumerate(names):
            if i != j and wins.get((a, b), 0) + wins.get((b, a), 0):
                table[i, j] = wins.get((a, b), 0) + 0.5
    met = table + table.T
    strength = np.ones(len(names))
    for _ in range(1000):
        below = (met / (strength[:, None] + strength[None])).sum(axis=1)
        new = np.where(below > 0, table.sum(axis=1) / np.maximum(below, 1e-12), 1.0)
        new /= np.exp(np.log(new).mean())
        if np.abs(new - strength).max() < 1e-10:
            break
        strength = new
    return {name: float(value) for name, value in zip(names, np.log(strength), strict=True)}


def just_noticeable(
    lags_ms: Sequence[float], shares: Sequence[float], counts: Sequence[int]
) -> float | None:
    """The lag in milliseconds at which three in four notice it; None where none is reached.

    A logistic curve of the logarithm of the lag, from a half (guessing) to 1, by least squares
    weighted by ``counts``.
    """
    best, found = math.inf, None
    x, y, n = np.log(np.asarray(lags_ms, float)), np.asarray(shares, float), np.asarray(counts)

    def curve(at: float, steep: float) -> npt.NDArray[np.float64]:
        noticed: npt.NDArray[np.float64] = 0.5 + 0.5 / (1 + np.exp(-steep * (x - at)))
        return noticed

    for at in np.linspace(x.min() - 1.0, x.max() + 1.0, 241):
        for steep in (1.0, 2.0, 3.0, 4.0, 6.0, 9.0):
            miss = float((n * (curve(float(at), steep) - y) ** 2).sum())
            if miss < best:
                best, found = miss, float(np.exp(at))
    inside = found is not None and found <= max(lags_ms) * 1.5 and max(shares) > 0.6
    return found if inside else None
