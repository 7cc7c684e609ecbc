"""What moves at a player's hands, from the picture itself: optical flow by direction.

A stroke is heard where something that moved stops or turns round: a stick that lands, a strum that
meets the strings, a bow that changes its way. A landmark's path shows that late and shaken; the
pixels show it in the picture where it happens. So the flow between two pictures (Farneback's, of a
picture 144 lines high) is gathered by where it points, once around each hand and once over the
whole player (the directograms of Davis and Agrawala, *Visual rhythm and beat*, 2018); what is made
of it stands in `foley_post.generate.strokes`.

Only where something moves near a player is the flow worked out: of one player before a camera that
stands still that is a third of the picture or less.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.pose.contact_cues import CuePicture
from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import FLOW_DIRECTIONS, FLOW_REGIONS, LEFT_HAND, RIGHT_HAND

__all__ = ["PictureFlow", "flow_at"]

_LINES = 144
_CELL = 8
_LONGEST_S = 0.25
_PALMS = 1.5
"""The flow around a hand counts by a bell of so many palms."""
_LEAST = 0.04
_CHANGED = 2
"""How much the brightness of a cell changes where something moves, of 255: cells that flow by more
than 0.3 pixels stay as they are in the whole picture's flow (r 0.99 or more on real clips)."""
_MARGIN = 16
"""Lines around what moves that are worked out with it: what the flow is told from."""
_REMEMBERED_S = 0.5
"""So long after a player was seen there the picture counts as near one."""
_PALM_OF_FOREARM = 0.36

Floats = npt.NDArray[np.float32]
Gray = npt.NDArray[np.uint8]


