"""The jobs: each with its progress and time left, cancel and retry; all of them together on top."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.i18n.library_sentences import library_sentence
from foley_post_ui.i18n.words import spoken_time
from foley_post_ui.panels.elided_label import ElidedLabel
from foley_post_ui.style.icons import icon

__all__ = ["JobsPanel"]

_KEPT = 200


class _Row(QFrame):
    """One job."""

    def __init__(self, job: Job, work: JobQueue) -> None:
        super().__init__()
        self.job, self.work = job, work
        self.was_over = False
        self.title = ElidedLabel(job.title)
        self.title.setProperty("role", "heading")
        self.told = QLabel()
        self.told.setProperty("role", "dim")
        self.told.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of {0}").format(job.title))
        self.button = QToolButton()
        self.button.setIconSize(QSize(16, 16))
        self.button.clicked.connect(self._press)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.button)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 6, 10, 8)
        box.setSpacing(4)
        box.addLayout(top)
        box.addWidget(self.bar)
        box.addWidget(self.told)
        self.refresh()

    def refresh(self) -> None:
        """Show the job as it is now."""
        job = self.job
        self.was_over = job.is_over
        self.bar.setVisible(not job.is_over)
        self.bar.setValue(round(job.share * 1000))
        self.told.setText(self._words())
        role = "problem" if job.state == "failed" else "dim"
        if self.told.property("role") != role:
            self.told.setProperty("role", role)
            self.told.style().unpolish(self.told)
            self.told.style().polish(self.told)
        self.button.setVisible(job.state != "done")
        retries = job.state in {"failed", "cancelled"}
        self.button.setIcon(icon("retry" if retries else "cancel"))
        words = self.tr("Retry") if retries else self.tr("Cancel")
        self.button.setToolTip(words)
        self.button.setAccessibleName(self.tr("{0} {1}").format(words, job.title))

    def _words(self) -> str:
        job = self.job
        match job.state:
            case "waiting":
                return self.tr("Waiting")
            case "running":
                stages = {
                    "hashing": self.tr("Reading the media"),
                    "watching": self.tr("Watching the players"),
                    "generating": self.tr("Writing the notes"),
                    "listening": self.tr("Listening to the sound"),
                    "rendering": self.tr("Rendering stems"),
                    "writing": self.tr("Writing timelines"),
                    "read": self.tr("Reading the timeline"),
                }
                stage = stages.get(job.stage, self.tr("Starting"))
                left = f", {spoken_time(job.left_s)}" if job.left_s is not None else ""
                return self.tr("{0} - {1} %{2}").format(stage, round(job.share * 100), left)
            case "done":
                return self.tr("Done")
            case "cancelled":
                return self.tr("Cancelled")
            case _:
                return library_sentence(job.problem)

    def _press(self) -> None:
        if self.job.is_over:
            self.work.retry(self.job)
            self.setParent(None)
            self.deleteLater()
        else:
            self.work.cancel(self.job)


class JobsPanel(QWidget):
    """The queue."""

    def __init__(self, work: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self.rows: dict[int, _Row] = {}
        self._leaving: set[int] = set()
        self.summary = QLabel()
        self.summary.setProperty("role", "dim")
        self.all = QProgressBar()
        self.all.setRange(0, 1000)
        self.all.setTextVisible(False)
        self.all.setAccessibleName(self.tr("Progress of all jobs"))
        head = self._head()
        self.list = QVBoxLayout()
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(0)
        self.list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self.list)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Jobs"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        whole = QHBoxLayout()
        whole.setContentsMargins(12, 2, 10, 4)
        whole.addWidget(self.all)
        box.addLayout(whole)
        box.addWidget(area, 1)
        work.added.connect(self._added)
        work.changed.connect(self._changed)
        self._sum()

    def _head(self) -> QHBoxLayout:
        """How much is to be done, and buttons for all of it."""
        self.stop = QToolButton()
        self.stop.setText(self.tr("Cancel all"))
        self.stop.setProperty("role", "text")
        self.stop.setAccessibleName(self.tr("Cancel all jobs"))
        self.stop.setToolTip(self.tr("Cancel all jobs (Ctrl+.)"))
        self.stop.clicked.connect(self.cancel_all)
        self.tidy = QToolButton()
        self.tidy.setText(self.tr("Clear"))
        self.tidy.setProperty("role", "text")
        self.tidy.setAccessibleName(self.tr("Clear jobs that are over"))
        self.tidy.setToolTip(self.tidy.accessibleName())
        self.tidy.clicked.connect(self.clear)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 10, 2)
        head.addWidget(self.summary, 1)
        head.addWidget(self.stop)
        head.addWidget(self.tidy)
        return head

    def cancel_all(self) -> None:
        """Stop every job."""
        for job in self.work.running:
            self.work.cancel(job)

    def forget(self) -> None:
        """Another cut is open: the rows of the one before go, at the latest when they are over."""
        self._leaving = {n for n, row in self.rows.items() if not row.job.is_over}
        self.clear()

    def clear(self) -> None:
        """Take the rows of finished jobs away."""
        for number, row in list(self.rows.items()):
            if row.job.is_over:
                self._remove(number)
        self._sum()

    def _added(self, job: Job) -> None:
        row = _Row(job, self.work)
        self.rows[job.number] = row
        self._order()
        over = [n for n, r in self.rows.items() if r.job.is_over]
        for number in over[: max(0, len(self.rows) - _KEPT)]:
            self._remove(number)
        self._sum()

    def _changed(self, job: Job) -> None:
        row = self.rows.get(job.number)
        if row is not None and job.is_over and job.number in self._leaving:
            self._leaving.discard(job.number)
            self._remove(job.number)
            self._sum()
        elif row is not None:
            moved = row.was_over != job.is_over
            row.refresh()
            if moved:
                self._order()
            self._sum()

    def _order(self) -> None:
        """What is to be done in its order, then what is over, the newest first."""
        rows = sorted(self.rows.values(), key=lambda r: r.job.number)
        rows = [r for r in rows if not r.job.is_over] + [r for r in rows[::-1] if r.job.is_over]
        for place, row in enumerate(rows):
            if self.list.indexOf(row) != place:
                self.list.insertWidget(place, row)

    def _remove(self, number: int) -> None:
        row = self.rows.pop(number)
        self.work.jobs.pop(number, None)
        self.list.removeWidget(row)
        row.deleteLater()

    def _sum(self) -> None:
        running = self.work.running
        self.all.setVisible(len(running) > 1)
        self.stop.setVisible(bool(running))
        self.tidy.setVisible(any(row.job.is_over for row in self.rows.values()))
        if not running:
            self.summary.setText(
                self.tr("No jobs are running.") if self.rows else self.tr("No jobs yet.")
            )
            return
        share = sum(job.share for job in running) / len(running)
        self.all.setValue(round(share * 1000))
        self.summary.setText(self.tr("{0} to do, {1} %").format(len(running), round(share * 100)))
