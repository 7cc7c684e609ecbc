"""Opening, saving, autosaving, recovering and relinking: what touches the user's files."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from foley_post.core.files import safe_name
from foley_post.core.user_dirs import unsaved_dir
from foley_post.errors import FoleyError, OutputError, ProjectError
from foley_post.jobs.lock import Hold, hold
from foley_post.jobs.pool import QUICK
from foley_post.jobs.tasks import ReadCut
from foley_post.project.file import (
    Project,
    Settings,
    autosave_path,
    load_project,
    newer_autosave,
    save_project,
)
from foley_post.timeline.model import Cut
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.settings_store import SettingsStore, settings_from, with_drives

__all__ = ["Documents"]

_SUFFIX = ".foley"


class Documents(QObject):
    """The open document. ``recover`` is asked whether an autosave is to be used."""

    failed = Signal(str, str)
    notice = Signal(str)
    opening = Signal(object)
    titled = Signal()

    def __init__(
        self,
        session: Session,
        work: JobQueue,
        memory: SettingsStore,
        *,
        recover: Callable[[Path, float], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.work, self.memory, self.recover = session, work, memory, recover
        self._hold: Hold | None = None
        self._opening: dict[int, Hold] = {}
        work.changed.connect(self._followed)
        self._saved_state: Project | None = None
        self._autosaved: Project | None = None
        self.job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(max(5, memory.preferences.autosave_s) * 1000)
        self._timer.timeout.connect(self.autosave)

    @property
    def modified(self) -> bool:
        """Whether there is work that no file holds."""
        project = self.session.project
        return project is not None and project != self._saved_state

    @property
    def resting_place(self) -> Path | None:
        """Where the work lies or, for a project never saved, where its autosave stands for."""
        if self.session.path is not None:
            return self.session.path
        project = self.session.project
        if project is None:
            return None
        folder = unsaved_dir()
        name = f"{safe_name(project.cut.stem)}-{project.cut_sha256[:12]}"
        sequence = project.settings.sequence
        return folder / f"{name}{'-' + safe_name(sequence) if sequence else ''}{_SUFFIX}"

    def open(self, path: Path) -> None:
        """Open a project or a timeline; what is found is shown when it has been read."""
        path = path.absolute()
        if path.suffix.lower() == _SUFFIX:
            self._open_project(path)
        else:
            self._read(path, None, None)

    def save(self, path: Path) -> bool:
        """Save the project; False, with the reason told, when it could not be written."""
        project = self.session.project
        if project is None:
            return False
        if path.suffix.lower() != _SUFFIX:
            path = path.with_name(path.name + _SUFFIX)
        held: Hold | None = None
        try:
            held = self._hold_for(path)
            before = self.resting_place
            save_project(project, path)
        except OutputError as error:
            self._let_go(held)
            self.failed.emit(self.tr("The project was not saved"), str(error))
            return False
        if before is not None and before != path and self.session.path is None:
            autosave_path(before).unlink(missing_ok=True)
        self._keep_hold(held)
        self._timer.start()
        self.session.path, self._saved_state = path, project
        self.session.undo.setClean()
        self.memory.opened(path)
        self.titled.emit()
        return True

    def autosave(self) -> None:
        """Keep the work beside the project, if there is any that no file holds."""
        project, place = self.session.project, self.resting_place
        if project is None or place is None or not self.modified or project == self._autosaved:
            return
        try:
            save_project(project, place, autosave=True)
            self._autosaved = project
        except OutputError as error:
            self.notice.emit(self.tr("Autosave failed: {0}").format(error))

    def read_as(self, settings: Settings) -> None:
        """Read the open timeline's file again as ``settings`` say: another frame rate keeps the
        work, another sequence begins anew.
        """
        project = self.session.project
        if project is None:
            return
        if settings.sequence == project.settings.sequence:
            self._read(project.cut, replace(project, settings=settings), self.session.path)
        else:
            self._read(project.cut, Project(project.cut, settings=settings), None)

    def relink(
        self,
        folder: Path | None,
        path_map: Mapping[str, str] | None = None,
        *,
        any_extension: bool | None = None,
    ) -> None:
        """Look for missing media under ``folder`` and where ``path_map`` says, and read again;
        ``any_extension`` takes files of another type with the same name, too.

        What is said of drives is remembered for other timelines.
        """
        project = self.session.project
        if project is None:
            return
        roots = tuple(dict.fromkeys((*project.settings.media_roots, *([folder] if folder else []))))
        drives = {**project.settings.path_map, **(path_map or {})}
        if path_map:
            self.memory.drives.update(path_map)
            self.memory.write()
        other = project.settings.any_extension if any_extension is None else any_extension
        settings = replace(
            project.settings, media_roots=roots, path_map=drives, any_extension=other
        )
        task = ReadCut(project.cut, with_drives(settings, self.memory))

        def done(cut: Cut) -> None:
            assert self.session.project is not None
            missing = sum(1 for s in cut.shots if s.media.path is None)
            self.session.change_settings(
                self.tr("Relink media"), media_roots=roots, path_map=drives, any_extension=other
            )
            self.session.relinked(cut)
            self.notice.emit(
                self.tr("{0} clips are still without media.").format(missing)
                if missing
                else self.tr("All media was found.")
            )

        self.work.run(
            task, self.tr("Look for media"), lane=QUICK, on_done=done,
            on_failed=lambda p: self.failed.emit(self.tr("The media was not found"), p),
        )  # fmt: skip

    def discard(self) -> None:
        """The user let the changes go: so does the autosave."""
        place = self.resting_place
        if place is not None:
            with contextlib.suppress(OSError):
                autosave_path(place).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the project's file."""
        self._timer.stop()
        self._keep_hold(None)

    def _open_project(self, path: Path) -> None:
        """Hold the project, load it, and read its timeline; what is open stays until that is done,
        and stays held.
        """
        held: Hold | None = None
        try:
            held = self._hold_for(path)
            project, recovered = self._load(path)
        except FoleyError as error:
            self._let_go(held)
            self.failed.emit(self.tr("The project cannot be opened"), str(error))
            return
        self._read(project.cut, project, path, recovered=recovered, held=held)

    def _load(self, path: Path) -> tuple[Project, bool]:
        """The project, or its autosave if the user wants it back, and whether it is that."""
        autosave = newer_autosave(path)
        if autosave is not None and self.recover(path, autosave.stat().st_mtime):
            return load_project(autosave, home=path.parent), True
        try:
            return load_project(path), False
        except ProjectError:
            autosave = newer_autosave(path)
            if autosave is None or not self.recover(path, time.time()):
                raise
            return load_project(autosave, home=path.parent), True

    def _read(
        self,
        cut: Path,
        project: Project | None,
        path: Path | None,
        *,
        recovered: bool = False,
        held: Hold | None = None,
    ) -> None:
        settings = project.settings if project else settings_from(self.memory)
        task = ReadCut(cut, with_drives(settings, self.memory))

        def done(read: Cut) -> None:
            self._opening.pop(job.number, None)
            self._opened(
                read, project or Project(cut, settings=settings), path,
                recovered=recovered, held=held,
            )  # fmt: skip

        def failed(problem: str) -> None:
            self._let_go(self._opening.pop(job.number, None))
            self.failed.emit(self.tr("{0} cannot be opened").format(cut.name), problem)

        job = self.job = self.work.run(
            task,
            self.tr("Open {0}").format(cut.name),
            lane=QUICK,
            first=True,
            on_done=done,
            on_failed=failed,
        )
        if held is not None:
            self._opening[job.number] = held
        self.opening.emit(job)

    def _followed(self, job: Job) -> None:
        """A project whose opening was cancelled is not held any longer."""
        if job.state == "cancelled":
            self._let_go(self._opening.pop(job.number, None))

    def _opened(
        self,
        cut: Cut,
        project: Project,
        path: Path | None,
        *,
        recovered: bool,
        held: Hold | None = None,
    ) -> None:
        if project.cut_sha256 and project.cut_sha256 != cut.source_sha256:
            self.notice.emit(
                self.tr("{0} changed since this project was saved.").format(cut.path.name)
            )
        project = replace(project, cut_sha256=cut.source_sha256)
        self._keep_hold(held)
        self.session.open(cut, project, path)
        self._saved_state = None if recovered else project
        self._autosaved = project
        self._offer_unsaved(cut)
        self.memory.opened(path or cut.path)
        self._timer.start()
        for notice in (*project.notices, *cut.notices):
            self.notice.emit(notice)
        self.titled.emit()

    def _offer_unsaved(self, cut: Cut) -> None:
        """Work on this timeline that was never saved and not let go either: a crash."""
        place = self.resting_place
        if self.session.path is not None or place is None:
            return
        autosave = newer_autosave(place)
        if autosave is None:
            return
        try:
            project = load_project(autosave, home=place.parent)
        except ProjectError:
            return
        if self.recover(cut.path, autosave.stat().st_mtime):
            self.session.open(cut, replace(project, cut=cut.path), None)
            self._saved_state = None
        else:
            self.discard()

    def _hold_for(self, path: Path) -> Hold:
        """A hold of ``path``: the one there is, if it is open or being opened, else a new one.
        Raises OutputError where somebody else holds it.
        """
        ours = [self._hold, *self._opening.values()]
        return next((h for h in ours if h is not None and h.path == path), None) or hold(path)

    def _keep_hold(self, held: Hold | None) -> None:
        """``held`` is the open document's from now on; what was held before is let go."""
        before, self._hold = self._hold, held
        self._let_go(before)

    def _let_go(self, held: Hold | None) -> None:
        """Release ``held``, unless the open document or one being opened needs it."""
        if held is not None and held not in (self._hold, *self._opening.values()):
            held.release()
