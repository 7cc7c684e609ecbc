"""Memory and open files over many shots in one process: `python -m benchmarks.faults.leaks`.

[--shots 400]. A cut of so many short shots, whose players are known, is scored; then one of 100,
twice, in the same process. What the process holds is counted after 10, 100, 200 and all shots,
played and then rendered, each time after Python's collector has run and the C library has given
back what is free (`malloc_trim`): so what is left is held by somebody. Beside it what the movements
of all shots take, which a run holds until they are arranged together. What leaks would be held in
the third run beyond what the second held.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np

from benchmarks.record import record
from foley_post.core.progress import Watcher
from foley_post.generate import load_model
from foley_post.midi.guide import Guide
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot, ShotResult
from foley_post.pipeline.score import lay_shot, score, score_shot
from foley_post.pipeline.shot_runner import ShotTask
from foley_post.timeline.model import Cut

ROOT = Path(__file__).resolve().parents[2]
_PAGE_MB = 4096 / 1e6
_COUNTED = (10, 100, 200)
"""After so many shots, and after all."""


def memory_mb() -> float:
    """What the process holds now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_MB


def held_mb() -> float:
    """What it still holds when all that is free is given back (glibc)."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    return memory_mb()


def open_files() -> int:
    """How many files, pipes and sockets it has open (Linux)."""
    return len(list(Path("/proc/self/fd").iterdir()))


def movements_mb(scored: Sequence[ScoredShot]) -> float:
    """What the arrays of the shots' movements take, each counted once."""
    arrays = {
        id(value): value.nbytes
        for one in scored
        for motion in one.motions
        for owner in (motion, motion.keyboard)
        if owner is not None
        for value in (getattr(owner, f.name) for f in fields(owner))
        if isinstance(value, np.ndarray)
    }
    return sum(arrays.values()) / 1e6


@dataclass
class CountingRunner:
    """Plays and lays as a run in this process does, and counts."""

    shots: int
    played_mb: dict[int, float] = field(default_factory=dict)
    rendered_mb: dict[int, float] = field(default_factory=dict)
    movements_mb: float = 0.0
    most_mb: float = 0.0
    most_files: int = 0

    def count(self, number: int, counted: dict[int, float]) -> None:
        """After shot ``number``."""
        self.most_mb = max(self.most_mb, memory_mb())
        self.most_files = max(self.most_files, open_files())
        if number in {*_COUNTED, self.shots}:
            counted[number] = held_mb()

    def play(
        self, tasks: Sequence[ShotTask], options: Options, guide: Guide, watcher: Watcher
    ) -> list[ScoredShot]:
        """See `foley_post.pipeline.score.score_shot`."""
        del watcher
        model, played = load_model(options.model), []
        for number, task in enumerate(tasks, 1):
            played.append(
                score_shot(task.shot, options, model=model, guide=guide, brief=task.brief)
            )
            self.count(number, self.played_mb)
        self.movements_mb = movements_mb(played)
        return played

    def lay(
        self, cut: Cut, scored: Sequence[ScoredShot], options: Options, watcher: Watcher
    ) -> list[ShotResult]:
        """See `foley_post.pipeline.score.lay_shot`."""
        del watcher
        names: set[str] = set()
        laid = []
        for number, one in enumerate(scored, 1):
            laid.append(lay_shot(cut, one, options, names=names))
            self.count(number, self.rendered_mb)
        return laid


def _told(counted: dict[int, float], number: int) -> float | None:
    return round(counted[number], 1) if number in counted else None


def main() -> int:
    """Score three times, count, keep the table; 1 when files are left open."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, default=400)
    shots = parser.parse_args().shots
    sys.path.insert(0, str(ROOT / "tests"))
    from short_cuts import WISHES, remember, short_cut

    rows: list[tuple[str | float | None, ...]] = []
    left, most_files, note = 0, 0, ""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for run, length in (("first run", shots), ("second run", 100), ("third run", 100)):
            cut = short_cut(home / str(length), shots=length)
            remember(cut, home / "cache")
            before, runner = open_files(), CountingRunner(length)
            asked = Options(out=home / run[:5], cache=home / "cache", **WISHES)
            assert score(cut, asked, runner=runner).complete
            rows += [
                (f"{run}, of {length}: {step}", *(_told(counted, n) for n in (*_COUNTED, shots)))
                for step, counted in (
                    ("played", runner.played_mb),
                    ("rendered", runner.rendered_mb),
                )
            ]
            left = max(left, open_files() - before)
            most_files = max(most_files, runner.most_files)
            note = note or (
                f"The movements of the first run's {shots} shots, of 0.8 s each, take "
                f"{runner.movements_mb:.1f} MB; with what is free and not yet given back the "
                f"process held {runner.most_mb:.0f} MB at most."
            )
            print(*rows[-2:], held_mb(), flush=True)
    record(
        "fault_leaks",
        "the program",
        "python -m benchmarks.faults.leaks",
        columns=("MB held after so many shots", *(str(n) for n in _COUNTED), str(shots)),
        rows=rows,
        notes=(note, f"At most {most_files} files were open, {left} were left open."),
    )
    return int(left > 0)


if __name__ == "__main__":
    raise SystemExit(main())
