"""The headers at the left of the timeline's lanes: names, mute, solo, fader, pan and meter."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

import math
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from foley_post.render.levels import HIGHEST_DB, LOWEST_DB
from foley_post_ui.playback.balance import Balance
from foley_post_ui.playback.mixer import ORIGINAL
from foley_post_ui.playback.player import Playback
from foley_post_ui.style.theme import theme

__all__ = ["HEADER_WIDTH", "LaneHeader", "LaneHost"]

HEADER_WIDTH = 150
_FALLS = 0.85
"""Of its height a meter keeps so much from one look to the next."""
_METER_FLOOR_DB = -48.0


class LaneHost(Protocol):
    """Who has the headers, and hears what they ask for."""

    headers: QWidget
    player: Playback
    balance: Balance

    def mute(self, performer: int, on: bool) -> None:
        """Silence a lane."""

    def solo(self, performer: int, on: bool) -> None:
        """Hear only soloed lanes."""


class _Turn(QSlider):
    """A small slider that a double click puts back."""

    def __init__(self, low: int, high: int, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(low, high)
        self.setFixedHeight(16)
        self.setMinimumWidth(20)
        self.setAccessibleName(name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the middle, or to 0 dB."""
        self.setValue(0)


class LaneHeader(QWidget):
    """A lane's name; where it sounds, a hue, mute and solo, a fader, a pan and a meter."""

    def __init__(self, title: str, performer: int | None, panel: LaneHost) -> None:
        super().__init__(panel.headers)
        self.performer, self.balance = performer, panel.balance
        self.shown = 0.0
        self.label = QLabel(title)
        self.label.setProperty("role", "heading" if performer is None else "dim")
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.first = QHBoxLayout()
        self.first.setSpacing(3)
        self.first.addWidget(self.label, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 2, 11 if performer is not None else 6, 2)
        box.setSpacing(0)
        box.addLayout(self.first)
        self.mute = self.solo = None
        self.fader: QSlider | None = None
        self.pan: QSlider | None = None
        if performer is None:
            return
        mixer = panel.player.mixer
        self.mute = self._letter(self.tr("M"), "mute")
        self.solo = self._letter(self.tr("S"), "solo")
        self.mute.setChecked(performer in mixer.muted)
        self.solo.setChecked(performer in mixer.soloed)
        self.mute.toggled.connect(lambda on: panel.mute(performer, on))
        self.solo.toggled.connect(lambda on: panel.solo(performer, on))
        self.first.addWidget(self.mute)
        self.first.addWidget(self.solo)
        box.addLayout(self._turns(performer))
        self._name(title)

    def call(self, title: str) -> None:
        """Show another name."""
        if title != self.label.text():
            self.label.setText(title)
            self._name(title)

    def stand(self) -> None:
        """Show how the lane is turned, which is no turn."""
        if self.performer is None or self.fader is None or self.pan is None:
            return
        level = self.balance.of(self.performer)
        for slider, value in ((self.fader, level.gain_db), (self.pan, 100 * level.pan)):
            slider.blockSignals(True)
            slider.setValue(round(value))
            slider.blockSignals(False)
        self._name(self.label.text())

    def meter(self, peak: float) -> bool:
        """Show how loud the lane is; whether it still moves."""
        decibels = 20 * math.log10(peak) if peak > 0 else _METER_FLOOR_DB
        height = min(1.1, max(0.0, 1 - decibels / _METER_FLOOR_DB))
        fallen = max(height, self.shown * _FALLS)
        fallen = fallen if fallen > 0.01 else 0.0
        if fallen != self.shown:
            self.shown = fallen
            self.update(self.width() - 8, 0, 8, self.height())
        return fallen > 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The player's hue along the left edge, the meter along the right."""
        super().paintEvent(event)
        if self.performer is None:
            return
        painter, t = QPainter(self), theme()
        hue = t.player(self.performer) if self.performer != ORIGINAL else QColor(t.dim)
        painter.fillRect(QRectF(0, 1, 4, self.height() - 2), hue)
        room = QRectF(self.width() - 7, 3, 4, self.height() - 6)
        painter.fillRect(room, QColor(t.sunken))
        if self.shown:
            over = self.shown > 1.0
            tall = room.height() * min(1.0, self.shown)
            colour = QColor(t.bad if over else t.good)
            painter.fillRect(QRectF(room.left(), room.bottom() - tall, room.width(), tall), colour)

    def _turns(self, performer: int) -> QHBoxLayout:
        self.fader = _Turn(round(LOWEST_DB), round(HIGHEST_DB), "")
        self.pan = _Turn(-100, 100, "")
        self.pan.setFixedWidth(36)
        self.stand()

        def turn(slider: QSlider) -> None:
            """Heard at once; a drag is one change of the project, when it ends."""
            level, value = self.balance.of(performer), slider.value()
            if slider is self.fader:
                self.balance.turn(performer, replace(level, gain_db=float(value)))
            else:
                self.balance.turn(performer, replace(level, pan=value / 100))
            self._name(self.label.text())
            if not slider.isSliderDown():
                self.balance.keep(performer, slider.accessibleName())

        row = QHBoxLayout()
        row.setSpacing(4)
        for slider in (self.fader, self.pan):
            slider.valueChanged.connect(lambda _, turned=slider: turn(turned))
            slider.sliderReleased.connect(lambda turned=slider: turn(turned))
        row.addWidget(self.fader, 1)
        row.addWidget(self.pan)
        return row

    def _name(self, title: str) -> None:
        """Say in tips and to screen readers what each control does, and where it is."""
        if self.mute is None or self.solo is None or self.fader is None or self.pan is None:
            return
        decibels, pan = self.fader.value(), self.pan.value()
        loud = self.tr("silent") if decibels <= LOWEST_DB else f"{decibels:+d} dB"
        side = self.tr("middle")
        if pan:
            words = self.tr("{0} % right") if pan > 0 else self.tr("{0} % left")
            side = words.format(abs(pan))
        for control, name, tip in (
            (self.mute, self.tr("Mute {0}").format(title), ""),
            (self.solo, self.tr("Solo {0}").format(title), ""),
            (self.fader, self.tr("Level of {0}").format(title), loud),
            (self.pan, self.tr("Pan of {0}").format(title), side),
        ):
            control.setAccessibleName(name)
            back = self.tr("{0}: {1} (double click puts it back)")
            control.setToolTip(back.format(name, tip) if tip else name)

    def _letter(self, letter: str, role: str) -> QToolButton:
        button = QToolButton()
        button.setText(letter)
        button.setCheckable(True)
        button.setFixedSize(22, 20)
        button.setProperty("role", role)
        return button
