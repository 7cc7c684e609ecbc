"""Every state the window can be seen in, made one after the other; run alone it looks for faults.

`QT_SCALE_FACTOR=1.5 python tests/ui/screen_states.py [--appearance light] [--language de]
[--pictures DIR] 1366x768 ...` (sizes in the screen's own pixels) prints a line for each fault and
ends with 1 if there is any.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from foley_post_ui.app import make_app
from foley_post_ui.dialogs.about import AboutDialog
from foley_post_ui.dialogs.export_dialog import ExportDialog
from foley_post_ui.dialogs.folder_dialog import FolderDialog
from foley_post_ui.dialogs.help_dialog import HelpDialog
from foley_post_ui.dialogs.piece_dialog import PieceDialog
from foley_post_ui.dialogs.preferences_dialog import PreferencesDialog
from foley_post_ui.dialogs.relink_dialog import RelinkDialog
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.i18n import translating
from foley_post_ui.main_window import MainWindow
from foley_post_ui.playback.take_playback import TakePlayback
from foley_post_ui.settings_store import Preferences, SettingsStore
from foley_post_ui.style.theme import follow
from layout_faults import layout_faults
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from window_material import make_cut, make_motion, make_take

from foley_post.errors import Remedy
from foley_post.project.file import Project
from foley_post.project.settings import Settings

__all__ = ["DIALOGS", "exported", "show_states", "walk"]

LONG = "A001C004_20260412_interview_take_of_the_string_quartet_in_the_old_hall_R1XY"
DIALOGS: dict[str, Callable[[MainWindow], QDialog]] = {
    "export": lambda w: ExportDialog(Settings(), Path("out"), selected=2, shots=3, parent=w),
    "preferences": lambda w: PreferencesDialog(Preferences(), w),
    "about": AboutDialog,
    "help": lambda w: HelpDialog(w.actions_, w),
    "piece": lambda w: PieceDialog(Settings(), selected=2, parent=w),
    "relink": lambda w: RelinkDialog({"S:": 1, "/Volumes/Rushes_2026": 12}, {}, w),
    "folder": lambda w: FolderDialog(Path("shoot"), [Path(f"clip{n}.mov") for n in range(9)], w),
}


def exported(folder: Path) -> Any:
    """What an export for all three editors wrote, with a problem and a notice."""
    shot = SimpleNamespace(
        midi=(folder / "V1-001.mid",), overlay=None, problem="", remedy=None,
        notices=("Für diese Einstellung ist nicht sicher, wer spielt.",),
    )  # fmt: skip
    written = SimpleNamespace(
        files=tuple(folder / f"{LONG}+music{s}" for s in (".otio", ".xml", ".fcpxml")),
        notices=("The timeline does not say its picture size; the XML says 1280x720.",),
    )
    stems = tuple(SimpleNamespace(path=folder / f"{LONG}_piano_{n}.wav") for n in range(12))
    return SimpleNamespace(
        written=written, stems=stems, mix=None, shots=(shot,), folder=folder,
        problems=("The overlay of V1-002 could not be written: the disk is full.",),
    )  # fmt: skip


def show_states(window: MainWindow, folder: Path) -> Iterator[str]:
    """Put ``window`` into each state and name it; the caller looks at it then."""
    yield "welcome"
    _open(window, folder)
    yield "opened"
    for number, instrument in ((1, "piano"), (2, "cello"), (4, "drums")):
        work = window.session.project_work(f"V1-{number:03d}").adding(
            (make_take(0, 0, instrument),)
        )
        if number == 1:
            second = replace(make_take(1), sync_report={"verdict": "not proven by the picture"})
            work = work.adding((second,)).adding((make_take(0, 1),))
        window.session.change_work(f"V1-{number:03d}", work, "Score")
    window.session.watched("V1-001", (make_motion(), make_motion(1)))
    window.session.select(("V1-001",), "V1-001")
    yield "scored"
    window.show_place("roll")
    yield "notes"
    window.show_place("shots")
    yield "shots"
    window.show_place("timeline")
    window.session.fail("V1-003", "Nobody is seen to play in this shot.")
    window.session.select(("V1-003",), "V1-003")
    yield "failed"
    window.session.select(("V1-005",), "V1-005")
    yield "offline"
    for number, state in ((5, "running"), (6, "waiting"), (7, "failed"), (8, "done")):
        job = Job(number, f"Score V1-00{number} {LONG}", None, "long", shot_id=f"V1-00{number}")  # type: ignore[arg-type]
        job.state, job.share, job.stage, job.left_s = state, 0.4, "watching", 90.0
        job.problem = "The film could not be decoded." if state == "failed" else ""
        window.work.jobs[number] = job
        window.work.added.emit(job)
        window.work.changed.emit(job)
    window.show_place("jobs")
    window.session.select(("V1-005", "V1-006"), "V1-006")
    yield "scoring"
    window.exporting.last = exported(folder)
    window.exporting.finished.emit(window.exporting.last)
    window.show_place("export")
    yield "exported"
    window.work.jobs.clear()


def walk(
    window: MainWindow,
    sizes: list[tuple[int, int]],
    folder: Path,
    look: Callable[[str, QWidget], None] = lambda *_: None,
) -> list[str]:
    """The faults in every state and dialog at every size, in logical pixels; each is shown to
    ``look``.
    """
    faults: list[str] = []
    for state in show_states(window, folder):
        for wide, tall in sizes:
            _resize(window, wide, tall)
            look(f"{state}-{wide}x{tall}", window)
            faults += [f"{state} at {wide}x{tall}: {f}" for f in layout_faults(window)]
    for name, make in DIALOGS.items():
        dialog = make(window)
        dialog.show()
        QApplication.processEvents()
        look(name, dialog)
        wide, tall = min(sizes)
        if dialog.width() > wide or dialog.height() > tall:
            faults.append(f"{name} is {dialog.width()}x{dialog.height()}, the screen {wide}x{tall}")
        faults += [f"{name}: {f}" for f in layout_faults(dialog)]
        dialog.close()
        dialog.deleteLater()
    return faults


def _resize(window: MainWindow, wide: int, tall: int) -> None:
    window.resize(wide, tall)
    docks = window.workspace.docks.values()
    places: list[object] = []
    # Qt lays out docks, then the window folds, then Qt lays out again: until nothing moves.
    while len(places) < 40 and (len(places) < 4 or any(p != places[-1] for p in places[-4:])):
        QApplication.processEvents()
        places.append([dock.geometry() for dock in docks])


def _open(window: MainWindow, folder: Path) -> None:
    cut = make_cut(folder / "film.otio", 8)
    shots = list(cut.shots)
    shots[1] = replace(shots[1], name=LONG, media=replace(shots[1].media, name=f"{LONG}.mov"))
    shots[4] = replace(shots[4], problem=f"Its media is missing: {LONG}.mov.", remedy=Remedy.RELINK)
    cut = replace(cut, shots=tuple(shots))
    project = Project(cut.path, cut.source_sha256)
    window.documents._saved_state = project
    window.session.open(cut, project, None)


def main() -> int:
    """Walk the sizes named on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="+")
    parser.add_argument("--appearance", default="dark", choices=("dark", "light"))
    parser.add_argument("--language")
    parser.add_argument("--pictures", type=Path)
    chosen = parser.parse_args()
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    JobQueue.warm = lambda *_: None  # type: ignore[method-assign]
    TakePlayback.refresh = lambda _: None  # type: ignore[method-assign]
    app = make_app()
    if chosen.language:
        translating.install(app, QLocale(chosen.language))
    follow(app, chosen.appearance)
    sizes = [tuple(round(int(n) / scale) for n in size.split("x")) for size in chosen.sizes]

    def look(name: str, of: QWidget) -> None:
        if chosen.pictures:
            chosen.pictures.mkdir(parents=True, exist_ok=True)
            of.grab().save(str(chosen.pictures / f"{name}.png"))

    with tempfile.TemporaryDirectory() as folder:
        memory = SettingsStore(Path(folder) / "window.json")
        for name in ("film.otio", f"{LONG}.xml", "concert.foley"):
            (Path(folder) / name).touch()
            memory.opened(Path(folder) / name)
        window = MainWindow(memory)
        window.documents.recover = lambda *_: False
        window.show()
        faults = walk(window, [(w, t) for w, t in sizes], Path(folder), look)
        window.documents._saved_state = window.session.project
        window.stop()
    print("\n".join(dict.fromkeys(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