class PictureFlow:
    """The flow of a shot, picture by picture, in cells of 8 by 8 of 144 lines: 2 kB a picture."""

    def __init__(self) -> None:
        self._before: Gray | None = None
        self._before_s = 0.0
        self._cells: list[npt.NDArray[np.float16] | None] = []
        self._near: deque[tuple[float, Floats]] = deque()

    def add(self, picture: CuePicture, time_s: float, poses: Sequence[Floats] = ()) -> None:
        """One more picture, with the points ``(67, 3)`` of everybody in it; where nobody is, it is
        looked at all over.
        """
        import cv2

        now = _small(picture)
        for pose in poses:
            self._near.append((time_s, _reach(pose)))
        while self._near and self._near[0][0] < time_s - _REMEMBERED_S:
            self._near.popleft()
        cells = None
        dt_s = time_s - self._before_s
        if self._before is not None and now.shape == self._before.shape and 0 < dt_s <= _LONGEST_S:
            size = (now.shape[1] // _CELL, _LINES // _CELL)
            flow = _flow(
                self._before, now, _moving(self._before, now, [box for _, box in self._near])
            )
            means = np.asarray(cv2.resize(flow, size, interpolation=cv2.INTER_AREA), np.float32)
            cells = (means / np.float32(_LINES * dt_s)).astype(np.float16)
        self._cells.append(cells)
        self._before, self._before_s = now, time_s

    def along(self, points: Floats) -> Floats:
        """``(T, len(FLOW_REGIONS), FLOW_DIRECTIONS)`` of a player who is at ``points (T, 67, 3)``,
        in frame heights a second; NaN where that is not seen.
        """
        out = np.full((len(points), len(FLOW_REGIONS), FLOW_DIRECTIONS), np.nan, np.float32)
        for k, (cells, pose) in enumerate(zip(self._cells, points, strict=True)):
            if cells is not None:
                out[k] = flow_at(cells.astype(np.float32), pose)
        return out


def _small(picture: CuePicture) -> Gray:
    """The picture with 144 lines, a whole number of cells wide."""
    import cv2

    high, wide = picture.level(0).shape
    halvings = max(0, int(np.log2(high / _LINES)))
    size = (max(_CELL, round(wide / high * _LINES / _CELL) * _CELL), _LINES)
    small = cv2.resize(picture.level(halvings), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _moving(before: Gray, now: Gray, near: Sequence[Floats]) -> tuple[slice, slice]:
    """Rows and columns in which something moves, near a player where there is one."""
    import cv2

    high, wide = now.shape
    size = (wide // _CELL, high // _CELL)
    changed = cv2.resize(cv2.absdiff(before, now), size, interpolation=cv2.INTER_AREA) >= _CHANGED
    if near:
        low = np.min([box[0] for box in near], axis=0) * high / _CELL
        top = np.max([box[1] for box in near], axis=0) * high / _CELL
        first, end = np.maximum(np.floor(low), 0).astype(int), np.ceil(top).astype(int)
        inside = np.zeros_like(changed)
        inside[first[1] : max(end[1], 0), first[0] : max(end[0], 0)] = True
        changed &= inside
    rows, columns = (np.flatnonzero(changed.any(axis=axis)) * _CELL for axis in (1, 0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(0, rows[0] - _MARGIN), rows[-1] + _CELL + _MARGIN),
        slice(max(0, columns[0] - _MARGIN), columns[-1] + _CELL + _MARGIN),
    )


def _flow(before: Gray, now: Gray, where: tuple[slice, slice]) -> Floats:
    """``(H, W, 2)`` pixels to the right and down; 0 but in the rows and columns of ``where``."""
    import cv2

    flow = np.zeros((*now.shape, 2), np.float32)
    if now[where].size:
        first, second = (np.ascontiguousarray(picture[where]) for picture in (before, now))
        start = np.zeros((*first.shape, 2), np.float32)
        flow[where] = cv2.calcOpticalFlowFarneback(first, second, start, 0.5, 3, 13, 2, 5, 1.1, 0)
    return flow


def _reach(pose: npt.NDArray[np.floating]) -> Floats:
    """``(2, 2)``: left and top, right and bottom of what counts for a player, in frame heights."""
    points = pose[:, :2].astype(np.float64)
    boxes = [_box(points, 0.1)]
    for hand, elbow, wrist in (
        (LEFT_HAND, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
        (RIGHT_HAND, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    ):
        boxes += [_box(points[hand], 1.5), _box(points[[elbow, wrist]], 1.5)]
    seen = np.array([box for box in boxes if box is not None])
    if not len(seen):
        return np.array([[np.inf, np.inf], [-np.inf, -np.inf]], np.float32)
    return np.stack([seen[:, 0].min(axis=0), seen[:, 1].max(axis=0)]).astype(np.float32)


def _box(points: npt.NDArray[np.float64], grown: float) -> npt.NDArray[np.float64] | None:
    seen = points[np.isfinite(points[:, 0])]
    if not len(seen):
        return None
    margin = max(grown * float(np.ptp(seen, axis=0).max()), 2 * _LEAST)
    return np.stack([seen.min(axis=0) - margin, seen.max(axis=0) + margin])


def flow_at(cells: Floats, points: npt.NDArray[np.floating]) -> Floats:
    """``(len(FLOW_REGIONS), FLOW_DIRECTIONS)``: the mean flow to the right, down, to the left and
    up, around the left hand, the right hand and over the player; NaN where that is not seen.
    ``points (67, 2+)`` are in frame heights.
    """
    out = np.full((len(FLOW_REGIONS), FLOW_DIRECTIONS), np.nan, np.float32)
    high, wide = cells.shape[:2]
    x = (np.arange(wide) + 0.5) / high
    y = (np.arange(high) + 0.5) / high
    ways = np.maximum(np.concatenate([cells, -cells], axis=2), 0)
    for region, weight in enumerate(_weights(points[:, :2].astype(np.float64), x, y)):
        if weight is not None and weight.sum() > 0.5:
            out[region] = np.tensordot(weight, ways, axes=2) / weight.sum()
    return out


def _weights(
    points: npt.NDArray[np.float64], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> list[npt.NDArray[np.float64] | None]:
    """How much each cell counts for each region; None where the region is not seen."""
    hands = [
        _bell(points[LEFT_HAND], points[[Joint.LEFT_ELBOW, Joint.LEFT_WRIST]], x, y),
        _bell(points[RIGHT_HAND], points[[Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST]], x, y),
    ]
    seen = points[np.isfinite(points).all(axis=1)]
    if not len(seen):
        return [*hands, None]
    margin = 0.1 * max(float(np.ptp(seen, axis=0).max()), _LEAST)
    (left, top), (right, low) = seen.min(axis=0) - margin, seen.max(axis=0) + margin
    inside = ((x > left) & (x < right))[None] & ((y > top) & (y < low))[:, None]
    return [*hands, inside.astype(np.float64)]


def _bell(
    hand: npt.NDArray[np.float64],
    forearm: npt.NDArray[np.float64],
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64] | None:
    elbow, wrist = forearm
    if np.isfinite(hand[:, 0]).sum() > len(hand) // 2:
        middle = np.nanmean(hand, axis=0)
        palm = float(np.linalg.norm(hand[HandJoint.MIDDLE_1] - hand[HandJoint.WRIST]))
    elif np.isfinite(forearm).all():
        palm = _PALM_OF_FOREARM * float(np.linalg.norm(wrist - elbow))
        middle = wrist + 0.3 * (wrist - elbow)
    else:
        return None
    reach = max(_PALMS * palm, _LEAST) if np.isfinite(palm) else _LEAST
    away = (x[None] - middle[0]) ** 2 + (y[:, None] - middle[1]) ** 2
    bell: npt.NDArray[np.float64] = np.exp(-0.5 * away / reach**2)
    return bell
