"""The viewer: the picture at the playhead, with the skeleton and the hits drawn on it."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from foley_post.timeline.model import Shot
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.words import problem_of
from foley_post_ui.playback.player import Playback
from foley_post_ui.viewer.frame_buffer import FrameBuffer
from foley_post_ui.viewer.overlay_paint import paint_hits, paint_skeleton
from foley_post_ui.viewer.people_paint import SeenPerson, paint_box, paint_people

__all__ = ["Viewer"]

_TOO_LATE_S = 0.6
_TOO_SOON_S = 2.0
"""A decoder needs a moment to begin: asked again too soon it would never get there."""


class Viewer(QWidget):
    """Paints what the timeline shows at the player's position.

    ``shown`` tells, with each paint of a new picture, the timeline's moment and the media time of
    the picture: what a measurement of sync needs.
    """

    shown = Signal(float, float)
    problem = Signal(str, str)

    def __init__(self, session: Session, player: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.player = session, player
        self.frames = FrameBuffer(self)
        self.with_skeleton = True
        self.with_hits = True
        self.seen_people: Callable[[], list[SeenPerson]] = list
        self.hovered: int | None = None
        self.drawn_box: QRectF | None = None
        self.pending_boxes: dict[str, QRectF] = {}
        self._room: QRectF | None = None
        self._problems: dict[str, str] = {}
        self._asked_s, self._asked_at = math.nan, 0.0
        self._painted: tuple[str, float] = ("", -1.0)
        self.setMinimumSize(240, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Viewer"))
        self.setAccessibleDescription(self.tr("The picture at the playhead"))
        self.frames.arrived.connect(self._arrived)
        self.frames.problem.connect(self._failed)
        player.moved.connect(self._moved)
        player.turned.connect(self._turned)
        session.motions_changed.connect(lambda _: self.update())
        session.work_changed.connect(lambda _: self.update())

    def ask(self) -> None:
        """Decode from the playhead on."""
        self._asked_s, self._asked_at = self.player.position_s, time.monotonic()
        self.frames.ask(self.player.position_s, self.player.speed)
        self.update()

    def shown_shot(self) -> tuple[Shot | None, QRectF | None, float]:
        """The shot in the picture, where its picture is in the view (None while there is none), and
        the moment of the shot.
        """
        position = self.player.position_s
        shot = self.frames.layout.visible_shot(position)
        if shot is None:
            return None, None, 0.0
        return shot, self._room, position - float(shot.record_start_s)

    def forget(self) -> None:
        """Another cut is open."""
        self._problems.clear()
        self.pending_boxes.clear()
        self.ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, fitted; the skeleton and hits; or a sentence why there is none."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("#0b0c0e"))
        if self.session.cut is None:
            self._say(painter, self.tr("Open a timeline to see its shots here."))
            return
        position = self.player.position_s
        shot, image, media_s = self.frames.at(position)
        self._painted = (shot.id if shot else "", media_s if image else -1.0)
        self._room = None
        if shot is None:
            return  # black, as the timeline is
        if image is None:
            reason, latest = self._reason(shot), self.frames.latest
            if latest is not None and not reason:
                painter.drawImage(self._fitted(latest), latest)  # until the right one is decoded
            else:
                self._say(painter, reason or self.tr("Loading the picture ..."))
            return
        room = self._room = self._fitted(image)
        painter.drawImage(room, image)
        self._paint_seen(painter, shot, room, position - float(shot.record_start_s))
        if not math.isnan(media_s):
            self.shown.emit(position, media_s)

    def _paint_seen(self, painter: QPainter, shot: Shot, room: QRectF, at_s: float) -> None:
        painter.save()
        painter.setClipRect(room)
        people = self.seen_people()
        if self.with_skeleton:
            for person in people:
                paint_skeleton(painter, room, person.motion, at_s, scored=person.scored)
        if self.with_hits:
            for take in self.session.project_work(shot.id).current:
                seen = self.session.motion_of(shot.id, take.performer)
                if seen is not None:
                    paint_hits(painter, room, (seen, take), at_s)
        if self.with_skeleton:
            paint_people(painter, people, room, self.hovered)
        pending = self.pending_boxes.get(shot.id)
        if pending is not None:
            box = QRectF(
                room.left() + pending.x() * room.width(), room.top() + pending.y() * room.height(),
                pending.width() * room.width(), pending.height() * room.height(),
            )  # fmt: skip
            paint_box(painter, box, self.tr("Watching what moves here ..."))
        if self.drawn_box is not None:
            paint_box(painter, self.drawn_box, "")
        painter.restore()

    def _fitted(self, image: QImage) -> QRectF:
        scale = min(self.width() / image.width(), self.height() / image.height())
        wide, tall = image.width() * scale, image.height() * scale
        return QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall)

    def _reason(self, shot: Shot) -> str:
        """Why there is no picture; empty while it is being decoded."""
        return problem_of(shot) or self._problems.get(shot.id, "")

    def _say(self, painter: QPainter, text: str) -> None:
        painter.setPen(QColor("#aab2bd"))
        room = QRectF(self.rect()).adjusted(24, 12, -24, -12)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def _moved(self, time_s: float) -> None:
        waited = time.monotonic() - self._asked_at > _TOO_SOON_S
        behind = self.frames.behind_s > _TOO_LATE_S * abs(self.player.speed)
        late = self.player.speed and behind and waited
        if late or (not self.player.speed and time_s != self._asked_s):
            self.ask()  # a decoder that fell behind skips to now
        if not self.player.speed or self._is_news(time_s):
            self.update()

    def _is_news(self, time_s: float) -> bool:
        """Whether another picture is due than the one painted last."""
        shot, image, media_s = self.frames.at(time_s)
        return self._painted != (shot.id if shot else "", media_s if image else -1.0)

    def _turned(self, speed: float) -> None:
        self.ask()

    def _arrived(self) -> None:
        if self._is_news(self.player.position_s):
            self.update()

    def _failed(self, shot_id: str, problem: str) -> None:
        self._problems[shot_id] = problem
        self.problem.emit(shot_id, problem)
        self.update()
