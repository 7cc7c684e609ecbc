"""The main job in the window, by real mouse and key events, from the sample to exported stems.

Run on a real screen or under Xvfb: `xvfb-run -s "-screen 0 3200x2000x24" python -m
benchmarks.window_job [--pictures DIR]`. Prints what each step took and writes, when asked,
the pictures of the user guide.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen" if not os.environ.get("DISPLAY") else "xcb")

from foley_post_ui.app import delete, make_app
from foley_post_ui.dialogs.export_dialog import ExportDialog
from foley_post_ui.document.sample import sample_cut
from foley_post_ui.main_window import MainWindow
from foley_post_ui.piano_roll.geometry import KEYS_WIDTH
from foley_post_ui.piano_roll.roll import RULER as ROLL_RULER
from foley_post_ui.settings_store import Preferences, SettingsStore
from foley_post_ui.style.theme import follow
from foley_post_ui.timeline.paint import RULER
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from foley_post.pose import WatchOptions

HOSTS = (("premiere", ".xml"), ("resolve", ".otio"), ("fcp", ".fcpxml"))
"""Each editor's timeline, as `foley-post check` holds it against what the editor needs."""
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Heartbeat:
    """How long the window's thread answered nothing at the most: a timer of 5 ms that came late.

    By the clock, and by what the thread itself worked meanwhile: beside other programs it waits for
    a processor too.
    """

    def __init__(self) -> None:
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(5)
        self.timer.timeout.connect(self._beat)
        self.begin()
        self.timer.start()

    def begin(self) -> None:
        """Forget what was."""
        self.last, self.worked = time.perf_counter(), time.thread_time()
        self.longest_s = self.longest_work_s = 0.0

    def told(self, what: str) -> None:
        """Print it, and begin anew."""
        print(f"{1000 * self.longest_s:7.0f} ms  the window's thread was busy at the most, {what}")
        print(f"{1000 * self.longest_work_s:7.0f} ms  of a processor, {what}")
        self.begin()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.longest_s = max(self.longest_s, now - self.last)
        self.longest_work_s = max(self.longest_work_s, worked - self.worked)
        self.last, self.worked = now, worked


class Driver:
    """A user: waits, clicks, presses keys, and looks."""

    def __init__(self, app: QApplication, window: MainWindow, pictures: Path | None, tag: str):
        self.app, self.window, self.pictures, self.tag = app, window, pictures, tag
        self.kind = "png"
        self.heart = Heartbeat()
        self.began = time.perf_counter()
        self.hands = 0

    def wait(self, so: Callable[[], bool], what: str, seconds: float = 600) -> None:
        """Until something is so; an end of the run otherwise."""
        began = time.perf_counter()
        while not so():
            if time.perf_counter() - began > seconds:
                raise SystemExit(f"gave up waiting for: {what}")
            QTest.qWait(10)
        print(f"{time.perf_counter() - began:7.2f} s  {what}", flush=True)

    def rest(self, seconds: float = 0.4) -> None:
        """Let it settle."""
        QTest.qWait(round(seconds * 1000))

    def click(self, widget: QWidget, at: QPoint | None = None, held: Qt.KeyboardModifier = _NONE):
        """The left button."""
        self.hands += 1
        QTest.mouseClick(widget, _LEFT, held, at or widget.rect().center())

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        """A key, to whatever has the focus."""
        self.hands += 1
        QTest.keyClick(self.app.focusWidget() or self.window, key, held)

    def shot(self, name: str, of: QWidget | None = None) -> None:
        """A picture of the window for the guide."""
        if self.pictures is not None:
            self.rest()
            quality = 90 if self.kind == "webp" else -1  # which PNG takes for its compression
            image = (of or self.window).grab().toImage()
            image = image.convertToFormat(image.Format.Format_RGB888)
            image.save(str(self.pictures / f"{name}{self.tag}.{self.kind}"), self.kind, quality)

    def place(self, shot_id: str) -> QPoint:
        """The middle of a shot in the timeline."""
        view, shot = self.window.timeline.view, self.window.session.shot(shot_id)
        assert shot is not None
        x = view.x_of(float(shot.record_start_s + shot.length_s / 2))
        return QPoint(round(x), RULER + 30)


