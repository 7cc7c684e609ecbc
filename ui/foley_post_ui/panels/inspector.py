"""The inspector: who plays in the current shot, on what, which take, and how sure we are of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.timecode import timecode
from foley_post.errors import FoleyError
from foley_post.midi.styles import shipped_styles
from foley_post_ui.dialogs.fields import field_rows, heading
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.document.player_names import player_name
from foley_post_ui.document.session import Session
from foley_post_ui.document.shot_state import shot_state
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.words import problem_of
from foley_post_ui.panels.chip import Chip
from foley_post_ui.panels.elided_label import shortened
from foley_post_ui.panels.sync_report import sync_report_lines
from foley_post_ui.panels.takes_panel import TakesPanel
from foley_post_ui.style.icons import swatch
from foley_post_ui.style.theme import theme
from foley_post_ui.timeline.paint import state_words

__all__ = ["Inspector", "known_styles"]


def known_styles() -> tuple[tuple[str, str], ...]:
    """The shipped styles, by name and as shown; none where a style file is damaged."""
    try:
        return tuple((name, name.capitalize()) for name in shipped_styles())
    except FoleyError:
        return ()


_VERDICTS = {
    "in sync": "good",
    "not proven by the picture": "warn",
    "sound early": "bad",
    "sound late": "bad",
}
_STATES = {"scored": "good", "edited": "accent", "failed": "bad", "offline": "bad"}
"""Kinds of chips; any other state is a plain one."""
_LONG_NAME = 36
"""Letters of a file's name that are shown."""


class _Column(QScrollArea):
    """Scrolls up and down only: never narrower than what stands in it."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As wide as the longest row, in any language."""
        content = self.widget()
        inside = content.minimumSizeHint().width() if content else 0
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(max(240, inside + bar), super().minimumSizeHint().height())


