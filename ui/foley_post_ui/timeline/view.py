"""The timeline: scrolls, zooms, selects; paints only what is visible."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from foley_post.timeline.model import Shot
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.document.shot_state import shot_state
from foley_post_ui.style.theme import theme
from foley_post_ui.timeline.layout import ORIGINAL, TimelineLane, TimelineLayout
from foley_post_ui.timeline.narrow_clips import NarrowClips
from foley_post_ui.timeline.paint import (
    RULER,
    STRIP,
    Pens,
    ShotLook,
    music_ground,
    paint_marks,
    paint_music,
    paint_playhead,
    paint_ruler,
    paint_shot,
    paint_sound,
    sound_ground,
)
from foley_post_ui.timeline.selection import TimelineSelection
from foley_post_ui.timeline.thumbnails import Thumbnails
from foley_post_ui.timeline.waveforms import Waveforms, paint_waveform

__all__ = ["TimelineView"]

_LEAST_SCALE, _MOST_SCALE = 0.02, 2000.0
_NARROW, _LEAST_MUSIC, _LEAST_WAVE = 3, 6, 8
"""Pixels: narrower clips show no frame, no notes and no waveform."""


class TimelineView(QAbstractScrollArea):
    """Tracks and shots against time. ``sought`` tells where the user wants the playhead."""

    sought = Signal(float)
    opened = Signal(str)
    menu_wanted = Signal(QPoint)
    laid_out = Signal()
    replaced = Signal()

    def __init__(self, session: Session, work: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self.selection = TimelineSelection(session, lambda: self.layout_)
        self.layout_ = TimelineLayout()
        self.thumbnails = Thumbnails(work, self)
        self.thumbnails.arrived.connect(self.viewport().update)
        self.waveforms = Waveforms(work, self)
        self.waveforms.arrived.connect(self.viewport().update)
        self.scale = 40.0
        self.position_s = 0.0
        self.marks: tuple[float | None, float | None] = (None, None)
        self.muted: frozenset[int] = frozenset()
        self._seeking = False
        self._fitted = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline"))
        self.setMinimumHeight(RULER + 90)
        self.horizontalScrollBar().setAccessibleName(self.tr("Scroll the timeline"))
        session.opened.connect(self.rebuild)
        session.work_changed.connect(self._work_changed)
        session.selection_changed.connect(self._selection_changed)
        session.current_changed.connect(self.viewport().update)
        work.changed.connect(self._job_changed)

    def rebuild(self) -> None:
        """Lay out the open cut anew."""
        before = self.layout_.cut
        self.layout_ = TimelineLayout(self.session.cut, self._players())
        self.layout_.fill(self.viewport().height() - RULER)
        if before is None or self.session.cut is None or before.path != self.session.cut.path:
            self.replaced.emit()
            self.thumbnails.clear()
            self.waveforms.clear()
            self.fit()
        self._ranges()
        self.laid_out.emit()

    def fit(self) -> None:
        """Show the whole cut."""
        room = max(100, self.viewport().width() - 24)
        self.scale = max(_LEAST_SCALE, room / max(0.5, self.layout_.length_s))
        self._fitted = True
        self._ranges()

    def zoom(self, factor: float, about_x: float | None = None) -> None:
        """Zoom about a point of the view, or the playhead."""
        x = self.x_of(self.position_s) if about_x is None else about_x
        if not 0 <= x <= self.viewport().width():
            x = self.viewport().width() / 2
        moment = self.time_at(x)
        self.scale = min(_MOST_SCALE, max(_LEAST_SCALE, self.scale * factor))
        self._fitted = False
        self._ranges()
        self.horizontalScrollBar().setValue(round(moment * self.scale - x + 8))
        self.viewport().update()

    def show_span(self, start_s: float, end_s: float, share: float) -> None:
        """Zoom so that a span fills ``share`` of the view's width."""
        wide = self.viewport().width()
        self.zoom(share * wide / max(0.05, end_s - start_s) / self.scale)
        middle = (start_s + end_s) / 2 * self.scale
        self.horizontalScrollBar().setValue(round(middle - wide / 2 + 8))

    def x_of(self, time_s: float) -> float:
        """Where a moment is in the view."""
        return time_s * self.scale - self.horizontalScrollBar().value() + 8

    def time_at(self, x: float) -> float:
        """Which moment is at a point of the view."""
        return (x - 8 + self.horizontalScrollBar().value()) / self.scale

    def set_position(self, time_s: float, follow: bool = True) -> None:
        """Move the playhead; the view follows it over its edge."""
        old, self.position_s = self.x_of(self.position_s), time_s
        x, width = self.x_of(time_s), self.viewport().width()
        if follow and not self._seeking and not 0 <= x <= width - 4:
            bar = self.horizontalScrollBar()
            bar.setValue(round(time_s * self.scale - width * (0.1 if x > width else 0.5)))
            self.viewport().update()
            return
        if round(old) == round(x):
            return
        height = self.viewport().height()
        for at in (old, x):
            self.viewport().update(round(at) - 8, 0, 17, height)

    def state_of(self, shot: Shot) -> tuple[str, float]:
        """A shot's state, and how far its scoring is."""
        return shot_state(self.session, self.work, shot)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies in the event's rectangle."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, area = theme(), event.rect()
        painter.fillRect(area, QColor(t.sunken))
        cut = self.session.cut
        if cut is None:
            return
        pens = Pens()
        first_s, last_s = self.time_at(area.left() - 2), self.time_at(area.right() + 2)
        down = RULER - self.verticalScrollBar().value()
        for lane in self.layout_.lanes:
            top = lane.top + down
            if top > area.bottom() or top + lane.height < area.top():
                continue
            band = QRectF(area.left(), top, area.width(), lane.height)
            painter.fillRect(band, QColor(t.window))
            paint = self._painter_of(lane)
            paint(painter, lane, top, span=lane.shown(first_s, last_s, self.scale), pens=pens)
        ruler = QRectF(0, 0, self.viewport().width(), RULER)
        if area.top() < RULER:
            paint_ruler(painter, cut, ruler, start_s=self.time_at(0), scale=self.scale)
        tall = self.viewport().height()
        paint_marks(painter, self._marked(), tall)
        paint_playhead(painter, self.x_of(self.position_s), tall)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def _edges(self, lane: TimelineLane, span: list[int]) -> Iterator[tuple[int, float, float]]:
        """Each shot of the span with where it begins and ends in the view."""
        offset = 8 - self.horizontalScrollBar().value()
        lefts = (lane.starts_s[span] * self.scale + offset).tolist()
        rights = (lane.ends_s[span] * self.scale + offset).tolist()
        return zip(span, lefts, rights, strict=True)

    def _paint_pictures(
        self, painter: QPainter, lane: TimelineLane, top: int, *, span: list[int], pens: Pens
    ) -> None:
        selected, current, t = set(self.session.selected), self.session.current, theme()
        narrow = NarrowClips(painter, top, lane.height)
        for index, left, right in self._edges(lane, span):
            shot = lane.shots[index]
            state, share = self.state_of(shot)
            if right - left < _NARROW:
                look = "selected" if shot.id in selected else state
                colour = QColor(t.accent) if shot.id in selected else t.state(state)
                narrow.add(left, right, colour, look)
                continue
            narrow.flush()
            strip: list[tuple[float, QPixmap]] = []
            if right - left > 16:
                tall = lane.height - STRIP
                strip = self.thumbnails.strip(shot, tall, self.scale, self._in_view(left, right))
            rect = QRectF(left, top, max(1.0, right - left), lane.height)
            chosen = shot.id in selected
            shown = ShotLook(shot, rect, state, share, chosen, shot.id == current, strip)
            paint_shot(painter, shown, pens)
        narrow.flush()

    def _painter_of(self, lane: TimelineLane) -> Callable[..., None]:
        kinds = {None: self._paint_pictures, ORIGINAL: self._paint_sound}
        return kinds.get(lane.performer, self._paint_music)

    def _paint_sound(
        self, painter: QPainter, lane: TimelineLane, top: int, *, span: list[int], pens: Pens
    ) -> None:
        muted = lane.performer in self.muted
        narrow, ground = NarrowClips(painter, top, lane.height), sound_ground(muted)
        for index, left, right in self._edges(lane, span):
            if right - left < _LEAST_WAVE:
                narrow.add(left, right, ground, "sound")
                continue
            narrow.flush()
            rect = QRectF(left, top, right - left, lane.height)
            paint_sound(painter, rect, ground)
            outline = self.waveforms.of(lane.shots[index])
            if outline is not None:
                paint_waveform(painter, rect, outline, self._in_view(left, right), muted=muted)
        narrow.flush()

    def _in_view(self, left: float, right: float) -> tuple[float, float]:
        """What of a span of the view can be seen, counted from its left edge."""
        width = self.viewport().width()
        return max(0.0, -left), max(0.0, min(right, width) - left)

    def _paint_music(
        self, painter: QPainter, lane: TimelineLane, top: int, *, span: list[int], pens: Pens
    ) -> None:
        muted = lane.performer in self.muted
        narrow = NarrowClips(painter, top, lane.height)
        for index, left, right in self._edges(lane, span):
            work = self.session.project_work(lane.shots[index].id)
            if not work.takes:
                continue
            if right - left < _LEAST_MUSIC:
                if any(t.performer == lane.performer for t in work.current):
                    narrow.add(left, right, music_ground(lane, muted), "music")
                continue
            narrow.flush()
            rect = QRectF(left, top, right - left, lane.height)
            paint_music(painter, rect, work, lane, muted=muted, pens=pens)
        narrow.flush()

    def _marked(self) -> tuple[float, float] | None:
        """From where to where in the view playback runs; None for all of it."""
        low, high = self.marks
        if low is None and high is None:
            return None
        end_s = self.layout_.length_s if high is None else high
        return self.x_of(low or 0.0), self.x_of(end_s)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole cut in view while it was."""
        super().resizeEvent(event)
        self.layout_.fill(self.viewport().height() - RULER)
        if self._fitted and self.session.cut is not None:
            self.fit()
        self._ranges()
        self.laid_out.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl or Alt zooms about the pointer; else scroll, sideways where there is no height."""
        steps, sideways = event.angleDelta().y(), event.angleDelta().x()
        held = event.modifiers()
        zooms = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if held & zooms:
            self.zoom(1.0015 ** (steps or sideways), event.position().x())
        elif (
            self.verticalScrollBar().maximum()
            and not sideways
            and not (held & Qt.KeyboardModifier.ShiftModifier)
        ):
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - steps // 2)
        else:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (sideways or steps))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On the ruler: seek. On a shot: select it; with Ctrl add it, with Shift up to it."""
        at = event.position()
        if event.button() != Qt.MouseButton.LeftButton or self.session.cut is None:
            return
        if at.y() < RULER:
            self._seeking = True
            self._seek(at.x())
            return
        shot = self._shot_at(at)
        if shot is None:
            self.session.select((), self.session.current)
            self._seek(at.x())
            return
        self.selection.click(shot, event.modifiers())
        lane = self.layout_.lane_at(at.y() - RULER + self.verticalScrollBar().value())
        if lane is not None and lane.performer is not None and self._plays(shot, lane.performer):
            self.session.show_performer(lane.performer)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub while the ruler is held."""
        if self._seeking:
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a scrub."""
        self._seeking = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a shot's notes, from its first frame."""
        shot = self._shot_at(event.position())
        if shot is not None and event.position().y() >= RULER:
            self.sought.emit(float(shot.record_start_s))
            self.opened.emit(shot.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Select what is under the pointer and ask for the menu."""
        shot = self._shot_at(QPointF(event.pos()))
        if shot is not None and shot.id not in self.session.selected:
            self.session.select((shot.id,), shot.id)
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys up and down go from shot to shot."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        chosen = self.selection.neighbour(step, extend)
        if chosen is not None:
            self.sought.emit(float(chosen.record_start_s))

    def _shot_at(self, at: QPointF) -> Shot | None:
        lane = self.layout_.lane_at(at.y() - RULER + self.verticalScrollBar().value())
        return lane.at(self.time_at(at.x())) if lane is not None else None

    def _plays(self, shot: Shot, performer: int) -> bool:
        return bool(self.session.project_work(shot.id).of(performer))

    def _seek(self, x: float) -> None:
        self.sought.emit(min(max(0.0, self.time_at(x)), self.layout_.length_s))

    def _players(self) -> int:
        project = self.session.project
        seen = [t.performer for w in project.shots.values() for t in w.takes] if project else []
        return max(seen, default=0) + 1

    def _work_changed(self, shot_id: str) -> None:
        lanes = sum(lane.performer not in (None, ORIGINAL) for lane in self.layout_.lanes)
        work = self.session.project_work(shot_id)
        if any(take.performer >= lanes for take in work.takes):
            self.rebuild()
        self.viewport().update()

    def _selection_changed(self) -> None:
        self.setAccessibleDescription(self.selection.describe(self.state_of))
        self.viewport().update()

    def _job_changed(self, job: object) -> None:
        if getattr(job, "shot_id", ""):
            self.viewport().update()

    def _ranges(self) -> None:
        view = self.viewport()
        wide = round(self.layout_.length_s * self.scale) + 24
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, wide - view.width()))
        bar.setPageStep(view.width())
        bar.setSingleStep(40)
        tall = self.layout_.height + RULER
        self.verticalScrollBar().setRange(0, max(0, tall - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        view.update()
