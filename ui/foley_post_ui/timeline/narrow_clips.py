"""Clips too narrow to be told apart, painted as one band as far as they touch and look alike."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

__all__ = ["NarrowClips"]


class NarrowClips:
    """Give it clips from left to right with `add`; `flush` paints what is left.

    A cut of 10,000 clips has thousands of them in view: a call of the painter for each would take
    longer than a frame.
    """

    def __init__(self, painter: QPainter, top: float, height: float) -> None:
        self._painter, self._top, self._height = painter, top, height
        self._left, self._right = 0.0, 0.0
        self._colour: QColor | None = None
        self._look: object = None

    def add(self, left: float, right: float, colour: QColor, look: object) -> None:
        """One clip from ``left`` to ``right``; clips of the same ``look`` have the same colour."""
        right = max(right, left + 1.0)
        if look != self._look or left > self._right + 1:
            self.flush()
            self._left, self._colour, self._look = left, colour, look
        self._right = right

    def flush(self) -> None:
        """Paint the band so far."""
        if self._colour is not None:
            wide = self._right - self._left
            self._painter.fillRect(QRectF(self._left, self._top, wide, self._height), self._colour)
        self._colour = self._look = None
