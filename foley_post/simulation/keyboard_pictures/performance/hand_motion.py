"""Where hands go while they play nothing: they come and leave, rest, hover and wipe."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats
from foley_post.simulation.planning.curves import eased, rising, sway

__all__ = ["between_notes", "idle"]

_LEAST_PAUSE_S = 2.2


def between_notes(times_s: Floats, onsets_s: Floats, rng: np.random.Generator) -> Floats:
    """``(T, 3)`` mm beside where the hand plays: at times it comes only before its first note,
    leaves after its last, and in between for a page or the lap. `idle` where it has no note.
    """
    if len(onsets_s) == 0:
        return idle(times_s, rng)
    away = np.array([rng.normal(0, 90), -rng.uniform(120, 420), rng.uniform(0, 120)])
    frames: list[float] = []
    values: list[Floats] = []
    for before, after in pairwise([times_s[0] - 3.0, *onsets_s, times_s[-1] + 3.0]):
        if after - before < _LEAST_PAUSE_S or rng.random() < 0.5:
            continue
        leave_s, come_s = rng.uniform(0.5, 0.9), rng.uniform(0.35, 0.9)
        gone, back = before + 0.35 + leave_s, after - 0.25 - come_s
        frames += [before + 0.35, gone, back, after - 0.25]
        values += [np.zeros(3), away, away, np.zeros(3)]
    if not frames:
        return np.zeros((len(times_s), 3))
    return eased(times_s, rising(np.array(frames)), np.array(values))


def idle(times_s: Floats, rng: np.random.Generator) -> Floats:
    """``(T, 3)`` mm: a hand that plays nothing rests, hovers, wipes along the keys, or goes from
    place to place, out of the picture too.
    """
    drift = sway(times_s, rng, 3, fastest_hz=0.3) * rng.uniform(0.2, 2.0)
    kind = int(rng.integers(5))
    if kind == 0:
        return drift
    if kind == 1:
        return np.asarray(3 * drift + [0.0, 0.0, rng.uniform(5, 60)])
    if kind == 2:
        wiped = sway(times_s, rng, 3, fastest_hz=rng.uniform(0.3, 1.2))
        along = [rng.uniform(40, 200), 15.0, 2.0]
        return np.asarray(wiped * along + [0.0, 0.0, rng.uniform(3, 25)])
    places = rng.normal(0, 1, (6, 3)) * [250.0, 60.0, 25.0] + [0.0, -30.0, 40.0]
    places[:, 2] = np.abs(places[:, 2])
    if kind == 3:
        places[::2, 1] -= 300.0
    at_s = np.sort(rng.uniform(0, times_s[-1], 12))
    return drift + eased(times_s, rising(at_s), np.repeat(places, 2, axis=0))
