"""A job of an editing program, done in the window: its wishes are set, and export answers it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from foley_post.errors import Cancelled, FoleyError
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import JobResult, JobState
from foley_post.hosts.job_result import failed_result, result_of
from foley_post.hosts.job_service import clip_shots, wished_settings
from foley_post.hosts.premiere_panel import SCHEME, folder_of_address
from foley_post.pipeline.results import Results
from foley_post_ui.document.exporting import Exporting
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.translating import localized

__all__ = ["JobAnswer", "job_named"]


def job_named(text: str) -> JobFolder | None:
    """The job that a program started the window with: its folder, its ``job.json``, or an address
    of ours; None for any other file. Raises UsageError for an address of no job.
    """
    if text.startswith(f"{SCHEME}:"):
        return JobFolder.of(folder_of_address(text))
    path = Path(text)
    if path.name == "job.json" or (path / "job.json").is_file():
        return JobFolder.of(path)
    return None


class JobAnswer(QObject):
    """Each export answers the job anew; a window that closes before says that it was cancelled.

    Raises ProjectError for a job that cannot be read.
    """

    def __init__(
        self, folder: JobFolder, session: Session, exporting: Exporting, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.folder, self.request = folder, folder.request()
        self.session, self.exporting = session, exporting
        self._begun = self._answered = False
        session.opened.connect(self._begin)
        exporting.finished.connect(self._answer)

    @property
    def cut(self) -> Path:
        """The timeline to open."""
        return self.folder.cut(self.request)

    def closed(self) -> None:
        """The window is closed: the program that waits is told, if it has no answer yet."""
        if not self._answered:
            self._finish(failed_result(Cancelled("The window was closed before the export.")))

    def _begin(self) -> None:
        """The job's cut is open: set its wishes and choose its clips."""
        if self._begun or self.session.cut is None:
            return
        self._begun = True
        self.folder.tell(JobState.RUNNING, message="open in the window")
        try:
            settings, _ = wished_settings(self.request)
            clips = clip_shots(self.session.cut, self.request.clips)
        except FoleyError as error:
            self._finish(failed_result(error))
            return
        wished = {n: getattr(settings, n) for n in self.request.wishes if hasattr(settings, n)}
        words = localized("JobAnswer", "Change export options")
        self.session.change_settings(words, **wished, out=self.folder.out(self.request))
        chosen = [*self.request.shots, *(shot.id for shot in clips)]
        if chosen:
            self.session.select(chosen)

    def _answer(self, made: Results) -> None:
        if self.session.cut is not None and made.cut.path == self.session.cut.path:
            self._finish(result_of(made))

    def _finish(self, result: JobResult) -> None:
        self._answered = True
        self.folder.finish(result, self.request.reply_to)
