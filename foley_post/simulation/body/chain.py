"""Two-bone inverse kinematics for arms and legs, over all frames at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foley_post.simulation.body.rotations import Floats, aligned, unit

__all__ = ["Limb", "reach"]

_STRAIGHTEST = 0.998
"""A limb never quite locks: the elbow or knee would flip from frame to frame."""


@dataclass(frozen=True, slots=True)
class Limb:
    """``upper`` and ``lower (T, 3, 3)``: how the two bones turn from rest, in the world; ``joint``
    and ``end (T, 3)``: where elbow and wrist (knee and ankle) come to be; ``hinge (T, 3)``: the
    joint's axis.
    """

    upper: Floats
    lower: Floats
    joint: Floats
    end: Floats
    hinge: Floats


def reach(root: Floats, target: Floats, pole: Floats, rest: tuple[Floats, Floats]) -> Limb:
    """Bring the end of a limb from ``root (T, 3)`` to ``target (T, 3)``.

    The joint between bends towards ``pole (T, 3)``, a direction. ``rest`` is the two bones at rest,
    slightly bent, which tells the hinge.
    """
    first, second = rest
    a, b = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    gap = np.linalg.norm(target - root, axis=-1)
    span = np.clip(gap, abs(a - b) * 1.02, (a + b) * _STRAIGHTEST)
    along = unit(target - root)
    out = unit(pole - along * np.sum(pole * along, axis=-1, keepdims=True))
    forward = (a * a - b * b + span * span) / (2 * span)
    aside = np.sqrt(np.maximum(a * a - forward * forward, 0.0))
    joint = root + along * forward[:, None] + out * aside[:, None]
    end = root + along * span[:, None]
    hinge_rest = np.cross(first, second)
    hinge = np.cross(joint - root, end - joint)
    upper = aligned(joint - root, hinge) @ aligned(first, hinge_rest).T
    lower = aligned(end - joint, hinge) @ aligned(second, hinge_rest).T
    return Limb(upper, lower, joint, end, hinge=unit(hinge))
