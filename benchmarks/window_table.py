"""The window's measurements as one table.

`python -m benchmarks.window_table [--kills 50]`, with Xvfb installed: how quick it is
(`benchmarks.window`), every state at every size and scale (`tests/ui/screen_states.py`), from a
dropped film to exported stems at 1366x768 and at 150 % (`benchmarks.window_job --film`), and killed
at random moments (`benchmarks.window_kills`).
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_SCREEN = ("xvfb-run", "-a", "-s", "-screen 0 3200x2000x24")
_SIZES = ("1024x640", "1366x768", "1440x900", "1920x1080", "3840x2160")
_SCALES = (1.0, 1.25, 1.5, 2.0, 2.5)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    chosen = parser.parse_args()
    print("| what | measured |\n|---|---|")
    _quickness()
    _screens()
    _film("1366x768", 1.0)
    _film("1366x768", 1.5)
    said = _run("-m", "benchmarks.window_kills", "--kills", str(chosen.kills))
    _row("killed at random moments", said.splitlines()[0] if said else "nothing was said")
    return 0


def _quickness() -> None:
    said = _run("-m", "benchmarks.window", screen=True)
    for line in said.splitlines():
        name, _, figure = line.strip().partition(": ")
        _row(name, figure)


def _screens() -> None:
    """Faults of layout in all states and dialogs, where 1024x640 logical pixels have room."""
    for scale in _SCALES:
        sizes = [s for s in _SIZES if _holds(s, scale)]
        said = _run("tests/ui/screen_states.py", *sizes, scale=scale)
        faults = [line for line in said.splitlines() if line.strip()]
        words = f"every state and dialog at {scale * 100:.0f} % on {', '.join(sizes)}"
        _row(words, "nothing covered, nothing cut off" if not faults else "; ".join(faults))


def _holds(size: str, scale: float) -> bool:
    wide, tall = (int(n) / scale for n in size.split("x"))
    return wide >= 1024 and tall >= 640


def _film(size: str, scale: float) -> None:
    said = _run("-m", "benchmarks.window_job", "--film", "--size", size, screen=True, scale=scale)
    where = f"on {size} at {scale * 100:.0f} %"
    for pattern, words in (
        (r"([\d.]+) s +from the dropped film", f"from a dropped film to exported stems {where}"),
        (r"(\d+) +clicks, keys and drops", f"clicks, keys and drops for it {where}"),
        (r"(\d+) ms +the window's thread", f"the window's thread busy at the most {where}, ms"),
    ):
        found = re.search(pattern, said)
        _row(words, found[1] if found else "not measured")


def _run(*words: str, screen: bool = False, scale: float = 1.0) -> str:
    environment = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
    if not screen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [*(_SCREEN if screen else ()), sys.executable, *words]
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


def _row(what: str, figure: str) -> None:
    print(f"| {what} | {figure} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
