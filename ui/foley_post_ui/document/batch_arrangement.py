"""Shots scored at one command become one piece of music: in one key, once all are there."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from foley_post.jobs.scoring import ShapeShots
from foley_post.pipeline.options import default_out, options_for
from foley_post.pipeline.results import ScoredShot
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.document.session import Session

__all__ = ["BatchArrangement"]


@dataclass(slots=True)
class _Batch:
    waiting: set[str]
    there: list[ScoredShot] = field(default_factory=list)


class BatchArrangement(QObject):
    """Collects what was asked for at once and has it shaped as the command line does."""

    def __init__(self, session: Session, work: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self._batches: list[_Batch] = []
        session.opened.connect(self._batches.clear)
        work.changed.connect(self._followed)

    def begin(self, ids: tuple[str, ...]) -> None:
        """Several shots are asked for at once."""
        if len(ids) > 1:
            self._batches.append(_Batch(set(ids)))

    def arrived(self, scored: ScoredShot) -> None:
        """One of them is there."""
        for batch in self._batches:
            if scored.shot.id in batch.waiting:
                batch.there.append(scored)
        self.failed(scored.shot.id)

    def failed(self, shot_id: str) -> None:
        """One of them is not waited for any longer."""
        for batch in [b for b in self._batches if shot_id in b.waiting]:
            batch.waiting.discard(shot_id)
            if not batch.waiting:
                self._batches.remove(batch)
                self._shape(batch.there)

    def _followed(self, job: Job) -> None:
        if job.state == "cancelled" and job.shot_id:
            self.failed(job.shot_id)

    def _shape(self, scored: list[ScoredShot]) -> None:
        project = self.session.project
        shots = [self.session.shot(one.shot.id) for one in scored]
        if project is None or not project.settings.style or project.settings.key:
            return  # each is in the key that was asked for, or as it was seen
        if len(scored) < 2 or None in shots:
            return
        self.work.run(
            ShapeShots(tuple(scored), options_for(project.settings, default_out(project.cut))),
            self.tr("One key over {0} shots").format(len(scored)),
            on_done=lambda takes: self._put(scored, takes),
        )

    def _put(self, scored: list[ScoredShot], together: tuple[ScoredShot, ...]) -> None:
        """In the place of what arrived first, unless a hand was there meanwhile."""
        words = self.tr("One key over {0} shots").format(len(scored))
        self.session.undo.beginMacro(words)
        for one, shaped in zip(scored, together, strict=True):
            work = self.session.project_work(one.shot.id)
            for before, after in zip(one.takes, shaped.takes, strict=True):
                if before in work.takes:
                    work = work.replacing(work.takes.index(before), after)
            self.session.change_work(one.shot.id, work, words)
        self.session.undo.endMacro()