class Inspector(QWidget):
    """Shows and changes the current shot's choices. Wishes it cannot fulfil itself are signals."""

    instrument_wanted = Signal(str)
    style_wanted = Signal(str)
    loosen_wanted = Signal(float)

    def __init__(
        self,
        session: Session,
        work: JobQueue,
        styles: tuple[tuple[str, str], ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self.chip = Chip()
        self._filling = False
        self._listed: tuple[list[int], list[str], list[QColor]] | None = None
        self.name = QLabel()
        self.name.setProperty("role", "heading")
        self.name.setWordWrap(True)
        self.about = QLabel()
        self.about.setProperty("role", "dim")
        self.about.setWordWrap(True)
        for line in (self.name, self.about):  # a long name makes no panel wider
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.problem = QLabel()
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.player = self._choice(
            self.tr("Player"), self.tr("Whose notes are shown, where several people play")
        )
        self.instrument = self._choice(
            self.tr("Instrument"), self.tr("The same movements on another instrument")
        )
        self.instrument.addItem(self.tr("Auto: see for itself"), "auto")
        for one in INSTRUMENTS.values():
            self.instrument.addItem(library_word(one.label), one.name)
        self.style_ = self._choice(
            self.tr("Style"), self.tr("The take in a style, as one more take")
        )
        self.style_.addItem(self.tr("As seen"), "")
        for name, label in styles:
            self.style_.addItem(library_word(label), name)
        self.takes_panel = TakesPanel(session)
        self.takes = self.takes_panel.list
        self._make_loosen()
        self.sync_report = QLabel()
        self.sync_report.setWordWrap(True)
        self.sync_report.setTextFormat(Qt.TextFormat.RichText)
        self.sync_report.setAccessibleName(self.tr("Sync report"))
        self._lay_out()
        self.player.currentIndexChanged.connect(self._choose_player)
        self.instrument.activated.connect(
            lambda: self.instrument_wanted.emit(self.instrument.currentData())
        )
        self.style_.activated.connect(lambda: self.style_wanted.emit(self.style_.currentData()))
        session.opened.connect(self.refresh)
        session.current_changed.connect(self.refresh)
        session.selection_changed.connect(self.refresh)
        session.settings_changed.connect(self.refresh)
        session.work_changed.connect(self._work_changed)
        work.changed.connect(self._job_changed)
        self.refresh()

    def _make_loosen(self) -> None:
        self.loosen = QSlider(Qt.Orientation.Horizontal)
        self.loosen.setRange(0, 100)
        self.loosen.setPageStep(10)
        self.loosen.setAccessibleName(self.tr("Loosen sync"))
        self.loosen.setToolTip(
            self.tr("How far a style, a tempo or Quantise may move notes off the movement")
        )
        self.loosened = QLabel()
        self.loosened.setMinimumWidth(self.fontMetrics().horizontalAdvance("100 %"))
        self.loosened.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.loosen.valueChanged.connect(
            lambda percent: self.loosened.setText(self.tr("{0} %").format(percent))
        )
        self.loosen.valueChanged.connect(self._loosen)
        self.loosen.sliderReleased.connect(lambda: self._loosen(self.loosen.value()))

    def refresh(self) -> None:
        """Show the current shot."""
        self._filling = True
        shot, work, take = (
            self.session.current_shot, self.session.current_work, self.session.current_take,
        )  # fmt: skip
        count = len(self.session.selected)
        several = self.tr("{0} shots").format(count) if count > 1 else ""
        self.name.setText(several or (shot.name if shot else self.tr("No shot")))
        self.about.setText(self._about())
        long = shot is not None and len(shot.media.name) > _LONG_NAME
        self.about.setToolTip(shot.media.name if shot and long else "")
        self.problem.setText(problem_of(shot, work))
        self.problem.setVisible(bool(self.problem.text()))
        self._say_state()
        settings = self.session.project.settings if self.session.project else None
        wished = settings.instrument if settings else "auto"
        wanted = take.instrument if take else work.instrument or wished
        self.instrument.setCurrentIndex(max(0, self.instrument.findData(wanted)))
        style = take.style if take else work.style or (settings.style if settings else "")
        self.style_.setCurrentIndex(max(0, self.style_.findData(style)))
        self._fill_players()
        self.takes_panel.refresh()
        for box in (self.instrument, self.style_):
            box.setEnabled(shot is not None)
        self.loosen.setEnabled(shot is not None)
        percent = round(settings.loosen_percent) if settings else 0
        self.loosen.setValue(percent)
        self.loosened.setText(self.tr("{0} %").format(percent))
        lines = sync_report_lines(take, self.session.motion_of(self.session.current,
                                                               self.session.performer))  # fmt: skip
        self.sync_report.setText(lines or self.tr("Generate a score to see how sure it is."))
        self._filling = False

    def _fill_players(self) -> None:
        players = sorted({t.performer for t in self.session.current_work.takes})
        named = [player_name(self.session, self.session.current, n) for n in players]
        colours = [theme().player(n) for n in players]
        if (players, named, colours) != self._listed:
            self._listed = (players, named, colours)
            self.player.clear()
            for number, label, colour in zip(players, named, colours, strict=True):
                self.player.addItem(swatch(colour), label, number)
            if not players:
                self.player.addItem(self.tr("Nobody yet"), 0)
        self.player.setCurrentIndex(max(0, self.player.findData(self.session.performer)))
        self.player.setEnabled(len(players) > 1)

    def _about(self) -> str:
        cut, shot = self.session.cut, self.session.current_shot
        if cut is None or shot is None:
            return self.tr("Select a shot in the timeline.")
        start = timecode(cut.start_frame + shot.record_start_frame, cut.rate, cut.drop_frame)
        return self.tr("{0} at {1}, {2} s\n{3}").format(
            shot.id, start, f"{float(shot.length_s):.2f}", shortened(shot.media.name, _LONG_NAME)
        )

    def _say_state(self) -> None:
        """The shot's state or, where it is scored, what is to be thought of the take's sync."""
        shot = self.session.current_shot
        if shot is None:
            self.chip.say("", "plain")
            return
        state, share = shot_state(self.session, self.work, shot)
        take = self.session.current_take
        verdict = take.sync_report.get("verdict") if take is not None else None
        if state in {"scored", "edited"} and isinstance(verdict, str):
            self.chip.say(library_word(verdict), _VERDICTS.get(verdict, "plain"))
        else:
            self.chip.say(state_words(state, share), _STATES.get(state, "plain"))

    def _job_changed(self, job: Job) -> None:
        if job.shot_id and job.shot_id == self.session.current:
            self._say_state()

    def _choice(self, name: str, why: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(why)
        box.setMinimumContentsLength(8)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _lay_out(self) -> None:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(7)
        for label in (self.name, self.chip, self.about, self.problem):
            box.addWidget(label)
        box.addWidget(self._line())
        sync = QHBoxLayout()
        sync.setSpacing(8)
        sync.addWidget(self.loosen, 1)
        sync.addWidget(self.loosened)
        box.addLayout(
            field_rows(
                (
                    (self.tr("Player"), self.player),
                    (self.tr("Instrument"), self.instrument),
                    (self.tr("Style"), self.style_),
                    (self.tr("Loosen sync"), sync),
                ),
                gap=7,
            )
        )
        box.addWidget(self._line())
        box.addWidget(self.takes_panel)
        box.addWidget(self._line())
        box.addWidget(heading(self.tr("Sync report")))
        box.addWidget(self.sync_report)
        box.addStretch(1)
        area = _Column()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Inspector"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _line(self) -> QFrame:
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        return line

    def _loosen(self, percent: int) -> None:
        """Once the slider rests; a drag is one change."""
        if not self._filling and not self.loosen.isSliderDown():
            self.loosen_wanted.emit(float(percent))

    def _choose_player(self) -> None:
        if not self._filling and self.player.currentData() is not None:
            self.session.show_performer(self.player.currentData())

    def _work_changed(self, shot_id: str) -> None:
        if shot_id == self.session.current:
            self.refresh()
