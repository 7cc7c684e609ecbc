"""Pictures of the window's other states: what an editor sees when something is in the way.

`xvfb-run -s "-screen 0 3200x2000x24" python -m benchmarks.window_states DIR [--appearance light]
[--language de]`. Driven by real mouse and key events, from copies of the sample with a clip gone, a
clip that is no film, no SoundFont, and work that was never saved; every picture is to be looked at.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from foley_post_ui.app import delete, make_app
from foley_post_ui.dialogs.messages import ask_recover
from foley_post_ui.document.sample import sample_cut
from foley_post_ui.i18n import translating
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import Preferences, SettingsStore
from foley_post_ui.style.theme import follow
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from benchmarks.window_job import Driver, drop
from foley_post.pose import WatchOptions
from foley_post.project.settings import Settings

_CTRL, _NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def states(driver: Driver, home: Path) -> None:
    """One after the other, as they come in a bad afternoon."""
    window, session = driver.window, driver.window.session
    (home / "edit.prproj").write_text("a project of another program")
    drop(driver, home / "edit.prproj")
    driver.wait(lambda: _dialog() is not None, "a file that is no timeline was dropped")
    _grab_dialog(driver, "a-not-a-timeline")
    (home / "violin.mp4").rename(home / "moved.mp4")
    drop(driver, home / "two_players.otio")
    driver.wait(lambda: session.cut is not None, "a timeline with a clip gone is open")
    driver.rest(1)
    driver.wait(lambda: window.timeline.view.thumbnails.settled, "thumbnails are there")
    gone = next(s for s in session.cut.shots if s.problem)
    driver.click(window.timeline.view.viewport(), driver.place(gone.id))
    window.player.seek(float(gone.record_start_s) + 1)
    driver.shot("b-offline")
    window.actions_["relink"].trigger()
    _grab_dialog(driver, "c-relink")
    (home / "violin.mp4").write_bytes(b"this is no film" * 999)
    window.documents.relink(home)
    driver.wait(lambda: not session.shot(gone.id).problem, "the clip is linked again")
    driver.key(Qt.Key.Key_A, _CTRL)
    driver.key(Qt.Key.Key_G, _CTRL)
    driver.wait(lambda: bool(window.work.running), "scoring is begun")
    driver.wait(lambda: not window.work.running, "scored, as far as it goes")
    window.workspace.docks["jobs"].raise_()
    driver.shot("d-failed")
    there = next(s for s in session.cut.shots if s.id != gone.id)
    driver.click(window.timeline.view.viewport(), driver.place(there.id))
    _cancelled(driver)
    _two_takes(driver)
    _asked(driver)
    _no_soundfont(driver, home)
    _closed(driver)


def _cancelled(driver: Driver) -> None:
    window = driver.window
    driver.key(Qt.Key.Key_T, _CTRL)
    driver.wait(lambda: any(j.share > 0 for j in window.work.running), "another take is begun")
    driver.key(Qt.Key.Key_Period, _CTRL)
    driver.wait(lambda: not window.work.running, "and cancelled")
    driver.shot("e-cancelled")


def _two_takes(driver: Driver) -> None:
    window, session = driver.window, driver.window.session
    driver.key(Qt.Key.Key_T, _CTRL)
    driver.wait(lambda: len(session.current_work.takes) > 1, "a second take is there")
    window.workspace.docks["inspector"].raise_()
    driver.wait(lambda: window.voices.settled, "and can be heard")
    driver.key(Qt.Key.Key_B)
    shot = session.current_shot
    window.player.seek(float(shot.record_start_s) + session.current_take.notes[2].onset_s + 0.04)
    window.roll.roll.setFocus()
    driver.key(Qt.Key.Key_A, _CTRL)
    driver.key(Qt.Key.Key_P)
    driver.wait(
        lambda: window.viewer.viewer.frames.at(window.player.position_s)[1] is not None,
        "the picture is shown",
    )
    driver.shot("f-two-takes")


def _asked(driver: Driver) -> None:
    window = driver.window
    for action, name in (
        ("preferences", "g-preferences"), ("guide", "h-keys"), ("piece", "i-key-and-tempo"),
        ("go_to", "j-go-to"), ("about", "k-about"),
    ):  # fmt: skip
        window.actions_[action].trigger()
        _grab_dialog(driver, name)


def _no_soundfont(driver: Driver, home: Path) -> None:
    window, session = driver.window, driver.window.session
    session.change_settings("SoundFont", soundfont=home / "gone.sf2")
    driver.wait(lambda: bool(window.statusBar().currentMessage()), "a SoundFont is missing")
    driver.rest(1.5)
    driver.shot("l-no-soundfont")
    window.exporting.ask()
    dialog = _dialog()
    dialog.folder.setText(str(home / "out"))
    driver.click(dialog.go)
    driver.wait(lambda: not window.work.running and _dialog() is not None, "export says so")
    _grab_dialog(driver, "m-export-without-soundfont")
    session.undo.undo()
    session.undo.undo()


def _closed(driver: Driver) -> None:
    """Close with unsaved work: asked, cancelled; then as after a crash: asked to recover."""
    window = driver.window
    _answer(driver, "n-unsaved", Qt.Key.Key_Escape)
    window.close()
    if not window.isVisible():
        raise SystemExit("closed with unsaved work, without a question answered")
    window.documents.autosave()
    place = window.documents.resting_place
    _answer(driver, "o-recover", Qt.Key.Key_Escape)
    ask_recover(window, place, place.stat().st_mtime if place.exists() else 1.79e9)


def _answer(driver: Driver, name: str, key: Qt.Key) -> None:
    """Look at the question that is about to wait for an answer, and press a key there."""

    def look() -> None:
        dialog = _dialog()
        if dialog is None:
            QTimer.singleShot(50, look)
            return
        driver.shot(name, dialog)
        driver.key(key)
        if _dialog() is dialog:
            dialog.reject()

    QTimer.singleShot(50, look)


def _dialog() -> QDialog | None:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    return shown[-1] if shown else None


def _grab_dialog(driver: Driver, name: str) -> None:
    driver.rest(0.2)
    dialog = _dialog()
    if dialog is None:
        raise SystemExit(f"no dialog: {name}")
    said = dialog.informativeText() if isinstance(dialog, QMessageBox) else ""
    print(f"          {name}: {dialog.windowTitle()} {said}", flush=True)
    driver.shot(name, dialog)
    dialog.reject()
    _back(driver)


def _back(driver: Driver) -> None:
    """To the window, as a window manager would give it back."""
    driver.rest(0.1)
    driver.window.activateWindow()
    QTest.qWaitForWindowActive(driver.window, 2000)
    driver.window.timeline.view.setFocus()


def _run(
    chosen: argparse.Namespace, folder: Path, make: Callable[[SettingsStore], MainWindow]
) -> None:
    sample = sample_cut()
    assert sample is not None
    home = folder / "film"
    shutil.copytree(sample.parent, home)
    memory = SettingsStore(
        folder / "window.json",
        Preferences(
            appearance=chosen.appearance, settings=Settings(watching=WatchOptions(device="cpu"))
        ),
    )
    window = make(memory)
    scale = window.devicePixelRatio()
    tag = "" if chosen.appearance == "dark" else "-light"
    tag += "" if scale == 1 else f"-{round(scale * 100)}"
    try:
        driver = Driver(QApplication.instance(), window, chosen.pictures, tag)
        driver.kind = chosen.kind
        states(driver, home)
    finally:
        window.documents.discard()
        window.stop()
        delete(window)


def main() -> int:
    """Go through them once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--kind", default="webp", choices=("png", "webp"))
    parser.add_argument("--appearance", default="dark", choices=("dark", "light"))
    parser.add_argument("--language", help="a language's code, such as de")
    chosen = parser.parse_args()
    if sample_cut() is None:
        print("the shipped sample is not here")
        return 1
    chosen.pictures.mkdir(parents=True, exist_ok=True)
    app = make_app()
    if chosen.language:
        translating.install(app, QLocale(chosen.language))
    follow(app, chosen.appearance)

    def make(memory: SettingsStore) -> MainWindow:
        window = MainWindow(memory)
        window.documents.recover = lambda *_: False
        window.resize(1440, 900)
        window.show()
        window.activateWindow()
        return window

    with tempfile.TemporaryDirectory() as folder:
        _run(chosen, Path(folder), make)
    return 0


if __name__ == "__main__":
    sys.exit(main())
