"""The skeleton's 67 joints (`foley_post.pose.skeleton`) on a posed body."""

from __future__ import annotations

import numpy as np

from foley_post.pose.joints import Joint
from foley_post.simulation.body.pose import Posed
from foley_post.simulation.body.rotations import Floats

__all__ = ["joints67"]

_BODY_BONES = {
    Joint.RIGHT_SHOULDER: "upperarm01.R",
    Joint.RIGHT_ELBOW: "lowerarm01.R",
    Joint.RIGHT_WRIST: "wrist.R",
    Joint.LEFT_SHOULDER: "upperarm01.L",
    Joint.LEFT_ELBOW: "lowerarm01.L",
    Joint.LEFT_WRIST: "wrist.L",
    Joint.RIGHT_HIP: "upperleg01.R",
    Joint.RIGHT_KNEE: "lowerleg01.R",
    Joint.RIGHT_ANKLE: "foot.R",
    Joint.LEFT_HIP: "upperleg01.L",
    Joint.LEFT_KNEE: "lowerleg01.L",
    Joint.LEFT_ANKLE: "foot.L",
}
_FACE = (Joint.NOSE, Joint.RIGHT_EYE, Joint.LEFT_EYE, Joint.RIGHT_EAR, Joint.LEFT_EAR)
"""The order of `BodyMesh.landmarks`."""
_FEET = {
    "L": (Joint.LEFT_BIG_TOE, Joint.LEFT_SMALL_TOE, Joint.LEFT_HEEL),
    "R": (Joint.RIGHT_BIG_TOE, Joint.RIGHT_SMALL_TOE, Joint.RIGHT_HEEL),
}


def joints67(posed: Posed) -> Floats:
    """Where the joints are, ``(T, 67, 3)`` metres in the player's world."""
    body = posed.body
    joints = np.full((len(posed.times_s), 67, 3), np.nan)
    for joint, bone in _BODY_BONES.items():
        joints[:, joint] = posed.head(bone)
    joints[:, Joint.NECK] = (joints[:, Joint.RIGHT_SHOULDER] + joints[:, Joint.LEFT_SHOULDER]) / 2
    joints[:, Joint.MID_HIP] = (joints[:, Joint.RIGHT_HIP] + joints[:, Joint.LEFT_HIP]) / 2
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
    for side, first in (("L", Joint.LEFT_HAND_WRIST), ("R", Joint.RIGHT_HAND_WRIST)):
        joints[:, first] = posed.head(f"wrist.{side}")
        for finger in range(1, 6):
            place = first + 4 * finger - 3
            for k in range(3):
                joints[:, place + k] = posed.head(f"finger{finger}-{k + 1}.{side}")
            joints[:, place + 3] = posed.tail(f"finger{finger}-3.{side}")
    return joints
