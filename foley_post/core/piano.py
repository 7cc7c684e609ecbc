"""Where the 88 keys of a piano lie along its keyboard, and which of them are black.

Places along a keyboard are ``u``, in white keys from the left edge of the lowest A; places across
are ``v``, 0 at the front edge and 1 at the back. Arrays over keys are indexed by pitch - LOWEST.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = [
    "BLACK_FROM_V",
    "BLACK_SHIFT",
    "HIGHEST",
    "IS_BLACK",
    "KEYS",
    "KEY_GAP_U",
    "KEY_U",
    "LOWEST",
    "WHITE_KEYS",
    "is_black",
]

LOWEST, HIGHEST = 21, 108
"""MIDI pitches of the first and the last key."""
KEYS, WHITE_KEYS = 88, 52

BLACK_FROM_V = 0.4
"""Black keys are 90 mm of a white key's 150 long, at its back: they begin at 0.4 of its length."""

BLACK_SHIFT = {1: -0.10, 3: 0.10, 6: -0.13, 8: 0.0, 10: 0.13}
"""How far the middle of a black key lies from the gap between its neighbours, by pitch class: C#
and F# to its left, D# and A# to its right, by about a tenth of a white key (any piano)."""


def is_black(pitch: int) -> bool:
    """Whether the key of a MIDI pitch is a black one."""
    return pitch % 12 in BLACK_SHIFT


def _layout() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    pitches = range(LOWEST, HIGHEST + 1)
    black = np.array([is_black(pitch) for pitch in pitches])
    whites_before = np.cumsum(~black) - ~black
    gaps = whites_before + np.where(black, 0.0, 0.5)
    shifts = np.array([BLACK_SHIFT.get(pitch % 12, 0.0) for pitch in pitches])
    return black, gaps, gaps + shifts


IS_BLACK, KEY_GAP_U, KEY_U = _layout()
"""``(88,)`` each: which keys are black; u of the middle of a white key, or of the gap that a black
key lies over; u of the middle of each key."""
