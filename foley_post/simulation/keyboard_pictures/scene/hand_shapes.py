"""Hands as tapered capsules: from a keyed hand's wrist and fingertips to fingers, palm, forearm,
sleeve, watch and ring.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.planning.keyboard.pianist import KeyedHand

__all__ = ["ELBOW", "HandLook", "capsules", "hand_joints", "random_hand_look"]

_KNUCKLES = np.array([[86.0, 24.0], [91.0, 3.0], [85.0, -16.0], [75.0, -33.0]])
"""Forward and thumbward of the four knuckles from the wrist, of an adult's hand 185 mm long."""
_BONES = np.array([[43.0, 25.0, 20.0], [47.0, 29.0, 21.0], [44.0, 28.0, 21.0], [35.0, 21.0, 19.0]])
_THUMB_ROOT = np.array([26.0, 22.0])
_THUMB = np.array([44.0, 34.0, 27.0])
_TIP_MM = 6.0
"""How far a fingertip's joint is above what it touches."""
_FOREARM_MM, _ELBOW_RISE_MM = 250.0, 25.0
ELBOW = 21
"""The joint after the usual 21."""

_FINGERS = (
    (1, 2, 13.0, 10.5), (2, 3, 10.0, 8.5), (3, 4, 8.7, 7.2),
    (5, 6, 9.5, 8.5), (6, 7, 8.3, 7.0), (7, 8, 7.2, 6.0),
    (9, 10, 9.6, 8.7), (10, 11, 8.4, 7.0), (11, 12, 7.2, 6.1),
    (13, 14, 9.2, 8.2), (14, 15, 8.0, 6.8), (15, 16, 7.0, 5.9),
    (17, 18, 8.3, 7.2), (18, 19, 7.2, 6.1), (19, 20, 6.3, 5.3),
)  # fmt: skip
"""From joint, to joint, radius at each, mm."""
_PALM = (
    (0, 5, 17.0, 11.5), (0, 9, 18.0, 11.5), (0, 13, 18.0, 11.0), (0, 17, 16.0, 10.0),
    (0, 1, 16.0, 13.5), (5, 9, 11.0, 11.0), (9, 13, 11.0, 10.5), (13, 17, 10.5, 9.5),
    (1, 5, 10.0, 9.0),
)  # fmt: skip
_WRIST_RADIUS, _ELBOW_RADIUS = 20.0, 33.0


@dataclass(frozen=True, slots=True)
class HandLook:
    """``skin`` and ``sleeve`` albedo; ``fat`` scales all radii; ``sleeve_from`` 0 wrist .. 1 elbow,
    above 1 bare arms; ``sleeve_mm``: how far cloth stands off; ``ring``: finger 0..4, -1 none;
    ``nail``: how much brighter nails are than skin; ``gloss`` of the skin.
    """

    skin: float
    fat: float
    sleeve: float
    sleeve_from: float
    sleeve_mm: float
    ring: int
    watch: bool
    nail: float
    gloss: float


def random_hand_look(rng: np.random.Generator) -> HandLook:
    """Skin from very dark to very light, with or without sleeve, ring and watch."""
    return HandLook(
        skin=float(np.exp(rng.uniform(np.log(0.05), np.log(0.62)))),
        fat=float(rng.uniform(0.95, 1.32)),
        sleeve=float(np.exp(rng.uniform(np.log(0.02), np.log(0.85)))),
        sleeve_from=float(rng.choice([-0.15, 0.05, 0.5, 1.2], p=(0.15, 0.35, 0.2, 0.3))),
        sleeve_mm=float(rng.uniform(2, 14)),
        ring=int(rng.integers(1, 5)) if rng.random() < 0.2 else -1,
        watch=bool(rng.random() < 0.15),
        nail=float(rng.uniform(-0.1, 0.5)),
        gloss=float(rng.uniform(0, 0.25)),
    )


