"""The skeleton's 67 joints (`foley_post.pose.skeleton`) on a posed body."""

from __future__ import annotations

import numpy as np

from foley_post.simulation.body.pose import Posed
from foley_post.simulation.body.rotations import Floats

__all__ = ["joints67"]

_BODY_BONES = {
    2: "upperarm01.R", 3: "lowerarm01.R", 4: "wrist.R", 5: "upperarm01.L", 6: "lowerarm01.L",
    7: "wrist.L", 9: "upperleg01.R", 10: "lowerleg01.R", 11: "foot.R", 12: "upperleg01.L",
    13: "lowerleg01.L", 14: "foot.L",
}  # fmt: skip
_FACE = (0, 15, 16, 17, 18)
"""Nose, right eye, left eye, right ear, left ear: the order of `Body.landmarks`."""
_FEET = {"L": (19, 20, 21), "R": (22, 23, 24)}


def joints67(posed: Posed) -> Floats:
    """Where the joints are, ``(T, 67, 3)`` metres in the player's world."""
    body = posed.body
    joints = np.full((len(posed.times_s), 67, 3), np.nan)
    for joint, bone in _BODY_BONES.items():
        joints[:, joint] = posed.head(bone)
    joints[:, 1] = (joints[:, 2] + joints[:, 5]) / 2
    joints[:, 8] = (joints[:, 9] + joints[:, 12]) / 2
    for joint, vertex in zip(_FACE, body.landmarks, strict=True):
        joints[:, joint] = posed.carried("head", body.vertices[vertex])
    for side, feet in _FEET.items():
        outward = 1.0 if side == "L" else -1.0
        sole = float(body.vertices[:, 1].min())
        heel, toe = body.head(f"foot.{side}"), body.tail(f"foot.{side}")
        ground = (toe[0], sole + 0.02, toe[2])
        for joint, shift in zip(feet, ((0.0, 0.04), (outward * 0.05, 0.02)), strict=False):
            rest = np.array([ground[0] + shift[0], ground[1], ground[2] + shift[1]])
            joints[:, joint] = posed.carried(f"foot.{side}", rest)
        behind = np.array([heel[0], ground[1], heel[2] - 0.045])
        joints[:, feet[2]] = posed.carried(f"foot.{side}", behind)
    for side, first in (("L", 25), ("R", 46)):
        joints[:, first] = posed.head(f"wrist.{side}")
        for finger in range(1, 6):
            place = first + 4 * finger - 3
            for k in range(3):
                joints[:, place + k] = posed.head(f"finger{finger}-{k + 1}.{side}")
            joints[:, place + 3] = posed.tail(f"finger{finger}-3.{side}")
    return joints
