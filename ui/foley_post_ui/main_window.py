"""The window: makes the parts, joins them, and answers the menus."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QMenu, QStackedWidget

from foley_post.jobs.pool import LONG, QUICK
from foley_post_ui.action_state import enable
from foley_post_ui.actions import fill_menu, make_actions
from foley_post_ui.dialogs import messages
from foley_post_ui.dialogs.about import AboutDialog, diagnostics
from foley_post_ui.dialogs.dialog_commands import DialogCommands
from foley_post_ui.dialogs.file_dialogs import choose_open, choose_save
from foley_post_ui.dialogs.help_dialog import HelpDialog
from foley_post_ui.document.documents import Documents, dropped, dropped_film
from foley_post_ui.document.exporting import Exporting
from foley_post_ui.document.generating import Generating
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.document.sample import sample_cut
from foley_post_ui.document.session import Session
from foley_post_ui.panels.inspector import Inspector, known_styles
from foley_post_ui.panels.jobs_panel import JobsPanel
from foley_post_ui.panels.welcome import Welcome
from foley_post_ui.piano_roll.note_actions import NoteActions
from foley_post_ui.piano_roll.panel import RollPanel
from foley_post_ui.playback.mixer import Mixer
from foley_post_ui.playback.player import Playback
from foley_post_ui.playback.take_playback import TakePlayback
from foley_post_ui.playback.transport import ViewerPanel
from foley_post_ui.settings_store import SettingsStore
from foley_post_ui.style.icons import app_icon, icon
from foley_post_ui.style.theme import follow
from foley_post_ui.timeline.go_to import GoTo
from foley_post_ui.timeline.panel import TimelinePanel
from foley_post_ui.workspace import Workspace, keep_on_screen

__all__ = ["MainWindow"]

_TOLD_MS = 8000


class MainWindow(QMainWindow):
    """Foley Post's one window."""

    def __init__(self, memory: SettingsStore) -> None:
        super().__init__()
        self.memory = memory
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.session = Session(self)
        self.work = JobQueue(self)
        self.player = Playback(self.session, Mixer(), self)
        self.voices = TakePlayback(self.session, self.work, self.player, self)
        self.generating = Generating(self.session, self.work, memory, self)
        recover = partial(messages.ask_recover, self)
        self.documents = Documents(self.session, self.work, memory, recover=recover, parent=self)
        self.exporting = Exporting(self.session, self.work, memory, self)
        self.asking = DialogCommands(self.session, self.documents, self.generating, self)
        self.asking.preferred.connect(self._recolour)
        self._make_places()
        self.notes = NoteActions(self.session, self.roll, self.player, self)
        self.going = GoTo(self.session, self.player, self)
        doing = {**self._doing(), **self.notes.doing(), **self.going.doing()}
        self.actions_ = make_actions(self, doing)
        self._make_menus()
        self._join()
        self._restore()
        self._enable()

    def open(self, path: Path, _checked: bool = False) -> None:
        """Open a timeline or a project, after asking about unsaved work."""
        if self._may_leave():
            self.documents.open(path)

    def say(self, text: str) -> None:
        """A word at the window's foot."""
        self.statusBar().showMessage(text, _TOLD_MS)

    def _make_places(self) -> None:
        self.viewer = ViewerPanel(self.session, self.player)
        self.roll = RollPanel(self.session, self.work)
        self.inspector = Inspector(self.session, known_styles())
        self.jobs = JobsPanel(self.work)
        self.timeline = TimelinePanel(self.session, self.work, self.player)
        self.workspace = Workspace(
            {
                "viewer": (self.tr("Viewer"), self.viewer),
                "roll": (self.tr("Piano roll"), self.roll),
                "inspector": (self.tr("Inspector"), self.inspector),
                "jobs": (self.tr("Jobs"), self.jobs),
                "timeline": (self.tr("Timeline"), self.timeline),
            },
            self.memory,
        )
        self.welcome = Welcome(self.memory, sample_cut() is not None)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.workspace)
        self.setCentralWidget(self.pages)
        self.setMinimumSize(self.workspace.minimumSizeHint().expandedTo(QSize(900, 520)))

    def _doing(self) -> dict[str, Callable[[], object]]:
        player, timeline = self.player, self.timeline.view
        return {
            "open": self._choose_file,
            "sample": self._open_sample,
            "save": self.save,
            "save_as": self.save_as,
            "relink": self.asking.relink,
            "export": self.exporting.ask,
            "show_folder": self.exporting.show_folder,
            "preferences": self.asking.preferences,
            "quit": self.close,
            "undo": self.session.undo.undo,
            "redo": self.session.undo.redo,
            "select_all": self._select_all,
            "generate": lambda: self.generating.shots(self.session.selected),
            "generate_all": self.generating.missing,
            "another": self.generating.another_take,
            "rest": self.generating.rest,
            "next_take": lambda: self.generating.step_take(1),
            "previous_take": lambda: self.generating.step_take(-1),
            "compare": self.generating.compare,
            "piece": self.asking.key_and_tempo,
            "cancel": self.jobs.cancel_all,
            "play": player.toggle,
            "backward": lambda: player.shuttle(-1),
            "stop": player.pause,
            "forward": lambda: player.shuttle(1),
            "frame_back": lambda: player.step(-1),
            "frame_on": lambda: player.step(1),
            "second_back": lambda: player.step(-self._second()),
            "second_on": lambda: player.step(self._second()),
            "start": lambda: player.seek(0.0),
            "end": lambda: player.seek(timeline.layout_.length_s),
            "mark_in": player.mark_in,
            "mark_out": player.mark_out,
            "clear_marks": player.clear_marks,
            "loop": lambda: player.set_loop(self.actions_["loop"].isChecked()),
            "reset_layout": self.workspace.reset,
            "guide": lambda: HelpDialog(self.actions_, self).open(),
            "diagnostics": self._copy_diagnostics,
            "about": lambda: AboutDialog(self).open(),
        }

    def _make_menus(self) -> None:
        a = self.actions_
        for action in a.values():
            self.addAction(action)
        view = self.findChild(QMenu, "view")
        assert isinstance(view, QMenu)
        self.workspace.fill(view)
        self.recent_menu = QMenu(self)
        a["recent"].setMenu(self.recent_menu)
        self.recent_menu.aboutToShow.connect(self._fill_recent)
        for name in ("start", "frame_back", "play", "frame_on", "mark_in", "mark_out", "loop"):
            self.viewer.add_button(a[name])
        self.timeline.add_primary(a["generate"])
        self.shot_menu = QMenu(self)
        fill_menu(self.shot_menu, a, ("generate", "another", "", "select_all", "", "relink"))
        self.note_menu = QMenu(self)
        names = ("cut", "copy", "paste", "delete", "", "pin", "rest", "", "up", "down",
                 "octave_up", "octave_down", "", "quantise", "snap")  # fmt: skip
        fill_menu(self.note_menu, a, names)

    def _join(self) -> None:
        session, a, view, roll = self.session, self.actions_, self.timeline.view, self.roll.roll
        self.inspector.instrument_wanted.connect(self.generating.choose_instrument)
        self.inspector.style_wanted.connect(self.generating.choose_style)
        takes = self.inspector.takes_panel
        takes.take_wanted.connect(self.generating.choose_take)
        takes.another_wanted.connect(a["another"].trigger)
        takes.rest_wanted.connect(a["rest"].trigger)
        takes.delete_wanted.connect(self.generating.delete_take)
        takes.keep_wanted.connect(self.generating.keep_only)
        takes.compare_wanted.connect(a["compare"].trigger)
        self.inspector.loosen_wanted.connect(self.generating.loosen)
        view.sought.connect(self.player.seek)
        view.opened.connect(lambda _: roll.setFocus())
        view.menu_wanted.connect(self.shot_menu.popup)
        roll.sought.connect(self.player.seek)
        roll.menu_wanted.connect(self.note_menu.popup)
        roll.chosen_changed.connect(self._enable)
        self.player.moved.connect(roll.set_position)
        self.player.turned.connect(self._turned)
        session.undo.canUndoChanged.connect(a["undo"].setEnabled)
        session.undo.canRedoChanged.connect(a["redo"].setEnabled)
        session.undo.undoTextChanged.connect(
            lambda text: a["undo"].setText(self.tr("&Undo {0}").format(text).strip())
        )
        session.undo.redoTextChanged.connect(
            lambda text: a["redo"].setText(self.tr("&Redo {0}").format(text).strip())
        )
        session.opened.connect(self._opened)
        for changed in (session.selection_changed, session.current_changed):
            changed.connect(self._enable)
        session.work_changed.connect(lambda _: self._enable())
        session.work_changed.connect(lambda _: self._title())
        session.settings_changed.connect(self._title)
        for source in (self.generating, self.documents, self.exporting, self.going):
            source.notice.connect(self.say)
        self.voices.failed.connect(self.say)
        self.documents.failed.connect(lambda t, p: messages.tell_problem(self, t, p))
        self.exporting.failed.connect(lambda t, p: messages.tell_problem(self, t, p))
        self.documents.opening.connect(self.welcome.opening)
        self.documents.titled.connect(self._title)
        self.work.changed.connect(self.welcome.follow)
        self.work.added.connect(lambda job: self.say(f"{job.title} ..."))
        self.work.changed.connect(self._job_changed)
        self.welcome.open_wanted.connect(self._choose_file)
        self.welcome.sample_wanted.connect(self._open_sample)
        self.welcome.path_wanted.connect(self.open)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._recolour)

    def _restore(self) -> None:
        kept = self.memory.layout.get("window", "")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self.resize(1440, 900)
        keep_on_screen(self)
        self._docks_restored = False
        self._title()
        # The first job should not wait for a process to start.
        QTimer.singleShot(0, lambda: self.work.warm(QUICK))
        if self.memory.put_aside is not None:
            self.say(
                self.tr(
                    "The preferences were damaged; they are kept as {0} and begin anew."
                ).format(self.memory.put_aside.name)
            )

    def _opened(self) -> None:
        self.pages.setCurrentWidget(self.workspace)
        if not self._docks_restored:
            self._docks_restored = True
            self.workspace.reset()
            self.workspace.restore()
        self.work.warm(LONG)
        self.timeline.view.setFocus()
        self._title()
        self._enable()
        QTimer.singleShot(0, self.asking.where_drives_are)

    def _enable(self) -> None:
        enable(
            self.actions_,
            self.session,
            notes_chosen=bool(self.roll.roll.chosen),
            exported=self.exporting.last is not None,
        )

    def _title(self) -> None:
        cut = self.session.cut
        if cut is None:
            self.setWindowTitle(self.tr("Foley Post"))
            return
        path = self.session.path
        name = path.name if path else self.tr("{0} (not saved)").format(cut.name)
        self.setWindowTitle(f"{name}[*] - Foley Post")
        self.setWindowModified(self.documents.modified)

    def _turned(self, speed: float) -> None:
        self.actions_["play"].setIcon(icon("pause" if speed else "play"))
        if speed and not self.player.audible:
            self.say(self.tr("There is no audio device: playing without sound."))

    def _recolour(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        follow(app, self.memory.preferences.appearance)
        buttons: list[QAbstractButton] = self.findChildren(QAbstractButton)
        drawn: list[QAbstractButton | QAction] = [*buttons, *self.actions_.values()]
        for one in drawn:
            name = one.property("icon_name")
            if name:
                one.setIcon(icon(str(name), on_accent=bool(one.property("primary"))))
        self.inspector.refresh()
        self.update()

    def _job_changed(self, job: Job) -> None:
        if job.is_over and self.statusBar().currentMessage() == f"{job.title} ...":
            self.statusBar().clearMessage()

    def _select_all(self) -> None:
        if self.roll.roll.hasFocus() or self.roll.lane.hasFocus():
            self.notes.select_all()
        else:
            self.timeline.view.select_everything()

    def _second(self) -> int:
        cut = self.session.cut
        return cut.rate.timebase if cut else 1

    def save(self) -> bool:
        """Save where the project lies, or ask where."""
        path = self.session.path
        return self.documents.save(path) if path else self.save_as()

    def save_as(self) -> bool:
        """Ask where, and save there."""
        cut = self.session.cut
        if cut is None:
            return False
        chosen = choose_save(self, self.session.path or cut.path.with_suffix(".foley"))
        return chosen is not None and self.documents.save(chosen)

    def _choose_file(self) -> None:
        chosen = choose_open(self, self.memory.recent)
        if chosen is not None:
            self.open(chosen)

    def _open_sample(self) -> None:
        sample = sample_cut()
        if sample is not None:
            self.open(sample)

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for name in self.memory.recent:
            action = self.recent_menu.addAction(Path(name).name)
            action.triggered.connect(partial(self.open, Path(name)))
        if not self.memory.recent:
            self.recent_menu.addAction(self.tr("Nothing yet")).setEnabled(False)

    def _copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(diagnostics(self.session, self.work))
        self.say(self.tr("Diagnostics are on the clipboard."))

    def _may_leave(self, closing: bool = False) -> bool:
        jobs = [j for j in self.work.running if j.shot_id or (closing and j.lane == LONG)]
        if jobs and not messages.ask_stop(self, len(jobs)):
            return False
        if not self.documents.modified:
            return True
        name = self.session.path.name if self.session.path else self.tr("this timeline")
        answer = messages.ask_save(self, name)
        if answer == "save":
            return self.save()
        if answer == "discard":
            self.documents.discard()
        return answer == "discard"

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Timelines, projects and folders of media are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a timeline or project; look for missing media beside anything else."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        (opened, folder), film = dropped(paths), dropped_film(paths)
        if opened is not None:  # what cannot be read is told in a sentence, as when it is chosen
            QTimer.singleShot(0, lambda: self.open(opened))
        elif folder is not None and self._misses_media():
            self.documents.relink(folder)
        elif film is not None:
            QTimer.singleShot(0, lambda: self.open(film))
        elif folder is not None:
            self.say(self.tr("Open a timeline first; its media is found from there."))

    def _misses_media(self) -> bool:
        cut = self.session.cut
        return cut is not None and any(s.enabled and s.media.path is None for s in cut.shots)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, then leave nothing running."""
        if not self._may_leave(closing=True):
            event.ignore()
            return
        self.memory.layout["window"] = bytes(self.saveGeometry().toBase64().data()).decode()
        if self._docks_restored:
            self.workspace.keep()
        self.memory.write()
        self.stop()
        event.accept()

    def stop(self) -> None:
        """End playback, decoding and work; let go of files."""
        self.player.close()
        self.viewer.viewer.frames.close()
        self.documents.close()
        self.work.close()
