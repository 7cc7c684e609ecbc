"""Which octave a keyboard in view stands in: told by where its white keys end."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["mapped", "octave_shift"]

Floats = npt.NDArray[np.float64]

_LEAST_RUN = 10
_WHITES = {52: 0, 45: 4, 36: 9, 29: 9}
"""White keys of pianos and keyboards of 88, 76, 61 and 49 keys, and the u of their lowest: A0, E1,
C2, C2 (as they are commonly built)."""


def mapped(plane: Floats, points: Floats) -> Floats:
    """``points (N, 2)`` through a homography."""
    away = np.concatenate([points, np.ones((len(points), 1))], 1) @ plane.T
    return np.asarray(away[:, :2] / away[:, 2:])


def octave_shift(plane: Floats, luma: npt.NDArray[np.uint8]) -> int | None:
    """How many white keys to move ``plane`` (frame heights to u, v) up so that u is true; None when
    no end of the keyboard is seen well enough.
    """
    numbers = np.arange(-45, 100)
    state = _whites(plane, luma, numbers)
    low, high = _longest_run(state == 1)
    if high - low < _LEAST_RUN:
        return None
    left, right = int(numbers[low]), int(numbers[high - 1]) + 1
    left_seen = _over(state[:low][::-1]) and _ends_straight(plane, luma, (left, -1))
    right_seen = _over(state[high:]) and _ends_straight(plane, luma, (right, 1))
    if left_seen and right_seen:
        shift = _WHITES.get(right - left)
        if shift is not None and (shift - left) % 7 == 0:
            return shift - left
    if left_seen and left % 7 == 0:  # an A at the left end: a full keyboard's lowest
        return -left
    if right_seen and (52 - right) % 7 == 0:
        return 52 - right
    return None


def _whites(
    plane: Floats, luma: npt.NDArray[np.uint8], numbers: npt.NDArray[np.int_]
) -> npt.NDArray[np.int_]:
    """For each white key of these numbers: 1 it is there, 0 it is not, -1 outside the picture."""
    height, width = luma.shape
    inverse = np.asarray(np.linalg.inv(plane), np.float64)
    grid = np.array(
        [[n + du, v] for n in numbers for du in (0.35, 0.5, 0.65) for v in (0.12, 0.28)]
    )
    before = np.concatenate([grid, np.ones((len(grid), 1))], 1) @ inverse[2]
    px = mapped(inverse, grid) * height
    middle = np.concatenate([mapped(plane, np.array([[0.5 * width / height, 0.5]]))[0], [1.0]])
    ahead = np.sign(before) == np.sign(middle @ inverse[2])
    inside = ahead & np.all((px >= 0) & (px < (width, height)), axis=1)
    x, y = np.clip(px, 0, (width - 1, height - 1)).astype(np.intp).T
    values = np.where(inside, luma[y, x].astype(float), np.nan).reshape(len(numbers), -1)
    seen = np.isfinite(values).mean(1) > 0.6
    level = np.array(
        [np.nanmedian(v) if ok else np.nan for v, ok in zip(values, seen, strict=True)]
    )
    white = np.nanpercentile(level, 80) if seen.any() else 255.0
    state = np.where(level > 0.72 * white, 1, 0)
    return np.where(seen, _bridged(state), -1)


def _over(beyond: npt.NDArray[np.int_]) -> bool:
    """Whether there is no white key in the picture ``beyond`` the last, for two keys at least."""
    return len(beyond) > 1 and not beyond[:2].any() and not (beyond == 1).any()


def _ends_straight(plane: Floats, luma: npt.NDArray[np.uint8], end: tuple[int, int]) -> bool:
    """Whether the white stops along a key's edge at ``end`` (u, and which way is out): where a head
    or an arm hides the rest, it does not.
    """
    height, width = luma.shape
    u, outward = end
    steps = np.arange(-0.7, 0.71, 0.05)
    rows = np.linspace(0.06, 0.36, 7)
    grid = np.array([[u + outward * step, v] for v in rows for step in steps])
    px = mapped(np.asarray(np.linalg.inv(plane), np.float64), grid) * height
    inside = np.all((px >= 0) & (px < (width, height)), axis=1).reshape(len(rows), -1)
    x, y = np.clip(px, 0, (width - 1, height - 1)).astype(np.intp).T
    values = luma[y, x].astype(float).reshape(len(rows), -1)
    white = np.median(values[:, steps < -0.3])
    stops = [
        float(steps[np.flatnonzero(row < 0.72 * white)[0]])
        for row, seen in zip(values, inside, strict=True)
        if seen.all() and (row[steps > -0.5] < 0.72 * white).any()
    ]
    kept = [stop for stop in stops if stop > -0.45]
    return len(kept) >= 5 and float(np.std(kept)) < 0.12 and abs(float(np.median(kept))) < 0.3


def _bridged(state: npt.NDArray[np.int_]) -> npt.NDArray[np.int_]:
    """Keys hidden by hands, up to six in a row between keys that are there, count as there."""
    state = state.copy()
    there = np.flatnonzero(state == 1)
    for a, b in pairwise(there):
        if b - a <= 7:
            state[a:b] = 1
    return state


def _longest_run(true: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """First and one past the last index of the longest run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], true.astype(int), [0]])))
    if not len(edges):
        return 0, 0
    starts, ends = edges[::2], edges[1::2]
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best])
