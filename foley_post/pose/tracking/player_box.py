"""A player whom no network finds, followed by what moves in a box that an editor drew.

The box's own motion is the evidence: optical flow between pictures moves a hand of fixed shape that
stands where most moves. The model reads its path and the pixels' change at its joints as it does
those of a hand that was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.errors import UsageError
from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import RIGHT_HAND

__all__ = ["BoxFollower", "PlayerBox", "read_box"]

Floats = npt.NDArray[np.float64]
Luma = npt.NDArray[np.uint8]

_SIDE = 96
"""The box is followed at this size, in pixels each way."""
_STILL = 0.12
"""Flow below this many of those pixels a picture is noise (a still picture of a camera: 0.05)."""
_MOST_MOVING = 0.1
"""The tenth of the box that moves most tells how the hand moves."""
_PULL = 0.15
"""How far the hand goes back, in each picture, to where most moves: flow alone drifts away."""
_PALM = 0.25
"""The hand's palm, in the box's shorter sides."""
_CONFIDENCE = 0.5
_WRITTEN = re.compile(r"\s*([\d.]+),([\d.]+),([\d.]+),([\d.]+)(?:@([\d.]+))?\s*")

_SHAPE: Floats = np.array([
    (0.0, 0.9), (-0.45, 0.65), (-0.75, 0.4), (-0.95, 0.2), (-1.1, 0.0), (-0.3, -0.05),
    (-0.35, -0.4), (-0.38, -0.6), (-0.4, -0.8), (-0.02, -0.1), (-0.02, -0.5), (-0.02, -0.75),
    (-0.02, -0.95), (0.22, -0.02), (0.26, -0.4), (0.28, -0.62), (0.3, -0.82), (0.42, 0.1),
    (0.52, -0.18), (0.58, -0.35), (0.62, -0.5),
])  # fmt: skip
"""An open right hand, wrist first, in palms around its middle."""


@dataclass(frozen=True, slots=True)
class PlayerBox:
    """Where a player is, in pixels of the upright picture, from ``from_s`` of the range on."""

    left: float
    top: float
    width: float
    height: float
    from_s: float = 0.0

    def __post_init__(self) -> None:
        if min(self.left, self.top, self.from_s) < 0 or min(self.width, self.height) < 8:
            raise UsageError(
                "A player's box is left, top, width and height in pixels of the picture, 8 at "
                "least, and the second it is true from."
            )


def read_box(words: str) -> PlayerBox:
    """The box that is written ``X,Y,W,H`` or ``X,Y,W,H@SECONDS``; UsageError for anything else."""
    found = _WRITTEN.fullmatch(words)
    try:
        numbers = [float(part) for part in found.groups("0")] if found else []
    except ValueError:
        numbers = []
    if len(numbers) != 5:
        raise UsageError(f"A player's box is written X,Y,W,H or X,Y,W,H@SECONDS, not {words!r}.")
    return PlayerBox(*numbers)


class BoxFollower:
    """Follows what moves in one box; call `step` with each picture in order."""

    def __init__(self, box: PlayerBox) -> None:
        self.box = box
        self._before: Luma | None = None
        self._place: Floats = np.array([box.left + box.width / 2, box.top + box.height / 2])

    def step(self, image: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """The pose ``(67, 3)`` in frame heights, of the hand that moves as the box does.

        UsageError when the box lies outside the picture.
        """
        now = self._content(image)
        if self._before is not None:
            self._move(cv2.calcOpticalFlowFarneback(
                self._before, now, None, 0.5, 2, 13, 2, 5, 1.1, 0
            ))  # fmt: skip
        self._before = now
        pose = np.full((67, 3), np.nan, np.float32)
        palm = _PALM * min(self.box.width, self.box.height)
        pose[RIGHT_HAND, :2] = (self._place + palm * _SHAPE) / image.shape[0]
        pose[RIGHT_HAND, 2] = _CONFIDENCE
        pose[Joint.RIGHT_WRIST] = pose[RIGHT_HAND.start]
        return pose

    def _content(self, image: npt.NDArray[np.uint8]) -> Luma:
        box, (height, width) = self.box, image.shape[:2]
        left, top = int(box.left), int(box.top)
        right, bottom = (
            min(width, int(box.left + box.width)),
            min(height, int(box.top + box.height)),
        )
        if right - left < 8 or bottom - top < 8:
            raise UsageError(
                f"The player's box at {left},{top} lies outside the picture of {width}x{height}."
            )
        grey = cv2.cvtColor(image[top:bottom, left:right], cv2.COLOR_RGB2GRAY)
        return np.asarray(cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.uint8)

    def _move(self, flow: npt.NDArray[np.floating]) -> None:
        """Move the hand by the ``flow (SIDE, SIDE, 2)`` of what moves most, and towards it."""
        length = np.linalg.norm(flow, axis=2)
        least = max(_STILL, float(np.quantile(length, 1 - _MOST_MOVING)))
        weight = np.where(length >= least, length, 0.0)
        total = float(weight.sum())
        if total <= 0:
            return
        scale = np.array([self.box.width, self.box.height]) / _SIDE
        self._place = self._place + scale * (weight[..., None] * flow).sum((0, 1)) / total
        rows, columns = np.mgrid[:_SIDE, :_SIDE] + 0.5
        middle = np.array([(weight * columns).sum(), (weight * rows).sum()]) / total
        there = scale * middle + (self.box.left, self.box.top)
        self._place = self._place + _PULL * (there - self._place)
        low, size = np.array([[self.box.left, self.box.top], [self.box.width, self.box.height]])
        self._place = np.clip(self._place, low, low + size)
