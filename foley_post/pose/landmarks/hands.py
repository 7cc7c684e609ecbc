"""Hands: where they are, and their 21 joints.

A hand's region comes from its own joints in the last picture, else from the body's wrist
(MediaPipe's `hand_recrop` network sharpens that guess), else from palm detection. Regions and
scales follow MediaPipe's hand and holistic graphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import KeypointNetworks, NetworkInput
from foley_post.pose.joints import HandJoint
from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.detection import Detection
from foley_post.pose.landmarks.roi import Region, around, inputs, to_picture

__all__ = [
    "Hand",
    "hand_question",
    "hand_region",
    "hands_answered",
    "palm_region",
    "read_hands",
    "wrist_region",
]

Floats = npt.NDArray[np.float64]

_SIZE = 224
_STABLE = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18]
"""The joints that span a hand's region: fingertips move too much."""
_POSE_HAND = {"left": (15, 17, 19), "right": (16, 18, 20)}
"""Wrist, little finger and index finger among the pose network's points."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand: ``points (21, 2)`` in pixels, ``presence`` 0..1, ``rightness`` 0 (a left hand) to 1
    (a right hand), as the network sees it.
    """

    points: Floats
    presence: float
    rightness: float

    @property
    def size(self) -> float:
        """Wrist to middle knuckle or across the knuckles, whichever is longer, in pixels."""
        p = self.points
        long = np.linalg.norm(p[HandJoint.MIDDLE_1] - p[HandJoint.WRIST])
        wide = np.linalg.norm(p[HandJoint.INDEX_1] - p[HandJoint.LITTLE_1])
        return float(max(long, 1.45 * wide))


def palm_region(detection: Detection) -> Region:
    """The hand around a detected palm: wrist to middle knuckle points up."""
    left, top, right, bottom = detection.box
    turned = around(detection.points[0], detection.points[2], 1.0).rotation
    side = float(max(right - left, bottom - top))
    return Region(float(left + right) / 2, float(top + bottom) / 2, side, turned).scaled(2.6, -0.5)


def hand_region(hand: Hand) -> Region:
    """Where to look for the same hand in the next picture: wrist to knuckles points up."""
    points = hand.points
    knuckles = (points[HandJoint.INDEX_1] + points[HandJoint.RING_1]) / 4
    knuckles += points[HandJoint.MIDDLE_1] / 2
    turned = around(points[HandJoint.WRIST], knuckles, 1.0).rotation
    c, s = np.cos(turned), np.sin(turned)
    upright = points[_STABLE] @ np.array([[c, -s], [s, c]])
    low, high = upright.min(0), upright.max(0)
    centre = np.array([[c, -s], [s, c]]) @ ((low + high) / 2)
    side = float((high - low).max())
    return Region(float(centre[0]), float(centre[1]), side, turned).scaled(2.0, -0.1)


def wrist_region(
    nets: KeypointNetworks, image: npt.NDArray[np.uint8], body: Body, side: str
) -> Region:
    """Where the body's ``left`` or ``right`` hand is: guessed from the pose's wrist and fingers,
    then sharpened by the `hand_recrop` network.
    """
    wrist, little, index = (body.points[i] for i in _POSE_HAND[side])
    middle = (2 * index + little) / 3
    size = 2 * float(np.linalg.norm(middle - wrist))
    turned = around(wrist, middle, 1.0).rotation
    guess = Region(float(middle[0]), float(middle[1]), size, turned).scaled(2.7, -0.1)
    values = (
        nets.run("hand_recrop", inputs(image, [guess], 256))[0].astype(np.float64).reshape(2, 2)
        / 256
    )
    centre, scale = to_picture(guess, values)
    side_px = 2 * float(np.linalg.norm(scale - centre))
    return around(centre, scale, side_px, upward=-np.pi / 2)


def read_hands(
    nets: KeypointNetworks, image: npt.NDArray[np.uint8], regions: Sequence[Region]
) -> list[Hand]:
    """The hand in each region (there always is one; its ``presence`` says whether to believe)."""
    (answer,) = nets.together(hand_question(image, regions))
    return hands_answered(regions, answer)


def hand_question(image: npt.NDArray[np.uint8], regions: Sequence[Region]) -> NetworkInput:
    """What to ask the landmark network about these regions."""
    return "hand_landmarks_detector", inputs(image, regions, _SIZE)


def hands_answered(
    regions: Sequence[Region], answer: tuple[npt.NDArray[np.float32], ...]
) -> list[Hand]:
    """The hands that the network's answer tells of."""
    if not regions:
        return []
    points, presence, rightness = answer
    return [
        Hand(
            to_picture(region, p.astype(np.float64).reshape(21, 3)[:, :2] / _SIZE),
            float(flag[0]),
            float(right[0]),
        )
        for region, p, flag, right in zip(regions, points, presence, rightness, strict=True)
    ]
