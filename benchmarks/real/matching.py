"""The best F of onsets over many constant lags."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.core.onset_matching import quick_f

Seconds = npt.NDArray[np.float64]


def best_f(truth: Seconds, found: Seconds, window_s: float, lags_s: Sequence[float]) -> float:
    """The best F over the constant lags."""
    return max(quick_f(truth, found + lag, window_s) for lag in lags_s)
