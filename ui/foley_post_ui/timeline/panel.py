"""The timeline with its track headers and its tools: generate, zoom, mute and solo."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.player_names import LaneNames
from foley_post_ui.document.session import Session
from foley_post_ui.panels.elided_label import ElidedLabel
from foley_post_ui.playback.balance import Balance
from foley_post_ui.playback.player import Playback
from foley_post_ui.style.icons import icon
from foley_post_ui.timeline.headers import HEADER_WIDTH, LaneHeader
from foley_post_ui.timeline.layout import ORIGINAL
from foley_post_ui.timeline.original_menu import original_button
from foley_post_ui.timeline.paint import RULER
from foley_post_ui.timeline.view import TimelineView

__all__ = ["HEADER_WIDTH", "TimelinePanel"]

_METER_MS = 40


class TimelinePanel(QWidget):
    """Tools on top, headers left, the timeline itself."""

    def __init__(
        self, session: Session, work: JobQueue, player: Playback, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.player = session, player
        self.names = LaneNames(session)
        self.balance = Balance(session, player.mixer, self)
        self.balance.changed.connect(self._stand)
        self.view = TimelineView(session, work, self)
        self.headers = QWidget()
        self.headers.setFixedWidth(HEADER_WIDTH)
        self.headers.setProperty("scrolls", True)
        self._rows: list[LaneHeader] = []
        self._buttons = 0
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.headers)
        body.addWidget(self.view, 1)
        self.tools = QHBoxLayout()
        self.tools.setContentsMargins(10, 6, 10, 6)
        self.tools.setSpacing(6)
        self.told = ElidedLabel()
        self.told.setProperty("role", "dim")
        self.tools.addWidget(self.told, 1)
        for name, words, act in (
            ("zoom_out", self.tr("Zoom out"), lambda: self.view.zoom(1 / 1.5)),
            ("zoom_in", self.tr("Zoom in"), lambda: self.view.zoom(1.5)),
            ("fit", self.tr("Show the whole timeline"), self.view.fit),
        ):
            button = QToolButton()
            button.setIcon(icon(name))
            button.setProperty("icon_name", name)
            button.setIconSize(QSize(18, 18))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(act)
            self.tools.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self.tools)
        box.addLayout(body, 1)
        self.view.replaced.connect(player.mixer.forget_lanes)
        self.view.laid_out.connect(self._lay_headers)
        self.view.verticalScrollBar().valueChanged.connect(self._place)
        for changed in (session.opened, session.selection_changed):
            changed.connect(self._tell)
        session.work_changed.connect(lambda _: self._tell())
        work.changed.connect(lambda _: self._tell())
        player.moved.connect(self.view.set_position)
        player.marks_changed.connect(self._marks)
        self._metering = QTimer(self)
        self._metering.setSingleShot(True)
        self._metering.setInterval(_METER_MS)
        self._metering.timeout.connect(self._meter)
        player.turned.connect(lambda speed: self._metering.start() if speed else None)

    def add_primary(self, action: QAction) -> QPushButton:
        """A button of the main way; `stress` makes one of them stand out."""
        name = str(action.property("icon_name"))
        button = QPushButton(icon(name), action.iconText().replace("&", "").rstrip(" ."))
        button.setProperty("icon_name", name)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text().replace("&", ""))
        button.clicked.connect(action.trigger)
        button.setEnabled(action.isEnabled())
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        self.tools.insertWidget(self._buttons, button)
        self._buttons += 1
        return button

    def mute(self, performer: int, on: bool) -> None:
        """Silence a player's stems."""
        mixer = self.player.mixer
        mixer.muted = mixer.muted | {performer} if on else mixer.muted - {performer}
        self._silenced()

    def solo(self, performer: int, on: bool) -> None:
        """Hear only soloed players."""
        mixer = self.player.mixer
        mixer.soloed = mixer.soloed | {performer} if on else mixer.soloed - {performer}
        self._silenced()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Headers stay beside their lanes."""
        super().resizeEvent(event)
        self._place()

    def _silenced(self) -> None:
        mixer = self.player.mixer
        players = [r.performer for r in self._rows if r.performer is not None]
        self.view.muted = frozenset(p for p in players if not mixer.gain_of(p))
        self.view.viewport().update()

    def _lay_headers(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        music = [x for x in self.view.layout_.lanes if x.performer not in (None, ORIGINAL)]
        for lane in self.view.layout_.lanes:
            title = lane.title
            if lane.performer == ORIGINAL:
                title = self.tr("Original")
            elif lane.performer is not None:
                title = self.names.of(lane.performer, len(music))
            row = LaneHeader(title, lane.performer, self)
            if lane.performer == ORIGINAL:
                row.first.insertWidget(1, original_button(self.session, row))
            row.show()
            self._rows.append(row)
        self._place()

    def _place(self) -> None:
        down = RULER - self.view.verticalScrollBar().value()
        for row, lane in zip(self._rows, self.view.layout_.lanes, strict=False):
            row.setGeometry(0, lane.top + down, HEADER_WIDTH, lane.height)
            row.setVisible(lane.top + down >= RULER - lane.height // 2)
        self.headers.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)

    def _tell(self) -> None:
        """What is selected, and what the lanes' players are called now."""
        self.told.setText(self.view.selection.describe(self.view.state_of))
        music = [r for r in self._rows if r.performer not in (None, ORIGINAL)]
        for row in music:
            assert row.performer is not None
            row.call(self.names.of(row.performer, len(music)))

    def _stand(self) -> None:
        """The faders follow what was undone."""
        for row in self._rows:
            row.stand()

    def _meter(self) -> None:
        """Let the meters follow, until nothing plays and all have fallen."""
        peaks = self.player.mixer.peaks()
        moving = [
            r.meter(peaks.get(r.performer, 0.0)) for r in self._rows if r.performer is not None
        ]
        if self.player.speed or any(moving):
            self._metering.start()

    def _marks(self) -> None:
        self.view.marks = (self.player.in_s, self.player.out_s)
        self.view.viewport().update()
