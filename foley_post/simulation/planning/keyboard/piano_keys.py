"""Where each key of the simulated piano lies in the player's world, and how far it goes down.

The keyboard runs along x with the bass at the player's left (+x), key fronts towards the player.
Sizes: white keys 23.5 mm apart and 150 mm long, black keys 90 mm long, 10 mm wide and 12.5 mm
higher (RoboPianist's constants); travel 10 mm white, 8 mm black (Goebl).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "BLACK_FRONT_Z_M",
    "BLACK_LENGTH_M",
    "BLACK_RISE_M",
    "BLACK_TRAVEL_M",
    "BLACK_WIDTH_M",
    "HIGHEST",
    "IS_BLACK",
    "KEYBOARD_LEFT_X_M",
    "KEY_FRONT_Z_M",
    "KEY_TOP_Y_M",
    "KEY_TRAVEL_M",
    "KEY_U",
    "KEY_X_M",
    "LOWEST",
    "WHITE_LENGTH_M",
    "WHITE_PITCH_M",
    "WHITE_TRAVEL_M",
    "plane_to_world",
]

Floats: TypeAlias = npt.NDArray[np.float64]

LOWEST, HIGHEST = 21, 108
"""MIDI pitches of the first and the last key; arrays over keys are indexed by pitch - LOWEST."""

WHITE_PITCH_M = 0.0235
WHITE_LENGTH_M = 0.150
BLACK_LENGTH_M = 0.090
BLACK_WIDTH_M = 0.010
BLACK_RISE_M = 0.0125
WHITE_TRAVEL_M = 0.010
BLACK_TRAVEL_M = 0.008

KEY_TOP_Y_M = 0.735
"""Height of the white keys' tops at rest."""
KEY_FRONT_Z_M = 0.50
BLACK_FRONT_Z_M = KEY_FRONT_Z_M + WHITE_LENGTH_M - BLACK_LENGTH_M
KEYBOARD_LEFT_X_M = 26 * WHITE_PITCH_M
"""x of the left edge of the lowest A: the 52 white keys are centred on the player."""

_BLACK_CLASSES = (1, 3, 6, 8, 10)
# Black keys do not sit in the middle between their neighbours: C# and F# lie to the left of the
# gap, D# and A# to the right, by about a tenth of a white key (any piano).
_BLACK_SHIFT = {1: -0.10, 3: 0.10, 6: -0.13, 8: 0.0, 10: 0.13}


def _key_u() -> Floats:
    """Each key's middle in white keys from the left edge of the lowest A, ``(88,)``."""
    places = []
    whites = 0
    for pitch in range(LOWEST, HIGHEST + 1):
        shift = _BLACK_SHIFT.get(pitch % 12)
        if shift is None:
            places.append(whites + 0.5)
            whites += 1
        else:
            places.append(whites + shift)
    return np.array(places)


IS_BLACK: npt.NDArray[np.bool_] = np.isin(np.arange(LOWEST, HIGHEST + 1) % 12, _BLACK_CLASSES)
"""``(88,)`` bool."""
KEY_U: Floats = _key_u()
"""``(88,)``: a key's middle in white keys from the left edge of the lowest A (u of `Keyboard`)."""
KEY_X_M: Floats = KEYBOARD_LEFT_X_M - KEY_U * WHITE_PITCH_M
"""``(88,)``: x of a key's middle line; falls as the pitch rises."""
KEY_TRAVEL_M: Floats = np.where(IS_BLACK, BLACK_TRAVEL_M, WHITE_TRAVEL_M)
"""``(88,)``: how far down a key goes."""


def plane_to_world() -> Floats:
    """``(3, 3)``: keyboard plane ``(u, v, 1)`` to world metres on the white keys' tops.

    u in white keys from the left edge of the lowest A; v is 0 at the front edge and 1 at the back.
    """
    return np.array(
        [
            [-WHITE_PITCH_M, 0.0, KEYBOARD_LEFT_X_M],
            [0.0, 0.0, KEY_TOP_Y_M],
            [0.0, WHITE_LENGTH_M, KEY_FRONT_Z_M],
        ]
    )
