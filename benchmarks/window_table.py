"""The window's measurements, each kept as a table of `docs/benchmarks.md`.

`python -m benchmarks.window_table [speed heard screens film kills] [--kills 50]`, with Xvfb: how
quick it is (`benchmarks.window`), how soon a change is heard, alone and beside two processes that
keep a processor each (`benchmarks.window_heard`), every state and dialog at every size and scale
(`tests/ui/screen_states.py`), from a dropped film to exported stems by real events at 1366x768 and
at 150 % (`benchmarks.window_job --film`), and killed at random moments (`benchmarks.window_kills`).
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.record import record

_ROOT = Path(__file__).resolve().parent.parent
_SCREEN = ("xvfb-run", "-a", "-s", "-screen 0 4096x2304x24")
_SIZES = ("1024x640", "1366x768", "1440x900", "1920x1080", "3840x2160")
_SCALES = (1.0, 1.25, 1.5, 2.0, 2.5)
_LEAST = (1024, 640)
"""Logical pixels that the window has room in."""
_FILM = (("1366x768", 1.0, "1366x768 at 100 %"), ("1280x720", 1.5, "1920x1080 at 150 %"))
"""The window's size in logical pixels, the scale, and the screen that it fills so."""
_JOB = (
    (r"([\d.]+) s +from the dropped film", "from the dropped film to exported stems, s"),
    (r"(\d+) +clicks, keys and drops", "clicks, keys and drops"),
    (r"(\d+) ms +the window's thread", "the window's thread busy at one go, by the clock, ms"),
    (r"(\d+) ms +of a processor", "the same, of a processor, ms"),
)


def main() -> int:
    """Measure what is asked for, or all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", help=", ".join(_PARTS))
    parser.add_argument("--kills", type=int, default=50)
    chosen = parser.parse_args()
    for name in chosen.parts or _PARTS:
        _PARTS[name](chosen.kills)
    return 0


def _speed(_: int) -> None:
    said = _run("-m", "benchmarks.window", screen=True)
    rows = [line.strip().partition(": ")[::2] for line in said.splitlines() if ": " in line]
    note = "Times are a processor's, but for the start: there the clock's, then a processor's."
    _keep("speed", ("what", "measured"), rows, [f"{note} {_busy()}"])


def _heard(_: int) -> None:
    """Seconds until a change of a take of a minute is heard, in the median and at most."""
    columns = []
    for busy in ("0", "2"):
        said = _run("-m", "benchmarks.window_heard", "--busy", busy)
        long = said[said.index("a take of 60 s") :]
        first = re.search(r"heard ([\d.]+) s", long)
        edits = re.findall(r"^  (.*): ([\d.]+) s in the median, ([\d.]+) at most", long, re.M)
        found = {"until it is first heard": first[1] if first else None}
        columns.append(found | {name: f"{median} ({most})" for name, median, most in edits})
    rows = [(name, *(c.get(name) for c in columns)) for name in columns[0]]
    names = ("a take of 60 s with 360 notes, s", "alone", "beside two busy processes")
    _keep("heard", names, rows, [f"In the median (at most). {_busy()}"])


def _busy() -> str:
    jobs, niceness = os.getloadavg()[0], os.getpriority(os.PRIO_PROCESS, 0)
    first = f", behind this at a niceness of {niceness}" if niceness < 0 else ""
    return f"Meanwhile {jobs:.0f} jobs wanted the {os.cpu_count()} processors{first}."


def _screens(_: int) -> None:
    """Faults of layout in all states and dialogs, where the least size has room."""
    rows = []
    for scale in _SCALES:
        sizes = [s for s in _SIZES if _holds(s, scale)]
        for look in ("dark", "light"):
            words = ("tests/ui/screen_states.py", "--appearance", look, *sizes)
            said = _run(*words, scale=scale)
            faults = [line for line in said.splitlines() if line.strip()]
            rows.append((f"{scale * 100:.0f} %, {look}", ", ".join(sizes), len(faults)))
            print(*faults, sep="\n")
    _keep("screens", ("scale", "sizes", "covered or cut off"), rows, [])


def _film(_: int) -> None:
    columns = []
    for size, scale, _name in _FILM:
        words = ("-m", "benchmarks.window_job", "--film", "--cached", "--size", size)
        said = _run(*words, screen=True, scale=scale)
        found = [re.search(pattern, said) for pattern, _ in _JOB]
        columns.append([float(one[1]) if one else None for one in found])
    names = [name for _, _, name in _FILM]
    rows = [(words, *(c[i] for c in columns)) for i, (_, words) in enumerate(_JOB)]
    notes = [f"The film had been watched before. {_busy()}"]
    _keep("film", ("the sample's film of 20 s", *names), rows, notes)


def _kills(kills: int) -> None:
    said = _run("-m", "benchmarks.window_kills", "--kills", str(kills))
    first, *lost = said.splitlines() or ["nothing was said"]
    found = re.match(r"(\d+) kills \((.*)\): (\d+) losses", first)
    if found is None:
        raise SystemExit(f"the kills were not counted: {first}")
    rows = [(f"kills while {word}", int(count), None) for count, word in _words(found[2])]
    rows.append(("kills in all, losses", int(found[1]), int(found[3])))
    _keep("kills", ("what it had said it did last", "kills", "losses"), rows, lost)


def _words(told: str) -> list[tuple[str, str]]:
    return [tuple(one.split(" x ", 1)) for one in told.split(", ")]  # type: ignore[misc]


def _holds(size: str, scale: float) -> bool:
    wide, tall = (int(n) / scale for n in size.split("x"))
    return wide >= _LEAST[0] and tall >= _LEAST[1]


def _run(*words: str, screen: bool = False, scale: float = 1.0) -> str:
    environment = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
    environment.pop("QT_QPA_PLATFORM", None)
    if not screen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [*(_SCREEN if screen else ()), sys.executable, *words]
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode < 0:
        raise SystemExit(f"{words} ended by signal {-done.returncode}")
    return done.stdout


def _keep(part: str, columns: Sequence[str], rows: Sequence[Sequence], notes: list[str]) -> None:
    command = f"python -m benchmarks.window_table {part}"
    record(f"window_{part}", "the program", command, columns=columns, rows=rows, notes=notes)


_PARTS = {"speed": _speed, "heard": _heard, "screens": _screens, "film": _film, "kills": _kills}


if __name__ == "__main__":
    sys.exit(main())
