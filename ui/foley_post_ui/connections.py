"""Which part of the window hears which: what the parts tell, joined to what they do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication, QUndoStack

from foley_post.pipeline.results import Results
from foley_post_ui.dialogs import messages
from foley_post_ui.document.exporting import told_of
from foley_post_ui.document.job_queue import Job
from foley_post_ui.document.recent import keep_picture
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
    shots = window.shots
    shots.instrument_wanted.connect(generating.choose_instrument)
    shots.style_wanted.connect(generating.choose_style)
    shots.sought.connect(window.player.seek)
    window.exported.export_wanted.connect(a["export"].trigger)
    window.exported.folder_wanted.connect(window.exporting.show_folder)
    a["export"].changed.connect(lambda: window.exported.again.setEnabled(a["export"].isEnabled()))
    takes.keep_wanted.connect(generating.keep_only)
    takes.compare_wanted.connect(a["compare"].trigger)


def _timeline_and_notes(window: MainWindow) -> None:
    view, roll, player = window.timeline.view, window.roll.roll, window.player
    view.sought.connect(player.seek)
    view.opened.connect(lambda _: roll.setFocus())
    view.replaced.connect(lambda: _another_cut(window))
    view.menu_wanted.connect(window.shot_menu.popup)
    roll.sought.connect(player.seek)
    window.roll.frames.sought.connect(player.seek)
    roll.menu_wanted.connect(window.note_menu.popup)
    roll.chosen_changed.connect(window.enable)
    roll.heard.connect(window.audition.note)
    player.moved.connect(roll.set_position)
    player.turned.connect(window.play_turned)


def _another_cut(window: MainWindow) -> None:
    """Nothing of the timeline that was open before is left in sight."""
    window.jobs.forget()
    window.exporting.forget()
    window.exported.forget()
    window.player.clear_marks()
    shot = window.session.current_shot
    window.player.seek(float(shot.record_start_s) if shot else 0.0)


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
    cancel = window.actions_["cancel"]
    for event in (window.work.added, window.work.changed):
        event.connect(lambda _: cancel.setEnabled(bool(window.work.running)))
    cancel.setEnabled(False)
    for changed in (session.selection_changed, session.current_changed):
        changed.connect(window.enable)
    session.work_changed.connect(lambda _: window.enable())
    session.work_changed.connect(lambda _: window.show_title())
    session.settings_changed.connect(window.show_title)
    window.documents.titled.connect(window.show_title)
    window.questions.changed.connect(lambda: _enable_choices(window))
    _enable_choices(window)


def _enable_choices(window: MainWindow) -> None:
    """What a file leaves open can be asked again."""
    choices = window.questions.choices
    window.actions_["sequence"].setEnabled(len(choices.sequences) > 1)
    window.actions_["frame_rate"].setEnabled(len(choices.rates) > 1)


def _notices(window: MainWindow) -> None:
    told_by = (window.generating, window.documents, window.exporting, window.going, window.files)
    window.roll.whose.give_wanted.connect(window.giving.to)
    for source in (*told_by, window.people, window.questions, window.giving):
        source.notice.connect(window.say)
    window.voices.failed.connect(window.say)
    for asked in (window.documents, window.exporting):
        asked.failed.connect(lambda title, why: messages.tell_problem(window, title, why))
    window.work.added.connect(lambda job: window.say(f"{job.title} ..."))
    window.work.changed.connect(window.job_changed)
    _toasts(window)


def _toasts(window: MainWindow) -> None:
    """What is done, with the next thing to do about it."""
    toast, undo = window.toast, window.session.undo

    def exported(made: Results) -> None:
        window.exported.show_results(made, made_for(window))
        window.enable()
        toast.show_message(
            told_of(made), localized("Toasts", "Show"), lambda: window.show_place("export")
        )

    window.exporting.finished.connect(exported)
    window.generating.undoable.connect(
        lambda text: toast.show_message(text, localized("Toasts", "Undo"), undo.undo)
    )
    window.work.changed.connect(lambda job: _failed_job(window, job))


def made_for(window: MainWindow) -> tuple[str, ...]:
    """The editors that the project is exported for."""
    project = window.session.project
    return project.settings.hosts if project else ()


def _failed_job(window: MainWindow, job: Job) -> None:
    """Scoring that failed is told where it is looked for; other work has a message of its own."""
    if job.state == "failed" and job.shot_id:
        window.toast.show_message(
            f"{job.title}: {job.problem}",
            localized("Toasts", "Show"),
            lambda: window.show_place("jobs"),
        )


def _welcome(window: MainWindow) -> None:
    welcome, files = window.welcome, window.files
    window.documents.opening.connect(welcome.opening)
    window.work.changed.connect(welcome.follow)
    welcome.open_wanted.connect(files.choose)
    welcome.sample_wanted.connect(files.open_sample)
    welcome.path_wanted.connect(files.open)
    _recent_pictures(window)


def _recent_pictures(window: MainWindow) -> None:
    """The first picture shown of a timeline stands beside its name in the list of recent files."""
    kept: set[Path] = set()

    def keep() -> None:
        session, image = window.session, window.viewer.viewer.frames.latest
        path = session.path or (session.cut.path if session.cut else None)
        if path is not None and path not in kept and image is not None:
            kept.add(path)
            keep_picture(path, image)

    window.viewer.viewer.shown.connect(lambda *_: keep())
