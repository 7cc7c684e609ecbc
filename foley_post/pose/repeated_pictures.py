"""Pictures that only repeat the one before, as film at another rate has them: 24 pictures a second
in a file of 30 show every fourth one twice, 30 in a file of 60 show each twice.

Between a picture and its repeat nothing moves, and after it everything moves at once: whoever reads
speed off neighbouring pictures sees a stutter that nobody played. A repeat is told from a hand that
stops by its regular place: a hand stops anywhere, repeats come at the same one of every two to six
pictures for two seconds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["repeated", "spread_over_repeats"]

_WINDOW_S = 2.0
_FEWEST = 12
_CADENCES = range(2, 7)
_STILL = 0.25
"""A place of the cadence repeats where its pictures change by less than this share of the others'
(repeats that were compressed again: 0.02 to 0.07 on real clips)."""
_NEARBY = 0.35
"""A picture repeats where it changes by less than this share of the moving ones around it;"""
_ALWAYS, _NEVER = 0.8, 0.2
"""of a place that repeats so many do, of another at most so many."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Halves = npt.NDArray[np.float16]


def repeated(changes: Floats, times_s: Floats) -> Flags:
    """Which pictures ``(T,)`` repeat the one before. ``changes (T,)`` is how much each differs from
    it, in any unit; ``times_s (T,)`` when they are shown.
    """
    found = np.zeros(len(changes), np.bool_)
    if len(changes) <= _FEWEST:
        return found
    count = max(_FEWEST, round(_WINDOW_S / float(np.median(np.diff(times_s)))))
    last = max(len(changes) - count, 1)
    for first in sorted({*range(1, last, max(count // 2, 1)), last}):
        window = changes[first : first + count]
        found[first : first + count] |= _by_cadence(window, np.arange(first, first + len(window)))
    return found


def _by_cadence(changes: Floats, numbers: npt.NDArray[np.intp]) -> Flags:
    """Which of some pictures in a row repeat the one before; none where no cadence fits."""
    for cadence in _CADENCES:
        if len(changes) < 3 * cadence:
            break
        place = numbers % cadence
        usual = np.array([np.median(changes[place == p]) for p in range(cadence)])
        still = usual < _STILL * usual.max()
        if not still.any():
            continue
        low = changes < _NEARBY * _moving_around(changes, ~still[place], cadence)
        share = np.array([low[place == p].mean() for p in range(cadence)])
        if (share[still] >= _ALWAYS).all() and (share[~still] <= _NEVER).all():
            return np.asarray(still[place], np.bool_)
    return np.zeros(len(changes), np.bool_)


def _moving_around(changes: Floats, moving: Flags, reach: int) -> Floats:
    """The median change of the ``moving`` ones up to ``reach`` pictures away."""
    at = np.arange(len(changes))
    near = [changes[moving & (np.abs(at - k) <= reach)] for k in at]
    return np.array([np.median(some) if len(some) else 0.0 for some in near])


def spread_over_repeats(
    speeds: Sequence[Halves | None], repeats: Flags, times_s: Floats
) -> list[Halves | None]:
    """``speeds``, each of what moved since the picture before (None: not known), with what moves
    after a repeat spread over the whole time since the last picture that was new.
    """
    steady: list[Halves | None] = list(speeds)
    for k in (np.flatnonzero(~repeats[1:] & repeats[:-1]) + 1).tolist():
        first = k - 1
        while first > 0 and repeats[first - 1]:
            first -= 1
        after = speeds[k]
        if first == 0 or after is None:
            continue
        share = float((times_s[k] - times_s[k - 1]) / (times_s[k] - times_s[first - 1]))
        for j in range(first, k + 1):
            steady[j] = after * share
    return steady
