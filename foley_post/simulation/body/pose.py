"""A body that follows a Gesture: every bone's turn and place, over all frames at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.body.chain import Limb, reach
from foley_post.simulation.body.fingers import Finger, finger_of, hand_axes
from foley_post.simulation.body.fitting import fitted
from foley_post.simulation.body.rig import BodyMesh
from foley_post.simulation.body.rotations import (
    Floats,
    about,
    aligned,
    from_vectors,
    share,
    turned,
    unit,
)
from foley_post.simulation.planning.gesture import Gesture

__all__ = ["Posed", "pose_body"]

_SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
_NECK = ("neck01", "neck02", "neck03", "head")
_SIDES = ("L", "R")
_PASSES = 8
"""Arm, fingers, and the wrist moved by what the fingertips still miss: eight rounds suffice."""
_ARM_OVER = ("guitar", "ukulele", "bass")
_LANDING_S = 0.12
_GIVE_M, _GIVE_S = 0.045, 0.05
"""No more than this may the fingertips pull the wrist from where the gesture wants it, and no
faster: standard deviation of the smoothing.
"""


@dataclass(frozen=True, slots=True)
class Posed:
    """A body over time.

    ``gesture``: what it follows, fitted to it (`body.fitting`); ``turns (T, B, 3, 3)`` from rest to
    world and ``origins (T, B, 3)``, where each bone's head is; ``miss_m (T, 2, 5)``: how far each
    fingertip stays from its target, NaN where there was none.
    """

    body: BodyMesh
    gesture: Gesture
    turns: Floats
    origins: Floats
    miss_m: Floats

    @property
    def times_s(self) -> Floats:
        """``(T,)``: the gesture's times."""
        return self.gesture.times_s

    def head(self, name: str) -> Floats:
        """Where the bone begins ``(T, 3)``."""
        place: Floats = self.origins[:, self.body.bone(name)]
        return place

    def tail(self, name: str) -> Floats:
        """Where the bone ends ``(T, 3)``."""
        return self.carried(name, self.body.tail(name))

    def carried(self, name: str, rest: Floats) -> Floats:
        """Where a point ``(3,)`` at rest comes to be when it moves with the bone ``(T, 3)``."""
        index = self.body.bone(name)
        arm = rest - self.body.heads[index]
        return self.origins[:, index] + turned(self.turns[:, index], arm)

    def surface(self, frame: int) -> Floats:
        """The mesh's vertices in that frame ``(N, 3)`` (linear blend skinning)."""
        body, turns = self.body, self.turns[frame]
        shift = self.origins[frame] - turned(turns, body.heads)
        affine = np.concatenate([turns, shift[:, :, None]], axis=2).reshape(len(turns), 12)
        blended = np.einsum("nk,nkf->nf", body.weights, affine[body.bones]).reshape(-1, 3, 4)
        placed: Floats = turned(blended[:, :, :3], body.vertices) + blended[:, :, 3]
        return placed


class _Mover:
    """Bones placed one after the other, parents first."""

    def __init__(self, body: BodyMesh, steps: int) -> None:
        self.body = body
        self.turns = np.tile(np.eye(3), (steps, len(body.names), 1, 1))
        self.origins = np.zeros((steps, len(body.names), 3))

    def put(self, name: str, turn: Floats) -> None:
        """Turn a bone to ``turn (T, 3, 3)`` in the world; it starts where its parent carries it."""
        index = self.body.bone(name)
        parent = int(self.body.parents[index])
        arm = self.body.heads[index] - self.body.heads[parent]
        self.origins[:, index] = self.origins[:, parent] + turned(self.turns[:, parent], arm)
        self.turns[:, index] = turn

    def follow(self, name: str, local: Floats | None = None) -> None:
        """Turn a bone by ``local`` (in rest axes) beyond its parent."""
        turn = self.turns[:, int(self.body.parents[self.body.bone(name)])]
        self.put(name, turn if local is None else turn @ local)

    def head(self, name: str) -> Floats:
        place: Floats = self.origins[:, self.body.bone(name)]
        return place


def pose_body(body: BodyMesh, gesture: Gesture) -> Posed:
    """Move ``body`` through ``gesture``, fitted to it.

    Wrists, palms and fingertips go where the gesture wants them as far as arms and fingers reach
    (fingertips count more than wrists); elbows hang, the spine shares the trunk's turn, the feet
    stay on the floor.
    """
    gesture = fitted(gesture, body)
    mover = _Mover(body, len(gesture.times_s))
    _place_trunk(mover, gesture)
    miss = np.stack([_place_arm(mover, gesture, side) for side in (0, 1)], axis=1)
    for side in _SIDES:
        _place_leg(mover, gesture, side)
    return Posed(body, gesture, turns=mover.turns, origins=mover.origins, miss_m=miss)


