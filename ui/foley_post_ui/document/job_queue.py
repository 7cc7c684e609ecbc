"""The window's jobs: sent to the pool, followed, listed, and their answers handed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from foley_post.core.progress import TimeLeft
from foley_post.jobs.messages import Ended, Event, Failed, Finished, Moved, Started, Task
from foley_post.jobs.pool import LONG, Pool
from foley_post_ui.i18n.remedies import with_remedy

__all__ = ["Job", "JobQueue"]

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"


@dataclass(slots=True)
class Job:
    """One job as the jobs panel shows it. ``share`` is 0..1, ``left_s`` None while unknown."""

    number: int
    title: str
    task: Task
    lane: str
    shot_id: str = ""
    state: str = WAITING
    stage: str = ""
    share: float = 0.0
    left_s: float | None = None
    problem: str = ""
    details: str = ""
    on_done: Callable[[Any], str | None] | None = field(default=None, repr=False)
    """What it returns, if anything, is why the answer is of no use: then the job has failed."""
    on_failed: Callable[[str], None] | None = field(default=None, repr=False)
    listed: bool = True
    clock: TimeLeft = field(default_factory=TimeLeft, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {DONE, FAILED, CANCELLED}


class JobQueue(QObject):
    """Runs tasks in the pool. Callbacks and signals come in the window's thread."""

    added = Signal(object)
    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: Pool | None = None
        self.jobs: dict[int, Job] = {}
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def run(self, task: Task, title: str, *, first: bool = False, **about: Any) -> Job:
        """Send ``task`` to the pool; ``about`` are fields of `Job` (lane, on_done, ...)."""
        job = Job(0, title, task, about.pop("lane", LONG), **about)
        job.number = self._the_pool().submit(task, job.lane, first=first)
        self.jobs[job.number] = job
        if job.listed:
            self.added.emit(job)
        return job

    def cancel(self, job: Job) -> None:
        """Stop it; it is over within two seconds."""
        if not job.is_over and self._pool is not None:
            self._pool.cancel(job.number)

    def retry(self, job: Job) -> Job:
        """The same work again, as a new job."""
        self.jobs.pop(job.number, None)
        return self.run(
            job.task, job.title, lane=job.lane, shot_id=job.shot_id,
            on_done=job.on_done, on_failed=job.on_failed, listed=job.listed,
        )  # fmt: skip

    def of_shot(self, shot_id: str) -> Job | None:
        """The job that scores that shot now, if one does."""
        for job in self.jobs.values():
            if job.shot_id == shot_id and not job.is_over:
                return job
        return None

    @property
    def running(self) -> list[Job]:
        """The listed jobs that are not over."""
        return [job for job in self.jobs.values() if job.listed and not job.is_over]

    def warm(self, lane: str) -> None:
        """Start a process before it is needed."""
        self._the_pool().warm(lane)

    def close(self) -> None:
        """Stop everything; nothing is left behind."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None
        self.jobs.clear()

    def _the_pool(self) -> Pool:
        if self._pool is None:
            self._pool = Pool(self._heard.emit)
        return self._pool

    def _hear(self, event: Event) -> None:
        job = self.jobs.get(event.job)
        if job is None:
            return
        match event:
            case Started():
                job.state = RUNNING
                job.left_s = job.clock.update(0.0)
            case Moved(progress=progress):
                job.stage, job.share = progress.stage, progress.share
                job.left_s = job.clock.update(progress.share)
            case Finished():
                job.state, job.share, job.left_s = DONE, 1.0, None
            case Failed():
                job.state, job.details = FAILED, event.details
                job.problem = with_remedy(event.problem, event.remedy)
            case Ended():
                job.state, job.left_s = CANCELLED, None
        if job.is_over and not job.listed:
            del self.jobs[job.number]
        self.changed.emit(job)
        if isinstance(event, Finished) and job.on_done is not None:
            job.problem = job.on_done(event.answer) or ""
            if job.problem:
                job.state = FAILED
                self.changed.emit(job)
        if isinstance(event, Failed) and job.on_failed is not None:
            job.on_failed(job.problem)
