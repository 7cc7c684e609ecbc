"""The window killed at random moments while it edits, saves, exports and scores: what is left?

`python -m benchmarks.window_kills [--kills 20] [--score]`; works without a screen. A child process
runs the real window and says what it does; it is killed with SIGKILL a few milliseconds after one
of its words. Then the project and its autosave must be readable and hold what they were said to
hold, the timeline and the media must be as they were, every file with a final name must be whole,
no process may be left, and the project must open again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from foley_post_ui.document.sample import sample_cut

from foley_post.errors import FoleyError
from foley_post.jobs.lock import hold
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.project.file import ShotTakes, autosave_path, load_project, newer_autosave

_MOST_WORDS = 60
_WAIT_S = 240.0


def main() -> int:
    """Kill, look, and count; 1 when anything was lost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--score", action="store_true", help="score with the real model as well")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child is not None:
        return _child(chosen.child, chosen.score)
    sample = sample_cut()
    if sample is None:
        print("the shipped sample is not here")
        return 1
    draw = random.Random(chosen.seed)
    during: dict[str, int] = {}
    lost: list[str] = []
    for number in range(chosen.kills):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "film"
            shutil.copytree(sample.parent, home)
            word, found = _kill_once(home, draw, chosen.score)
            during[word] = during.get(word, 0) + 1
            lost += [f"kill {number} during {word}: {what}" for what in found]
    told = ", ".join(f"{count} x {word}" for word, count in sorted(during.items()))
    print(f"{chosen.kills} kills ({told}): {len(lost)} losses")
    print("\n".join(lost))
    return 1 if lost else 0


def _kill_once(home: Path, draw: random.Random, score: bool) -> tuple[str, list[str]]:
    """What the window was at when it was killed, and what was wrong then."""
    before = _hashes(home)
    command = [sys.executable, "-m", "benchmarks.window_kills", "--child", str(home)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(home.parent)}
    said: dict[str, int] = {}
    with subprocess.Popen(
        [*command, *(["--score"] if score else [])],
        stdout=subprocess.PIPE, text=True, env=environment,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        last = draw.randrange(5, _MOST_WORDS)
        word = "start"
        for count, line in enumerate(child.stdout):
            word, _, value = line.strip().partition(" ")
            said[word] = int(value or 0)
            if count >= last:
                break
        time.sleep(draw.random() * 0.02)
        family = _family(child.pid)
        child.send_signal(signal.SIGKILL)
    if said.get("exporting", 0) > said.get("exported", 0):
        word += " while an export is under way"
    return word, [*_looked_at(home, said), *_changed(home, before), *_left(family)]


def _looked_at(home: Path, said: dict[str, int]) -> Iterator[str]:
    """What is wrong with the project, its autosave and what was exported."""
    path = home / "film.foley"
    try:
        saved = _edits_in(path, home)
        if saved < said.get("saved", 0):
            yield f"the project holds edit {saved}, not {said['saved']}"
        autosave = newer_autosave(path)
        kept = _edits_in(autosave, home) if autosave else saved
        if kept < said.get("autosaved", 0):
            yield f"edit {kept} is kept, not {said['autosaved']}"
        leftover = autosave_path(path)
        if leftover.exists():
            _edits_in(leftover, home)
        hold(path).release()
    except FoleyError as error:
        yield f"the project: {error}"
    yield from _broken(home / "out")


def _edits_in(path: Path, home: Path) -> int:
    """The number of the last edit that a project holds: its take's seed."""
    return load_project(path, home=home).work("V1-001").current[0].seed


def _broken(out: Path) -> Iterator[str]:
    import mido
    import soundfile

    for path in out.rglob("*.wav"):
        try:
            samples, _ = soundfile.read(path)
            if not len(samples):
                yield f"{path.name} is empty"
        except RuntimeError as error:
            yield f"{path.name}: {error}"
    for path in out.rglob("*.mid"):
        try:
            mido.MidiFile(path)
        except (OSError, EOFError, ValueError) as error:
            yield f"{path.name}: {error}"


def _hashes(home: Path) -> dict[str, str]:
    files = [p for p in home.iterdir() if p.is_file()]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _changed(home: Path, before: dict[str, str]) -> Iterator[str]:
    after = _hashes(home)
    for name, digest in before.items():
        if after.get(name) != digest:
            yield f"{name} is not as it was"


def _family(pid: int) -> list[int]:
    """The process's children, as the system lists them (Linux)."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(p) for p in listed.read_text().split()] if listed.exists() else []


def _left(family: list[int]) -> Iterator[str]:
    until = time.monotonic() + _WAIT_S
    while family and time.monotonic() < until:
        family = [p for p in family if Path(f"/proc/{p}").exists()]
        time.sleep(0.02)
    if family:
        yield f"{len(family)} processes are left"


def _child(home: Path, score: bool) -> int:
    """The window at work until it is killed; a word and the edit's number for each thing done."""
    from foley_post_ui.app import make_app
    from foley_post_ui.main_window import MainWindow
    from foley_post_ui.settings_store import SettingsStore
    from PySide6.QtTest import QTest

    app = make_app()
    window = MainWindow(SettingsStore(home.parent / "window.json"))
    window.documents.recover = lambda *_: True
    window.show()
    window.files.open(home / "sample.otio")
    while window.session.cut is None:
        QTest.qWait(5)
    session, documents = window.session, window.documents
    session.change_work("V1-001", ShotTakes().adding((_take(0),)), "Score")
    documents.save(home / "film.foley")
    if score:
        window.generating.shots(("V1-002",))
    settings = replace(session.project.settings, out=home / "out", hosts=("premiere",))
    window.exporting._done = lambda _: print("exported", edit, flush=True)  # type: ignore[method-assign]
    edit = 0
    while True:
        edit += 1
        session.select(("V1-001",))
        session.change_take(_take(edit), "Edit")
        print("edited", edit, flush=True)
        if edit % 2 == 0:
            documents.autosave()
            print("autosaved", edit, flush=True)
        if edit % 5 == 0:
            documents.save(home / "film.foley")
            print("saved", edit, flush=True)
        if edit % 4 == 1 and not any("Export" in j.title for j in window.work.running):
            window.exporting.start(settings)
            print("exporting", edit, flush=True)
        app.processEvents()
        QTest.qWait(15)


def _take(number: int) -> Take:
    notes = tuple(
        Note(0.15 * n, 0.12, 48 + (n * 7 + number) % 36, 80, Evidence.SEEN) for n in range(24)
    )
    return replace(Take(notes, 4.7, "piano"), seed=number)


if __name__ == "__main__":
    raise SystemExit(main())