def main_job(driver: Driver, out: Path) -> None:
    """Open, select, generate, look, tweak, listen, export."""
    window, session = driver.window, driver.window.session
    driver.shot("1-welcome")
    driver.click(window.welcome.sample)
    driver.wait(lambda: session.cut is not None, "the sample is open")
    view = window.timeline.view
    driver.wait(lambda: view.thumbnails.settled, "thumbnails are there")
    ids = [s.id for s in session.cut.shots]
    window.player.seek(2.0)
    driver.wait(lambda: window.viewer.viewer.frames.at(2.0)[1] is not None, "the picture is shown")
    driver.rest()
    driver.wait(lambda: view.thumbnails.settled, "every thumbnail is there")
    driver.shot("2-opened")
    driver.click(view.viewport(), driver.place(ids[0]))
    driver.click(view.viewport(), driver.place(ids[-1]), Qt.KeyboardModifier.ShiftModifier)
    driver.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    driver.wait(
        lambda: any(j.share > 0.3 for j in window.work.jobs.values() if j.shot_id),
        "scoring is under way",
    )
    if any(0.3 < j.share < 1 for j in window.work.running):
        window.workspace.docks["jobs"].raise_()
        driver.shot("3-scoring")
    driver.heart.begin()
    driver.wait(lambda: not window.work.running, "all shots are scored")
    driver.heart.told("scoring")
    failed = [j.problem for j in window.work.jobs.values() if j.problem]
    if failed:
        raise SystemExit(f"a shot failed: {failed}")
    window.workspace.docks["inspector"].raise_()
    driver.wait(lambda: window.voices.settled, "the music can be heard")
    driver.click(view.viewport(), driver.place(ids[0]))
    take = session.current_take
    assert take is not None
    if take.notes:
        shot = session.current_shot
        assert shot is not None
        window.player.seek(float(shot.record_start_s) + take.notes[2].onset_s + 0.05)
    driver.shot("4-scored")
    tweak(driver)
    listen(driver)
    export(driver, out)


def film_job(driver: Driver, film: Path) -> None:
    """From a dropped film to exported stems with as few clicks and keys as it takes."""
    window, session = driver.window, driver.window.session
    driver.heart.begin()
    began, driver.hands = time.perf_counter(), 1
    drop(driver, film)
    driver.wait(lambda: session.cut is not None, "the dropped film is open")
    driver.click(window.generate_button)
    driver.rest(0.05)  # no hand is quicker
    driver.wait(lambda: bool(window.work.running), "scoring is under way")
    driver.wait(lambda: not window.work.running, "it is scored")
    driver.click(window.export_button)
    driver.rest(0.05)
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    dialog.activateWindow()  # there may be no window manager to do it
    QTest.qWaitForWindowActive(dialog, 2000)
    driver.hands += 1
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    driver.wait(lambda: window.exporting.last is not None, "stems and timelines are written")
    exported = window.exporting.last
    assert exported is not None
    if not exported.complete or not exported.stems:
        raise SystemExit(f"export failed: {exported}")
    took = time.perf_counter() - began
    print(f"{took:7.2f} s  from the dropped film to {len(exported.stems)} exported stems")
    print(f"{driver.hands:7d}    clicks, keys and drops for it")
    driver.heart.told("from the drop to the stems")


