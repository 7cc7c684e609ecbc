"""Files chosen, dropped and saved: every question about the user's files that the window asks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from foley_post.jobs.pool import LONG
from foley_post_ui.dialogs import messages
from foley_post_ui.dialogs.file_dialogs import choose_open, choose_save
from foley_post_ui.dialogs.folder_dialog import FolderDialog
from foley_post_ui.document.documents import Documents
from foley_post_ui.document.drops import dropped, dropped_film, openable_in
from foley_post_ui.document.sample import sample_cut

__all__ = ["FileCommands", "dropped_paths"]


class FileCommands(QObject):
    """The File menu's commands and what is dropped; unsaved work is asked about first."""

    notice = Signal(str)

    def __init__(self, documents: Documents, window: QWidget) -> None:
        super().__init__(window)
        self.documents, self.window, self.memory = documents, window, documents.memory
        self.session, self.work = documents.session, documents.work

    def open(self, path: Path, _checked: bool = False) -> None:
        """Open a timeline, a film or a project, after asking about unsaved work."""
        if self.may_leave():
            self.documents.open(path)

    def choose(self) -> None:
        """Ask what to open."""
        chosen = choose_open(self.window, self.memory.recent)
        if chosen is not None:
            self.open(chosen)

    def open_sample(self) -> None:
        """Open the shipped sample."""
        sample = sample_cut()
        if sample is not None:
            self.open(sample)

    def save(self) -> bool:
        """Save where the project lies, or ask where."""
        path = self.session.path
        return self.documents.save(path) if path else self.save_as()

    def save_as(self) -> bool:
        """Ask where, and save there."""
        cut = self.session.cut
        if cut is None:
            return False
        chosen = choose_save(self.window, self.session.path or cut.path.with_suffix(".foley"))
        return chosen is not None and self.documents.save(chosen)

    def drop(self, paths: Sequence[Path]) -> None:
        """Open a timeline, a film or a project; look for missing media beside anything else."""
        (opened, folder), film = dropped(paths), dropped_film(paths)
        if opened is not None:  # what cannot be read is told in a sentence, as when it is chosen
            QTimer.singleShot(0, partial(self.open, opened))
        elif folder is not None and self._misses_media():
            self.documents.relink(folder)
        elif film is not None:
            QTimer.singleShot(0, partial(self.open, film))
        elif folder is not None:
            QTimer.singleShot(0, partial(self._open_from, folder))

    def may_leave(self, closing: bool = False) -> bool:
        """Whether what is open may be left: asks about jobs that run and about unsaved work."""
        jobs = [j for j in self.work.running if j.shot_id or (closing and j.lane == LONG)]
        if jobs and not messages.ask_stop(self.window, len(jobs)):
            return False
        if not self.documents.modified:
            return True
        cut = self.session.cut
        name = self.session.path.name if self.session.path else cut.path.name if cut else ""
        answer = messages.ask_save(self.window, name)
        if answer == "save":
            return self.save()
        if answer == "discard":
            self.documents.discard()
        return answer == "discard"

    def fill_recent(self, menu: QMenu) -> None:
        """The recent files, as entries of ``menu``."""
        menu.clear()
        for name in self.memory.recent:
            menu.addAction(Path(name).name).triggered.connect(partial(self.open, Path(name)))
        if not self.memory.recent:
            menu.addAction(self.tr("Nothing yet")).setEnabled(False)

    def _open_from(self, folder: Path) -> None:
        """Open what lies in a folder; ask where there are several."""
        found = openable_in(folder)
        if not found:
            self.notice.emit(self.tr("There is no timeline and no film in {0}.").format(folder))
        elif len(found) == 1:
            self.open(found[0])
        else:
            dialog = FolderDialog(folder, found, self.window)
            dialog.accepted.connect(lambda: self.open(dialog.chosen))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _misses_media(self) -> bool:
        cut = self.session.cut
        return cut is not None and any(s.enabled and s.media.path is None for s in cut.shots)


def dropped_paths(data: QMimeData) -> list[Path]:
    """The files and folders that are being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
