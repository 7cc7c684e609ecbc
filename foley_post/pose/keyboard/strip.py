"""The canonical strip: a keyboard's picture as it would be seen from straight above.

One grey strip a picture, 12 pixels a white key over a piano's 52, 60 pixels deep, the front edge at
row 0, the lowest A at column 0, whatever camera, turn, lens or side the keyboard was filmed from.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.core.piano import IS_BLACK, KEY_GAP_U, WHITE_KEYS

__all__ = ["KEY_PX", "STRIP_SHAPE", "columns_of", "key_spans", "keys_in_view", "rectified"]

Gray = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

KEY_PX = 12
"""Columns a white key."""
STRIP_SHAPE = (60, WHITE_KEYS * KEY_PX)
"""Rows from the keys' front to their back, columns from the lowest A to the highest C."""
_INSIDE = 0.9
"""Share of a key's places that lie in the picture when the key is in view."""


def _grid() -> Floats:
    """``(3, rows * columns)``: keyboard places (u, v, 1) of the strip's pixels."""
    rows, columns = STRIP_SHAPE
    u, v = np.meshgrid((np.arange(columns) + 0.5) / KEY_PX, (np.arange(rows) + 0.5) / rows)
    return np.stack([u.ravel(), v.ravel(), np.ones(u.size)])


_GRID = _grid()


def rectified(luma: Gray, plane: Floats) -> Gray:
    """The strip ``STRIP_SHAPE`` of a picture's luma ``(H, W)``.

    ``plane (3, 3)``: picture (x, y, 1) in heights to keyboard (u, v, 1), as in
    `foley_post.pose.skeleton.Keyboard`. Pixels outside the picture repeat its edge. Where the
    picture is finer than the strip it is averaged down first, so that thin gaps between keys do not
    flicker as the camera moves.
    """
    height = luma.shape[0]
    x, y = _pixels(plane, height)
    middle = STRIP_SHAPE[0] // 2
    step = np.hypot(np.diff(x[middle]), np.diff(y[middle]))
    factor = int(np.clip(np.median(step), 1, 8))
    if factor > 1:
        size = (luma.shape[1] // factor, height // factor)
        luma = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)
        x, y = x / factor, y / factor
    strip = cv2.remap(
        luma,
        (x - 0.5).astype(np.float32),
        (y - 0.5).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(strip, np.uint8)


def keys_in_view(plane: Floats, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """``(88,)``: which keys lie in a picture of that ``(height, width)``."""
    x, y = _pixels(plane, size[0])
    inside = (x >= 0) & (y >= 0) & (x < size[1]) & (y < size[0])
    return np.array([inside[:, a:b].mean() >= _INSIDE for a, b in key_spans()])


def columns_of(view: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The strip's columns that keys ``view (88,)`` cover."""
    columns = np.zeros(STRIP_SHAPE[1], np.bool_)
    for (first, end), shown in zip(key_spans(), view, strict=True):
        columns[max(first, 0) : end] |= shown
    return columns


def key_spans() -> list[tuple[int, int]]:
    """First and one past the last strip column of each of 88 keys."""
    half = np.where(IS_BLACK, KEY_PX // 3, KEY_PX // 2)
    middles = KEY_PX * KEY_GAP_U
    return [(int(m - h), int(m + h)) for m, h in zip(middles, half, strict=True)]


def _pixels(plane: Floats, height: int) -> tuple[Floats, Floats]:
    """Where the strip's pixels lie in a picture: x and y in pixels, ``STRIP_SHAPE`` each."""
    x, y, w = np.linalg.inv(plane) @ _GRID
    w = np.where(np.abs(w) < 1e-9, 1e-9, w)
    return (x / w * height).reshape(STRIP_SHAPE), (y / w * height).reshape(STRIP_SHAPE)