def _place_trunk(mover: _Mover, gesture: Gesture) -> None:
    body = mover.body
    hips = (body.head("upperleg01.L") + body.head("upperleg01.R")) / 2
    root = body.bone("root")
    mover.origins[:, root] = gesture.pelvis + (body.heads[root] - hips)
    for name in _SPINE:
        mover.follow(name, share(gesture.trunk, 1 / len(_SPINE)))
    for name in _NECK:
        mover.follow(name, share(gesture.head, 1 / len(_NECK)))
    for side in _SIDES:
        for name in ("clavicle", "shoulder01", "pelvis"):
            mover.follow(f"{name}.{side}")


def _place_arm(mover: _Mover, gesture: Gesture, which: int) -> Floats:
    """Arm, hand and fingers of one side; how far the tips stay off ``(T, 5)``."""
    body, side = mover.body, _SIDES[which]
    mover.follow(f"upperarm01.{side}")
    shoulder = mover.head(f"upperarm01.{side}")
    rest = (
        body.span(f"upperarm01.{side}", f"lowerarm01.{side}"),
        body.span(f"lowerarm01.{side}", f"wrist.{side}"),
    )
    forward, back = hand_axes(body, side)
    hand = aligned(gesture.palm_forward[:, which], gesture.palm_back[:, which])
    hand = hand @ aligned(forward, back).T
    fingers = [finger_of(body, side, number) for number in range(5)]
    tips, curls = gesture.tips[:, which], gesture.curls[:, which]
    wanted = gesture.wrists[:, which]
    weight = _heed(gesture, which)
    step_s = float(np.median(np.diff(gesture.times_s))) if len(wanted) > 1 else 1.0
    wrist = wanted
    for _ in range(_PASSES):
        limb = reach(shoulder, wrist, _elbow_pole(gesture, wrist - shoulder, which), rest)
        turns, miss = _solve_fingers(body, side, fingers, (limb.end, hand, tips, curls))
        wrist = _pulled(wanted, wrist, miss * weight, step_s)
    _put_arm(mover, side, limb, hand)
    for number in range(5):
        for k in range(3):
            mover.put(f"finger{number + 1}-{k + 1}.{side}", hand @ turns[number][:, k])
    missed: Floats = np.linalg.norm(miss, axis=-1)
    return missed


def _heed(gesture: Gesture, which: int) -> Floats:
    """How much each fingertip's miss counts ``(T, 5, 1)``: fully while it makes a note, a quarter
    otherwise.
    """
    heed = np.full((len(gesture.times_s), 5, 1), 0.25)
    for note in gesture.notes:
        if note.joint is None or note.joint not in FINGERTIPS:
            continue
        hand, finger = divmod(FINGERTIPS.index(note.joint), 5)
        if hand == which:
            early = note.onset_s - _LANDING_S
            heed[(gesture.times_s >= early) & (gesture.times_s <= note.end_s), finger] = 1.0
    smooth = np.ones(5) / 5
    for finger in range(5):
        heed[:, finger, 0] = np.convolve(np.pad(heed[:, finger, 0], 2, "edge"), smooth, "valid")
    return heed


def _elbow_pole(gesture: Gesture, arm: Floats, which: int) -> Floats:
    """Where the elbow points: down, out and a little back; more out when the arm is raised; over
    the instrument's body where a hand plucks.
    """
    outward = 1.0 if which == 0 else -1.0
    aimed = np.isfinite(gesture.tips[:, which, 1:]).any()
    if gesture.instrument in _ARM_OVER and not aimed:
        return np.tile(np.array([outward, -0.05, 0.15]), (len(arm), 1))
    raised = np.clip(arm[:, 1] / 0.3 + 0.6, 0.0, 1.0)
    return np.stack(
        [outward * (0.6 + 0.5 * raised), np.full(len(arm), -1.0), np.full(len(arm), -0.3)], axis=-1
    )


