"""What moves at a player's hands, from the picture itself: optical flow by direction.

A stroke is heard where something that moved stops or turns round: a stick that lands, a strum that
meets the strings, a bow that changes its way. A landmark's path shows that late and shaken; the
pixels show it in the picture where it happens. So the flow between two pictures (Farneback's, of a
picture 144 lines high) is gathered by where it points, once around each hand and once over the
whole player (the directograms of Davis and Agrawala, *Visual rhythm and beat*, 2018); what is made
of it stands in `foley_post.generate.strokes`.

Only where something moves near a player is the flow worked out: of one player before a camera that
stands still that is a third of the picture or less. Pictures that repeat the one before (film at
another rate) stand still in between: what moves after them is spread over the time it took.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.pose.contact_cues import CuePicture
from foley_post.pose.flow_regions import LEAST, flow_along
from foley_post.pose.joints import Joint
from foley_post.pose.repeated_pictures import repeated, spread_over_repeats
from foley_post.pose.skeleton import LEFT_HAND, RIGHT_HAND

__all__ = ["PictureFlow"]

_LINES = 144
_CELL = 8
_LONGEST_S = 0.25
_CHANGED = 2
"""How much the brightness of a cell changes where something moves, of 255: cells that flow by more
than 0.3 pixels stay as they are in the whole picture's flow (r 0.99 or more on real clips)."""
_CAMERA = 0.5
"""Where more of the picture changes the camera moves: the median of its flow is taken out of it."""
_MARGIN = 16
"""Lines around what moves that are worked out with it: what the flow is told from."""
_REMEMBERED_S = 0.5
"""So long after a player was seen there the picture counts as near one."""

Floats = npt.NDArray[np.float32]
Gray = npt.NDArray[np.uint8]
_Box = tuple[float, float, float, float]


class PictureFlow:
    """The flow of a shot, picture by picture, in cells of 8 by 8 of 144 lines: 2 kB a picture."""

    def __init__(self) -> None:
        self._before: Gray | None = None
        self._before_s = 0.0
        self._cells: list[npt.NDArray[np.float16] | None] = []
        self._changes: list[float] = []
        self._times_s: list[float] = []
        self._repeats: npt.NDArray[np.bool_] | None = None
        self._near: deque[tuple[float, _Box]] = deque()

    def add(self, picture: CuePicture, time_s: float, poses: Sequence[Floats] = ()) -> None:
        """One more picture, with the points ``(67, 3)`` of everybody in it; where nobody is, it is
        looked at all over.
        """
        import cv2

        now = _small(picture)
        for reach in filter(None, map(_reach, poses)):
            self._near.append((time_s, reach))
        while self._near and self._near[0][0] < time_s - _REMEMBERED_S:
            self._near.popleft()
        cells, change = None, 0.0
        dt_s = time_s - self._before_s
        if self._before is not None and now.shape == self._before.shape and 0 < dt_s <= _LONGEST_S:
            size = (now.shape[1] // _CELL, _LINES // _CELL)
            changes = np.asarray(cv2.absdiff(self._before, now), np.uint8)
            flow = _flow(self._before, now, _moving(changes, [box for _, box in self._near]))
            means = np.asarray(cv2.resize(flow, size, interpolation=cv2.INTER_AREA), np.float32)
            means -= np.median(means.reshape(-1, 2), axis=0)
            cells = (means / np.float32(_LINES * dt_s)).astype(np.float16)
            change = float(changes.mean())
        self._cells.append(cells)
        self._changes.append(change)
        self._times_s.append(time_s)
        self._repeats = None
        self._before, self._before_s = now, time_s

    def along(self, points: Floats) -> Floats:
        """``(T, len(FLOW_REGIONS), FLOW_DIRECTIONS)`` of a player who is at ``points (T, 67, 3)``,
        in frame heights a second; NaN where that is not seen.
        """
        times_s = np.array(self._times_s)
        steady = spread_over_repeats(self._cells, self.repeats(), times_s)
        return flow_along(steady, points, times_s)

    def repeats(self) -> npt.NDArray[np.bool_]:
        """Which of the pictures ``(T,)`` only repeat the one before."""
        if self._repeats is None:
            self._repeats = repeated(np.array(self._changes), np.array(self._times_s))
        return self._repeats


def _small(picture: CuePicture) -> Gray:
    """The picture with 144 lines, a whole number of cells wide."""
    import cv2

    high, wide = picture.level(0).shape
    halvings = max(0, int(np.log2(high / _LINES)))
    size = (max(_CELL, round(wide / high * _LINES / _CELL) * _CELL), _LINES)
    small = cv2.resize(picture.level(halvings), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _moving(changes: Gray, near: Sequence[_Box]) -> tuple[slice, slice]:
    """Rows and columns in which something moves, near a player where there is one; all of them
    where most of the picture moves, which is the camera.
    """
    import cv2

    high, wide = changes.shape
    size = (wide // _CELL, high // _CELL)
    changed = cv2.resize(changes, size, interpolation=cv2.INTER_AREA) >= _CHANGED
    if near and changed.mean() <= _CAMERA:
        left, top = np.min([box[:2] for box in near], axis=0) * high / _CELL
        right, bottom = np.max([box[2:] for box in near], axis=0) * high / _CELL
        inside = np.zeros_like(changed)
        rows_near = slice(max(math.floor(top), 0), max(math.ceil(bottom), 0))
        inside[rows_near, max(math.floor(left), 0) : max(math.ceil(right), 0)] = True
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


def _reach(pose: npt.NDArray[np.floating]) -> _Box | None:
    """Left and top, right and bottom of what counts for a player, in frame heights; None where
    nothing of them is seen.
    """
    points = pose[:, :2].astype(np.float64)
    boxes = [_box(points, 0.1)]
    for hand, elbow, wrist in (
        (LEFT_HAND, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
        (RIGHT_HAND, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    ):
        boxes += [_box(points[hand], 1.5), _box(points[[elbow, wrist]], 1.5)]
    seen = np.array([box for box in boxes if box is not None])
    if not len(seen):
        return None
    left, top = seen[:, 0].min(axis=0).tolist()
    right, bottom = seen[:, 1].max(axis=0).tolist()
    return left, top, right, bottom


def _box(points: npt.NDArray[np.float64], grown: float) -> npt.NDArray[np.float64] | None:
    seen = points[np.isfinite(points[:, 0])]
    if not len(seen):
        return None
    margin = max(grown * float(np.ptp(seen, axis=0).max()), 2 * LEAST)
    return np.stack([seen.min(axis=0) - margin, seen.max(axis=0) + margin])
