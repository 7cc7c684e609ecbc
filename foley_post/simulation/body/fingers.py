"""Finger kinematics: the angles that bring a fingertip to a place, solved exactly for all frames.

Every finger, the thumb too, is three bones with parallel hinges and a first joint that also moves
sideways. The middle and last joints bend together (the last two thirds as far, as the long flexor
tendon has them), which leaves three angles for three coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foley_post.simulation.body.rig import BodyMesh
from foley_post.simulation.body.rotations import Floats, about, turned, unit

__all__ = ["Finger", "finger_of", "hand_axes"]

_COUPLING = 0.67
_BENDS = np.linspace(-0.12, 1.95, 420)
_SIDEWAYS_RAD = (0.75, 0.45, 0.4, 0.4, 0.5)
_FLEXION_RAD = (-0.9, 1.65)
_PAD_BACK, _PAD_DOWN = 0.09, 0.19
"""Where a fingertip touches: this far back from its end and below its axis, in last bones (2.8 and
5.6 mm; measured on the mesh).
"""


@dataclass(frozen=True, slots=True)
class Finger:
    """One finger at rest.

    ``base (3,)`` first joint and ``bones (3, 3)`` its bones, the last one to the pad, where the
    finger touches things; ``hinge (3,)`` (positive turns flex)
    and ``normal (3,)`` (turns move sideways), all in rest axes; ``lean_rad (3,)``: how far each
    joint is flexed at rest; ``sideways_rad``: the limit either way.
    """

    base: Floats
    bones: Floats
    hinge: Floats
    normal: Floats
    lean_rad: Floats
    sideways_rad: float

    def towards(self, target: Floats) -> Floats:
        """Turns from rest ``(T, 3, 3, 3)`` of the bones that bring the pad nearest to ``target (T,
        3)``, in rest axes from the finger's base.
        """
        bend = self._bend_for(np.linalg.norm(target, axis=-1))
        tip = self._tip(bend)
        ahead = np.cross(self.hinge, self.normal)
        wanted = [target @ axis for axis in (self.hinge, ahead, self.normal)]
        along, up = tip @ ahead, tip @ self.normal
        radius = np.hypot(along, up)
        lift = np.arcsin(np.clip(wanted[2] / radius, -1.0, 1.0))
        lift = np.where(wanted[1] >= 0, lift, np.pi - lift)
        first = np.clip(_wrapped(np.arctan2(up, along) - lift), *_FLEXION_RAD)
        forward = along * np.cos(first) + up * np.sin(first)
        aside = np.arctan2(wanted[0], wanted[1]) - np.arctan2(tip @ self.hinge, forward)
        aside = np.clip(
            (aside + np.pi) % (2 * np.pi) - np.pi, -self.sideways_rad, self.sideways_rad
        )
        return self._turns(aside, np.stack([first, bend, bend * _COUPLING], axis=-1))

    def curled(self, flexion_rad: Floats) -> Floats:
        """Turns from rest ``(T, 3, 3, 3)`` for flexion ``(T, 3)``; 0 is a straight finger."""
        return self._turns(np.zeros(len(flexion_rad)), flexion_rad - self.lean_rad)

    def tip_of(self, turns: Floats) -> Floats:
        """The pad ``(T, 3)`` from the finger's base, in rest axes."""
        place: Floats = np.einsum("tkij,kj->ti", turns, self.bones)
        return place

    def _turns(self, aside: Floats, flexion: Floats) -> Floats:
        total = np.cumsum(flexion, axis=-1)
        turns: Floats = about(self.normal, aside)[:, None] @ about(self.hinge, total)
        return turns

    def _tip(self, bend: Floats) -> Floats:
        """The tip from the base with the first joint at rest ``(..., 3)``."""
        middle = turned(about(self.hinge, bend), self.bones[1])
        last = turned(about(self.hinge, bend * (1 + _COUPLING)), self.bones[2])
        place: Floats = self.bones[0] + middle + last
        return place

    def _bend_for(self, length_m: Floats) -> Floats:
        """The middle joint's bend that puts the tip at that distance from the base."""
        lengths = np.linalg.norm(self._tip(_BENDS), axis=-1)
        longest = int(np.argmax(lengths))
        bend: Floats = np.interp(length_m, lengths[longest:][::-1], _BENDS[longest:][::-1])
        return bend


def _wrapped(angle: Floats) -> Floats:
    result: Floats = (angle + np.pi) % (2 * np.pi) - np.pi
    return result


def hand_axes(body: BodyMesh, side: str) -> tuple[Floats, Floats]:
    """At rest: from the wrist to the middle knuckle, and out of the hand's back, both unit."""
    forward = body.span(f"wrist.{side}", f"finger3-1.{side}")
    across = body.span(f"finger5-1.{side}", f"finger2-1.{side}")
    back = np.cross(across, forward) if side == "L" else np.cross(forward, across)
    return unit(forward), unit(back)


def finger_of(body: BodyMesh, side: str, number: int) -> Finger:
    """Finger ``number`` (0 the thumb .. 4 the little finger) of side ``L`` or ``R``."""
    names = [f"finger{number + 1}-{k}.{side}" for k in (1, 2, 3)]
    joints = [*(body.head(name) for name in names), body.tail(names[2])]
    bones = np.diff(np.array(joints), axis=0)
    if number == 0:
        # The thumb has its own plane, told by how it is bent at rest.
        hinge = unit(np.cross(bones[0], bones[2]))
    else:
        _, back = hand_axes(body, side)
        hinge = unit(np.cross(back, bones[0]))
    ahead = unit(bones.sum(0) - hinge * (bones.sum(0) @ hinge))
    normal = np.cross(ahead, hinge)
    if number:
        _, normal = hand_axes(body, side)
        normal = unit(normal - hinge * (normal @ hinge))
    ahead = np.cross(hinge, normal)
    angles = np.array([np.arctan2(-(bone @ normal), bone @ ahead) for bone in bones])
    lean = np.diff(angles, prepend=0.0)
    down = -hand_axes(body, side)[1] if number == 0 else np.cross(hinge, unit(bones[2]))
    bones[2] += np.linalg.norm(bones[2]) * (_PAD_DOWN * down - _PAD_BACK * unit(bones[2]))
    return Finger(joints[0], bones, hinge, normal, lean, _SIDEWAYS_RAD[number])
