"""The training solver: a gesture becomes the 67 joints of a simple jointed body.

Trunk of two bends, two-link arms whose elbows hang, legs that stand or sit. It is light (a
six-second clip takes a few milliseconds) and not the solver that pictures are drawn with
(`foley_post.simulation.body`): a model trained on this one is tested on the other.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import LEFT_HAND, RIGHT_HAND
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.skeleton.hand_solver import hand_joints

__all__ = ["solve", "turned"]

Floats: TypeAlias = npt.NDArray[np.float64]

# An average adult of 1.72 m, metres (segment lengths after Drillis & Contini 1966).
_NECK_M = 0.50
_SHOULDER = np.array([0.185, -0.025, 0.0])
_HIP_M = 0.09
_UPPER_ARM_M, _FOREARM_M = 0.295, 0.255
_THIGH_M, _SHANK_M = 0.42, 0.42
_HEAD = {
    0: (0.0, 0.10, 0.105),
    15: (-0.033, 0.135, 0.085),
    16: (0.033, 0.135, 0.085),
    17: (-0.075, 0.115, 0.0),
    18: (0.075, 0.115, 0.0),
}
"""Nose, eyes and ears from the top of the neck."""
_SHRUG_M = 0.06

_ARMS = (
    (1.0, Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (-1.0, Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
)


def solve(gesture: Gesture, player: SimulatedPlayer) -> Floats:
    """Joints ``(T, 67, 3)`` in world metres, in the order of `foley_post.pose.skeleton`."""
    size = player.scale
    joints = np.empty((len(gesture.times_s), 67, 3))
    joints[:, Joint.MID_HIP] = gesture.pelvis
    spine = np.array([0.0, 0.5 * _NECK_M * size, 0.0])
    low = turned(0.4 * gesture.trunk, spine)
    joints[:, Joint.NECK] = gesture.pelvis + low + turned(0.85 * gesture.trunk, spine)
    _put_head(joints, gesture, size)
    hands, wrists = hand_joints(gesture, player)
    for side, (out, shoulder, elbow, wrist) in enumerate(_ARMS):
        arm = _SHOULDER * size * np.array([out, 1.0, 1.0])
        start = joints[:, Joint.NECK] + turned(gesture.trunk, arm)
        links = (_UPPER_ARM_M * size, _FOREARM_M * size)
        start, reached = _within_reach(start, wrists[:, side], sum(links))
        pole = np.array([out * player.elbow, -1.0, -0.25])
        joints[:, shoulder] = start
        joints[:, elbow] = _elbow(start, reached, links, pole)
        joints[:, wrist] = reached
        hands[:, side] += (reached - wrists[:, side])[:, None]
    joints[:, LEFT_HAND], joints[:, RIGHT_HAND] = hands[:, 0], hands[:, 1]
    _put_legs(joints, gesture, size)
    return joints


def turned(vectors: Floats, arm: Floats) -> Floats:
    """``arm (3,)`` or ``(T, 3)`` turned by rotation vectors ``(T, 3)`` (Rodrigues)."""
    angle = np.linalg.norm(vectors, axis=-1, keepdims=True)
    axis = vectors / np.maximum(angle, 1e-9)
    arm = np.broadcast_to(arm, vectors.shape)
    across = np.cross(axis, arm)
    along = np.einsum("tx,tx->t", axis, arm)[:, None] * axis
    moved: Floats = along + np.cos(angle) * (arm - along) + np.sin(angle) * across
    return moved


def _put_head(joints: Floats, gesture: Gesture, size: float) -> None:
    top = joints[:, Joint.NECK] + turned(gesture.trunk, np.array([0.0, 0.08, 0.01]) * size)
    for joint, place in _HEAD.items():
        nod = turned(gesture.head, np.array(place) * (0.5 + 0.5 * size))
        joints[:, joint] = top + turned(gesture.trunk, nod)


def _within_reach(start: Floats, wrist: Floats, longest: float) -> tuple[Floats, Floats]:
    """The shoulder brought forward by up to 6 cm, and what the wrist then reaches."""
    arm = wrist - start
    far = np.linalg.norm(arm, axis=1, keepdims=True)
    ahead = arm / np.maximum(far, 1e-9)
    start = start + ahead * np.clip(far - 0.93 * longest, 0.0, _SHRUG_M)
    arm = wrist - start
    far = np.linalg.norm(arm, axis=1, keepdims=True)
    return start, start + arm * np.minimum(1.0, 0.995 * longest / np.maximum(far, 1e-9))


def _elbow(start: Floats, end: Floats, links: tuple[float, float], pole: Floats) -> Floats:
    """Where a two-link limb bends, on the side of ``pole``."""
    line = end - start
    far = np.maximum(np.linalg.norm(line, axis=1, keepdims=True), abs(links[0] - links[1]) + 1e-3)
    ahead = line / far
    along = (far**2 + links[0] ** 2 - links[1] ** 2) / (2 * far)
    across = np.sqrt(np.maximum(links[0] ** 2 - along**2, 1e-8))
    side = pole - (ahead @ pole)[:, None] * ahead
    side = side / np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-6)
    bent: Floats = start + along * ahead + across * side
    return bent


def _put_legs(joints: Floats, gesture: Gesture, size: float) -> None:
    """Feet stay on the floor where the pelvis is on average; knees bend between."""
    middle = gesture.pelvis.mean(axis=0)
    lifts = gesture.props.get("foot_lift")
    thigh, shank = _THIGH_M * size, _SHANK_M * size
    seats = (
        (1.0, (12, 13, 14), (19, 20, 21)),
        (-1.0, (9, 10, 11), (22, 23, 24)),
    )
    for out, (hip, knee, ankle), (big, small, heel) in seats:
        joints[:, hip] = gesture.pelvis + np.array([out * _HIP_M * size, -0.02, 0.0])
        if gesture.seated:
            place = np.array([middle[0] + out * 0.15, 0.08 * size, middle[2] + 0.40 * size])
            pole = np.array([out * 0.2, 0.7, 1.0])
        else:
            place = np.array([middle[0] + out * 0.12, 0.08 * size, middle[2] - 0.01])
            pole = np.array([out * 0.15, 0.0, 1.0])
        foot = np.tile(place, (len(gesture.pelvis), 1))
        if lifts is not None:
            foot[:, 1] += lifts[:, 0 if out > 0 else 1]
        joints[:, ankle] = foot
        joints[:, knee] = _elbow(joints[:, hip], foot, (thigh, shank), pole)
        joints[:, big] = foot + np.array([out * 0.0, -0.06, 0.17]) * size
        joints[:, small] = foot + np.array([out * 0.06, -0.06, 0.14]) * size
        joints[:, heel] = foot + np.array([0.0, -0.05, -0.05]) * size