def _solve_fingers(
    body: BodyMesh,
    side: str,
    fingers: list[Finger],
    wanted: tuple[Floats, Floats, Floats, Floats],
) -> tuple[list[Floats], Floats]:
    """Turns ``(T, 3, 3, 3)`` a finger in the hand's rest axes, and what the tips miss ``(T, 5, 3)``
    in the world.
    """
    wrist, hand, tips, curls = wanted
    turns: list[Floats] = []
    miss = np.full(tips.shape, np.nan)
    for number, finger in enumerate(fingers):
        base = wrist + turned(hand, finger.base - body.head(f"wrist.{side}"))
        target = turned(np.swapaxes(hand, 1, 2), tips[:, number] - base)
        aimed = np.isfinite(target).all(axis=-1)
        solved = finger.curled(curls[:, number])
        if aimed.any():
            solved[aimed] = finger.towards(target[aimed])
        miss[:, number] = tips[:, number] - base - turned(hand, finger.tip_of(solved))
        turns.append(solved)
    return turns, miss


def _pulled(wanted: Floats, wrist: Floats, miss: Floats, step_s: float) -> Floats:
    """The wrist moved by what the worst fingertip misses, within bounds, without jerks."""
    size = np.nan_to_num(np.linalg.norm(miss, axis=-1))
    worst = np.nan_to_num(np.take_along_axis(miss, size.argmax(1)[:, None, None], axis=1)[:, 0])
    moved = wrist + worst - wanted
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    moved = moved * np.minimum(1.0, _GIVE_M / np.maximum(length, 1e-9))
    return wanted + _smoothed(moved, _GIVE_S / step_s)


def _smoothed(values: Floats, steps: float) -> Floats:
    """``values (T, 3)`` averaged over a bell of that standard deviation in steps."""
    reach = min(int(3 * steps) + 1, 200)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(steps, 1e-6)) ** 2)
    padded = np.pad(values, ((reach, reach), (0, 0)), "edge")
    columns = [np.convolve(padded[:, k], bell / bell.sum(), "valid") for k in range(3)]
    return np.stack(columns, axis=1)


def _put_arm(mover: _Mover, side: str, limb: Limb, hand: Floats) -> None:
    """Upper arm, forearm and hand; the hand's roll is shared along the forearm, as radius and ulna
    do.
    """
    twist = _roll(limb, hand)
    axis = limb.end - limb.joint
    mover.put(f"upperarm01.{side}", limb.upper)
    mover.put(f"upperarm02.{side}", limb.upper)
    mover.put(f"lowerarm01.{side}", about(axis, 0.25 * twist) @ limb.lower)
    mover.put(f"lowerarm02.{side}", about(axis, 0.8 * twist) @ limb.lower)
    mover.put(f"wrist.{side}", hand)
    for k in range(1, 5):
        mover.follow(f"metacarpal{k}.{side}")


def _roll(limb: Limb, hand: Floats) -> Floats:
    """How far the hand is rolled against the forearm, radians ``(T,)``, without jumps."""
    axis = unit(limb.end - limb.joint)
    start = limb.hinge
    ended = turned(hand @ np.swapaxes(limb.lower, 1, 2), start)
    ended = ended - axis * np.sum(ended * axis, axis=-1, keepdims=True)
    angle = np.arctan2(np.sum(np.cross(start, ended) * axis, -1), np.sum(start * ended, -1))
    unwrapped: Floats = np.unwrap(angle)
    return unwrapped


def _place_leg(mover: _Mover, gesture: Gesture, side: str) -> None:
    body = mover.body
    outward = 1.0 if side == "L" else -1.0
    mover.follow(f"upperleg01.{side}")
    hip = mover.head(f"upperleg01.{side}")
    rest = (
        body.span(f"upperleg01.{side}", f"lowerleg01.{side}"),
        body.span(f"lowerleg01.{side}", f"foot.{side}"),
    )
    sole = float(body.head(f"foot.{side}")[1] - body.vertices[:, 1].min())
    pelvis = np.median(gesture.pelvis, axis=0)
    if gesture.seated:
        place = pelvis + np.array([outward * 0.17, 0.0, float(np.linalg.norm(rest[0]))])
        knees = np.array([outward * 0.25, 0.6, 1.0])
    else:
        place = pelvis + np.array([outward * 0.11, 0.0, -0.02])
        knees = np.array([outward * 0.15, 0.0, 1.0])
    ankle = np.tile(np.array([place[0], sole, place[2]]), (len(hip), 1))
    limb = reach(hip, ankle, np.tile(knees, (len(hip), 1)), rest)
    for name, turn in (("upperleg", limb.upper), ("lowerleg", limb.lower)):
        for k in (1, 2):
            mover.put(f"{name}0{k}.{side}", turn)
    mover.put(
        f"foot.{side}", np.tile(from_vectors(np.array([0.0, outward * 0.2, 0.0])), (len(hip), 1, 1))
    )
