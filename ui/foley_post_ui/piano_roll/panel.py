"""The piano roll with its tools, velocity lane, legend, and what is known of the selected note."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from foley_post.core.pitches import pitch_name
from foley_post.core.timecode import timecode
from foley_post.midi.notes import Evidence, Note
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.words import joint_name
from foley_post_ui.panels.elided_label import ElidedLabel
from foley_post_ui.piano_roll.frame_strip import FrameStrip
from foley_post_ui.piano_roll.paint import note_brush, time_label
from foley_post_ui.piano_roll.roll import PianoRoll
from foley_post_ui.piano_roll.velocity_lane import VelocityLane
from foley_post_ui.piano_roll.whose_note import WhoseNote
from foley_post_ui.style.icons import icon
from foley_post_ui.style.theme import theme

__all__ = ["RollPanel"]

_ROOM_FOR_FRAMES = 380


class _Swatch(QWidget):
    """A note's look, for the legend."""

    def __init__(self, kind: Evidence) -> None:
        super().__init__()
        self.kind = kind
        self.setFixedSize(22, 11)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """One bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush, pen = note_brush(self.kind, theme())
        painter.setBrush(brush)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(1, 1, 20, 9), 2, 2)


class RollPanel(QWidget):
    """Everything about the notes of one take."""

    tool_changed = Signal(bool)

    def __init__(
        self, session: Session, work: JobQueue | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.roll = PianoRoll(session, work, self)
        self.lane = VelocityLane(self.roll, self)
        self.frames = FrameStrip(session, work, self)
        self.with_frames = True
        self.told = ElidedLabel()
        self.told.setProperty("role", "dim")
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._tools())
        self.whose = WhoseNote(session, self.roll)
        box.addWidget(self.whose)
        box.addWidget(self.roll, 1)
        box.addWidget(self.frames)
        box.addWidget(self.lane)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 4, 10, 5)
        foot.addWidget(self.told, 1)
        box.addLayout(foot)
        self.roll.chosen_changed.connect(self._tell)
        self.roll.chosen_changed.connect(self.show_frames)
        session.current_changed.connect(self._tell)
        session.work_changed.connect(lambda _: self._tell())
        self._tell()

    def _tools(self) -> QHBoxLayout:
        self.select_tool = self._tool("pointer", self.tr("Select and move"), checkable=True)
        self.draw_tool = self._tool("pencil", self.tr("Draw notes (D)"), checkable=True)
        self.select_tool.setChecked(True)
        self.select_tool.clicked.connect(lambda: self.draw(False))
        self.draw_tool.clicked.connect(lambda: self.draw(True))
        self.snap = QComboBox()
        for name, words in (
            ("movement", self.tr("Snap to movement")),
            ("frames", self.tr("Snap to frames")),
            ("", self.tr("No snap")),
        ):
            self.snap.addItem(words, name)
        self.snap.setAccessibleName(self.tr("What dragged notes snap to"))
        self.snap.setToolTip(self.tr("What dragged notes snap to (hold Alt to drag freely)"))
        self.snap.currentIndexChanged.connect(
            lambda: setattr(self.roll.gestures, "snap", self.snap.currentData())
        )
        box = QHBoxLayout()
        box.setContentsMargins(8, 5, 10, 5)
        box.setSpacing(4)
        for widget in (self.select_tool, self.draw_tool):
            box.addWidget(widget)
        box.addSpacing(8)
        box.addWidget(self.snap)
        box.addStretch(1)
        self.legend = self._shown_legend()
        box.addWidget(self.legend)
        for name, words, act in (
            ("zoom_out", self.tr("Zoom out"), lambda: self.roll.zoom(1 / 1.4)),
            ("zoom_in", self.tr("Zoom in"), lambda: self.roll.zoom(1.4)),
            ("fit", self.tr("Show the whole shot"), self.roll.fit),
        ):
            button = self._tool(name, words)
            button.clicked.connect(act)
            box.addWidget(button)
        return box

    def _shown_legend(self) -> QWidget:
        """What the looks of notes mean; the first thing to go where there is no room."""
        legend = QWidget()
        box = QHBoxLayout(legend)
        box.setContentsMargins(0, 0, 6, 0)
        box.setSpacing(4)
        for kind, words, why in self._legend():
            swatch, label = _Swatch(kind), QLabel(words)
            label.setProperty("role", "dim")
            for part in (swatch, label):
                part.setToolTip(why)
                box.addWidget(part)
            box.addSpacing(6)
        return legend

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The room its tools need, without the legend."""
        hint = super().minimumSizeHint()
        legend = self.legend.minimumSizeHint().width() if not self.legend.isHidden() else 0
        return QSize(hint.width() - legend, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show the legend where there is room for it."""
        super().resizeEvent(event)
        needed = self.minimumSizeHint().width() + self.legend.minimumSizeHint().width()
        self.legend.setVisible(event.size().width() >= needed)

    def draw(self, on: bool) -> None:
        """Choose the pencil, or put it away."""
        self.roll.drawing = on
        self.draw_tool.setChecked(on)
        self.select_tool.setChecked(not on)
        self.tool_changed.emit(on)

    def use_frames(self, on: bool) -> None:
        """Whether the pictures around a chosen note are shown."""
        self.with_frames = on
        self.show_frames()

    def show_frames(self) -> None:
        """The pictures around the one chosen note, where there is room for them."""
        chosen = self.roll.chosen if self.with_frames and self.height() > _ROOM_FOR_FRAMES else ()
        self.frames.show_note(next(iter(chosen)) if len(chosen) == 1 else None)

    def _legend(self) -> tuple[tuple[Evidence, str, str], ...]:
        return (
            (
                Evidence.SEEN,
                self.tr("Seen"),
                self.tr("The movement that plays this note is in the picture."),
            ),
            (
                Evidence.HEARD,
                self.tr("Heard"),
                self.tr("It is in the clip's own sound, or in the guide sound you gave."),
            ),
            (
                Evidence.INFERRED,
                self.tr("Inferred"),
                self.tr("Its time follows from what is seen around it, its pitch from the music."),
            ),
            (
                Evidence.INVENTED,
                self.tr("Invented"),
                self.tr("Nothing in the picture says so: you or the music wanted it."),
            ),
        )

    def _tool(self, name: str, words: str, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setProperty("icon_name", name)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCheckable(checkable)
        return button

    def _tell(self) -> None:
        take, chosen = self.session.current_take, self.roll.chosen
        if take is None:
            self.told.setText("")
        elif len(chosen) == 1:
            (note,) = chosen
            self.told.setText(self._about(note))
        elif chosen:
            pitches = sorted({n.pitch for n in chosen})
            span = f"{pitch_name(pitches[0])} - {pitch_name(pitches[-1])}"
            self.told.setText(self.tr("{0} notes selected, {1}").format(len(chosen), span))
        else:
            counts = [sum(n.evidence is kind for n in take.notes) for kind in Evidence]
            self.told.setText(
                self.tr("{0} notes: {1} seen, {2} heard, {3} inferred, {4} invented").format(
                    len(take.notes), *counts
                )
            )

    def _about(self, note: Note) -> str:
        cut, shot = self.session.cut, self.session.current_shot
        if cut is None or shot is None:
            return ""
        at = timecode(time_label(cut, shot, note.onset_s), cut.rate, cut.drop_frame)
        evidence = {kind: words for kind, words, _ in self._legend()}[note.evidence]
        parts = [
            pitch_name(note.pitch),
            at,
            evidence,
        ]
        if note.evidence is not Evidence.INVENTED:
            parts[-1] += self.tr(", {0} % sure").format(round(note.confidence * 100))
        if note.joint is not None:
            frame = round(note.onset_s * float(cut.rate.fps))
            parts.append(self.tr("{0} at frame {1}").format(joint_name(note.joint), frame))
        parts.append(self.tr("velocity {0}").format(note.velocity))
        parts.append(self.tr("{0} ms").format(round(note.length_s * 1000)))
        if note.pinned:
            parts.append(self.tr("pinned"))
        return "  ·  ".join(parts)
