"""Where phrases begin: after long notes and rests, and where a bow or a breath would run out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["phrase_starts"]

_LONG_S = 0.7
_LONGER_THAN_AROUND = 1.9
_AROUND = 4
_FEWEST = 3

Floats = npt.NDArray[np.float64]


def phrase_starts(onset_s: Floats, longest_s: float = 8.0) -> list[int]:
    """The index of the first note of every phrase of ``onset_s (N,)``, rising; ``longest_s``: a
    phrase that lasts longer is divided after its longest note.

    A phrase ends with a note that is followed by silence or held: the time to the next onset is at
    least 0.7 s and 1.9 times the median of the times around it (after Cambouropoulos's local
    boundaries).
    """
    if not len(onset_s):
        return []
    steps = np.diff(onset_s)
    starts = [0]
    for k, step in enumerate(steps):
        around = np.delete(steps[max(k - _AROUND, 0) : k + _AROUND + 1], min(k, _AROUND))
        usual = float(np.median(around)) if len(around) else 0.0
        if step >= max(_LONG_S, _LONGER_THAN_AROUND * usual):
            starts.append(k + 1)
    bounds = [*starts, len(onset_s)]
    return [first for a, b in pairwise(bounds) for first in _divided(onset_s, a, b, longest_s)]


def _divided(onset_s: Floats, first: int, end: int, longest_s: float) -> list[int]:
    """The starts of the parts of one phrase, none longer than ``longest_s`` where that is possible
    without parts of fewer than three notes.
    """
    if end - first < 2 * _FEWEST or onset_s[end - 1] - onset_s[first] <= longest_s:
        return [first]
    steps = np.diff(onset_s[first:end])[_FEWEST - 1 : end - first - _FEWEST]
    middle = (onset_s[first] + onset_s[end - 1]) / 2
    away = np.abs(onset_s[first + _FEWEST : end - _FEWEST + 1] - middle)
    cut = first + _FEWEST + int((steps / (1.0 + away / longest_s)).argmax())
    return [
        *_divided(onset_s, first, cut, longest_s),
        *_divided(onset_s, cut, end, longest_s),
    ]
