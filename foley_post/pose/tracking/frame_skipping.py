"""When to read a body again: in each picture while it moves, less often while it sits still.

A body costs as much as both its hands. Hands are read in every picture; what is not read of a body
is drawn in between two readings (see `trails`), and a body at rest is where it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.hands import Hand

__all__ = ["REST_S", "alone", "body_moves", "hand_moves"]

Floats = npt.NDArray[np.float64]

REST_S = 0.066
"""A body at rest is read this long after the last time: every other picture at 25 and 30 fps."""
_JITTER, _STIR = 0.012, 0.4
"""What a resting joint wavers, in shoulder widths, and how many of them a second more is moving.
Measured: a seated singer's elbows and wrists waver by 0.003..0.01."""
_PLAYING = [0, 11, 12, 13, 14, 15, 16]
"""Nose, shoulders, elbows, wrists."""


def body_moves(before: Body, now: Body, passed_s: float) -> bool:
    """Whether head or arms moved between two readings."""
    away = np.linalg.norm(now.points[_PLAYING] - before.points[_PLAYING], axis=1)
    sure = np.minimum(before.visibility, now.visibility)[_PLAYING] > 0.5
    return _moves(float(away.max(initial=0.0, where=sure)), now, passed_s)


def hand_moves(before: Hand, now: Hand, body: Body, passed_s: float) -> bool:
    """Whether the wrist of a body's hand moved, so that its arm did."""
    return _moves(float(np.linalg.norm(now.points[0] - before.points[0])), body, passed_s)


def alone(body: Body, others: Sequence[Body]) -> bool:
    """Whether nobody is so near that the two could be taken for each other."""
    place, side = body.next_region, body.next_region.side
    away = [np.hypot(place.x - o.next_region.x, place.y - o.next_region.y) for o in others]
    return min(away, default=np.inf) > 0.6 * side


def _moves(away: float, body: Body, passed_s: float) -> bool:
    wide = float(np.linalg.norm(body.points[11] - body.points[12]))
    size = max(wide, 0.15 * body.next_region.side)
    return away / size - _JITTER > _STIR * passed_s
