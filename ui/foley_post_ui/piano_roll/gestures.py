"""What the mouse does in the piano roll: select, rub, move, stretch, draw.

A drag is computed from the take as it was at the press, so that it never drifts, and all its steps
are one undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from foley_post.midi import edits
from foley_post.midi.notes import Evidence, Note, Take
from foley_post_ui.i18n.translating import localized
from foley_post_ui.piano_roll import note_changes
from foley_post_ui.style.theme import theme

if TYPE_CHECKING:
    from foley_post_ui.piano_roll.roll import PianoRoll

__all__ = ["Gestures"]

_EDGE = 6.0
_DRAWN_S = 0.25
_REACH_S = 0.12


class Gestures:
    """The state of the mouse over one piano roll."""

    def __init__(self, roll: PianoRoll) -> None:
        self.roll = roll
        self.snap = "movement"
        self._mode = ""
        self._from = QPointF()
        self._rubber: QRectF | None = None
        self._before: Take | None = None
        self._grasped: frozenset[Note] = frozenset()
        self._number = 0
        self._pitch = -1

    def press(self, at: QPointF, event: QMouseEvent) -> None:
        """Grasp a note, or begin to rub or draw."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        roll, note = self.roll, self.roll.note_at(at)
        adds = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        self._from, self._number = at, self._number + 1
        if note is None:
            if roll.drawing:
                self.draw(at)
                return
            if not adds:
                roll.choose(())
            self._grasped = roll.chosen
            self._mode, self._rubber = "rub", QRectF(at, at)
            return
        if adds:
            roll.choose(roll.chosen ^ {note})
        elif note not in roll.chosen:
            roll.choose((note,))
        roll.heard.emit(note)
        self._before, self._grasped, self._pitch = roll.take, roll.chosen, note.pitch
        edge = roll.geometry_.rect_of(note).right() - at.x()
        self._mode = "stretch" if edge < _EDGE else "move"

    def move(self, at: QPointF, event: QMouseEvent) -> None:
        """Drag, or show with the pointer's shape what a press would do."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(at)
            return
        if self._mode == "rub" and self._rubber is not None:
            self._rub(at)
        elif self._mode in {"move", "stretch"} and self._before is not None:
            if (at - self._from).manhattanLength() < 3:
                return
            free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._drag(at, free)

    def release(self) -> None:
        """The button is up."""
        self._mode, self._before, self._rubber = "", None, None
        self.roll.viewport().update()

    def draw(self, at: QPointF) -> None:
        """A new note, whose end follows the mouse until it is let go."""
        roll = self.roll
        onset, pitch = max(0.0, roll.geometry_.time_at(at.x())), roll.geometry_.pitch_at(at.y())
        self._number += 1
        words = localized("PianoRoll", "Draw a note")
        take = roll.session.begin_take(words, f"draw-{self._number}")
        if take is None:
            return
        note = Note(onset, _DRAWN_S, pitch, 80, Evidence.INVENTED, 1.0)
        roll.choose(())
        after = self.snapped(edits.insert(take, note), set(take.notes))
        roll.change(after, words, f"draw-{self._number}")
        roll.heard.emit(note)
        self._pitch = note.pitch
        self._before, self._grasped, self._from = roll.take, roll.chosen, at
        self._mode = "stretch"

    def paint(self, painter: QPainter) -> None:
        """The rubber band."""
        if self._mode == "rub" and self._rubber is not None:
            fill = QColor(theme().accent)
            painter.setPen(QPen(fill, 1))
            fill.setAlpha(40)
            painter.setBrush(fill)
            painter.drawRect(self._rubber)

    def _drag(self, at: QPointF, free: bool) -> None:
        roll, before = self.roll, self._before
        assert before is not None
        by_s = (at.x() - self._from.x()) / roll.geometry_.scale
        key = f"drag-{self._number}"
        if self._mode == "stretch":
            after = note_changes.lengthen(before, self._grasped, by_s)
            self._put(after, localized("PianoRoll", "Stretch notes"), key.replace("drag", "draw"))
            return
        by_pitch = roll.geometry_.pitch_at(at.y()) - roll.geometry_.pitch_at(self._from.y())
        after = note_changes.move(before, self._grasped, by_s, by_pitch)
        if not free and by_s:
            after = self.snapped(after, set(before.notes))
        self._put(after, localized("PianoRoll", "Move notes"), key)
        self._hear(at)

    def _hear(self, at: QPointF) -> None:
        """The grasped note at another pitch."""
        pitch = self.roll.geometry_.pitch_at(at.y())
        if pitch != self._pitch and len(self._grasped) == 1:
            self._pitch = pitch
            (moved,) = self.roll.chosen or self._grasped
            self.roll.heard.emit(moved)

    def _put(self, after: Take, text: str, key: str) -> None:
        """Show a step of the drag, always computed from its beginning."""
        before = self._before
        assert before is not None
        self.roll.session.change_take(after, text, key)
        self.roll.choose(note_changes.followed(before, after, self._grasped))

    def snapped(self, take: Take, known: set[Note]) -> Take:
        """The take with its new notes drawn to what dragged notes snap to."""
        fresh = [n for n in take.notes if n not in known]
        if self.snap == "movement":
            moments = self.roll.moments()
            return note_changes.snap_to(take, fresh, moments, _REACH_S)
        shot = self.roll.session.current_shot
        if self.snap == "frames" and shot is not None:
            return note_changes.quantise(take, fresh, float(shot.rate.frame_s))
        return take

    def _rub(self, at: QPointF) -> None:
        self._rubber = QRectF(self._from, at).normalized()
        take = self.roll.take
        inside = [
            n
            for n in (take.notes if take else ())
            if self.roll.geometry_.rect_of(n).intersects(self._rubber)
        ]
        self.roll.choose(self._grasped | set(inside))
        self.roll.viewport().update()

    def _hover(self, at: QPointF) -> None:
        note = self.roll.note_at(at) if at.x() >= 0 and at.y() >= 0 else None
        shape = Qt.CursorShape.ArrowCursor
        if note is not None:
            edge = self.roll.geometry_.rect_of(note).right() - at.x()
            shape = Qt.CursorShape.SizeHorCursor if edge < _EDGE else Qt.CursorShape.OpenHandCursor
        elif self.roll.drawing:
            shape = Qt.CursorShape.CrossCursor
        self.roll.viewport().setCursor(shape)
