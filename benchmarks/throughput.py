"""How much film an hour, and how much memory: `python -m benchmarks.throughput [--film NAME]`.

Each film is scored by the command line in a process of its own: first with nothing remembered, then
with its players known (as after a change of the music). Time is that of processors, so that other
work on the machine does not count; the start is counted. Memory is the most that any one process of
the run held. The real films are looked for in ``shared/data`` beside the checkout.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.record import record
from foley_post.video import probe

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
PROGRAM = "import sys; from foley_post.cli.main import main; sys.exit(main())"
FILMS = {
    "rendered pianist at 45 degrees, 720p30": ROOT / "resources/sample/sample.mp4",
    "rendered violinist, 720p30": ROOT / "resources/sample/violin.mp4",
    "real pianist from above, 720p30": ROOT / "resources/sample/pianist.mp4",
    "real singer, seated, 1080p25": DATA / "footage/singer_seated_1080p25.mp4",
    "real, three on a stage, 576p25": DATA / "footage/trio_stage_576p25.mp4",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of processors, and the most memory in MB."""

    cpu_s: float
    memory_mb: float


def scored(film: Path, home: Path) -> Run:
    """The film scored by the command line, with what is remembered below ``home``."""
    words = ["score", str(film), "--out", str(home / "out"), "--quiet"]
    with (home / "said").open("wb") as said:
        child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words],
            env={**os.environ, "XDG_CACHE_HOME": str(home / "cache")},
            stdout=said,
            stderr=said,
        )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 3}:
        raise RuntimeError(f"{film.name}: {(home / 'said').read_text()[-500:]}")
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> None:
    """Score, print, and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--film", default="", help="only those whose name begins so")
    begins = parser.parse_args().film
    rows = []
    for name, film in FILMS.items():
        if not film.exists() or not name.startswith(begins):
            continue
        length_s = float(probe(film).duration_s)
        with tempfile.TemporaryDirectory() as folder:
            cold, warm = scored(film, Path(folder)), scored(film, Path(folder))
        rows.append(
            (
                name,
                round(length_s, 1),
                round(cold.cpu_s / length_s, 2),
                round(60 * length_s / cold.cpu_s, 1),
                round(60 * length_s / warm.cpu_s, 1),
                round(max(cold.memory_mb, warm.memory_mb)),
            )
        )
        print(*rows[-1], flush=True)
    record(
        "throughput",
        "the program",
        "python -m benchmarks.throughput",
        columns=(
            "film", "seconds", "processor seconds a second of film",
            "minutes of film an hour of one core", "again, players known", "memory, MB",
        ),
        rows=rows,
        notes=(
            "No GPU. The program's start is counted: a long film goes faster than these.",
        ),
        keep_others=True,
    )  # fmt: skip


if __name__ == "__main__":
    main()