def drop(driver: Driver, path: Path) -> None:
    """A file let go over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, _LEFT, _NONE)
    driver.window.dropEvent(event)
    driver.rest(0.2)


def tweak(driver: Driver) -> None:
    """Move a note, undo it, change the instrument."""
    window, session, roll = driver.window, driver.window.session, driver.window.roll.roll
    take = session.current_take
    assert take is not None
    note = take.notes[len(take.notes) // 2]
    rect = roll.geometry_.rect_of(note)
    at = rect.center().toPoint() + QPoint(KEYS_WIDTH - 3, ROLL_RULER)
    driver.click(roll.viewport(), at)
    began = time.perf_counter()
    driver.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert session.undo.undoText() == "Raise a note a semitone", session.undo.undoText()
    driver.wait(lambda: not window.voices.settled, "the change is on its way")
    driver.wait(lambda: window.voices.settled, "the change can be heard")
    print(f"{time.perf_counter() - began:7.2f} s  from the key to the changed sound")
    driver.wait(lambda: window.roll.frames.settled, "the pictures around the note are there")
    driver.shot("5-notes")
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.current_take == take
    window.generating.choose_instrument("cello")
    driver.wait(lambda: window.voices.settled, "another instrument can be heard")
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def listen(driver: Driver) -> None:
    """Play two seconds and measure how far the picture is from the clock."""
    window = driver.window
    away: list[float] = []
    shot = window.session.current_shot
    assert shot is not None

    def shown(position_s: float, media_s: float) -> None:
        due = float(shot.time_map.media_at(0)) + position_s - float(shot.record_start_s)
        away.append(due - media_s)

    window.player.seek(float(shot.record_start_s))
    driver.rest(1.5)
    window.viewer.viewer.shown.connect(shown)
    driver.key(Qt.Key.Key_Space)
    driver.wait(lambda: len(away) > 3, "the picture runs", 30)
    away.clear()
    driver.heart.begin()
    QTest.qWait(2000)
    driver.heart.told("playing")
    driver.key(Qt.Key.Key_Space)
    window.viewer.viewer.shown.disconnect(shown)
    if away:
        # A picture stands from its own time until the next: between 0 and a frame late is right.
        frame = 1 / 30
        wrong = sum(not -frame / 2 <= a <= 1.5 * frame for a in away)
        print(f"picture against clock: {len(away)} paints, {wrong} more than half a frame off")


def export(driver: Driver, out: Path) -> None:
    """Ctrl+E, the dialog, and the files."""
    window = driver.window
    driver.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    dialog.folder.setText(str(Path("Film") / "film-foley"))
    driver.shot("6-export", dialog)
    dialog.folder.setText(str(out))
    for box in dialog.hosts.values():
        if not box.isChecked():
            driver.click(box, QPoint(8, box.height() // 2))
    driver.click(dialog.go)
    driver.heart.begin()
    driver.wait(lambda: not window.work.running, "stems and timelines are written")
    driver.heart.told("exporting")
    exported = window.exporting.last
    if exported is None or not exported.complete:
        raise SystemExit(f"export failed: {exported}")
    timelines = exported.written.files
    print("\n".join(exported.written.notices))
    print(f"{len(exported.stems)} stems, timelines: {[p.name for p in timelines]}")
    window.show_place("export")
    driver.shot("7-exported")
    for host, name in HOSTS:
        (timeline,) = (p for p in timelines if p.suffix == name)
        words = [str(Path(sys.executable).with_name("foley-post")), "check", "--for", host]
        words.append(str(timeline))
        said = subprocess.run(words, check=False, capture_output=True, text=True)
        print(f"foley-post check --for {host} {timeline.name}: {said.stdout.strip()}")
        if said.returncode:
            raise SystemExit(f"{host} would refuse {timeline.name}: {said.stderr}")


def copied_film(folder: Path) -> Path:
    """The sample's film in a folder of its own."""
    sample = sample_cut()
    assert sample is not None
    return Path(shutil.copy(sample.with_suffix(".mp4"), folder))


def main() -> int:
    """Run the job once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=Path, help="write the guide's pictures there")
    parser.add_argument("--kind", default="png", choices=("png", "webp"))
    parser.add_argument("--appearance", default="dark", choices=("dark", "light"))
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--cached", action="store_true", help="score from what was watched before")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--film", action="store_true", help="drop the sample's film instead")
    chosen = parser.parse_args()
    if sample_cut() is None:
        print("the shipped sample is not here")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        app = make_app()
        memory = SettingsStore(
            Path(folder) / "window.json",
            Preferences(
                appearance=chosen.appearance,
                cache=chosen.cached,
                settings=replace(
                    Preferences().settings, watching=WatchOptions(device=chosen.device)
                ),
            ),
        )
        follow(app, chosen.appearance)
        window = MainWindow(memory)
        window.documents.recover = lambda *_: False
        window.resize(*(int(side) for side in chosen.size.split("x")))
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 5000)
        scale = window.devicePixelRatio()
        tag = "" if chosen.appearance == "dark" else "-light"
        tag += "" if scale == 1 else f"-{round(scale * 100)}"
        if chosen.pictures:
            chosen.pictures.mkdir(parents=True, exist_ok=True)
        try:
            driver = Driver(app, window, chosen.pictures, tag)
            driver.kind = chosen.kind
            if chosen.film:
                film_job(driver, copied_film(Path(folder)))
            else:
                main_job(driver, Path(folder) / "Film" / "film-foley")
        finally:
            window.documents.discard()
            window.stop()
            delete(window)
    return 0


if __name__ == "__main__":
    sys.exit(main())
