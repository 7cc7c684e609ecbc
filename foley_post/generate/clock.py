"""The 50 Hz clock: whatever the camera's rate, values at fixed ticks, from true times.

Tick ``n`` is at ``n / TICK_HZ`` seconds from the shot's first frame.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

__all__ = ["TICK_HZ", "resample", "tick_times", "ticks_in"]

TICK_HZ = 50
"""20 ms a tick: half a frame of 25 fps video; onsets are placed within a tick by an own head."""

_BRIDGED_S = 0.1
_BRIDGED_FRAMES = 2.5

Floats = npt.NDArray[np.float32]
Seconds = npt.NDArray[np.float64]


def ticks_in(length_s: float) -> int:
    """How many ticks a shot of ``length_s`` has: the last one lies at or after its end."""
    return max(2, math.ceil(length_s * TICK_HZ - 1e-6) + 1)


def tick_times(ticks: int) -> Seconds:
    """``(ticks,)`` seconds."""
    return np.arange(ticks, dtype=np.float64) / TICK_HZ


def resample(times_s: Seconds, values: Floats, ticks: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """``values (T, ...)`` at the clock's ticks, and where they are known, both ``(ticks, ...)``.

    Linear between the nearest known samples, where those are no further apart than two and a half
    frames or 0.1 s; further than that, and beyond the ends, the value is 0 and unknown. NaN in
    ``values`` means not known.
    """
    shape = values.shape[1:]
    if not len(times_s) or not values.size:
        empty = np.zeros((ticks, *shape), dtype=np.float32)
        return empty, np.zeros((ticks, *shape), dtype=bool)
    flat = values.reshape(len(values), -1).astype(np.float32, copy=False)
    columns = flat.shape[1]
    frame_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 0.04
    before, after = _known_neighbours(np.isfinite(flat))
    at = tick_times(ticks)
    frame = np.searchsorted(times_s, at + 1e-9, side="right") - 1
    a = before[np.clip(frame, 0, None)]
    a = np.where((frame < 0)[:, None], -1, a)
    b = after[np.minimum(frame + 1, len(times_s))]
    column = np.arange(columns)
    left_s = np.where(a >= 0, times_s[np.clip(a, 0, None)], -np.inf)
    right_s = np.where(b < len(times_s), times_s[np.clip(b, None, len(times_s) - 1)], np.inf)
    from_left, to_right = at[:, None] - left_s, right_s - at[:, None]
    most_s = max(_BRIDGED_S, _BRIDGED_FRAMES * frame_s) + 1e-6
    between = from_left + to_right <= most_s
    held_left = ~between & (from_left <= frame_s * 0.75)
    held_right = ~between & ~held_left & (to_right <= frame_s * 0.75)
    known = between | held_left | held_right
    span = np.where(between, np.maximum(from_left + to_right, 1e-9), 1.0)
    share = np.where(between, from_left, held_right.astype(np.float64)) / span
    share = share.astype(np.float32)
    left = np.nan_to_num(flat[np.clip(a, 0, None), column])
    right = np.nan_to_num(flat[np.clip(b, None, len(times_s) - 1), column])
    out = np.where(known, left * (1 - share) + right * share, np.float32(0))
    return out.reshape(ticks, *shape).astype(np.float32), known.reshape(ticks, *shape)


def _known_neighbours(
    known: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Per frame and column the last known frame up to it (-1: none) ``(T, K)``, and the next known
    from it on (T: none) ``(T + 1, K)``.
    """
    steps, columns = known.shape
    index = np.arange(steps, dtype=np.int64)[:, None]
    before = np.maximum.accumulate(np.where(known, index, -1), axis=0)
    after = np.minimum.accumulate(np.where(known, index, steps)[::-1], axis=0)[::-1]
    return before, np.concatenate([after, np.full((1, columns), steps, dtype=np.int64)])
