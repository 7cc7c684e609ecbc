"""Body landmarks: 33 points of MediaPipe's pose network in a region, and BODY_25 from them.

The region, the heatmap refinement and the thresholds follow MediaPipe's pose graphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import KeypointNetworks, NetworkInput
from foley_post.pose.landmarks.detection import Detection
from foley_post.pose.landmarks.roi import Region, around, inputs, to_picture

__all__ = [
    "Body",
    "bodies_answered",
    "body_25",
    "body_question",
    "body_region",
    "read_bodies",
]

Floats = npt.NDArray[np.float64]

_SIZE = 256
_GROWN = 1.25
_KERNEL = 3
_REFINED_ABOVE = 0.5
_SEEN_ABOVE = 0.3
"""A joint of less visibility is taken as not seen."""

_FROM_33 = {
    0: (0,), 1: (11, 12), 2: (12,), 3: (14,), 4: (16,), 5: (11,), 6: (13,), 7: (15,), 8: (23, 24),
    9: (24,), 10: (26,), 11: (28,), 12: (23,), 13: (25,), 14: (27,), 15: (5,), 16: (2,), 17: (8,),
    18: (7,), 19: (31,), 21: (29,), 22: (32,), 24: (30,),
}  # fmt: skip
"""BODY_25 from the pose network's points; neck and mid-hip are means, small toes are not seen."""


@dataclass(frozen=True, slots=True)
class Body:
    """One body: ``points (33, 2)`` in pixels, ``visibility (33,)`` and ``presence`` 0..1, and the
    region to look in next.
    """

    points: Floats
    visibility: Floats
    presence: float
    next_region: Region


def body_region(detection: Detection) -> Region:
    """Where the body of a detected person lies: its hips' centre, and the circle around it all."""
    return _region(detection.points[0], detection.points[1])


def _region(centre: Floats, scale: Floats) -> Region:
    side = 2 * float(np.linalg.norm(scale - centre)) * _GROWN
    return around(centre, scale, side)


def read_bodies(
    nets: KeypointNetworks, image: npt.NDArray[np.uint8], regions: Sequence[Region]
) -> list[Body]:
    """The body in each region (there always is one; its ``presence`` says whether to believe)."""
    (answer,) = nets.together(body_question(image, regions))
    return bodies_answered(regions, answer)


def body_question(image: npt.NDArray[np.uint8], regions: Sequence[Region]) -> NetworkInput:
    """What to ask the landmark network about these regions."""
    return "pose_landmarks_detector", inputs(image, regions, _SIZE)


def bodies_answered(
    regions: Sequence[Region], answer: tuple[npt.NDArray[np.float32], ...]
) -> list[Body]:
    """The bodies that the network's answer tells of."""
    if not regions:
        return []
    landmarks, presence, heat = answer
    bodies = []
    for region, values, flag, maps in zip(regions, landmarks, presence, heat, strict=True):
        raw = values.astype(np.float64).reshape(39, 5)
        unit = _refined(raw[:, :2] / _SIZE, maps)
        points = to_picture(region, unit)
        bodies.append(
            Body(points[:33], _sigmoid(raw[:33, 3]), float(flag[0]), _region(*points[33:35]))
        )
    return bodies


def _refined(unit: Floats, heat: npt.NDArray[np.float32]) -> Floats:
    """Points moved to the centre of their heatmap's 7 x 7 cells around them, where it is sure."""
    high, wide = heat.shape[:2]
    column, row = (unit * (wide, high)).astype(int).T
    known = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
    step = np.arange(-_KERNEL, _KERNEL + 1)
    rows, columns = row[:, None] + step, column[:, None] + step
    inside = ((rows >= 0) & (rows < high))[:, :, None] & ((columns >= 0) & (columns < wide))[
        :, None
    ]
    at = np.arange(len(unit))[:, None, None]
    cells = heat[np.clip(rows, 0, high - 1)[:, :, None], np.clip(columns, 0, wide - 1)[:, None], at]
    weight = np.where(inside, _sigmoid(cells.astype(np.float64)), 0)
    total = weight.sum((1, 2))
    better = known & (weight.max((1, 2)) >= _REFINED_ABOVE)
    moved = (
        np.stack(
            [(weight * columns[:, None]).sum((1, 2)), (weight * rows[:, :, None]).sum((1, 2))],
            axis=1,
        )
        / np.maximum(total, 1e-9)[:, None]
    )
    return np.where(better[:, None], moved / (wide, high), unit)


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -100, 100))))


def body_25(body: Body) -> Floats:
    """``(25, 3)``: x, y in pixels and confidence; NaN where not seen."""
    points = np.full((25, 3), np.nan)
    for joint, sources in _FROM_33.items():
        at = list(sources)
        sure = float(body.visibility[at].min())
        if sure >= _SEEN_ABOVE:
            points[joint, :2] = body.points[at].mean(0)
            points[joint, 2] = sure
    return points
