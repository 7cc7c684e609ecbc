"""Starts the window."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from foley_post import __version__
from foley_post_ui.document.job_answer import JobAnswer, job_named
from foley_post_ui.i18n import translating
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import SettingsStore
from foley_post_ui.shortcut_filter import ShortcutFilter
from foley_post_ui.style.icons import app_icon
from foley_post_ui.style.theme import follow
from foley_post_ui.style.typeface import install_typeface

__all__ = ["delete", "hear_signals", "leave", "make_app", "run"]


def run(named: str | None) -> int:
    """Show the window, with what is ``named`` opened, until it is closed: a timeline, a project, or
    the job of an editing program (`foley_post_ui.document.job_answer`).
    """
    app = make_app()
    memory = SettingsStore.read()
    follow(app, memory.preferences.appearance)
    window = MainWindow(memory)
    window.show()
    folder = job_named(named) if named else None
    answer = None
    if folder is not None:
        answer = JobAnswer(folder, window.session, window.exporting, window)
    cut = answer.cut if answer else Path(named) if named else None
    if cut is not None:
        QTimer.singleShot(0, lambda: window.files.open(cut))
    hear_signals(app, window)
    # Python hears signals only when it runs: wake it a few times a second.
    pulse = QTimer()
    pulse.timeout.connect(lambda: None)
    pulse.start(250)
    code = app.exec()
    pulse.stop()
    window.stop()
    if answer is not None:
        answer.closed()
    delete(window)
    return code


def delete(window: MainWindow) -> None:
    """Delete the window while Python and the application are there: what is left for the
    interpreter's end is called by Qt when nothing answers any more.
    """
    window.hide()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def hear_signals(app: QApplication, window: MainWindow) -> None:
    """The system's requests to end are followed."""
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: leave(app, window))


def leave(app: QApplication, window: MainWindow) -> None:
    """End at once, as the system asked; unsaved work is kept to be recovered."""
    window.documents.autosave()
    window.stop()
    app.quit()


def make_app() -> QApplication:
    """The application with its name, translation and keys; the one there is, if there is one."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    app = QApplication(sys.argv[:1])
    app.setApplicationName("foley-post")
    app.setApplicationDisplayName("Foley Post")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("foley-post")
    app.setWindowIcon(app_icon())
    install_typeface(app)
    translating.install(app)
    app.installEventFilter(ShortcutFilter(app))
    return app
