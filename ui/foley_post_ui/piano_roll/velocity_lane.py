"""The velocity lane under the piano roll: a stem a note, as tall as it is loud; drag to change."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from foley_post.midi.notes import Note, Take
from foley_post_ui.piano_roll import note_changes
from foley_post_ui.piano_roll.geometry import KEYS_WIDTH
from foley_post_ui.piano_roll.roll import PianoRoll
from foley_post_ui.style.theme import theme

__all__ = ["VelocityLane"]

_REACH = 7.0
_PAD = 6.0


class VelocityLane(QWidget):
    """Velocities of the roll's take; a drag moves all selected notes with the one grasped."""

    def __init__(self, roll: PianoRoll, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roll = roll
        self._grasped: Note | None = None
        self._before: Take | None = None
        self._chosen: frozenset[Note] = frozenset()
        self._number = 0
        self.setFixedHeight(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Velocities"))
        self.setToolTip(self.tr("Drag a stem up or down to change how loud its note is"))
        for changed in (roll.moved_view, roll.chosen_changed, roll.session.current_changed):
            changed.connect(self.update)
        roll.session.work_changed.connect(lambda _: self.update())

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(300, 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A stem a note."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = theme()
        painter.fillRect(self.rect(), QColor(t.sunken))
        painter.setPen(QPen(QColor(t.line), 1))
        for share in (0.0, 0.5, 1.0):
            y = self._y(1 + 126 * share)
            painter.drawLine(QLineF(KEYS_WIDTH, y, self.width(), y))
        room = QRectF(2, 0, KEYS_WIDTH - 6, self.height())
        font = QFont()
        font.setPointSizeF(7.5)
        wide = QFontMetricsF(font).horizontalAdvance(self.tr("Velocity"))
        font.setPointSizeF(7.5 * min(1.0, room.width() / wide))
        painter.setFont(font)
        painter.setPen(QColor(t.dim))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                         self.tr("Velocity"))  # fmt: skip
        painter.setClipRect(QRectF(KEYS_WIDTH, 0, self.width(), self.height()))
        take = self.roll.take
        base = self._y(1)
        for note in take.notes if take else ():
            x = self._x(note)
            if not KEYS_WIDTH - 5 <= x <= self.width() + 5:
                continue
            chosen = note in self.roll.chosen
            colour = t.evidence(note.evidence)
            if self.roll.chosen and not chosen:
                colour.setAlpha(120)
            painter.setPen(QPen(colour, 3 if chosen else 2))
            top = QPointF(x, self._y(note.velocity))
            painter.drawLine(QPointF(x, base), top)
            painter.setPen(QPen(QColor(t.text), 1.4) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(top, 3.4, 3.4)
        if self.hasFocus():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp the nearest stem."""
        take = self.roll.take
        if take is None or event.button() != Qt.MouseButton.LeftButton:
            return
        x, y = event.position().x(), event.position().y()
        near = [n for n in take.notes if abs(self._x(n) - x) <= _REACH]
        if not near:
            self.roll.choose(())
            return
        chosen = [n for n in near if n in self.roll.chosen]
        note = min(chosen or near, key=lambda n: abs(self._y(n.velocity) - y))
        if note not in self.roll.chosen:
            self.roll.choose((note,))
        self._grasped, self._before, self._chosen = note, take, self.roll.chosen
        self._number += 1
        self._drag(y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Louder and softer."""
        if self._grasped is not None:
            self._drag(event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grasped = self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down change the selected notes."""
        by = {Qt.Key.Key_Up: 4, Qt.Key.Key_Down: -4}.get(Qt.Key(event.key()))
        take = self.roll.take
        if by is None or take is None or not self.roll.chosen:
            super().keyPressEvent(event)
            return
        self.roll.change(
            note_changes.louder(take, self.roll.chosen, by), self.tr("Change velocity")
        )

    def _drag(self, y: float) -> None:
        assert self._grasped is not None
        assert self._before is not None
        share = (self.height() - _PAD - y) / (self.height() - 2 * _PAD)
        by = round(1 + 126 * min(1.0, max(0.0, share))) - self._grasped.velocity
        after = note_changes.louder(self._before, self._chosen, by)
        chosen = note_changes.followed(self._before, after, self._chosen)
        self.roll.session.change_take(after, self.tr("Change velocity"), f"velocity-{self._number}")
        self.roll.choose(chosen)

    def _x(self, note: Note) -> float:
        return self.roll.geometry_.x_of(note.onset_s) + KEYS_WIDTH

    def _y(self, velocity: float) -> float:
        return self.height() - _PAD - (velocity - 1) / 126 * (self.height() - 2 * _PAD)
