"""Where the 88 keys of a piano lie along a keyboard, in white keys from its left edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["KEY_CENTRES", "KEY_IS_BLACK", "LOWEST_KEY", "key_at", "on_keyboard"]

LOWEST_KEY = 21
_BLACK_CLASSES = frozenset({1, 3, 6, 8, 10})
_BLACK_FROM_V = 0.4
"""Black keys are 90 mm of a white key's 150 long, at its back: they begin at 0.4 of its length."""


def _layout() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    pitches = np.arange(LOWEST_KEY, LOWEST_KEY + 88)
    black = np.array([p % 12 in _BLACK_CLASSES for p in pitches])
    whites_before = np.cumsum(~black) - (~black)
    centres = np.where(black, whites_before, whites_before + 0.5).astype(np.float32)
    return centres, black


KEY_CENTRES, KEY_IS_BLACK = _layout()


def on_keyboard(
    plane: npt.NDArray[np.float64], points: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """``(u, v)`` on the keyboard of picture points ``(T, K, 2)``: keys along it, 0..1 from front to
    back.

    ``plane (T or 1, 3, 3)`` is `foley_post.pose.skeleton.Keyboard.plane`. NaN stays NaN.
    """
    ones = np.ones((*points.shape[:2], 1))
    mapped = np.einsum("tij,tkj->tki", plane, np.concatenate([points, ones], axis=2))
    depth = mapped[..., 2:]
    with np.errstate(invalid="ignore", divide="ignore"):
        flat = mapped[..., :2] / np.where(np.abs(depth) < 1e-9, np.nan, depth)
    found: npt.NDArray[np.float32] = flat.astype(np.float32)
    return found


def key_at(u: float, v: float) -> int | None:
    """The MIDI pitch of the key at ``(u, v)``, a black one where they reach; None beside it."""
    if not (np.isfinite(u) and np.isfinite(v)) or not 0 <= u < 52:
        return None
    if v >= _BLACK_FROM_V:
        blacks = np.flatnonzero(KEY_IS_BLACK & (np.abs(KEY_CENTRES - u) < 0.3))
        if len(blacks):
            return LOWEST_KEY + int(blacks[np.argmin(np.abs(KEY_CENTRES[blacks] - u))])
    whites = np.flatnonzero(~KEY_IS_BLACK)
    return LOWEST_KEY + int(whites[np.argmin(np.abs(KEY_CENTRES[whites] - u))])
