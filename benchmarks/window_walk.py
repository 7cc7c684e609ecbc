"""An editor under deadline walks the whole product by real mouse and key events.

`xvfb-run -s "-screen 0 1920x1200x24" python -m benchmarks.window_walk`. Watched shots come from the
cache; notes come from the shipped model. Each step prints what it proved and how long it took; the
first one that is not so ends the run.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from foley_post_ui.app import delete, make_app
from foley_post_ui.dialogs.export_dialog import ExportDialog
from foley_post_ui.document.documents import Documents
from foley_post_ui.document.sample import sample_cut
from foley_post_ui.main_window import MainWindow
from foley_post_ui.piano_roll.geometry import KEYS_WIDTH
from foley_post_ui.piano_roll.roll import RULER as ROLL_RULER
from foley_post_ui.playback.mixer import ORIGINAL
from foley_post_ui.settings_store import Preferences, SettingsStore
from foley_post_ui.style.theme import follow
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from benchmarks.window_job import Driver
from foley_post.midi.notes import Note
from foley_post.pose import WatchOptions
from foley_post.project.file import autosave_path, load_project
from foley_post.project.settings import Settings

_CTRL = Qt.KeyboardModifier.ControlModifier
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def walk(driver: Driver, home: Path) -> None:
    """Every place of the window, in the order an editor comes to it."""
    window, session = driver.window, driver.window.session
    driver.click(window.welcome.sample)
    driver.wait(lambda: session.cut is not None, "the sample is open")
    driver.key(Qt.Key.Key_A, _CTRL)
    driver.wait(lambda: len(session.selected) == 2, "Ctrl+A selects both shots")
    driver.key(Qt.Key.Key_G, _CTRL)
    driver.wait(
        lambda: all(session.project_work(s.id).takes for s in session.cut.shots), "both are scored"
    )
    driver.click(window.timeline.view.viewport(), driver.place("V1-001"))
    driver.wait(lambda: window.voices.settled, "the music can be heard")
    _transport(driver)
    _mixing(driver)
    _notes(driver)
    _takes(driver)
    _sound_of(driver)
    _projects(driver, home)
    _exports(driver, home)


def _transport(driver: Driver) -> None:
    player, key = driver.window.player, driver.key
    key(Qt.Key.Key_Home)
    _so(player.position_s == 0, "Home goes to the start")
    key(Qt.Key.Key_Right)
    key(Qt.Key.Key_Right)
    key(Qt.Key.Key_Left)
    _so(player.frame == 1, "arrows go by frames")
    key(Qt.Key.Key_L)
    key(Qt.Key.Key_L)
    _so(player.speed == 2.0, "L twice plays at double speed")
    driver.wait(lambda: player.position_s > 0.8, "it runs")
    key(Qt.Key.Key_K)
    _so(player.speed == 0, "K stops")
    key(Qt.Key.Key_J)
    at = player.position_s
    driver.wait(lambda: player.position_s < at - 0.1, "J plays backwards")
    key(Qt.Key.Key_Space)
    _so(player.speed == 0, "space stops")
    player.seek(1.0)
    key(Qt.Key.Key_I)
    player.seek(1.5)
    key(Qt.Key.Key_O)
    _so((player.in_s, round(player.out_s or 0, 2)) == (1.0, 1.54), "I and O mark in and out")
    key(Qt.Key.Key_L, _CTRL)
    player.seek(1.3)
    key(Qt.Key.Key_Space)
    rounds: list[float] = []
    player.moved.connect(rounds.append)
    driver.wait(lambda: any(b < a for a, b in pairwise(rounds)), "it goes round")
    player.moved.disconnect(rounds.append)
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_L, _CTRL)
    key(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    _so(player.in_s is None, "Shift+X clears the marks")


def _mixing(driver: Driver) -> None:
    window, mixer = driver.window, driver.window.player.mixer
    (header,) = [r for r in window.timeline._rows if r.performer == 0]
    driver.click(header.mute)
    _so(mixer.gain_of(0) == 0, "M mutes the music")
    driver.click(header.mute)
    driver.click(header.solo)
    _so(mixer.gain_of(0) == 1 and mixer.gain_of(1) == 0, "S leaves only that player")
    driver.click(header.solo)
    fader = window.viewer.original
    fader.setFocus()
    QTest.keyClick(fader, Qt.Key.Key_Home)
    _so(mixer.gain_of(ORIGINAL) == 0, "the original sound is turned down by key")
    window.timeline.view.setFocus()


def _notes(driver: Driver) -> None:
    window, session, roll = driver.window, driver.window.session, driver.window.roll.roll
    take = session.current_take
    note = max(take.notes, key=lambda n: n.pitch)  # nothing is above it to meet
    driver.click(roll.viewport(), _at(roll, note))
    _so(len(roll.chosen) == 1, "a click selects a note")
    began = time.perf_counter()
    driver.key(Qt.Key.Key_Up, _CTRL)
    driver.wait(lambda: not window.voices.settled, "the change is on its way")
    driver.wait(lambda: window.voices.settled, "the change can be heard")
    print(f"{time.perf_counter() - began:7.2f} s  from the key to the changed sound")
    start = _at(roll, next(iter(roll.chosen)))
    QTest.mousePress(roll.viewport(), _LEFT, _NONE, start)
    for step in (8, 16, 24):
        QTest.mouseMove(roll.viewport(), start + QPoint(step, 0))
        _drag(roll.viewport(), start + QPoint(step, -12))
    QTest.mouseRelease(roll.viewport(), _LEFT, _NONE, start + QPoint(24, -12))
    _so("Move notes" in session.undo.undoText(), "a drag moves it")
    driver.key(Qt.Key.Key_Z, _CTRL)
    driver.key(Qt.Key.Key_Z, _CTRL)
    _so(session.current_take == take, "two undos give the very take back")
    driver.key(Qt.Key.Key_Z, _CTRL | Qt.KeyboardModifier.ShiftModifier)
    _so(session.current_take != take, "redo does it again")
    driver.key(Qt.Key.Key_Z, _CTRL)
    driver.click(roll.viewport(), _at(roll, note))
    driver.key(Qt.Key.Key_C, _CTRL)
    driver.key(Qt.Key.Key_V, _CTRL)
    _so("Paste" in session.undo.undoText(), "copied and pasted")
    driver.key(Qt.Key.Key_Delete)
    _so("Delete" in session.undo.undoText(), "deleted")
    while session.undo.undoText() and "Score" not in session.undo.undoText():
        driver.key(Qt.Key.Key_Z, _CTRL)
    _so(session.current_take == take, "all undone")


def _drag(widget: QWidget, at: QPoint) -> None:
    """A move with the button held, which QTest cannot say."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    place = QPointF(at)
    whole = QPointF(widget.mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, place, whole, Qt.MouseButton.NoButton, _LEFT, _NONE)
    QApplication.sendEvent(widget, event)


