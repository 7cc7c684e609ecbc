"""Where each key of the simulated piano lies in the player's world, and how far it goes down.

The keyboard runs along x with the bass at the player's left (+x), key fronts towards the player.
Sizes: white keys 23.5 mm apart and 150 mm long, black keys 90 mm long, 10 mm wide and 12.5 mm
higher (RoboPianist's constants); travel 10 mm white, 8 mm black (Goebl).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import IS_BLACK, KEY_U, WHITE_KEYS

__all__ = [
    "BLACK_FRONT_Z_M",
    "BLACK_LENGTH_M",
    "BLACK_RISE_M",
    "BLACK_TRAVEL_M",
    "BLACK_WIDTH_M",
    "KEYBOARD_LEFT_X_M",
    "KEY_FRONT_Z_M",
    "KEY_TOP_Y_M",
    "KEY_TRAVEL_M",
    "KEY_X_M",
    "WHITE_LENGTH_M",
    "WHITE_PITCH_M",
    "WHITE_TRAVEL_M",
    "plane_to_world",
]

Floats: TypeAlias = npt.NDArray[np.float64]

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
KEYBOARD_LEFT_X_M = WHITE_KEYS / 2 * WHITE_PITCH_M
"""x of the left edge of the lowest A: the 52 white keys are centred on the player."""

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
