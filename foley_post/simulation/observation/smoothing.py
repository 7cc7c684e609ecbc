"""What `foley_post.pose.smoothing` makes of a measured path, quickly: for training by the thousand.

The same parabola over the same window (0.09 s either way, tricube weights), the same short gaps
filled; the window counts frames, so that uneven times are taken as even.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.pose.smoothing import LONGEST_GAP_S

__all__ = ["filled", "smoothed"]

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_REACH_S = 0.09


def smoothed(times_s: Floats, places: Floats) -> Floats:
    """``places (T, ...)``, complete, each on a parabola through its neighbours in time."""
    if len(times_s) < 6:
        return places
    frame_s = float(np.median(np.diff(times_s)))
    reach = max(_REACH_S / frame_s, 2.4)
    offset = np.arange(-int(reach), int(reach) + 1) / reach
    weight = (1.0 - np.abs(offset) ** 3) ** 3
    m0, m2, m4 = ((weight * offset**n).sum() for n in (0, 2, 4))
    kernel = weight * (m4 - m2 * offset**2) / (m0 * m4 - m2**2)
    half = len(kernel) // 2
    # Odd reflection at the ends keeps a straight path straight.
    before = 2 * places[:1] - places[half:0:-1]
    after = 2 * places[-1:] - places[-2 : -half - 2 : -1]
    padded = np.concatenate([before, places, after])
    curve = np.zeros_like(places)
    for k, share in enumerate(kernel):
        curve += share * padded[k : k + len(places)]
    return curve


def filled(times_s: Floats, points: Floats, gone: Bools) -> Bools:
    """Fill short gaps of a group of joints that are lost together.

    ``points (T, J, 3)`` is changed where ``gone (T,)`` lasts 0.25 s at most: straight lines, half
    the confidence. Gives what is still gone.
    """
    still = gone.copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], gone.astype(np.int8), [0]])))
    for first, after in edges.reshape(-1, 2):
        if first == 0 or after == len(gone):
            continue
        a, b = int(first) - 1, int(after)
        if times_s[b] - times_s[a] > LONGEST_GAP_S + 1e-9:
            continue
        share = ((times_s[a + 1 : b] - times_s[a]) / (times_s[b] - times_s[a]))[:, None, None]
        points[a + 1 : b] = points[a] * (1 - share) + points[b] * share
        points[a + 1 : b, :, 2] = 0.5 * np.minimum(points[a, :, 2], points[b, :, 2])
        still[a + 1 : b] = False
    return still
