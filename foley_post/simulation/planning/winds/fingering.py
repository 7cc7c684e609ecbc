"""Which fingers are down for each note of a wind instrument.

Fingers are counted 0..9: left thumb to little finger, right thumb to little finger. Woodwind charts
are the plain ones of the Boehm (flute, saxophone, clarinet) and Heckel (bassoon) systems without
trill and altissimo keys: what matters is which fingers change between two notes. Valves follow the
harmonic series: first valve two semitones, second one, third three.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["fingers_down"]

Bools: TypeAlias = npt.NDArray[np.bool_]

_T, _L1, _L2, _L3, _L4 = range(5)
_R1, _R2, _R3, _R4 = 6, 7, 8, 9
_LEFT = (_L1, _L2, _L3)

_BOEHM: dict[int, tuple[int, ...]] = {
    0: (_L1,),
    1: (),
    2: (_T, *_LEFT, _R1, _R2, _R3),
    3: (_T, *_LEFT, _R1, _R2, _R3, _R4),
    4: (_T, *_LEFT, _R1, _R2),
    5: (_T, *_LEFT, _R1),
    6: (_T, *_LEFT, _R3),
    7: (_T, *_LEFT),
    8: (_T, *_LEFT, _L4),
    9: (_T, _L1, _L2),
    10: (_T, _L1, _R1),
    11: (_T, _L1),
}
"""By written pitch class (flute, saxophone)."""

_CLARINET: tuple[tuple[int, ...], ...] = (
    (_T, *_LEFT, _R1, _R2, _R3, _L4),
    (_T, *_LEFT, _R1, _R2, _R3, _R4),
    (_T, *_LEFT, _R1, _R2, _R3, _L4, _R4),
    (_T, *_LEFT, _R1, _R2, _R3),
    (_T, *_LEFT, _R1, _R2, _R4),
    (_T, *_LEFT, _R1, _R2),
    (_T, *_LEFT, _R1),
    (_T, *_LEFT, _R2),
    (_T, *_LEFT),
    (_T, *_LEFT, _L4),
    (_T, _L1, _L2),
    (_T, _L1, _L2, _R1),
    (_T, _L1),
    (_T,),
    (_L1,),
    (),
    (_L2,),
    (_L1, _L2),
    (_T, _L1, _L3),
)
"""Semitones above the written low E, to where the register key begins the row again."""

_BASSOON: tuple[tuple[int, ...], ...] = (
    (*_LEFT, _R1, _R2, _R3, _R4, 5),
    (*_LEFT, _R1, _R2, _R3, _R4),
    (*_LEFT, _R1, _R2, _R3, 5),
    (*_LEFT, _R1, _R2, _R3),
    (*_LEFT, _R1, _R2, _R4),
    (*_LEFT, _R1, _R2),
    (*_LEFT, _R1, 5),
    (*_LEFT, _R1),
    _LEFT,
    (_L1, _L2, _L4),
    (_L1, _L2),
    (_L1, _L4),
    (_L1,),
)
"""Semitones above low E; thumbs take the keys below it."""

_VALVES: tuple[tuple[int, ...], ...] = (
    (),
    (_R2,),
    (_R1,),
    (_R1, _R2),
    (_R2, _R3),
    (_R1, _R3),
    (_R1, _R2, _R3),
)
"""By how many semitones the tube is lowered."""

_TRUMPET_PARTIALS = (46, 58, 65, 70, 74, 77, 82, 84, 86, 88)
_TUBA_PARTIALS = (22, 34, 41, 46, 50, 53, 58, 60, 62, 65)


def fingers_down(instrument: str, pitch: int) -> Bools:
    """``(10,)``: the fingers that are down for a sounding MIDI pitch."""
    down = np.zeros(10, dtype=bool)
    down[list(_chart(instrument, pitch))] = True
    return down


def _chart(instrument: str, pitch: int) -> tuple[int, ...]:
    if instrument in ("trumpet", "tuba"):
        partials = _TRUMPET_PARTIALS if instrument == "trumpet" else _TUBA_PARTIALS
        lowered = min((p - pitch for p in partials if p >= pitch), default=0)
        return _VALVES[min(lowered, 6)]
    if instrument == "clarinet":
        above = pitch + 2 - 52
        over = above >= len(_CLARINET)
        return _CLARINET[(above - 19) % 19 if over else max(above, 0)]
    if instrument == "bassoon":
        if pitch < 40:
            return (*_LEFT, _R1, _R2, _R3, _T, *((5,) if pitch % 2 else ()))
        step = (pitch - 40) % 13
        high = (_T,) if pitch >= 53 else ()
        return (*_BASSOON[step], *high)
    written = pitch + 9 if instrument == "saxophone" else pitch
    low = (_R4, _L4) if (instrument == "saxophone" and written <= 61) else ()
    return (*_BOEHM[written % 12], *low) if written > 61 else (_T, *_LEFT, _R1, _R2, _R3, _R4, *low)
