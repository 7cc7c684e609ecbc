"""Export: asks, sends the job, says what was written and shows it in its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from foley_post.core.user_dirs import motion_cache_dir
from foley_post.jobs.exporting import Export, Exported, writable_hosts
from foley_post_ui.dialogs.export_dialog import ExportDialog, ExportWish
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.settings_store import SettingsStore

__all__ = ["Exporting"]


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
        self.last: Exported | None = None

    def folder(self) -> Path | None:
        """Where the project's stems go: the command line's default, or what was chosen before."""
        project = self.session.project
        if project is None:
            return None
        return project.settings.out or project.cut.with_name(f"{project.cut.stem}-foley")

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
        dialog.accepted.connect(lambda: self.start(dialog.wish))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start(self, wish: ExportWish) -> None:
        """Remember the wish in the project and send the job."""
        self.session.change_settings(
            self.tr("Change export options"),
            out=wish.out,
            hosts=wish.hosts,
            loudness_lufs=wish.loudness_lufs,
            handles_s=wish.handles_s,
            overlay=wish.overlay,
            mix=wish.mix,
            markers=wish.markers,
            reverb=wish.reverb,
        )
        project = self.session.project
        assert project is not None
        shots = self.session.selected if wish.only_selected else ()
        cache = motion_cache_dir() if self.memory.preferences.cache else None
        self.work.run(
            Export(project, wish.out, shots, cache),
            self.tr("Export to {0}").format(wish.out.name),
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
        """Open the folder in the system's file manager."""
        if self.last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.last.folder)))

    def _done(self, exported: Exported) -> None:
        self.last = exported
        self.finished.emit(exported)
        text = self.tr("{0} stems and {1} timelines were written.").format(
            len(exported.stems), len(exported.timelines)
        )
        self.notice.emit(text)
        box = QMessageBox(
            QMessageBox.Icon.Warning if exported.problems else QMessageBox.Icon.Information,
            self.tr("Export"),
            text,
            parent=self.window,
        )
        written = [*exported.timelines, *((exported.mix,) if exported.mix else ())]
        names = "\n".join(path.name for path in written)
        box.setInformativeText("\n".join(filter(None, (names, *exported.problems))))
        if exported.notices:
            box.setDetailedText("\n".join(exported.notices))
        show = box.addButton(self.tr("Show in folder"), QMessageBox.ButtonRole.ActionRole)
        show.clicked.connect(self.show_folder)
        box.addButton(QMessageBox.StandardButton.Close)
        box.setDefaultButton(show)
        box.finished.connect(box.deleteLater)
        box.open()
