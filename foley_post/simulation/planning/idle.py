"""Movement without sound: waiting, settling, turning a page, scratching one's head.

Where no note sounds for a while, a hand may leave for somewhere and come back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.curves import eased, rising
from foley_post.simulation.planning.gesture import Gesture

__all__ = ["pauses", "with_idle_movement"]

Floats: TypeAlias = npt.NDArray[np.float64]

_LEAST_S = 1.1
_CLEAR_S = 0.35
_PLACES = np.array(
    [
        [0.0, 0.28, 0.18],
        [0.05, -0.15, -0.18],
        [0.10, 0.10, 0.05],
        [0.0, 0.05, 0.02],
        [0.0, 0.30, -0.25],
    ]
)
"""Where a hand goes from its instrument: a page, the lap, aside, a little off, the face; x towards
the hand's own side."""


def pauses(gesture: Gesture) -> list[tuple[float, float]]:
    """Stretches of over a second in which nothing is played, in seconds."""
    last = float(gesture.times_s[-1])
    found, free = [], 0.0
    for note in gesture.notes:
        if note.onset_s - free > _LEAST_S:
            found.append((free, note.onset_s))
        free = max(free, note.end_s)
    if last - free > _LEAST_S:
        found.append((free, last))
    return found


def with_idle_movement(gesture: Gesture, rng: np.random.Generator, hands: list[int]) -> Gesture:
    """The gesture with, in two of three pauses, an errand of one or both of ``hands``.

    Each errand is over 0.35 s before the next note begins.
    """
    wrists, tips = gesture.wrists.copy(), gesture.tips.copy()
    for start, stop in pauses(gesture):
        if rng.random() < 0.33:
            continue
        for side in hands if rng.random() < 0.5 else [int(rng.choice(hands))]:
            path = _errand(gesture.times_s, start, stop, rng)
            path[:, 0] *= 1.0 if side == 0 else -1.0
            wrists[:, side] += path
            tips[:, side] += path[:, None]
    return replace(gesture, wrists=wrists, tips=tips)


def _errand(times_s: Floats, start: float, stop: float, rng: np.random.Generator) -> Floats:
    """``(T, 3)``: away and back between ``start`` and ``stop``; before the first note it may begin
    away, after the last it may stay away.
    """
    place = _PLACES[rng.integers(len(_PLACES))] * rng.uniform(0.4, 1.2) + rng.normal(0, 0.03, 3)
    free = stop - start - (_CLEAR_S if stop < times_s[-1] - 0.01 else 0.0)
    go = start + 0.15 + rng.uniform(0, 0.3) * free
    arrive = min(go + rng.uniform(0.3, 0.9), start + 0.6 * free)
    home = start + free
    leave = max(home - rng.uniform(0.3, 0.9), arrive + 0.05)
    values = np.array([np.zeros(3), place, place + rng.normal(0, 0.02, 3), np.zeros(3)])
    if start <= 0.0 and rng.random() < 0.5:
        values[0] = place
    if stop >= times_s[-1] - 0.01 and rng.random() < 0.7:
        values[3] = place
    return eased(times_s, rising(np.array([go, arrive, leave, home])), values)
