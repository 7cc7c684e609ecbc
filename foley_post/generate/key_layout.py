"""Points of the picture on a keyboard's plane, and the key that is there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import BLACK_FROM_V, IS_BLACK, KEY_GAP_U, LOWEST, WHITE_KEYS

__all__ = ["KEY_CENTRES", "key_at", "on_keyboard"]

KEY_CENTRES = KEY_GAP_U.astype(np.float32)
"""``(88,)``: u of each key as the networks learned it, black keys over the gap they lie at."""


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
    if not (np.isfinite(u) and np.isfinite(v)) or not 0 <= u < WHITE_KEYS:
        return None
    if v >= BLACK_FROM_V:
        blacks = np.flatnonzero(IS_BLACK & (np.abs(KEY_CENTRES - u) < 0.3))
        if len(blacks):
            return LOWEST + int(blacks[np.argmin(np.abs(KEY_CENTRES[blacks] - u))])
    whites = np.flatnonzero(~IS_BLACK)
    return LOWEST + int(whites[np.argmin(np.abs(KEY_CENTRES[whites] - u))])
