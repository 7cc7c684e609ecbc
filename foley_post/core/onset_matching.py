"""The F of onsets against onsets, quickly: thousands of them make a null.

The same figure as mir_eval's (a greatest matching of events no further apart than the window); of
events on a line that is found by walking along both lists once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["quick_f"]

Seconds = npt.NDArray[np.float64]


def quick_f(truth: Seconds, found: Seconds, window_s: float) -> float:
    """The F-measure of ``found``, both rising; 1 when there are none of either."""
    if not len(truth) or not len(found):
        return float(len(truth) == len(found))
    a, b = truth.tolist(), found.tolist()
    i = j = pairs = 0
    while i < len(a) and j < len(b):
        away = b[j] - a[i]
        if abs(away) <= window_s:
            i, j, pairs = i + 1, j + 1, pairs + 1
        elif away < 0:
            j += 1
        else:
            i += 1
    return 2 * pairs / (len(a) + len(b))
