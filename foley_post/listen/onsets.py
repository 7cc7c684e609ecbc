"""When something begins in a sound, of whatever pitch or none: peaks of the spectral flux.

What a drum plays is heard so, and whether a movement that was seen made any sound.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.listen.posteriors import FRAME_S, Posteriors

__all__ = ["onsets"]

_APART_S = 0.06
_AROUND_S = 0.5
_LOUD_PERCENT = 95.0
_RANGE_DB = 45.0
_FAINTEST_DB = -75.0

Floats: TypeAlias = npt.NDArray[np.float64]


def onsets(heard: Posteriors) -> Floats:
    """``(N,)`` seconds from the first sample, rising."""
    import scipy.ndimage
    import scipy.signal

    flux = heard.flux.astype(np.float64)
    if not len(flux) or flux.max() <= 0:
        return np.zeros(0)
    around = scipy.ndimage.uniform_filter1d(flux, round(_AROUND_S / FRAME_S) | 1)
    least = np.maximum(1.3 * (around + 0.35 * flux.std()), 0.05 * flux.max())
    peaks, _ = scipy.signal.find_peaks(flux, height=least, distance=round(_APART_S / FRAME_S))
    loud = float(np.percentile(heard.level_db, _LOUD_PERCENT))
    after = np.minimum(peaks + 2, len(flux) - 1)
    peaks = peaks[heard.level_db[after] >= max(loud - _RANGE_DB, _FAINTEST_DB)]
    # The flux is against two frames before: its middle is one frame earlier.
    found: Floats = np.maximum(_between_frames(flux, peaks) - 1, 0) * FRAME_S
    return found


def _between_frames(flux: Floats, peaks: npt.NDArray[np.intp]) -> Floats:
    """Where a parabola through each peak and its neighbours is highest."""
    before, at, after = flux[peaks - 1], flux[peaks], flux[np.minimum(peaks + 1, len(flux) - 1)]
    bend = before - 2 * at + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1.0), 0.0)
    between: Floats = peaks + np.clip(shift, -0.5, 0.5)
    return between
