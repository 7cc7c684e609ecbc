"""How long after an edit its sound is heard, without stopping: quiet, and beside other work.

`python -m benchmarks.window_heard [--busy 2]`; works without a screen. The window plays a take of
five seconds and one of a minute (both simulated) while notes are moved, twenty at a time are
transposed, and the instrument is changed. Timed from the edit to the moment the mixer's sound at
the playhead is another one; ``--busy`` runs so many processes that do nothing but keep a processor.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from foley_post_ui.app import delete, make_app
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import SettingsStore
from PySide6.QtTest import QTest

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.project.file import Project, ShotTakes
from foley_post.timeline.model import Cut, Media, Shot

_RATE = Rate(24)
_EDITS = 8
_INSTRUMENTS = ("cello", "flute", "marimba", "guitar")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--busy", type=int, default=0)
    chosen = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    busy = [spawn.Process(target=_keep_busy, daemon=True) for _ in range(chosen.busy)]
    for process in busy:
        process.start()
    make_app()
    try:
        for length_s in (5.0, 60.0):
            with tempfile.TemporaryDirectory() as folder:
                _measure(Path(folder), length_s)
    finally:
        for process in busy:
            process.kill()
    return 0


def _keep_busy() -> None:
    while True:
        pass


def _measure(folder: Path, length_s: float) -> None:
    window = MainWindow(SettingsStore(folder / "window.json"))
    window.documents.recover = lambda *_: False
    cut = _cut(folder / "film.otio", length_s)
    take = _take(length_s)
    window.session.open(cut, Project(cut.path, cut.source_sha256), None)
    window.session.change_work("V1-001", ShotTakes().adding((take,)), "Score")
    began = time.perf_counter()
    _until(lambda: window.voices.settled)
    print(f"a take of {length_s:.0f} s, {len(take.notes)} notes: "
          f"heard {time.perf_counter() - began:.2f} s after it came")  # fmt: skip
    window.player.seek(length_s / 2)
    window.player.play()
    try:
        for name, edits in (
            ("a note moved", [_raised(n, 1) for n in range(_EDITS)]),
            ("twenty notes transposed", [_raised(n, 20) for n in range(_EDITS // 2)]),
            ("another instrument", [_played_by(i) for i in _INSTRUMENTS]),
        ):
            took = [_heard_after(window, edit) for edit in edits]
            print(f"  {name}: {np.median(took):.2f} s in the median, {max(took):.2f} at most")
    finally:
        window.player.pause()
        window.documents.discard()
        window.stop()
        delete(window)


def _heard_after(window: MainWindow, edit: Callable[[Take, int], Take]) -> float:
    """Seconds until the sound near the playhead is another one; the window's loop runs."""
    session, mixer, player = window.session, window.player.mixer, window.player
    _until(lambda: window.voices.settled)
    if player.position_s > 0.7 * player.length_s or player.position_s < 0.2 * player.length_s:
        player.seek(player.length_s / 2)
    take = session.current_take
    assert take is not None
    at_s = player.position_s + 0.3
    near = next(i for i, n in enumerate(take.notes) if n.onset_s >= at_s)
    span = int((take.notes[near].onset_s - at_s + 1.5) * mixer.rate_hz)
    before = mixer.mix(at_s, span)
    began = time.perf_counter()
    session.change_take(edit(take, near), "Edit")
    _until(lambda: float(np.abs(mixer.mix(at_s, span) - before).max()) > 1e-4)
    return time.perf_counter() - began


def _raised(number: int, count: int) -> Callable[[Take, int], Take]:
    by = 1 if number % 2 else -1

    def edit(take: Take, near: int) -> Take:
        notes = list(take.notes)
        for i in range(near, min(near + count, len(notes))):
            notes[i] = replace(notes[i], pitch=notes[i].pitch + by)
        return take.with_notes(notes)

    return edit


def _played_by(name: str) -> Callable[[Take, int], Take]:
    return lambda take, _: replace(take, instrument=name)


def _until(so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not so():
        if time.monotonic() > until:
            raise SystemExit("nothing was heard for a minute")
        QTest.qWait(2)


def _cut(path: Path, length_s: float) -> Cut:
    frames = round(length_s * 24)
    shot = Shot(
        "V1-001", "Clip", "V1", Media("clip.mov", "clip.mov"), _RATE, 0, frames,
        TimeMap.linear(Fraction(0), _RATE.seconds(frames)),
    )  # fmt: skip
    return Cut(path, "otio", "Film", _RATE, 86_400, frames, (shot,), b"", "ab" * 32)


def _take(length_s: float) -> Take:
    count = int(length_s * 6)
    notes = (
        Note(0.1637 * n + 0.01, 0.14, 48 + (n * 7) % 36, 60 + n % 40, Evidence.SEEN)
        for n in range(count)
    )
    return Take(tuple(notes), length_s, "piano")


if __name__ == "__main__":
    raise SystemExit(main())
