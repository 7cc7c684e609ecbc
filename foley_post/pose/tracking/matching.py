"""Whether two readings are one body or one hand, and whose a hand is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.pose.landmarks.body import Body, body_region
from foley_post.pose.landmarks.detection import Detection
from foley_post.pose.landmarks.hands import Hand
from foley_post.pose.landmarks.roi import Region

__all__ = [
    "ELBOW",
    "WRIST",
    "believable",
    "belongs",
    "distance",
    "in_picture",
    "same_body",
    "same_hand",
    "stands_alone",
]

WRIST = {"left": 15, "right": 16}
ELBOW = {"left": 13, "right": 14}
"""Among the pose network's 33 points."""

_FOUND, _FOUND_NEAR = 0.5, 0.72
"""Detection scores: of a person apart from others, and of one close to another (measured: chance
finds on a seated player 0.50..0.68, people side by side 0.75..0.9)."""
_SURE, _STEADY = 0.9, 0.014
"""A new body must be this present in two readings, which differ by no more than this share of its
region. Measured: people 0.89..1 and 0.003..0.013, chance finds in hands, carpets and saris below
the one or above the other."""


def _distance(a: Region, b: Region) -> float:
    return float(np.hypot(a.x - b.x, a.y - b.y))


def stands_alone(found: Detection, known: list[Region]) -> bool:
    """Whether a detected person may be someone new: not one of the known, and surer the nearer to
    one (knees, instruments and folds of a dress beside a player look like people, faintly).
    """
    region = body_region(found)
    near = [_distance(region, r) / max(region.side, r.side) for r in known]
    if not near or min(near) > 0.6:
        return found.score >= _FOUND
    return min(near) > 0.15 and found.score >= _FOUND_NEAR


def in_picture(region: Region, image: npt.NDArray[np.uint8]) -> bool:
    """Whether a body's region is in the picture, or half out of it at most."""
    height, width = image.shape[:2]
    margin = 0.5 * region.side
    wide = -margin < region.x < width + margin
    return bool(wide and -margin < region.y < height + margin)


def believable(body: Body, again: Body) -> bool:
    """Whether two readings of a body agree, and both say that it is one."""
    at = [0, 2, 5, 11, 12, 23, 24]
    moved = float(np.linalg.norm(body.points[at] - again.points[at], axis=1).mean())
    sure = min(body.presence, again.presence) >= _SURE
    return sure and moved < _STEADY * body.next_region.side


def same_body(a: Body, b: Body) -> bool:
    """Whether head and shoulders of the two lie on each other."""
    at = [0, 2, 5, 11, 12]
    size = max(float(np.linalg.norm(a.points[11] - a.points[12])), 0.15 * a.next_region.side)
    return float(np.linalg.norm(a.points[at] - b.points[at], axis=1).mean()) < 0.5 * size


def same_hand(a: Hand, b: Hand) -> bool:
    """Whether the two lie on each other."""
    apart = np.linalg.norm(a.points - b.points, axis=1)
    return float(np.median(apart)) < 0.5 * max(a.size, b.size)


def distance(hand: Hand, body: Body, side: str) -> float:
    """How far the hand's wrist is from the body's, in forearms; a hand of the wrong kind is
    farther.
    """
    wrist, elbow = body.points[WRIST[side]], body.points[ELBOW[side]]
    forearm = max(float(np.linalg.norm(wrist - elbow)), 0.12 * body.next_region.side)
    wrong = hand.rightness if side == "left" else 1 - hand.rightness
    return float(np.linalg.norm(hand.points[0] - wrist)) / forearm + 0.3 * wrong


def belongs(hand: Hand, body: Body, side: str) -> bool:
    """Whether the hand may be this body's."""
    return distance(hand, body, side) < 0.7
