"""The pictures before, at and after the chosen note: whether it strikes when the hand does."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from collections import OrderedDict
from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from foley_post.jobs.pool import QUICK
from foley_post.jobs.tasks import Thumbnail
from foley_post.midi.notes import Note
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.style.theme import theme
from foley_post_ui.timeline.thumbnails import image_of

__all__ = ["FrameStrip"]

_FRAMES = (-2, -1, 0, 1, 2)
_TALL, _GAP, _KEPT = 74, 3, 120
_Key = tuple[str, int]


class FrameStrip(QWidget):
    """Five pictures around a note, the middle one at its onset; a click goes there."""

    sought = Signal(float)

    def __init__(
        self, session: Session, work: JobQueue | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self.note: Note | None = None
        self._made: OrderedDict[_Key, QPixmap | None] = OrderedDict()
        self._asked: set[_Key] = set()
        self.setFixedHeight(_TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Frames around the note"))
        self.setToolTip(self.tr("The frames before and after the note; click one to go there"))
        self.setVisible(False)
        session.opened.connect(self._forget)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(300, _TALL)

    def show_note(self, note: Note | None) -> None:
        """Show the pictures around ``note``; nothing where there is no picture."""
        shot = self.session.current_shot
        there = note is not None and shot is not None and shot.media.path is not None
        self.note = note if there and shot is not None and not shot.problem else None
        self.setVisible(self.note is not None)
        self.update()

    @property
    def settled(self) -> bool:
        """Whether every picture that was asked for is there."""
        return not self._asked

    def frames(self) -> list[int]:
        """The frames of the shot that are shown."""
        shot = self.session.current_shot
        if shot is None or self.note is None:
            return []
        middle = round(self.note.onset_s * float(shot.rate.fps))
        return [middle + k for k in _FRAMES]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pictures side by side, the note's own framed."""
        painter, t = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(t.sunken))
        font = QFont()
        font.setPointSizeF(7.5)
        painter.setFont(font)
        for place, frame in enumerate(self.frames()):
            room = self._room(place)
            picture = self._of(frame)
            if picture is None:
                painter.fillRect(room, QColor(t.raised))
            else:
                size = picture.size().scaled(
                    room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
                )
                shown = QRectF(0, 0, size.width(), size.height())
                shown.moveCenter(room.center())
                painter.drawPixmap(shown, picture, QRectF(picture.rect()))
            offset = _FRAMES[place]
            if offset == 0:
                painter.setPen(QPen(QColor(t.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(room.adjusted(1, 1, -1, -1))
            painter.setPen(QColor("#ffffff"))
            words = self.tr("note") if offset == 0 else f"{offset:+d}"
            flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
            painter.drawText(room.adjusted(0, 0, -5, -3), flags, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the picture that is clicked."""
        shot = self.session.current_shot
        for place, frame in enumerate(self.frames()):
            if shot is not None and self._room(place).contains(event.position()):
                self.sought.emit(float(shot.record_start_s) + frame * float(shot.rate.frame_s))

    def _room(self, place: int) -> QRectF:
        wide = (self.width() - _GAP * (len(_FRAMES) + 1)) / len(_FRAMES)
        return QRectF(_GAP + place * (wide + _GAP), 2, wide, self.height() - 4)

    def _of(self, frame: int) -> QPixmap | None:
        shot = self.session.current_shot
        if shot is None or shot.media.path is None or self.work is None:
            return None
        if not 0 <= frame < shot.length_frames:
            return None
        key = (shot.id, frame)
        if key in self._made or key in self._asked:
            return self._made.get(key)
        self._asked.add(key)
        at_s = shot.time_map.media_at(shot.rate.seconds(frame)) - shot.rate.frame_s / 4
        self.work.run(
            Thumbnail(shot.media.path, max(Fraction(0), at_s), _TALL),
            "", lane=QUICK, first=True, listed=False,
            on_done=lambda image: self._put(key, image),
            on_failed=lambda _: self._put(key, None),
        )  # fmt: skip
        return None

    def _put(self, key: _Key, image: object) -> None:
        self._asked.discard(key)
        pixmap = None if image is None else QPixmap.fromImage(image_of(image))  # type: ignore[arg-type]
        self._made[key] = pixmap
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)
        self.update()

    def _forget(self) -> None:
        self._made.clear()
        self._asked.clear()
        self.show_note(None)