def hand_joints(hand: KeyedHand, *, side: int, scale: float) -> Floats:
    """``(T, 22, 3)`` mm over the keyboard: 21 joints in the usual order, and the elbow.

    ``side`` 0 left, 1 right; ``scale``: size against the average adult's hand.
    """
    wrist, forward, back = _placed(hand.wrist), _turned(hand.forward), _turned(hand.back)
    tips = _placed(hand.tips)
    tips[..., 2] += _TIP_MM
    thumbward = np.cross(forward, back) * (-1.0 if side == 1 else 1.0)

    def on_palm(place: Floats, high_mm: float) -> Floats:
        moved = place[0] * forward + place[1] * thumbward + high_mm * back
        return np.asarray(wrist + scale * moved)

    joints = np.empty((len(wrist), ELBOW + 1, 3))
    joints[:, 0] = wrist
    joints[:, 1], joints[:, 4] = on_palm(_THUMB_ROOT, -8.0), tips[:, 0]
    out = thumbward + 0.3 * back
    joints[:, 2], joints[:, 3] = _bent(joints[:, 1], tips[:, 0], _THUMB * scale, out)
    for finger in range(4):
        at = 5 + 4 * finger
        joints[:, at], joints[:, at + 3] = on_palm(_KNUCKLES[finger], 3.0), tips[:, finger + 1]
        joints[:, at + 1], joints[:, at + 2] = _bent(
            joints[:, at], tips[:, finger + 1], _BONES[finger] * scale, back
        )
    level = forward * [1.0, 1.0, 0.0]
    level /= np.linalg.norm(level, axis=1, keepdims=True)
    joints[:, ELBOW] = wrist - _FOREARM_MM * scale * level + [0.0, 0.0, _ELBOW_RISE_MM]
    return joints


def _placed(points_m: Floats) -> Floats:
    """The simulated player's world (metres, bass at +x) to millimetres over the keyboard."""
    x = 1000 * (piano_keys.KEYBOARD_LEFT_X_M - points_m[..., 0])
    y = 1000 * (points_m[..., 2] - piano_keys.KEY_FRONT_Z_M)
    return np.stack([x, y, 1000 * (points_m[..., 1] - piano_keys.KEY_TOP_Y_M)], axis=-1)


def _turned(directions: Floats) -> Floats:
    return np.stack([-directions[..., 0], directions[..., 2], directions[..., 1]], axis=-1)


def _bent(root: Floats, tip: Floats, bones_mm: Floats, way: Floats) -> tuple[Floats, Floats]:
    """The two joints ``(T, 3)`` between root and tip of a finger that bends towards ``way``: two
    links, the last two bones nearly in line.
    """
    first, rest = bones_mm[0], bones_mm[1] + 0.92 * bones_mm[2]
    far = np.linalg.norm(tip - root, axis=1)
    along = (tip - root) / np.maximum(far, 1e-6)[:, None]
    reach = np.clip(far, 1.05 * abs(first - rest), 0.995 * (first + rest))
    out = way - along * (way * along).sum(axis=1, keepdims=True)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
    ahead = (first**2 - rest**2 + reach**2) / (2 * reach)
    aside = np.sqrt(np.maximum(first**2 - ahead**2, 0.0))
    middle = root + along * (ahead * far / reach)[:, None] + out * aside[:, None]
    share = bones_mm[1] / (bones_mm[1] + bones_mm[2])
    end = middle + (tip - middle) * share + out * (0.07 * bones_mm[1])
    return middle, end


def capsules(joints: Floats, look: HandLook, scale: float) -> Floats:
    """``(N, 10)`` for joints ``(22, 3)``: both ends (x, y, z) and their radii in mm, albedo, and
    whether it throws a shadow.
    """
    size = look.fat * scale
    rows = [
        [*joints[a], *joints[b], near * size, far * size, albedo, 1.0]
        for bones, albedo in ((_FINGERS, look.skin), (_PALM, 1.06 * look.skin))
        for a, b, near, far in bones
    ]
    rows += _forearm(joints[0], joints[ELBOW], look, size)
    if look.ring >= 0:
        a, b = joints[1 + 4 * look.ring], joints[2 + 4 * look.ring]
        rows.append([*(a + 0.55 * (b - a)), *(a + 0.7 * (b - a)), 9.6 * size, 9.6 * size, 0.9, 0.0])
    for tip in (8, 12, 16, 20):
        a, b = joints[tip - 1], joints[tip] + [0.0, 0.0, 2.2]
        nail = look.skin * (1 + look.nail)
        rows.append([*(b + 0.28 * (a - b)), *b, 4.2 * size, 4.0 * size, nail, 0.0])
    return np.array(rows)


def _forearm(wrist: Floats, elbow: Floats, look: HandLook, size: float) -> list[list[float]]:
    """The forearm, and sleeve and watch on it."""

    def part(start: float, end: float, stand_off_mm: float, albedo: float) -> list[float]:
        places = [wrist + (elbow - wrist) * share for share in (start, end)]
        radii = [
            size * (_WRIST_RADIUS + (_ELBOW_RADIUS - _WRIST_RADIUS) * max(share, 0.0))
            + stand_off_mm
            for share in (start, end)
        ]
        return [*places[0], *places[1], *radii, albedo, 1.0]

    rows = [part(0.0, 1.0, 0.0, look.skin)]
    if look.sleeve_from <= 1:
        rows.append(part(look.sleeve_from, 1.0, look.sleeve_mm, look.sleeve))
    if look.watch:
        rows.append(part(0.12, 0.18, 2.0, 0.04))
    return rows
