"""What the window shows while nothing is open: where to drop a timeline, and what happens then."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from foley_post_ui.dialogs.fields import heading
from foley_post_ui.document.job_queue import Job
from foley_post_ui.document.recent import recent_files
from foley_post_ui.panels.recent_list import RecentList
from foley_post_ui.settings_store import SettingsStore
from foley_post_ui.style.icons import app_icon, icon
from foley_post_ui.style.theme import theme

__all__ = ["Welcome"]

_WIDEST, _TALLEST = 1080, 620


class _Place(QFrame):
    """The dashed place to drop a file on."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A dashed edge on a panel."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = theme()
        painter.setBrush(QColor(t.panel))
        pen = QPen(QColor(t.line), 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)


class Welcome(QWidget):
    """Open, the sample, recent files; progress while something is being opened."""

    open_wanted = Signal()
    sample_wanted = Signal()
    path_wanted = Signal(object)

    def __init__(self, memory: SettingsStore, sample: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.memory = memory
        self._job: Job | None = None
        self._icons: list[tuple[QLabel, str]] = []
        self.recent = RecentList()
        self.recent.path_wanted.connect(self.path_wanted)
        self.recent_title = heading(self.tr("Recent"))
        left = QVBoxLayout()
        left.setSpacing(18)
        left.addWidget(self._place(sample), 1)
        left.addLayout(self._steps())
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.recent_title)
        right.addWidget(self.recent, 1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(left, 5)
        columns.addLayout(right, 6)
        middle = QWidget()
        middle.setMaximumSize(_WIDEST, _TALLEST)
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(22)
        box.addLayout(self._head())
        box.addLayout(columns, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(32, 24, 32, 24)
        whole.addStretch(1)
        whole.addWidget(middle, 100)
        whole.addStretch(1)
        self._draw_icons()
        self.list_recent()

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(60, 60))
        title = QLabel(self.tr("Foley Post"))
        title.setProperty("role", "title")
        line = QLabel(self.tr("Music for players in the picture, in sync, as stems."))
        line.setProperty("role", "dim")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(line)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addLayout(words, 1)
        return head

    def _place(self, sample: bool) -> _Place:
        place = _Place()
        say = heading(self.tr("Drop your editing timeline here"))
        kinds = QLabel(
            self.tr("or a film, or a folder:  .otio  .xml  .fcpxml  .aaf  .edl  .mov  .mp4 ...")
        )
        kinds.setProperty("role", "dim")
        kinds.setWordWrap(True)
        kinds.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.open = QPushButton(self.tr("Open a timeline ..."))
        self.open.setProperty("primary", "true")
        self.open.setToolTip(self.tr("Your timeline is only ever read (Ctrl+O)"))
        self.open.clicked.connect(self.open_wanted)
        self.sample = QPushButton(self.tr("Try the sample"))
        self.sample.setToolTip(self.tr("Twenty seconds of a real pianist, to see how it works"))
        self.sample.clicked.connect(self.sample_wanted)
        self.sample.setVisible(sample)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for part in (self.open, self.sample):
            buttons.addWidget(part)
        self.told = QLabel()
        self.told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(280)
        self.bar.setAccessibleName(self.tr("Progress of opening"))
        for hidden in (self.told, self.bar):
            hidden.hide()
        box = QVBoxLayout(place)
        box.setContentsMargins(24, 26, 24, 26)
        box.setSpacing(12)
        centre = Qt.AlignmentFlag.AlignHCenter
        box.addStretch(1)
        box.addWidget(self._icon("film", 40), 0, centre)
        box.addSpacing(4)
        box.addWidget(say, 0, centre)
        box.addWidget(kinds)
        box.addSpacing(4)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(buttons)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(self.told, 0, centre)
        box.addWidget(self.bar, 0, centre)
        box.addStretch(1)
        return place

    def _steps(self) -> QGridLayout:
        """What is going to happen, in three steps."""
        steps = (
            ("pointer", self.tr("Choose shots"), self.tr("Click the clips in which people play.")),
            ("music", self.tr("Generate"), self.tr("Their movements become notes you can edit.")),
            ("export", self.tr("Export"), self.tr("Stems and a timeline for your editor.")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        for column, (name, title, text) in enumerate(steps):
            grid.setColumnStretch(2 * column + 1, 1)
            grid.addWidget(self._icon(name, 22), 0, 2 * column, 2, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(heading(f"{column + 1}.  {title}"), 0, 2 * column + 1)
            label = QLabel(text)
            label.setProperty("role", "dim")
            label.setWordWrap(True)
            grid.addWidget(label, 1, 2 * column + 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _icon(self, name: str, size: int) -> QLabel:
        label = QLabel()
        label.setFixedSize(QSize(size, size))
        self._icons.append((label, name))
        return label

    def _draw_icons(self) -> None:
        for label, name in self._icons:
            label.setPixmap(icon(name).pixmap(label.size()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Other colours, other icons."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
            self.list_recent()

    def list_recent(self) -> None:
        """Show the recent files that are still there, and unsaved work."""
        files = recent_files(self.memory.recent)
        self.recent.show_files(files)
        for part in (self.recent, self.recent_title):
            part.setVisible(bool(files))

    def opening(self, job: Job) -> None:
        """Show that something is being read."""
        self._job = job
        self.told.setText(job.title)
        self.told.show()
        self.bar.setValue(0)
        self.bar.show()

    def follow(self, job: Job) -> None:
        """The job got on."""
        if job is self._job:
            self.bar.setValue(round(job.share * 1000))
            if job.is_over:
                self.told.hide()
                self.bar.hide()
                self.list_recent()
