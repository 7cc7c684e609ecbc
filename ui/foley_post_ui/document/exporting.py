"""Export: asks, sends the job, says what was written and shows it in its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from foley_post.core.user_dirs import motion_cache_dir
from foley_post.jobs.exporting import Export
from foley_post.pipeline.options import default_out, options_for
from foley_post.pipeline.project_export import writable_hosts
from foley_post.pipeline.results import Results
from foley_post.project.settings import Settings
from foley_post_ui.dialogs.export_dialog import ExportDialog
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.translating import localized
from foley_post_ui.settings_store import SettingsStore, with_drives

__all__ = ["Exporting", "told_of"]


class Exporting(QObject):
    """``last`` is what the last export wrote."""

    notice = Signal(str)
    failed = Signal(str, str)
    finished = Signal(object)

    def __init__(
        self, session: Session, work: JobQueue, memory: SettingsStore, window: QWidget
    ) -> None:
        super().__init__(window)
        self.session, self.work, self.memory, self.window = session, work, memory, window
        self.last: Results | None = None

    def folder(self) -> Path | None:
        """Where the project's stems go: the command line's default, or what was chosen before."""
        project = self.session.project
        if project is None:
            return None
        return project.settings.out or default_out(project.cut)

    def ask(self) -> None:
        """Show the dialog; export when it is accepted."""
        project, out = self.session.project, self.folder()
        if project is None or out is None:
            return
        dialog = ExportDialog(
            project.settings,
            out,
            selected=len(self.session.selected),
            shots=sum(1 for work in project.shots.values() if work.takes),
            refused=self._refused(),
            parent=self.window,
        )
        dialog.accepted.connect(lambda: self.start(dialog.settings, dialog.only_selected))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start(self, settings: Settings, only_selected: bool = False) -> None:
        """Remember in the project what was chosen, and send the job."""
        self.session.replace_settings(self.tr("Change export options"), settings)
        project, out = self.session.project, self.folder()
        assert project is not None
        assert out is not None
        settings = with_drives(project.settings, self.memory)
        shots = self.session.selected if only_selected else ()
        cache = motion_cache_dir() if self.memory.preferences.cache else None
        self.work.run(
            Export(project, options_for(settings, out, shots=shots, cache=cache)),
            self.tr("Export to {0}").format(out.name),
            on_done=self._done,
            on_failed=lambda p: self.failed.emit(self.tr("Nothing was exported"), p),
        )

    def _refused(self) -> dict[str, str]:
        """Of each host that gets no timeline from this one, why."""
        cut, found = self.session.cut, {}
        if cut is None:
            return {}
        for host in ("premiere", "resolve", "fcp"):
            _, why = writable_hosts(cut, (host,))
            if why:
                found[host] = why[0]
        return found

    def show_folder(self) -> None:
        """Open the folder in the system's file manager; say where it is where that fails."""
        if self.last is None:
            return
        folder = self.last.folder
        if not folder.is_dir():
            self.notice.emit(self.tr("{0} is not there any more.").format(folder))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.notice.emit(
                self.tr("There is no file manager to open; the files are in {0}.").format(folder)
            )

    def forget(self) -> None:
        """What was exported was of another timeline."""
        self.last = None

    def _done(self, made: Results) -> None:
        self.last = made
        self.finished.emit(made)


def told_of(made: Results) -> str:
    """In a sentence: what was written."""
    stems, timelines = len(made.stems), len(made.written.files)
    one_stem = localized("Exporting", "1 stem")
    one_timeline = localized("Exporting", "1 timeline")
    parts = (
        one_stem if stems == 1 else localized("Exporting", "{0} stems").format(stems),
        one_timeline
        if timelines == 1
        else localized("Exporting", "{0} timelines").format(timelines),
    )
    failed = sum(bool(one.problem) for one in made.shots) + len(made.problems)
    words = localized("Exporting", "Exported: {0} and {1}.").format(*parts)
    if failed:
        words += " " + localized("Exporting", "Not everything could be written.")
    return words
