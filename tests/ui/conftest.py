"""A window to test, a small film to open, and a watch on what is left behind."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.playback.take_playback import TakePlayback
from foley_post_ui.settings_store import SettingsStore
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from pytestqt.qtbot import QtBot
from window_material import make_cut, make_motion, make_take

from foley_post.project.file import Project
from foley_post.timeline.model import Cut


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Fails the test that leaves a thread, a process or a running timer behind."""
    threads = set(threading.enumerate())
    processes = set(multiprocessing.active_children())
    yield
    assert set(multiprocessing.active_children()) <= processes, "a process is left"
    assert {t for t in threading.enumerate() if t.is_alive()} <= threads, "a thread is left"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The whole window, with its own memory, that starts no process before it is asked to."""
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / "state")
    monkeypatch.setattr("foley_post_ui.document.job_queue.JobQueue.warm", lambda *_: None)
    monkeypatch.setattr("foley_post_ui.dialogs.messages.ask_stop", lambda *_: True)
    monkeypatch.setattr(TakePlayback, "refresh", lambda _: None)
    made = MainWindow(SettingsStore.read(tmp_path / "window.json"))
    made.documents.recover = lambda *_: False
    qtbot.addWidget(made, before_close_func=_let_go)
    made.resize(1440, 900)
    made.show()
    yield made
    made.stop()
    running = [t for t in made.findChildren(QTimer) if t.isActive() and not t.isSingleShot()]
    ours = [t for t in running if type(t.parent()).__module__.startswith("foley_post_ui")]
    assert not ours, f"timers are left running: {[t.parent() for t in ours]}"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _let_go(window: MainWindow) -> None:
    window.documents._saved_state = window.session.project


@pytest.fixture
def cut(tmp_path: Path) -> Cut:
    return make_cut(tmp_path / "film.otio")


@pytest.fixture
def opened(window: MainWindow, cut: Cut) -> MainWindow:
    """The window with the cut open and nothing scored."""
    project = Project(cut.path, cut.source_sha256)
    window.documents._saved_state = project
    window.session.open(cut, project, None)
    return window


@pytest.fixture
def scored(opened: MainWindow) -> MainWindow:
    """The window with a take on the first shot, its undo history empty."""
    session = opened.session
    session.watched("V1-001", (make_motion(),))
    session.change_work("V1-001", session.project_work("V1-001").adding((make_take(),)), "Score")
    session.undo.clear()
    return opened


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    """Wait until something is so."""

    def wait(so: Callable[[], bool], ms: int = 60_000) -> None:
        qtbot.waitUntil(so, timeout=ms)

    return wait
