"""How quick the window is: start, ten thousand clips, a thousand edits and undos.

`python -m benchmarks.window`; works without a screen. Times are a processor's, but for the start,
where the clock's stands beside it. The main job by real events is
`benchmarks.window_job`.
"""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import tempfile
import threading
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
from foley_post_ui.style.theme import DARK, apply_theme

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.project.file import Project, ShotTakes
from foley_post.timeline.model import Cut, Media, Shot

_RATE = Rate(24)
_START = """
import time
began = time.perf_counter(), time.process_time()
import sys
from pathlib import Path
from foley_post_ui.app import delete, make_app
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import SettingsStore
from foley_post_ui.style.theme import DARK, apply_theme
app = make_app()
apply_theme(app, DARK)
window = MainWindow(SettingsStore(Path(sys.argv[1])))
window.show()
app.processEvents()
print(time.perf_counter() - began[0], time.process_time() - began[1])
heavy = {"torch", "av", "mediapipe", "opentimelineio"} & set(sys.modules)
assert not heavy, heavy
window.stop()
"""


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        _start(Path(folder))
        app = make_app()
        apply_theme(app, DARK)
        window = MainWindow(SettingsStore(Path(folder) / "window.json"))
        window.documents.recover = lambda *_: False
        window.voices.refresh = lambda: None  # type: ignore[method-assign]
        window.resize(1440, 900)
        window.show()
        _ten_thousand(window, Path(folder))
        _edits(window)
        window.documents.discard()
        window.stop()
        delete(window)
    return 0


def _start(folder: Path) -> None:
    # An installed program has been compiled before: the first of the starts compiles this one.
    as_installed = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    as_installed.pop("PYTHONDONTWRITEBYTECODE", None)
    times = []
    for _ in range(4):
        done = subprocess.run(
            [sys.executable, "-c", _START, str(folder / "none.json")],
            capture_output=True, text=True, check=True, env=as_installed,
        )  # fmt: skip
        times.append(tuple(float(x) for x in done.stdout.split()))
    wall, cpu = min(times)
    print(f"start to a painted window: {wall:.2f} s ({cpu:.2f} s of one processor)", flush=True)


def _ten_thousand(window: MainWindow, folder: Path) -> None:
    cut = _long_cut(folder / "long.otio")
    take = _take(40)
    shots = {s.id: ShotTakes().adding((take,)) for s in cut.shots[::3]}
    project = Project(cut.path, cut.source_sha256, shots)
    view = window.timeline.view
    sound = np.random.default_rng(0).integers(1, 120, 400).astype(np.int8)
    outline = np.stack([-sound, sound], axis=1)
    view.waveforms.of = lambda _: outline  # type: ignore[method-assign]
    began = time.process_time()
    window.session.open(cut, project, None)
    window.grab()
    print(f"10,000 clips shown after they were read: {time.process_time() - began:.2f} s")
    whole = _each(lambda: view.viewport().grab(), 5)
    print(f"10,000 clips with waveforms, a paint of the whole cut: {whole}")
    view.zoom(200)
    bar = view.horizontalScrollBar()

    def scroll() -> None:
        bar.setValue(bar.value() + 137)
        view.viewport().grab()

    print(f"10,000 clips with waveforms, a paint while scrolling: {_each(scroll, 60)}")
    print(f"10,000 clips, memory: {_memory_mb():.0f} MB")


def _edits(window: MainWindow) -> None:
    session = window.session
    session.select(("V1-00001",))
    first = session.current_take
    assert first is not None
    threads = threading.active_count()
    gc.collect()
    before = _memory_mb()
    began = time.process_time()
    for n in range(1000):
        take = session.current_take
        assert take is not None
        moved = replace(take.notes[n % 40], velocity=1 + n % 127)
        session.change_take(
            take.with_notes((*take.notes[: n % 40], moved, *take.notes[n % 40 + 1 :])), f"Edit {n}"
        )
    edits_s = time.process_time() - began
    began = time.process_time()
    while session.undo.canUndo():
        session.undo.undo()
    undos_s = time.process_time() - began
    assert session.current_take == first
    print(f"1,000 edits among 10,000 clips: {edits_s:.2f} s; 1,000 undos: {undos_s:.2f} s")
    print(f"1,000 edits, memory more than before: {_memory_mb() - before:.1f} MB (the history)")
    session.undo.clear()
    print(f"1,000 edits, threads left: {threading.active_count() - threads}")


def _each(what: Callable[[], object], times: int) -> str:
    took = []
    for _ in range(times):
        began = time.process_time()
        what()
        took.append(1000 * (time.process_time() - began))
    return f"{np.median(took):.1f} ms, at most {max(took):.1f} ms"


def _long_cut(path: Path) -> Cut:
    length = 50
    shots = tuple(
        Shot(
            f"V1-{n + 1:05d}", f"Clip {n + 1}", "V1", Media("clip.mov", "clip.mov"), _RATE,
            n * length, length, TimeMap.linear(Fraction(0), _RATE.seconds(length)),
        )
        for n in range(10_000)
    )  # fmt: skip
    return Cut(path, "otio", "Long", _RATE, 86_400, 10_000 * length, shots, b"", "ab" * 32)


def _take(notes: int) -> Take:
    made = (Note(0.05 * n, 0.04, 50 + n % 24, 80, Evidence.SEEN) for n in range(notes))
    return Take(tuple(made), 2.0, "piano")


def _memory_mb() -> float:
    """Resident now where the system tells it, else the most it ever was."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    raise SystemExit(main())
