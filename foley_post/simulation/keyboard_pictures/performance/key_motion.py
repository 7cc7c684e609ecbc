"""How far down each key is: pressed by notes, or given way to by fingers that only lie on it."""

from __future__ import annotations

import numpy as np

from foley_post.core.piano import KEYS, LOWEST
from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats, KeyBoxes
from foley_post.simulation.planning.curves import eased, rising

__all__ = ["press_keys", "rest_on_keys"]

_DOWN_S, _DOWN_RATIO = 0.080, 0.45
"""A key's way down at velocity 35, and how much shorter it is 60 further."""
_TOLD_LATE_S, _TOLD_LATE_STEP_S = 0.022, -0.0011
"""How long after the bottom a digital piano tells a note of velocity 35, and per velocity more:
soft notes are told late, loud ones before the bottom."""
_TOLD_BEFORE, _TOLD_LATEST_S = 0.3, 0.035
"""At most this share of the way down is still to go; the latest."""
_UP_S = (0.07, 0.15)
"""All measured on 600 notes of the two recordings of real pianists that this is fitted to: the
picture of each key, its own strongest pixels, from rest to down."""
_SETTLE_S = 0.06
"""After the key bed was hit, a finger holds the key a little less deep."""
_OFFSET_AT = 0.5
"""A note ends where its key has come up this share of its way: dampers fall at about half."""
_LOWEST_TIP_MM, _DEEPEST_REST_MM = 30.0, 3.0


def press_keys(
    dip: Floats, times_s: Floats, notes: Floats, boxes: KeyBoxes, *, rng: np.random.Generator
) -> Floats:
    """Push the keys of ``notes (N, 4)`` down in ``dip (T, 88)``; gives the notes with the offsets
    that result.

    A key takes 25 to 120 ms down, by velocity, and 50 to 200 ms up; a note that follows on the same
    key shortens the one before, and the key may not come up wholly between.
    """
    pace, reach = float(np.exp(rng.normal(0, 0.2))), rng.uniform(0.9, 1.0)
    usual_up_s = rng.uniform(*_UP_S)
    louder = notes[:, 3] - 35.0
    down_s = pace * _DOWN_S * _DOWN_RATIO ** (louder / 60.0)
    late_s = (_TOLD_LATE_S + _TOLD_LATE_STEP_S * louder) * rng.uniform(0.6, 1.2)
    down_at_s = notes[:, 0] - np.clip(late_s, -_TOLD_BEFORE * down_s, _TOLD_LATEST_S)
    risen = np.full(KEYS, -1.0)
    played = notes.copy()
    for n, (_, off, pitch, _) in enumerate(notes):
        on = float(down_at_s[n])
        key, again = int(pitch) - LOWEST, _again_s(notes, n, down_at_s)
        # In time for the next note of the same key, which meets it about half way up.
        let_go = max(min(off, max(again - 0.07, on + 0.4 * (again - on))), on + 0.01)
        settled = on + min(_SETTLE_S, 0.5 * (let_go - on))
        up = min(usual_up_s * float(np.exp(rng.normal(0, 0.3))), again - let_go)
        start = min(max(on - down_s[n], risen[key]), on - 0.015)
        bottom = boxes.travel_mm[key] * reach * rng.uniform(0.95, 1.0)
        held = bottom * rng.uniform(0.93, 1.0)
        first, last = np.searchsorted(times_s, [start, let_go + up])
        curve = eased(
            times_s[first:last],
            rising(np.array([start, on, settled, let_go, let_go + up])),
            np.array([0.0, bottom, held, held, 0.0]),
            power=np.array([0.0, rng.uniform(1.0, 1.5), 0.0, 0.0, 0.0]),
        )
        np.maximum(dip[first:last, key], curve, out=dip[first:last, key])
        risen[key] = played[n, 1] = let_go + _OFFSET_AT * up
    return played


def _again_s(notes: Floats, n: int, down_at_s: Floats) -> float:
    """When the n-th note's key is down again; infinity where it is not."""
    later = np.flatnonzero(notes[n + 1 :, 2] == notes[n, 2])
    return float(down_at_s[n + 1 + later[0]]) if len(later) else np.inf


def rest_on_keys(
    dip: Floats, times_s: Floats, tips: Floats, boxes: KeyBoxes, *, rng: np.random.Generator
) -> None:
    """Let keys under the fingertips ``tips (T, F, 3)`` mm give way by some tenths to 3 mm for a
    while, slowly, as they do under hands that play nothing there.
    """
    for _ in range(int(rng.integers(0, 6))):
        at = int(rng.integers(len(times_s)))
        x, y, z = tips[at, int(rng.integers(tips.shape[1]))]
        if z > _LOWEST_TIP_MM or not 0 < y < boxes.back_mm - 10:
            continue
        under = boxes.present & (boxes.table[:, 1] < x) & (boxes.table[:, 2] > x)
        under &= boxes.black | (y < boxes.black_front_mm)
        if not under.any():
            continue
        key = int(np.flatnonzero(under)[0])
        away_s, span_s = np.abs(times_s - times_s[at]), rng.uniform(0.15, 2.0)
        if dip[away_s < span_s + 0.3, key].max(initial=0) > 0.5:
            continue
        share = np.clip(1 - away_s / span_s, 0, 1)
        depth = rng.uniform(0.3, _DEEPEST_REST_MM)
        dip[:, key] = np.maximum(dip[:, key], depth * share * share * (3 - 2 * share))
