"""The same playing by other bodies: what the training solver leaves alike from player to player.

One solver bends every finger by one rule and carries every palm as it was planned. Here the solved
joints are changed once more: fingers that move more or less, later joints that follow otherwise,
softer movements, hands carried at other angles, elbows and trunk that go their own way. When
something lands stays as it was. Amounts are drawn widely (an assumption), so that a network learns
what a stroke is and not how one solver draws it.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.ndimage

from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import BODY, LEFT_HAND, RIGHT_HAND
from foley_post.simulation.planning.curves import sway
from foley_post.simulation.skeleton.solver import turned

__all__ = ["varied_body"]

Floats: TypeAlias = npt.NDArray[np.float64]

_POSTURE_S = 0.8
"""What a hand's shape does more slowly is its posture."""
_ELBOWS = (Joint.LEFT_ELBOW, Joint.RIGHT_ELBOW)
_LEGS = slice(Joint.MID_HIP, BODY.stop)


def varied_body(times_s: Floats, joints: Floats, rng: np.random.Generator) -> Floats:
    """``joints (T, 67, 3)`` in metres at ``times_s (T,)``, as another body would have them."""
    if len(times_s) < 6:
        return joints
    out = joints.copy()
    rate_hz = 1.0 / max(float(np.median(np.diff(times_s))), 1e-3)
    for hand in (LEFT_HAND, RIGHT_HAND):
        out[:, hand] = _varied_hand(times_s, joints[:, hand], rate_hz, rng)
    for elbow in _ELBOWS:
        out[:, elbow] += rng.normal(0, 0.02, 3) + 0.01 * sway(times_s, rng, 3)
    build = np.exp(rng.normal(0, 0.06, (1, BODY.stop, 3)))
    middle = out[:, Joint.NECK : Joint.NECK + 1].copy()
    trunk = slice(0, _LEGS.start)
    out[:, trunk] = middle + (out[:, trunk] - middle) * build[:, trunk]
    lively = float(np.exp(rng.uniform(np.log(0.001), np.log(0.015))))
    moved = lively * sway(times_s, rng, 3, fastest_hz=float(rng.uniform(0.5, 2.5)))[:, None]
    out[:, trunk] += moved
    for hand in (LEFT_HAND, RIGHT_HAND):
        out[:, hand] += rng.uniform(0, 1) * moved
    return out


def _varied_hand(times_s: Floats, hand: Floats, rate_hz: float, rng: np.random.Generator) -> Floats:
    """``hand (T, 21, 3)`` with its own fingers, softness and carriage."""
    wrist = hand[:, :1]
    shape = hand - wrist
    posture = scipy.ndimage.gaussian_filter1d(shape, _POSTURE_S * rate_hz, axis=0, mode="nearest")
    moves = shape - posture
    finger = np.repeat(np.exp(rng.normal(0, 0.25, 5)), 4)
    joint = np.tile(np.exp(rng.normal(0, 0.12, 4)), 5)
    moves[:, 1:] *= (finger * joint)[:, None]
    soft_s = rng.uniform(0, 0.02) if rng.random() < 0.6 else 0.0
    if soft_s * rate_hz > 0.2:
        moves = scipy.ndimage.gaussian_filter1d(moves, soft_s * rate_hz, axis=0, mode="nearest")
    length = np.repeat(np.exp(rng.normal(0, 0.06, 5)), 4)
    posture[:, 1:] *= length[:, None]
    angle = rng.normal(0, 0.12, 3) + 0.06 * sway(times_s, rng, 3)
    carried = np.stack([turned(angle, arm) for arm in np.moveaxis(posture + moves, 1, 0)], axis=1)
    place = wrist
    slow = scipy.ndimage.gaussian_filter1d(wrist, _POSTURE_S * rate_hz, axis=0, mode="nearest")
    place = slow + (wrist - slow) * np.exp(rng.normal(0, 0.12))
    return np.asarray(place + carried)
