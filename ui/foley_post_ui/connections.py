"""Which part of the window hears which: what the parts tell, joined to what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication, QUndoStack

from foley_post_ui.dialogs import messages
from foley_post_ui.i18n.translating import localized

if TYPE_CHECKING:
    from foley_post_ui.main_window import MainWindow

__all__ = ["connect_parts"]


def connect_parts(window: MainWindow) -> None:
    """Join all parts of a new window."""
    _panels(window)
    _timeline_and_notes(window)
    _undo(window.session.undo, window.actions_)
    _session(window)
    _notices(window)
    _welcome(window)
    QGuiApplication.styleHints().colorSchemeChanged.connect(window.recolour)


def _panels(window: MainWindow) -> None:
    inspector, generating, a = window.inspector, window.generating, window.actions_
    inspector.instrument_wanted.connect(generating.choose_instrument)
    inspector.style_wanted.connect(generating.choose_style)
    inspector.loosen_wanted.connect(generating.loosen)
    takes = inspector.takes_panel
    takes.take_wanted.connect(generating.choose_take)
    takes.another_wanted.connect(a["another"].trigger)
    takes.rest_wanted.connect(a["rest"].trigger)
    takes.delete_wanted.connect(generating.delete_take)
    takes.keep_wanted.connect(generating.keep_only)
    takes.compare_wanted.connect(a["compare"].trigger)


def _timeline_and_notes(window: MainWindow) -> None:
    view, roll, player = window.timeline.view, window.roll.roll, window.player
    view.sought.connect(player.seek)
    view.opened.connect(lambda _: roll.setFocus())
    view.menu_wanted.connect(window.shot_menu.popup)
    roll.sought.connect(player.seek)
    roll.menu_wanted.connect(window.note_menu.popup)
    roll.chosen_changed.connect(window.enable)
    player.moved.connect(roll.set_position)
    player.turned.connect(window.play_turned)


def _undo(undo: QUndoStack, actions: Mapping[str, QAction]) -> None:
    undo.canUndoChanged.connect(actions["undo"].setEnabled)
    undo.canRedoChanged.connect(actions["redo"].setEnabled)
    undo.undoTextChanged.connect(
        lambda text: actions["undo"].setText(
            localized("MainWindow", "&Undo {0}").format(text).strip()
        )
    )
    undo.redoTextChanged.connect(
        lambda text: actions["redo"].setText(
            localized("MainWindow", "&Redo {0}").format(text).strip()
        )
    )


def _session(window: MainWindow) -> None:
    session = window.session
    session.opened.connect(window.show_opened)
    for changed in (session.selection_changed, session.current_changed):
        changed.connect(window.enable)
    session.work_changed.connect(lambda _: window.enable())
    session.work_changed.connect(lambda _: window.show_title())
    session.settings_changed.connect(window.show_title)
    window.documents.titled.connect(window.show_title)


def _notices(window: MainWindow) -> None:
    told_by = (window.generating, window.documents, window.exporting, window.going, window.files)
    for source in (*told_by, window.people):
        source.notice.connect(window.say)
    window.voices.failed.connect(window.say)
    for asked in (window.documents, window.exporting):
        asked.failed.connect(lambda title, why: messages.tell_problem(window, title, why))
    window.work.added.connect(lambda job: window.say(f"{job.title} ..."))
    window.work.changed.connect(window.job_changed)


def _welcome(window: MainWindow) -> None:
    welcome, files = window.welcome, window.files
    window.documents.opening.connect(welcome.opening)
    window.work.changed.connect(welcome.follow)
    welcome.open_wanted.connect(files.choose)
    welcome.sample_wanted.connect(files.open_sample)
    welcome.path_wanted.connect(files.open)
