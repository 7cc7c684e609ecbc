"""An empty place says what it is for and what to do: a title, a sentence, perhaps a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from foley_post_ui.style.theme import theme

__all__ = ["paint_empty"]

_WIDEST = 420.0
_BAR = 5.0


def paint_empty(
    painter: QPainter, room: QRectF, *, title: str, text: str, share: float | None = None
) -> None:
    """In the middle of ``room``, on a card; ``share`` 0..1 draws how far something is."""
    t = theme()
    bold = QFont()
    bold.setPointSizeF(bold.pointSizeF() + 2)
    bold.setWeight(QFont.Weight.DemiBold)
    plain = QFont()
    wide = min(_WIDEST, room.width())
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    words = QFontMetricsF(plain).boundingRect(QRectF(0, 0, wide - 40, 400), int(flags), text)
    head = QFontMetricsF(bold).height()
    tall = 18 + head + 6 + words.height() + 18 + (_BAR + 14 if share is not None else 0)
    card = QRectF(room.center().x() - wide / 2, room.center().y() - tall / 2, wide, tall)
    ground = QColor(t.panel)
    ground.setAlpha(235)
    painter.setPen(QColor(t.line))
    painter.setBrush(ground)
    painter.drawRoundedRect(card, 8, 8)
    painter.setFont(bold)
    painter.setPen(QColor(t.text))
    line = QRectF(card.left(), card.top() + 18, wide, head)
    painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, title)
    painter.setFont(plain)
    painter.setPen(QColor(t.dim))
    below = QRectF(card.left() + 20, line.bottom() + 6, wide - 40, words.height() + 2)
    painter.drawText(below, int(flags), text)
    if share is not None:
        bar = QRectF(below.left(), below.bottom() + 12, below.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, part in ((t.line, 1.0), (t.busy, min(1.0, max(0.0, share)))):
            painter.setBrush(QColor(colour))
            done = QRectF(bar.left(), bar.top(), max(_BAR, bar.width() * part), _BAR)
            painter.drawRoundedRect(done, _BAR / 2, _BAR / 2)
