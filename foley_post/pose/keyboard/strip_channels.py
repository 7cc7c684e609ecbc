"""What the key network is shown of the strips, and when.

Strips are interpolated between pictures, so that the same spans of time are compared at any frame
rate: film of 15 to 120 pictures a second looks alike to the network.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import IS_BLACK, KEY_GAP_U
from foley_post.pose.keyboard.strip import KEY_PX

__all__ = ["CHANNELS", "KEY_COLUMNS", "KEY_KINDS", "TICK_S", "Between", "between", "channels"]

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

TICK_S = 0.02
"""The network's clock over time: 50 ticks a second, as everywhere in the model."""
CHANNELS = ("from_rest", "from_before", "to_after", "rest", "in_view")
"""A strip less its rest; less the strip 50 ms before; the strip 50 ms later less it; the rest
itself; 1 where there is picture. In units of the distance from black keys to white ones."""
_LAG_S = 0.05
_LEAST_CONTRAST = 20.0


KEY_COLUMNS: Floats32 = (KEY_PX * KEY_GAP_U).astype(np.float32)
"""The strip column of each of 88 keys ``(88,)``."""


def _kinds() -> Floats32:
    white = ~np.concatenate([[True], IS_BLACK, [True]])  # as on an endless keyboard
    left, right = white[1:-1] & ~white[:-2], white[1:-1] & ~white[2:]
    return np.stack([IS_BLACK, left, right], axis=1).astype(np.float32)


KEY_KINDS = _kinds()
"""What each key is ``(88, 3)``: black, white with a black key at its left, at its right."""


Between = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Floats32]


def between(times_s: Floats, at_s: Floats) -> Between:
    """For each of ``at_s`` the picture before and after it and the weight of the one after;
    outside ``times_s``, which rise, the nearest.
    """
    last = len(times_s) - 1
    before = np.clip(np.searchsorted(times_s, at_s, side="right") - 1, 0, max(last - 1, 0))
    after = np.minimum(before + 1, last)
    gap_s = np.maximum(times_s[after] - times_s[before], 1e-6)
    share = np.clip((at_s - times_s[before]) / gap_s, 0, 1).astype(np.float32)
    return before, after, share


def channels(
    strips: Floats32,
    rest: Floats32,
    times_s: Floats,
    *,
    columns: Bools,
    levels: tuple[float, float],
    wanted: slice = slice(None),
) -> Floats32:
    """The network's input ``(N, len(CHANNELS), rows, W)`` for the ``wanted`` of the strips ``(M,
    rows, W)`` at ``times_s (M,)``; 0 outside the ``columns (W,)`` in view.

    ``levels``: black and white as `foley_post.pose.keyboard.rest.levels_of` tells them.
    """
    dark, bright = levels
    scale = np.float32(1 / max(bright - dark, _LEAST_CONTRAST))
    strips = (strips - np.float32(dark)) * scale
    still = (rest - np.float32(dark)) * scale
    at_s, now = times_s[wanted], strips[wanted]

    def moved(by_s: float) -> Floats32:
        before, after, share = between(times_s, at_s + by_s)
        weight = share[:, None, None]
        return np.asarray(strips[before] * (1 - weight) + strips[after] * weight)

    shown = np.empty((len(at_s), len(CHANNELS), *still.shape), np.float32)
    shown[:, 0] = 2 * (now - still)
    shown[:, 1] = 2 * (now - moved(-_LAG_S))
    shown[:, 2] = 2 * (moved(_LAG_S) - now)
    shown[:, 3] = still
    shown[:, 4] = 1
    shown *= columns
    return shown
