"""Key presses told from keyboard evidence: when each key goes down, for how long, how fast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["PRESS_THRESHOLD", "Press", "presses"]

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]

PRESS_THRESHOLD = 0.6
"""Probability from which on an onset is one: the best on drawn clips and a recording left out."""
_REPEAT_S = 0.1
"""A key is not struck again sooner: ten times a second."""
_SHORTEST_S = 0.04
_UNSEEN = -20.0
_EARLY_S = 0.01
"""How much before its key is down the middle of a press is read: the median of drawn clips held
out (10 ms), with 0 and 10 ms on the two recordings that the network was taught on.
"""
_SPREAD_S = 0.075
"""Moments this near a peak have a say in when it is."""


@dataclass(frozen=True, slots=True)
class Press:
    """``key`` 0..87; ``velocity`` 1..127; ``likely`` the probability 0..1 of its onset."""

    onset_s: float
    length_s: float
    key: int
    velocity: int
    likely: float


def presses(
    evidence: Floats32, times_s: Floats, least: float = PRESS_THRESHOLD
) -> tuple[Press, ...]:
    """The presses of ``evidence (T, 88, E)`` at ``times_s (T,)``, by onset, then key; those whose
    onset is at least ``least`` likely.
    """
    if len(times_s) < 3:
        return ()
    known = np.where(np.isfinite(evidence[..., :3]), evidence[..., :3], _UNSEEN)
    likely = 1 / (1 + np.exp(-known[..., 0].astype(np.float64)))
    found = [
        press
        for key in np.flatnonzero((likely >= least).any(axis=0))
        for press in _of_key(
            int(key), known[:, key], evidence[:, key, 3], times_s=times_s, least=least
        )
    ]
    return tuple(sorted(found, key=lambda p: (p.onset_s, p.key)))


def _of_key(
    key: int, known: Floats32, velocity: Floats32, *, times_s: Floats, least: float
) -> list[Press]:
    likely = 1 / (1 + np.exp(-known[:, 0].astype(np.float64)))
    before = np.concatenate([[-1.0], likely[:-1]])
    after = np.concatenate([likely[1:], [-1.0]])
    peaks = np.flatnonzero((likely >= before) & (likely > after) & (likely >= least))
    kept: list[int] = []
    for peak in peaks[np.argsort(-likely[peaks], kind="stable")]:
        if all(abs(times_s[peak] - times_s[other]) >= _REPEAT_S for other in kept):
            kept.append(int(peak))
    kept.sort()
    ends = [*kept[1:], len(times_s)]
    return [
        Press(
            onset_s=_onset_s(likely, times_s, peak),
            length_s=_length_s(known, times_s, peak, end),
            key=key,
            velocity=int(np.clip(np.round(127 * np.nan_to_num(velocity[peak])), 1, 127)),
            likely=float(likely[peak]),
        )
        for peak, end in zip(kept, ends, strict=True)
    ]


def _onset_s(likely: Floats, times_s: Floats, peak: int) -> float:
    """When the key is down, finer than the pictures: the peak's middle, and what that is early."""
    near = np.flatnonzero(np.abs(times_s - times_s[peak]) <= _SPREAD_S)
    inside = near[likely[near] >= 0.3 * likely[peak]]
    return float(np.average(times_s[inside], weights=likely[inside])) + _EARLY_S


def _length_s(known: Floats32, times_s: Floats, peak: int, end: int) -> float:
    """Until the key is held no more, or struck again."""
    after = np.arange(peak + 1, end)
    settled = after[times_s[after] >= times_s[peak] + 2 * _SHORTEST_S]
    let_go = settled[known[settled, 1] < 0]
    last = int(let_go[0]) if len(let_go) else min(end, len(times_s) - 1)
    return max(float(times_s[last] - times_s[peak]), _SHORTEST_S)
