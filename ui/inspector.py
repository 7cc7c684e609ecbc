"""The inspector: who plays in the current shot, on what, which take, and how sure we are of it."""

from __future__ import annotations

from foley_post_ui.certificate import certificate_lines
from foley_post_ui.session import Session
from foley_post_ui.timeline_paint import state_words
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from foley_post.errors import FoleyError
from foley_post.instruments import INSTRUMENTS
from foley_post.midi.styles import shipped_styles
from foley_post.times import timecode

__all__ = ["Inspector", "known_styles"]


def known_styles() -> tuple[tuple[str, str], ...]:
    """The shipped styles, by name and as shown; none where a style file is damaged."""
    try:
        return tuple((name, name.capitalize()) for name in shipped_styles())
    except FoleyError:
        return ()


class Inspector(QWidget):
    """Shows and changes the current shot's choices. Wishes it cannot fulfil itself are signals."""

    instrument_wanted = Signal(str)
    style_wanted = Signal(str)
    take_wanted = Signal(int)
    another_take = Signal()
    rest_wanted = Signal()
    delete_wanted = Signal()

    def __init__(
        self, session: Session, styles: tuple[tuple[str, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._filling = False
        self.name = QLabel()
        self.name.setProperty("role", "heading")
        self.name.setWordWrap(True)
        self.about = QLabel()
        self.about.setProperty("role", "dim")
        self.about.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.player = self._choice(self.tr("Player"))
        self.instrument = self._choice(self.tr("Instrument"))
        self.instrument.addItem(self.tr("Auto: see for itself"), "auto")
        for one in INSTRUMENTS.values():
            self.instrument.addItem(one.label, one.name)
        self.style_ = self._choice(self.tr("Style"))
        self.style_.addItem(self.tr("As seen"), "")
        for name, label in styles:
            self.style_.addItem(label, name)
        self.takes = QListWidget()
        self.takes.setAccessibleName(self.tr("Takes"))
        self.takes.setMaximumHeight(112)
        self.takes.setToolTip(self.tr("Choose a take to hear it; takes play equally loud"))
        self.another = QPushButton(self.tr("Another take"))
        self.another.setToolTip(self.tr("Generate one more take with the next seed"))
        self.rest = QPushButton(self.tr("Regenerate the rest"))
        self.rest.setToolTip(self.tr("Keep the pinned notes and generate the others anew"))
        self.drop = QPushButton(self.tr("Delete take"))
        self.certificate = QLabel()
        self.certificate.setWordWrap(True)
        self.certificate.setTextFormat(Qt.TextFormat.RichText)
        self.certificate.setAccessibleName(self.tr("Sync certificate"))
        self._lay_out()
        self.player.currentIndexChanged.connect(self._choose_player)
        self.instrument.activated.connect(
            lambda: self.instrument_wanted.emit(self.instrument.currentData())
        )
        self.style_.activated.connect(lambda: self.style_wanted.emit(self.style_.currentData()))
        self.takes.currentRowChanged.connect(self._choose_take)
        self.another.clicked.connect(self.another_take)
        self.rest.clicked.connect(self.rest_wanted)
        self.drop.clicked.connect(self.delete_wanted)
        session.opened.connect(self.refresh)
        session.current_changed.connect(self.refresh)
        session.settings_changed.connect(self.refresh)
        session.work_changed.connect(self._work_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show the current shot."""
        self._filling = True
        shot, work, take = (
            self.session.current_shot, self.session.current_work, self.session.current_take,
        )  # fmt: skip
        self.name.setText(shot.name if shot else self.tr("No shot"))
        self.about.setText(self._about())
        self.problem.setText(work.problem or (shot.problem if shot else ""))
        self.problem.setVisible(bool(self.problem.text()))
        settings = self.session.project.settings if self.session.project else None
        wanted = take.instrument if take else (settings.instrument if settings else "auto")
        self.instrument.setCurrentIndex(max(0, self.instrument.findData(wanted)))
        style = take.style if take else (settings.style if settings else "")
        self.style_.setCurrentIndex(max(0, self.style_.findData(style)))
        self._fill_players()
        self._fill_takes()
        for box in (self.instrument, self.style_):
            box.setEnabled(shot is not None)
        self.another.setEnabled(shot is not None and not shot.problem)
        self.rest.setEnabled(take is not None and any(n.pinned for n in take.notes))
        self.drop.setEnabled(take is not None)
        lines = certificate_lines(take, self.session.motion_of(self.session.current,
                                                               self.session.performer))  # fmt: skip
        self.certificate.setText(lines or self.tr("Generate a score to see how sure it is."))
        self._filling = False

    def _fill_players(self) -> None:
        players = sorted({t.performer for t in self.session.current_work.takes})
        self.player.clear()
        for number in players:
            self.player.addItem(self.tr("Player {0}").format(number + 1), number)
        self.player.setCurrentIndex(max(0, self.player.findData(self.session.performer)))
        self.player.setEnabled(len(players) > 1)
        if not players:
            self.player.addItem(self.tr("Nobody yet"), 0)

    def _fill_takes(self) -> None:
        work, current = self.session.current_work, self.session.current_index
        self.takes.clear()
        for number, index in enumerate(work.of(self.session.performer)):
            take = work.takes[index]
            known = INSTRUMENTS.get(take.instrument)
            text = self.tr("Take {0}: {1}, {2} notes, seed {3}").format(
                number + 1, known.label if known else take.instrument, len(take.notes), take.seed
            )
            if take.style:
                text += self.tr(", {0}").format(take.style)
            if index in work.edited:
                text += self.tr(" - edited")
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, index)
            self.takes.addItem(item)
            if index == current:
                self.takes.setCurrentItem(item)

    def _about(self) -> str:
        cut, shot = self.session.cut, self.session.current_shot
        if cut is None or shot is None:
            return self.tr("Select a shot in the timeline.")
        start = timecode(cut.start_frame + shot.record_start_frame, cut.rate, cut.drop_frame)
        state = state_words(self.session.current_work.state, 0)
        return self.tr("{0} at {1}, {2} s\n{3}\n{4}").format(
            shot.id, start, f"{float(shot.length_s):.2f}", shot.media.name, state
        )

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMinimumContentsLength(8)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _lay_out(self) -> None:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(7)
        for label in (self.name, self.about, self.problem):
            box.addWidget(label)
        box.addWidget(self._line())
        form = QFormLayout()
        form.setSpacing(7)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("Player"), self.player)
        form.addRow(self.tr("Instrument"), self.instrument)
        form.addRow(self.tr("Style"), self.style_)
        box.addLayout(form)
        box.addWidget(self._line())
        box.addWidget(self._heading(self.tr("Takes")))
        box.addWidget(self.takes)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.another, 1)
        row.addWidget(self.drop)
        box.addLayout(row)
        box.addWidget(self.rest)
        box.addWidget(self._line())
        box.addWidget(self._heading(self.tr("Sync certificate")))
        box.addWidget(self.certificate)
        box.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.setMinimumWidth(240)

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "heading")
        return label

    def _line(self) -> QFrame:
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        return line

    def _choose_player(self) -> None:
        if not self._filling and self.player.currentData() is not None:
            self.session.show_performer(self.player.currentData())

    def _choose_take(self, row: int) -> None:
        if not self._filling and row >= 0:
            self.take_wanted.emit(self.takes.item(row).data(Qt.ItemDataRole.UserRole))

    def _work_changed(self, shot_id: str) -> None:
        if shot_id == self.session.current:
            self.refresh()
