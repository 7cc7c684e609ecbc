"""The bar under the picture: timecode, play controls, what is drawn, and the faders."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from foley_post.core.timecode import timecode
from foley_post_ui.document.session import Session
from foley_post_ui.playback.player import Playback
from foley_post_ui.style.icons import icon
from foley_post_ui.style.typeface import figure_font
from foley_post_ui.viewer.viewer import Viewer

__all__ = ["ViewerPanel"]


class ViewerPanel(QWidget):
    """The viewer and its transport."""

    def __init__(self, session: Session, player: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.player = session, player
        self.viewer = Viewer(session, player, self)
        self.clock = QLabel("00:00:00:00")
        self.clock.setFont(figure_font(12))
        self.clock.setAccessibleName(self.tr("Timecode"))
        self.length = QLabel()
        self.length.setFont(figure_font(9))
        self.length.setProperty("role", "dim")
        self.length.setAccessibleName(self.tr("Length of the timeline"))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(1)
        self.skeleton = self._switch("skeleton", self.tr("Show the skeleton"))
        self.hits = self._switch("hits", self.tr("Show where notes are struck"))
        self.skeleton.toggled.connect(self._draw)
        self.hits.toggled.connect(self._draw)
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 5, 8, 6)
        bar.setSpacing(6)
        bar.addWidget(self.clock)
        bar.addStretch(1)
        bar.addLayout(self.buttons)
        bar.addStretch(1)
        bar.addWidget(self.skeleton)
        bar.addWidget(self.hits)
        self.music = self._fader(self.tr("Music"), 100, "music_gain")
        self.original = self._fader(self.tr("Original sound"), 50, "original_gain")
        faders = QHBoxLayout()
        faders.setContentsMargins(10, 0, 10, 8)
        faders.setSpacing(8)
        faders.addWidget(self.length)
        faders.addStretch(1)
        for words, slider in (
            (self.tr("Music"), self.music),
            (self.tr("Original"), self.original),
        ):
            label = QLabel(words)
            label.setProperty("role", "dim")
            label.setBuddy(slider)
            faders.addWidget(label)
            faders.addWidget(slider)
            faders.addSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.viewer, 1)
        box.addLayout(bar)
        box.addLayout(faders)
        player.moved.connect(self._moved)
        session.opened.connect(self._opened)

    def add_button(self, action: QAction) -> QToolButton:
        """A transport button for an action."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(action.text().replace("&", ""))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.buttons.addWidget(button)
        return button

    def _switch(self, name: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setProperty("icon_name", name)
        button.setIconSize(QSize(18, 18))
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolTip(words)
        button.setAccessibleName(words)
        return button

    def _fader(self, words: str, start: int, gain: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setValue(start)
        slider.setFixedWidth(96)
        slider.setAccessibleName(self.tr("{0} level").format(words))
        slider.setToolTip(self.tr("How loud the {0} is while you listen").format(words.lower()))

        def turn(value: int) -> None:
            # A square makes the fader's middle sound half as loud (-12 dB).
            setattr(self.player.mixer, gain, (value / 100) ** 2)

        slider.valueChanged.connect(turn)
        turn(start)
        return slider

    def _draw(self) -> None:
        self.viewer.with_skeleton = self.skeleton.isChecked()
        self.viewer.with_hits = self.hits.isChecked()
        self.viewer.update()

    def _moved(self, time_s: float) -> None:
        cut = self.session.cut
        if cut is not None:
            frame = cut.start_frame + self.player.frame
            self.clock.setText(timecode(frame, cut.rate, cut.drop_frame))

    def _opened(self) -> None:
        cut = self.session.cut
        if cut is not None:
            whole = timecode(cut.length_frames, cut.rate, cut.drop_frame)
            self.length.setText(self.tr("{0}  at {1} fps").format(whole, cut.rate))
        self.viewer.frames.show(self.viewer.frames.layout.__class__(cut, 0))
        self._moved(0.0)
        self.viewer.forget()
