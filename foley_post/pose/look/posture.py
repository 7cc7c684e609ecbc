"""What size and posture say between instruments that look alike.

Lengths are in widths of the player's shoulders (0.36 m between an adult's joints). How far the
hands are apart follows from the scale of a plucked instrument: from the nut to where it is plucked
is some 0.3 m on a ukulele or a mandolin, 0.47 m on a guitar or banjo, 0.65 m on a bass guitar.
Cellos are played seated, double basses standing (or on a high stool), with the left hand up to the
head.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import Joint

__all__ = ["SIBLINGS", "sibling_odds"]

Floats = npt.NDArray[np.float64]

SIBLINGS: tuple[frozenset[str], ...] = (
    frozenset({"violin", "viola"}),
    frozenset({"cello", "double_bass"}),
    frozenset({"guitar", "ukulele", "mandolin", "banjo", "electric_guitar", "bass"}),
    frozenset({"drums", "hand_drums"}),
)
"""Instruments that look alike: what favours one takes from the others, not from the rest."""

_HANDS_APART = {
    "guitar": 1.3,
    "electric_guitar": 1.3,
    "banjo": 1.3,
    "ukulele": 0.85,
    "mandolin": 0.85,
    "bass": 1.8,
}
_SPREAD = 0.22
"""Of the logarithm of how far the hands are apart: players and cameras differ."""
_LEAST = 0.1
"""No measure of a body outweighs what is seen by more than ten times."""
_SEATED, _STANDING = 0.45, 0.7
"""How far below the hips the knees are, in trunk lengths: a thigh is 0.8 of a trunk."""
_STANDING_ODDS, _SEATED_ODDS, _HIGH_HAND_ODDS = 6.0, 1 / 3, 3.0


def sibling_odds(poses: npt.NDArray[np.float32]) -> Mapping[str, float]:
    """How much likelier each instrument is by a player's ``poses (T, 67, 3)``; 1 where they say
    nothing.
    """
    points = poses[..., :2].astype(np.float64)
    odds = dict.fromkeys(_HANDS_APART, 1.0)
    apart = _hands_apart(points)
    if apart is not None:
        for name, usual in _HANDS_APART.items():
            away = np.log(apart / usual) / _SPREAD
            odds[name] = max(_LEAST, float(np.exp(-0.5 * away**2)))
    odds["double_bass"] = _double_bass(points)
    return odds


def _hands_apart(points: Floats) -> float | None:
    """From wrist to wrist in shoulder widths; None where they are hardly seen.

    What is turned away from the camera looks shorter, so the long ones of each count.
    """
    wide = np.linalg.norm(points[:, Joint.RIGHT_SHOULDER] - points[:, Joint.LEFT_SHOULDER], axis=1)
    apart = np.linalg.norm(points[:, Joint.RIGHT_WRIST] - points[:, Joint.LEFT_WRIST], axis=1)
    if np.isfinite(apart).mean() < 0.2 or not np.isfinite(wide).any():
        return None
    shoulders = float(np.nanpercentile(wide, 90))
    return float(np.nanpercentile(apart, 75)) / shoulders if shoulders > 0 else None


def _double_bass(points: Floats) -> float:
    """The odds of a double bass against a cello."""
    odds = 1.0
    middle = _median(points)
    trunk = float(middle[8, 1] - middle[1, 1])
    knees = float(np.nanmin([middle[10, 1], middle[13, 1], np.inf]) - middle[8, 1])
    if np.isfinite(trunk) and trunk > 0 and np.isfinite(knees):
        share = knees / trunk
        odds *= _STANDING_ODDS if share > _STANDING else _SEATED_ODDS if share < _SEATED else 1.0
    if middle[7, 1] < middle[0, 1]:  # y grows downwards; comparisons with NaN are False
        odds *= _HIGH_HAND_ODDS
    return odds


def _median(points: Floats) -> Floats:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a joint that is never seen stays NaN
        return np.asarray(np.nanmedian(points, axis=0))
