"""Pictures brought down to cells, to tell whether one is another than the one before."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["Cells", "cells_of", "changed", "changed_cells"]

Cells = npt.NDArray[np.int16]

_LINES = 128
_CELL = 8
_CHANGED = 10
"""How much the brightness of a cell must change, of 255: noise changes its mean by 2 or less."""


def cells_of(plane: npt.NDArray[np.uint8]) -> Cells:
    """The mean brightness of cells, 16 of them to the height, of one plane ``(H, W)``; from every
    few pixels.
    """
    step = max(1, plane.shape[0] // _LINES)
    thin = np.ascontiguousarray(plane[::step, ::step])
    size = (max(1, thin.shape[1] // _CELL), max(1, thin.shape[0] // _CELL))
    return np.asarray(cv2.resize(thin, size, interpolation=cv2.INTER_AREA), np.int16)


def changed(before: Cells, now: Cells) -> npt.NDArray[np.bool_]:
    """Which cells have changed; all where the picture has another size."""
    if before.shape != now.shape:
        return np.ones(now.shape, bool)
    return np.asarray(np.abs(now - before) >= _CHANGED)


def changed_cells(before: Cells, now: Cells) -> float:
    """The share of cells that have changed."""
    return float(changed(before, now).mean())