def _takes(driver: Driver) -> None:
    window, session, roll = driver.window, driver.window.session, driver.window.roll.roll
    take = session.current_take
    keep = take.notes[:: max(1, len(take.notes) // 4)]
    roll.setFocus()
    roll.choose(keep)
    driver.key(Qt.Key.Key_P)
    pinned = {(n.onset_s, n.pitch) for n in session.current_take.notes if n.pinned}
    _so(len(pinned) == len(keep), f"P pins {len(keep)} notes")
    driver.key(Qt.Key.Key_R, _CTRL)
    driver.wait(
        lambda: len(session.current_work.takes) == 2, "the rest is regenerated (real model)"
    )
    fresh = session.current_take
    stayed = pinned & {(n.onset_s, n.pitch) for n in fresh.notes}
    _so(stayed == pinned, f"all pinned notes stayed; {len(fresh.notes)} notes in all")
    window.timeline.view.setFocus()
    driver.key(Qt.Key.Key_B)
    _so(session.current_take != fresh, "B goes back to the take before")
    driver.key(Qt.Key.Key_B)
    _so(session.current_take == fresh, "B goes forth again")
    driver.wait(lambda: window.voices.settled, "both can be heard")
    driver.click(window.inspector.takes_panel.keep)
    _so(len(session.current_work.takes) == 1, "Keep only this deletes the other")
    driver.key(Qt.Key.Key_Z, _CTRL)
    _so(len(session.current_work.takes) == 2, "and undo brings it back")


def _sound_of(driver: Driver) -> None:
    window, session = driver.window, driver.window.session
    heard: list[str] = []
    window.voices.changed.connect(heard.append)
    for box, name in ((window.inspector.instrument, "Cello"), (window.inspector.style_, "Jazz")):
        heard.clear()
        box.setFocus()
        box.setCurrentIndex(box.findText(name))
        began = time.perf_counter()
        box.activated.emit(box.currentIndex())
        driver.wait(lambda: bool(heard), f"{name} is heard")
        print(f"{time.perf_counter() - began:7.2f} s  from the choice to its sound")
    window.voices.changed.disconnect(heard.append)
    _so(session.current_take.style == "jazz", "the styled take is in use")
    window.generating.one_piece("Dm", "", tuple(s.id for s in session.cut.shots))
    _so("One key over 2 shots" in session.undo.undoText(), "two shots in one key")


def _projects(driver: Driver, home: Path) -> None:
    window, session = driver.window, driver.window.session
    path = home / "film.foley"
    _so(window.documents.save(path), "saved")
    session.change_settings("Loosen sync", loosen_percent=30.0)
    window.documents.autosave()
    _so(autosave_path(path).exists(), "autosaved beside it")
    project = session.project
    window.documents.close()
    asked: list[Path] = []

    def recover(where: Path, _: float) -> bool:
        asked.append(where)
        return True

    documents: Documents = window.documents
    documents.recover = recover
    documents.open(path)
    driver.wait(lambda: bool(asked) and session.path == path, "opened again, asked to recover")
    driver.wait(lambda: not window.work.running, "read")
    _so(session.project.settings.loosen_percent == 30.0, "what was not saved is recovered")
    _so(session.project.shots == project.shots, "every take is as it was")
    _so(load_project(path).settings.loosen_percent == 0.0, "the saved file is as it was")


def _exports(driver: Driver, home: Path) -> None:
    window = driver.window
    for host in ("premiere", "resolve", "fcp"):
        window.activateWindow()  # there may be no window manager to do it
        QTest.qWaitForWindowActive(window, 2000)
        window.timeline.view.setFocus()
        driver.key(Qt.Key.Key_E, _CTRL)
        dialog = window.findChild(ExportDialog)
        for name, box in dialog.hosts.items():
            box.setChecked(name == host)
        if not dialog.hosts[host].isEnabled():
            print(f"          {host}: {dialog.hosts[host].toolTip()}")
            dialog.reject()
            continue
        dialog.mix.setChecked(True)
        dialog.markers.setChecked(True)
        dialog.folder.setText(str(home / host))
        driver.click(dialog.go)
        driver.wait(lambda: not window.work.running, f"exported for {host}")
        done = window.exporting.last
        _so(bool(done and not done.problems and done.mix), f"{[p.name for p in done.timelines]}")
        for box in window.findChildren(QMessageBox):
            box.close()
        QApplication.processEvents()
        QTest.qWait(50)


def _at(roll, note: Note) -> QPoint:
    return roll.geometry_.rect_of(note).center().toPoint() + QPoint(KEYS_WIDTH - 3, ROLL_RULER)


def _so(true: bool, what: str) -> None:
    if not true:
        raise SystemExit(f"not so: {what}")
    print(f"          {what}", flush=True)


def main() -> int:
    """Walk once."""
    if sample_cut() is None:
        print("the shipped sample is not here")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        app = make_app()
        follow(app, "dark")
        memory = SettingsStore(
            Path(folder) / "window.json",
            Preferences(appearance="dark", settings=Settings(watching=WatchOptions(device="cpu"))),
        )
        window = MainWindow(memory)
        window.documents.recover = lambda *_: False
        window.resize(1680, 1050)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 5000)
        try:
            walk(Driver(app, window, None, ""), Path(folder))
            print("walked")
        finally:
            window.documents.discard()
            window.stop()
            delete(window)
    return 0


if __name__ == "__main__":
    sys.exit(main())
