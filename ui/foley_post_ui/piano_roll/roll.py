"""The piano roll: the current take's notes, to see, draw, move, stretch and delete."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from foley_post.core.pitches import pitch_name
from foley_post.midi.notes import Note, Take
from foley_post.pose.skeleton import Motion
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.document.unsure_notes import unsure_notes
from foley_post_ui.i18n.words import problem_of
from foley_post_ui.panels.empty_paint import paint_empty
from foley_post_ui.piano_roll.geometry import KEYS_WIDTH, RollGeometry
from foley_post_ui.piano_roll.gestures import Gestures
from foley_post_ui.piano_roll.movement_curve import MovementCurve, curve_of, paint_curve
from foley_post_ui.piano_roll.note_changes import followed
from foley_post_ui.piano_roll.paint import paint_ghosts, paint_keys, paint_notes, paint_rows
from foley_post_ui.style.theme import theme
from foley_post_ui.timeline.paint import paint_ruler

__all__ = ["RULER", "PianoRoll"]

RULER = 24
_KEY_S = 0.5
_SAME_S = 0.05
_ROWS = (7.0, 17.0)
"""The flattest and tallest row that fitting makes; below it the notes are scrolled."""


class PianoRoll(QAbstractScrollArea):
    """Shows `Session.current_take`. ``chosen`` are the selected notes."""

    sought = Signal(float)
    chosen_changed = Signal()
    moved_view = Signal()
    menu_wanted = Signal(QPoint)
    heard = Signal(object)
    """A note that the hand touched is to be heard."""

    def __init__(
        self, session: Session, work: JobQueue | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self.geometry_ = RollGeometry()
        self.gestures = Gestures(self)
        self.chosen: frozenset[Note] = frozenset()
        self.position_s = self._time_s = 0.0
        self.drawing = False
        self.pressed_key: int | None = None
        self.last_key: int | None = None
        self._curve: tuple[Motion, MovementCurve] | None = None
        self._shown = ("", -1, False)
        self._before: Take | None = None
        self._fitted = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Piano roll"))
        self.setMinimumHeight(120)
        self.viewport().setMouseTracking(True)
        self.horizontalScrollBar().setAccessibleName(self.tr("Scroll the notes in time"))
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll the notes in pitch"))
        session.opened.connect(self.refresh)
        session.current_changed.connect(self.refresh)
        session.work_changed.connect(self._work_changed)
        session.motions_changed.connect(lambda _: self.viewport().update())
        if work is not None:
            work.added.connect(self._job_changed)
            work.changed.connect(self._job_changed)

    @property
    def take(self) -> Take | None:
        """The take shown."""
        return self.session.current_take

    @property
    def curve(self) -> MovementCurve | None:
        """How fast the current player's hands move; None where nobody was watched."""
        motion = self.session.motion_of(self.session.current, self.session.performer)
        if motion is None:
            return None
        if self._curve is None or self._curve[0] is not motion:
            self._curve = (motion, curve_of(motion))
        return self._curve[1]

    def moments(self) -> list[float]:
        """What notes snap to: seen and heard strokes, and where a fast movement stops short."""
        known = self.session.movement_moments()
        hits = self.curve.hits_s if self.curve else ()
        return sorted({*known, *(h for h in hits if all(abs(h - k) > _SAME_S for k in known))})

    def refresh(self) -> None:
        """Show the current take; another shot or player, or its first take, is fitted into view."""
        shown = (self.session.current, self.session.performer, self.take is not None)
        if shown != self._shown:
            self._shown = shown
            self.choose(())
            self.fit()
            self.set_position(self._time_s)
        elif self.take is not None:
            before = self._before or self.take
            self.choose(followed(before, self.take, self.chosen))
        self._before = self.take
        self._ranges()
        self.viewport().update()

    def fit(self) -> None:
        """The whole shot in width, its notes in height."""
        shot = self.session.current_shot
        if shot is None:
            return
        room = self.viewport().width() - KEYS_WIDTH - 30
        self.geometry_.scale = max(4.0, room / max(0.2, float(shot.length_s)))
        self._fitted = True
        pitches = [n.pitch for n in self.take.notes] if self.take else [55, 73]
        low, high = min(pitches, default=55), max(pitches, default=73)
        tall = self.viewport().height() - RULER
        self.geometry_.row = min(_ROWS[1], max(_ROWS[0], tall / (high - low + 5)))
        self._ranges()
        middle = (low + high) / 2
        bar = self.verticalScrollBar()
        bar.setValue(round((127.5 - middle) * self.geometry_.row - tall / 2))

    def choose(self, notes: Iterable[Note]) -> None:
        """Select notes."""
        chosen = frozenset(notes)
        if chosen != self.chosen:
            self.chosen = chosen
            self.setAccessibleDescription(self.describe())
            self.chosen_changed.emit()
            self.viewport().update()

    def change(self, after: Take, text: str, merge: str = "") -> None:
        """Replace the take; what was selected stays selected in its new form."""
        before = self.take
        if before is None or after == before:
            return
        chosen = followed(before, after, self.chosen)
        self.session.change_take(after, text, merge)
        self.choose(chosen)

    def describe(self) -> str:
        """The selection in words, for screen readers."""
        if not self.chosen:
            count = len(self.take.notes) if self.take else 0
            return self.tr("{0} notes, none selected").format(count)
        if len(self.chosen) > 1:
            return self.tr("{0} notes selected").format(len(self.chosen))
        (note,) = self.chosen
        return self.tr("{0} at {1} s").format(pitch_name(note.pitch), f"{note.onset_s:.2f}")

    def set_position(self, time_s: float) -> None:
        """Move the playhead; ``time_s`` counts on the timeline."""
        self._time_s = time_s
        shot = self.session.current_shot
        at = time_s - float(shot.record_start_s) if shot else 0.0
        old, self.position_s = self.geometry_.x_of(self.position_s), at
        if round(old) == round(self.geometry_.x_of(at)):
            return
        self._follow(old, self.geometry_.x_of(at))
        for x in (old, self.geometry_.x_of(at)):
            self.viewport().update(round(x) + KEYS_WIDTH - 3, 0, 7, self.viewport().height())

    def _follow(self, old_x: float, x: float) -> None:
        """Turn the page when the playhead runs out of sight at the right."""
        room = self.viewport().width() - KEYS_WIDTH
        if 0 <= old_x <= room < x <= room + 100:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + round(x) - 20)

    def zoom(self, factor: float, about_x: float | None = None) -> None:
        """Zoom in time about a point of the note area."""
        x = (self.viewport().width() - KEYS_WIDTH) / 2 if about_x is None else about_x
        moment = self.geometry_.time_at(x)
        self.geometry_.scale = min(4000.0, max(4.0, self.geometry_.scale * factor))
        self._fitted = False
        self._ranges()
        self.horizontalScrollBar().setValue(round(moment * self.geometry_.scale - x + 10))

    def zoom_rows(self, factor: float) -> None:
        """Taller or flatter rows."""
        pitch = self.geometry_.pitch_at(self.viewport().height() / 2)
        self.geometry_.row = min(28.0, max(4.0, self.geometry_.row * factor))
        self._ranges()
        tall = self.viewport().height() - RULER
        self.verticalScrollBar().setValue(round((127.5 - pitch) * self.geometry_.row - tall / 2))

    def note_at(self, at: QPointF) -> Note | None:
        """The topmost note under a point of the note area."""
        if self.take is None:
            return None
        reach = QRectF(at.x() - 1.5, at.y(), 3, 0.1)
        return next(
            (n for n in reversed(self.take.notes) if self.geometry_.rect_of(n).intersects(reach)),
            None,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, notes, keys, ruler, playhead."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shot, cut, take, t = self.session.current_shot, self.session.cut, self.take, theme()
        if shot is None or cut is None:
            painter.fillRect(self.rect(), QColor(t.sunken))
            return
        view = self.viewport().rect()
        area = QRectF(0, 0, view.width() - KEYS_WIDTH, view.height() - RULER)
        painter.save()
        painter.translate(KEYS_WIDTH, RULER)
        painter.setClipRect(area)
        paint_rows(painter, area, self.geometry_, shot=shot, take=take)
        self._paint_behind(painter, area)
        if take is not None:
            unsure = unsure_notes(self.session.current_work, take)
            paint_notes(painter, self.geometry_, area, take, chosen=self.chosen, unsure=unsure)
        self.gestures.paint(painter)
        painter.restore()
        paint_keys(painter, area.height(), RULER, self.geometry_, pressed=self.pressed_key)
        start = float(shot.record_start_s) + self.geometry_.time_at(0)
        ruler = QRectF(KEYS_WIDTH, 0, area.width(), RULER)
        painter.setClipRect(ruler)
        paint_ruler(painter, cut, ruler, start_s=start, scale=self.geometry_.scale)
        painter.setClipping(False)
        painter.fillRect(QRectF(0, 0, KEYS_WIDTH, RULER), QColor(t.window))
        if take is None:
            self._say(painter)
        else:
            self._paint_playhead(painter, view.height())
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(view.adjusted(0, 0, -1, -1))

    def _paint_behind(self, painter: QPainter, area: QRectF) -> None:
        """The movement's curve, and the other players' notes."""
        hue = theme().player(self.session.performer)
        if self.curve is not None:
            paint_curve(painter, area, self.geometry_, self.curve, colour=hue)
        for other in self.session.current_work.current:
            if other.performer != self.session.performer:
                paint_ghosts(painter, self.geometry_, area, other)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ruler: seek. Notes: see `Gestures`."""
        at = event.position() - QPointF(KEYS_WIDTH, RULER)
        if at.y() < 0:
            self._seek(at.x())
        elif at.x() < 0:
            self._press_key(at.y())
        elif at.x() >= 0 and (self.take is not None or self.drawing):
            self.gestures.press(at, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show what a press would do."""
        at = event.position() - QPointF(KEYS_WIDTH, RULER)
        if self.pressed_key is not None:
            self._press_key(at.y())
        elif event.buttons() & Qt.MouseButton.LeftButton and event.position().y() < RULER:
            self._seek(at.x())
        elif self.take is not None:
            self.gestures.move(at, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, let go of a key."""
        if self.pressed_key is not None:
            self.pressed_key = None
            self.viewport().update()
        self.gestures.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a note: go to the frame that caused it. On nothing: draw one."""
        at = event.position() - QPointF(KEYS_WIDTH, RULER)
        note = self.note_at(at)
        shot = self.session.current_shot
        if note is not None and shot is not None:
            self.sought.emit(float(shot.record_start_s) + note.onset_s)
        elif self.session.current_shot is not None and at.y() >= 0 and at.x() >= 0:
            self.gestures.draw(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The note menu, for what is under the pointer."""
        note = self.note_at(QPointF(event.pos()) - QPointF(KEYS_WIDTH, RULER))
        if note is not None and note not in self.chosen:
            self.choose((note,))
        self.menu_wanted.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms in time, Ctrl+Shift in pitch; else scroll."""
        steps, sideways = event.angleDelta().y(), event.angleDelta().x()
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier:
            if held & Qt.KeyboardModifier.ShiftModifier:
                self.zoom_rows(1.0015 ** (steps or sideways))
            else:
                self.zoom(1.0015**steps, event.position().x() - KEYS_WIDTH)
        elif sideways or held & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (sideways or steps))
        else:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - steps // 2)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole shot in view while it was."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        self._ranges()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The scroll bars moved."""
        self.geometry_.left = float(self.horizontalScrollBar().value())
        self.geometry_.top = float(self.verticalScrollBar().value())
        self.moved_view.emit()
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Other colours."""
        super().changeEvent(event)
        self.viewport().update()

    def _press_key(self, y: float) -> None:
        """A key of the keyboard at the left is played; dragged over several, each is."""
        pitch = self.geometry_.pitch_at(y)
        if self.session.current_shot is not None and pitch != self.pressed_key:
            self.pressed_key = self.last_key = pitch
            self.heard.emit(Note(0.0, _KEY_S, pitch, 80))
            self.viewport().update()

    def _seek(self, x: float) -> None:
        shot = self.session.current_shot
        if shot is not None:
            at = min(max(0.0, self.geometry_.time_at(x)), float(shot.length_s))
            self.sought.emit(float(shot.record_start_s) + at)

    def _paint_playhead(self, painter: QPainter, height: int) -> None:
        x = round(self.geometry_.x_of(self.position_s)) + KEYS_WIDTH + 0.5
        shot = self.session.current_shot
        inside = shot is not None and 0 <= self.position_s <= float(shot.length_s)
        if inside and x >= KEYS_WIDTH:
            painter.setPen(QPen(QColor(theme().playhead), 1.4))
            painter.drawLine(QPointF(x, 4), QPointF(x, height))

    def _say(self, painter: QPainter) -> None:
        """Why there are no notes, and what to do; how far the watching is."""
        room = QRectF(self.viewport().rect()).adjusted(KEYS_WIDTH + 24, RULER + 12, -24, -12)
        shot = self.session.current_shot
        job = self.work.of_shot(self.session.current) if self.work else None
        problem = problem_of(shot, self.session.current_work)
        if job is not None:
            share = round(100 * job.share)
            title = self.tr("Scoring {0} %").format(share) if share else self.tr("Waiting its turn")
            text = self.tr("The notes appear here when the players have been watched.")
            paint_empty(painter, room, title=title, text=text, share=job.share)
        elif problem:
            paint_empty(painter, room, title=self.tr("No notes"), text=problem)
        else:
            text = self.tr(
                "Press Generate score (Ctrl+G) to watch this shot, draw notes (D), or tap them (T) "
                "while it plays."
            )
            paint_empty(painter, room, title=self.tr("No notes yet"), text=text)

    def _job_changed(self, job: Job) -> None:
        if job.shot_id and job.shot_id == self.session.current and self.take is None:
            self.viewport().update()

    def _work_changed(self, shot_id: str) -> None:
        if shot_id == self.session.current:
            self.refresh()

    def _ranges(self) -> None:
        shot = self.session.current_shot
        length_s = float(shot.length_s) if shot else 0.0
        view, g = self.viewport(), self.geometry_
        across = self.horizontalScrollBar()
        across.setRange(0, max(0, round(length_s * g.scale) + 24 - view.width() + KEYS_WIDTH))
        across.setPageStep(view.width())
        across.setSingleStep(40)
        up = self.verticalScrollBar()
        up.setRange(0, max(0, round(128 * g.row) - view.height() + RULER))
        up.setPageStep(view.height())
        up.setSingleStep(round(g.row) * 2)
        self.scrollContentsBy(0, 0)
