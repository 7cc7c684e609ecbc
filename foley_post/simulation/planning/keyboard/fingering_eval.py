"""Another way to finger a keyboard score, for players who are only tested on.

No planning: the hand stays while the next chord lies under it, takes for each note the finger that
hangs nearest to its key, and moves no further than it must. The planned fingering
(`foley_post.simulation.planning.keyboard.fingering`) is what models are trained on.
"""

from __future__ import annotations

from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.keyboard.fingering import Fingering, chords_of

__all__ = ["finger_by_reach"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

_HANGING_M = np.array([-0.052, -0.024, 0.0, 0.024, 0.047])
"""Five neighbouring white keys under five fingers, the thumb a little further out."""


def finger_by_reach(
    onset_s: Floats, pitch: Ints, along_m: Floats, *, side: int, span: float = 1.0
) -> Fingering:
    """One hand's notes (sorted by onset), each by the nearest finger; ``side`` 0 left, 1 right."""
    event = chords_of(onset_s)
    hanging = _HANGING_M * span * (1 if side == 1 else -1)
    finger = np.full(len(onset_s), -1, dtype=np.int64)
    count = int(event[-1]) + 1 if len(event) else 0
    centre = np.zeros(count)
    at_s = np.zeros(count)
    now = float(np.median(along_m[:4])) if count else 0.0
    for e in range(count):
        mine = np.flatnonzero(event == e)
        mine = mine[np.argsort(along_m[mine], kind="stable")]
        mine = mine[np.sort(np.unique(pitch[mine], return_index=True)[1])][:5]
        best: tuple[float, tuple[int, ...], float] | None = None
        for chosen in combinations(range(5), len(mine)):
            order = chosen if side == 1 else chosen[::-1]
            wanted = along_m[mine] - hanging[list(order)]
            place = float(np.clip(now, wanted.min(), wanted.max()))
            cost = float(np.abs(wanted - place).max() + 0.4 * abs(place - now))
            if best is None or cost < best[0]:
                best = (cost, order, place)
        if best is not None:
            finger[mine] = best[1]
            now = best[2]
        centre[e], at_s[e] = now, onset_s[mine[0]]
    return Fingering(finger, event, centre, at_s)
