"""A line of text that ends in an ellipsis where there is no room for all of it."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

__all__ = ["ElidedLabel", "shortened"]


def shortened(word: str, most: int) -> str:
    """A file's name with its middle left out where it has more than ``most`` letters; its ending
    stays.
    """
    half = most // 2
    return word if len(word) <= most else f"{word[:half]}…{word[-half:]}"


class ElidedLabel(QLabel):
    """Takes the width it is given; the tooltip has the whole text while some is left out."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it must be."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, shortened at its end."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        self.setToolTip(self.text() if shown != self.text() else "")
        self.style().drawItemText(
            painter, room, self.alignment(), option.palette, self.isEnabled(), shown,
            self.foregroundRole(),
        )  # fmt: skip
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
