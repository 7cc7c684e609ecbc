"""What the window shows while nothing is open: what to do first."""

from __future__ import annotations

from pathlib import Path

from foley_post_ui.icons import app_icon
from foley_post_ui.memory import Memory
from foley_post_ui.work import Job
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

__all__ = ["Welcome"]


class Welcome(QWidget):
    """Open, the sample, recent files; progress while something is being opened."""

    open_wanted = Signal()
    sample_wanted = Signal()
    path_wanted = Signal(object)

    def __init__(self, memory: Memory, sample: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.memory = memory
        self._job: Job | None = None
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(72, 72))
        title = QLabel(self.tr("Foley Post"))
        title.setProperty("role", "title")
        line = QLabel(
            self.tr(
                "Open your editing timeline, choose shots of people who play,\n"
                "and get their music as stems, in sync."
            )
        )
        line.setProperty("role", "dim")
        self.open = QPushButton(self.tr("Open a timeline ..."))
        self.open.setProperty("primary", "true")
        self.open.clicked.connect(self.open_wanted)
        self.sample = QPushButton(self.tr("Try the sample"))
        self.sample.clicked.connect(self.sample_wanted)
        self.sample.setVisible(sample)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open)
        buttons.addWidget(self.sample)
        buttons.addStretch(1)
        hint = QLabel(self.tr("Or drop a timeline (.otio, .xml, .fcpxml, .aaf, .edl) here."))
        hint.setProperty("role", "dim")
        self.told = QLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of opening"))
        self.told.hide()
        self.bar.hide()
        self.recent = QVBoxLayout()
        self.recent.setSpacing(2)
        box = QVBoxLayout()
        box.setSpacing(14)
        for part in (picture, title, line):
            box.addWidget(part)
        box.addLayout(buttons)
        box.addWidget(hint)
        box.addWidget(self.told)
        box.addWidget(self.bar)
        box.addLayout(self.recent)
        middle = QWidget()
        middle.setLayout(box)
        middle.setFixedWidth(460)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.list_recent()

    def list_recent(self) -> None:
        """Show the recent files that are still there."""
        while self.recent.count():
            item = self.recent.takeAt(0).widget()
            if item is not None:
                item.deleteLater()
        there = [Path(r) for r in self.memory.recent if Path(r).exists()][:5]
        if there:
            label = QLabel(self.tr("Recent"))
            label.setProperty("role", "heading")
            self.recent.addWidget(label)
        for path in there:
            button = QPushButton(f"{path.name}    {path.parent}")
            button.setFlat(True)
            button.setStyleSheet("text-align: left; padding: 4px 6px; border: 0;")
            button.setAccessibleName(self.tr("Open {0}").format(path.name))
            button.clicked.connect(lambda _=False, p=path: self.path_wanted.emit(p))
            self.recent.addWidget(button)

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
