"""How far down each key is: pressed by notes, or given way to by fingers that only lie on it."""

from __future__ import annotations

import numpy as np

from foley_post.core.piano import KEYS, LOWEST
from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats, KeyBoxes
from foley_post.simulation.planning.curves import eased, rising
from foley_post.simulation.planning.keyboard.keystrokes import press_s

__all__ = ["press_keys", "rest_on_keys"]

_QUICKEST_S, _SLOWEST_S = 0.02, 0.16
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

    A key takes 20 to 160 ms down, by velocity (Goebl), and 30 to 150 ms up; a note that follows on
    the same key shortens the one before, and the key may not come up wholly between.
    """
    pace, reach = float(np.exp(rng.normal(-0.15, 0.25))), rng.uniform(0.9, 1.0)
    usual_up_s = rng.uniform(0.04, 0.11)
    down_s = np.clip(press_s(notes[:, 3]) * pace, _QUICKEST_S, _SLOWEST_S)
    risen = np.full(KEYS, -1.0)
    played = notes.copy()
    for n, (on, off, pitch, _) in enumerate(notes):
        key, again = int(pitch) - LOWEST, _again_s(notes, n)
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
            power=np.array([0.0, rng.uniform(1.3, 2.0), 0.0, 0.0, 0.0]),
        )
        np.maximum(dip[first:last, key], curve, out=dip[first:last, key])
        risen[key] = played[n, 1] = let_go + _OFFSET_AT * up
    return played


def _again_s(notes: Floats, n: int) -> float:
    """When the n-th note's key is played next; infinity where it is not."""
    later = np.flatnonzero(notes[n + 1 :, 2] == notes[n, 2])
    return float(notes[n + 1 + later[0], 0]) if len(later) else np.inf


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
