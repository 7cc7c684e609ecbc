"""The window: makes the parts, joins them, and answers the menus."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from collections.abc import Callable
from functools import partial

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
from foley_post_ui.connections import connect_parts
from foley_post_ui.dialogs import messages
from foley_post_ui.dialogs.about import AboutDialog, diagnostics
from foley_post_ui.dialogs.dialog_commands import DialogCommands
from foley_post_ui.dialogs.file_commands import FileCommands, dropped_paths
from foley_post_ui.dialogs.help_dialog import HelpDialog
from foley_post_ui.document.documents import Documents
from foley_post_ui.document.exporting import Exporting
from foley_post_ui.document.generating import Generating
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.document.people import People
from foley_post_ui.document.questions import Questions
from foley_post_ui.document.sample import sample_cut
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.library_sentences import library_sentence
from foley_post_ui.panels.export_panel import ExportPanel
from foley_post_ui.panels.inspector import Inspector, known_styles
from foley_post_ui.panels.jobs_panel import JobsPanel
from foley_post_ui.panels.shots_panel import ShotsPanel
from foley_post_ui.panels.toast import Toast
from foley_post_ui.panels.welcome import Welcome
from foley_post_ui.piano_roll.giving import Giving
from foley_post_ui.piano_roll.note_actions import NoteActions
from foley_post_ui.piano_roll.panel import RollPanel
from foley_post_ui.piano_roll.tapping import Tapping
from foley_post_ui.playback.audition import Audition
from foley_post_ui.playback.mixer import Mixer
from foley_post_ui.playback.player import Playback
from foley_post_ui.playback.take_playback import TakePlayback
from foley_post_ui.playback.transport import ViewerPanel
from foley_post_ui.settings_store import SettingsStore
from foley_post_ui.style.emphasis import stress
from foley_post_ui.style.icons import app_icon, icon
from foley_post_ui.style.theme import follow
from foley_post_ui.timeline.go_to import GoTo
from foley_post_ui.timeline.panel import TimelinePanel
from foley_post_ui.timeline.zoom import Zoom
from foley_post_ui.viewer.full_screen import FullScreen
from foley_post_ui.viewer.pointing import Pointing
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
        self.audition = Audition(self.session, self.work, self.player, self)
        self.generating = Generating(self.session, self.work, memory, self)
        recover = partial(messages.ask_recover, self)
        self.documents = Documents(self.session, self.work, memory, recover=recover, parent=self)
        self.files = FileCommands(self.documents, self)
        self.exporting = Exporting(self.session, self.work, memory, self)
        self.asking = DialogCommands(self.session, self.documents, self.generating, self)
        self.asking.preferred.connect(self.recolour)
        self.questions = Questions(self.session, self.documents, self.generating, self)
        self.questions.may_leave = self.files.may_leave
        self._make_places()
        self.people = People(self.session, self.work, self.generating, self)
        self.pointing = Pointing(self.viewer.viewer, self.people)
        self.notes = NoteActions(self.session, self.roll, self.player, self)
        self.tapping = Tapping(self.session, self.roll.roll, self.player, self)
        self.giving = Giving(self.session, self.roll.roll, self)
        self.going = GoTo(self.session, self.player, self)
        self.zoom = Zoom(self.session, self.timeline.view, self.roll, self)
        self.full_screen = FullScreen(self.workspace, self)
        doing = self._doing()
        parts = (self.notes, self.tapping, self.giving, self.going, self.pointing)
        for some in (*parts, self.questions, self.zoom, self.full_screen):
            doing |= some.doing()
        self.actions_ = make_actions(self, doing)
        self._make_menus()
        connect_parts(self)
        self._restore()
        self.enable()

    def say(self, text: str) -> None:
        """A word at the window's foot."""
        self.statusBar().showMessage(library_sentence(text), _TOLD_MS)

    def show_place(self, name: str) -> None:
        """Bring one of the places to the front."""
        dock = self.workspace.docks[name]
        dock.show()
        dock.raise_()

    def _make_places(self) -> None:
        self.viewer = ViewerPanel(self.session, self.player)
        self.roll = RollPanel(self.session, self.work)
        styles = known_styles()
        self.inspector = Inspector(self.session, self.work, styles)
        self.jobs = JobsPanel(self.work)
        self.exported = ExportPanel()
        self.shots = ShotsPanel(self.session, self.work, styles)
        self.timeline = TimelinePanel(self.session, self.work, self.player)
        self.workspace = Workspace(
            {
                "viewer": (self.tr("Viewer"), self.viewer),
                "roll": (self.tr("Piano roll"), self.roll),
                "inspector": (self.tr("Inspector"), self.inspector),
                "jobs": (self.tr("Jobs"), self.jobs),
                "export": (self.tr("Export"), self.exported),
                "timeline": (self.tr("Timeline"), self.timeline),
                "shots": (self.tr("Shots"), self.shots),
            },
            self.memory,
        )
        self.welcome = Welcome(self.memory, sample_cut() is not None)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.workspace)
        self.setCentralWidget(self.pages)
        self.toast = Toast(self)
        self.statusBar().setSizeGripEnabled(False)  # there from the start: no word moves the places
        self.setMinimumSize(self.workspace.minimumSizeHint().expandedTo(QSize(900, 520)))

    def _doing(self) -> dict[str, Callable[[], object]]:
        player, timeline = self.player, self.timeline.view
        return {
            "open": self.files.choose,
            "sample": self.files.open_sample,
            "save": self.files.save,
            "save_as": self.files.save_as,
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
            "note_frames": lambda: self.roll.use_frames(self.actions_["note_frames"].isChecked()),
            "scrub": lambda: setattr(player, "scrubbing", self.actions_["scrub"].isChecked()),
            "audition": lambda: setattr(self.audition, "on", self.actions_["audition"].isChecked()),
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
        self.recent_menu.aboutToShow.connect(lambda: self.files.fill_recent(self.recent_menu))
        for name in ("start", "frame_back", "play", "frame_on", "mark_in", "mark_out", "loop"):
            self.viewer.add_button(a[name])
        self.generate_button = self.timeline.add_primary(a["generate"])
        self.export_button = self.timeline.add_primary(a["export"])
        self.shot_menu = QMenu(self)
        fill_menu(self.shot_menu, a, ("generate", "another", "", "select_all", "", "relink"))
        self.note_menu = QMenu(self)
        names = ("cut", "copy", "paste", "delete", "", "pin", "rest", "", "up", "down",
                 "octave_up", "octave_down", "", "quantise", "snap")  # fmt: skip
        fill_menu(self.note_menu, a, names)
        self.note_menu.addMenu(self.giving.menu(self.note_menu))

    def _restore(self) -> None:
        kept = self.memory.layout.get("window", "")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self.resize(1440, 900)
        keep_on_screen(self)
        self._docks_restored = False
        self.show_title()
        # The first job should not wait for a process to start.
        QTimer.singleShot(0, lambda: self.work.warm(QUICK))
        if self.memory.put_aside is not None:
            self.say(
                self.tr(
                    "The preferences were damaged; they are kept as {0} and begin anew."
                ).format(self.memory.put_aside.name)
            )

    def show_opened(self) -> None:
        """Show the places, with what was opened in them."""
        self.pages.setCurrentWidget(self.workspace)
        if not self._docks_restored:
            self._docks_restored = True
            self.workspace.reset()
            self.workspace.restore()
        self.work.warm(LONG)
        self.timeline.view.setFocus()
        self.show_title()
        self.enable()
        QTimer.singleShot(0, self.asking.where_drives_are)

    def enable(self) -> None:
        """Switch actions on or off after what is open and selected."""
        export_next = enable(
            self.actions_,
            self.session,
            notes_chosen=bool(self.roll.roll.chosen),
            exported=self.exporting.last is not None,
        )
        stress(self.export_button, export_next)
        stress(self.generate_button, not export_next)

    def show_title(self) -> None:
        """Name what is open, and whether it is saved, in the window's title."""
        cut = self.session.cut
        if cut is None:
            self.setWindowTitle(self.tr("Foley Post"))
            return
        path = self.session.path
        name = path.name if path else self.tr("{0} (not saved)").format(cut.name)
        self.setWindowTitle(f"{name}[*] - Foley Post")
        self.setWindowModified(self.documents.modified)

    def play_turned(self, speed: float) -> None:
        """Playback began, ended or changed its speed."""
        self.actions_["play"].setIcon(icon("pause" if speed else "play"))
        if speed and not self.player.audible:
            self.say(self.tr("There is no audio device: playing without sound."))

    def recolour(self) -> None:
        """Take up another look, icons too."""
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

    def job_changed(self, job: Job) -> None:
        """Take back what the foot says of a job that is over."""
        if job.is_over and self.statusBar().currentMessage() == f"{job.title} ...":
            self.statusBar().clearMessage()

    def _select_all(self) -> None:
        if self.roll.roll.hasFocus() or self.roll.lane.hasFocus():
            self.notes.select_all()
        else:
            self.timeline.view.selection.everything()

    def _second(self) -> int:
        cut = self.session.cut
        return cut.rate.timebase if cut else 1

    def _copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(diagnostics(self.session, self.work))
        self.say(self.tr("Diagnostics are on the clipboard."))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Timelines, films, projects and folders are welcome."""
        if event.source() is None and dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it, or look there for missing media."""
        event.acceptProposedAction()
        self.files.drop(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, then leave nothing running."""
        if not self.files.may_leave(closing=True):
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
