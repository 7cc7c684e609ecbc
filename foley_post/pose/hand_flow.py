"""What moves at a player's hands, from the picture itself: optical flow by direction.

A stroke is heard where something that moved stops or turns round: a stick that lands, a strum that
meets the strings, a bow that changes its way. A landmark's path shows that late and shaken; the
pixels show it in the picture where it happens. So the flow between two pictures (Farneback's, of a
picture 144 lines high) is gathered by where it points, once around each hand and once over the
whole player (the directograms of Davis and Agrawala, *Visual rhythm and beat*, 2018); what is made
of it stands in `foley_post.generate.strokes`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import FLOW_DIRECTIONS, FLOW_REGIONS, LEFT_HAND, RIGHT_HAND

__all__ = ["PictureFlow", "flow_at"]

_LINES = 144
_CELL = 8
_LONGEST_S = 0.25
_PALMS = 1.5
"""The flow around a hand counts by a bell of so many palms."""
_LEAST = 0.04
_PALM_OF_FOREARM = 0.36

Floats = npt.NDArray[np.float32]


class PictureFlow:
    """The flow of a shot, picture by picture, in cells of 8 by 8 of 144 lines: 2 kB a picture."""

    def __init__(self) -> None:
        self._before: npt.NDArray[np.uint8] | None = None
        self._before_s = 0.0
        self._cells: list[npt.NDArray[np.float16] | None] = []

    def add(self, luma: npt.NDArray[np.uint8], time_s: float) -> None:
        """One more picture, ``(H, W)``."""
        import cv2

        wide = max(_CELL, round(luma.shape[1] / luma.shape[0] * _LINES / _CELL) * _CELL)
        small = cv2.resize(luma, (wide, _LINES), interpolation=cv2.INTER_AREA)
        now = np.asarray(small, np.uint8)
        cells = None
        dt_s = time_s - self._before_s
        if self._before is not None and now.shape == self._before.shape and 0 < dt_s <= _LONGEST_S:
            flow = cv2.calcOpticalFlowFarneback(
                self._before, now, np.zeros((*now.shape, 2), np.float32), 0.5, 3, 13, 2, 5, 1.1, 0
            )
            size = (wide // _CELL, _LINES // _CELL)
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
