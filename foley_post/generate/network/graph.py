"""The joint graph as the network sees it: hop distances, parts, and the actors that cause notes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import EDGES, FINGERTIPS, LEFT_HAND, PARTS, RIGHT_HAND

__all__ = ["ACTORS", "HOPS", "JOINTS", "PARENTS", "actor_of", "adjacency", "hop_distances"]

JOINTS = 67
HOPS = 3
"""How far one graph step reaches, in edges (0 .. HOPS - 1)."""

ACTORS: tuple[int, ...] = (*FINGERTIPS, 7, 4, 14, 11)
"""The joints that can cause a note: ten fingertips, left and right wrist, left and right ankle."""

_LEFT_WRIST, _RIGHT_WRIST, _LEFT_FOOT, _RIGHT_FOOT = 10, 11, 12, 13


def hop_distances() -> npt.NDArray[np.int64]:
    """``(67, 67)``: edges between two joints on the shortest way; the graph is connected."""
    far = np.full((JOINTS, JOINTS), JOINTS, dtype=np.int64)
    np.fill_diagonal(far, 0)
    for a, b in EDGES:
        far[a, b] = far[b, a] = 1
    for k in range(JOINTS):
        far = np.minimum(far, far[:, k : k + 1] + far[k : k + 1, :])
    return far


def adjacency() -> npt.NDArray[np.float32]:
    """``(HOPS, 67, 67)``: row-normalised neighbours at exactly 0, 1, 2 edges."""
    far = hop_distances()
    rings = np.stack([(far == hop).astype(np.float32) for hop in range(HOPS)])
    weights: npt.NDArray[np.float32] = rings / np.maximum(rings.sum(axis=2, keepdims=True), 1.0)
    return weights


def _parents() -> tuple[int, ...]:
    """For each joint the next one on the way to the neck; for hand joints the hand's wrist."""
    far = hop_distances()
    parents = []
    for joint in range(JOINTS):
        if joint > LEFT_HAND.start:
            wrist = LEFT_HAND.start if joint < RIGHT_HAND.start else RIGHT_HAND.start
            parents.append(wrist if joint != Joint.RIGHT_HAND_WRIST else int(Joint.RIGHT_WRIST))
            continue
        near = [b if a == joint else a for a, b in EDGES if joint in (a, b)]
        nearest = min(near, key=lambda other: far[other, Joint.NECK])
        parents.append(int(nearest if joint != Joint.NECK else Joint.NECK))
    return tuple(parents)


PARENTS = _parents()


def _joints_of_leg(side: str) -> tuple[int, ...]:
    """All but the ankle, which is an actor itself."""
    names = ("HIP", "KNEE", "BIG_TOE", "SMALL_TOE", "HEEL")
    return tuple(int(Joint[f"{side}_{name}"]) for name in names)


def actor_of(joint: int | None) -> int | None:
    """The index into `ACTORS` of whoever moves ``joint``: a finger, an arm or a foot.

    None for joints that cause nothing (head, torso) and for no joint at all.
    """
    if joint is None:
        return None
    if joint in ACTORS:
        return ACTORS.index(joint)
    for start, first in ((LEFT_HAND.start, 0), (RIGHT_HAND.start, 5)):
        if start < joint < start + 21:
            return first + (joint - start - 1) // 4
    limbs: Iterable[tuple[int, tuple[int, ...]]] = (
        (_LEFT_WRIST, PARTS["left_arm"]),
        (_RIGHT_WRIST, PARTS["right_arm"]),
        (_LEFT_FOOT, _joints_of_leg("LEFT")),
        (_RIGHT_FOOT, _joints_of_leg("RIGHT")),
    )
    return next((actor for actor, joints in limbs if joint in joints), None)
