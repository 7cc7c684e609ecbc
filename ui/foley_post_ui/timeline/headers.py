"""The headers at the left of the timeline's lanes."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from foley_post_ui.playback.player import Playback
from foley_post_ui.style.theme import theme

__all__ = ["HEADER_WIDTH", "LaneHeader", "LaneHost"]

HEADER_WIDTH = 128


class LaneHost(Protocol):
    """Who has the headers, and hears what they ask for."""

    headers: QWidget
    player: Playback

    def mute(self, performer: int, on: bool) -> None:
        """Silence a lane."""

    def solo(self, performer: int, on: bool) -> None:
        """Hear only soloed lanes."""


class LaneHeader(QWidget):
    """A lane's name; a player's hue, and mute and solo for their music."""

    def __init__(self, title: str, performer: int | None, panel: LaneHost) -> None:
        super().__init__(panel.headers)
        self.performer = performer
        box = QHBoxLayout(self)
        box.setContentsMargins(10, 0, 6, 0)
        box.setSpacing(3)
        self.label = QLabel(title)
        self.label.setProperty("role", "heading" if performer is None else "dim")
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        box.addWidget(self.label, 1)
        self.mute = self.solo = None
        if performer is None:
            return
        self.mute = self._letter(self.tr("M"), self.tr("Mute {0}").format(title), "mute")
        self.solo = self._letter(self.tr("S"), self.tr("Solo {0}").format(title), "solo")
        self.mute.setChecked(performer in panel.player.mixer.muted)
        self.solo.setChecked(performer in panel.player.mixer.soloed)
        self.mute.toggled.connect(lambda on: panel.mute(performer, on))
        self.solo.toggled.connect(lambda on: panel.solo(performer, on))
        box.addWidget(self.mute)
        box.addWidget(self.solo)

    def call(self, title: str) -> None:
        """Show another name."""
        if title == self.label.text():
            return
        self.label.setText(title)
        for button, words in (
            (self.mute, self.tr("Mute {0}")), (self.solo, self.tr("Solo {0}")),
        ):  # fmt: skip
            if button is not None:
                button.setToolTip(words.format(title))
                button.setAccessibleName(words.format(title))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The player's hue along the left edge."""
        super().paintEvent(event)
        if self.performer is not None:
            stripe = QRectF(0, 1, 4, self.height() - 2)
            QPainter(self).fillRect(stripe, theme().player(self.performer))

    def _letter(self, letter: str, words: str, role: str) -> QToolButton:
        button = QToolButton()
        button.setText(letter)
        button.setCheckable(True)
        button.setFixedSize(22, 22)
        button.setProperty("role", role)
        button.setToolTip(words)
        button.setAccessibleName(words)
        return button
