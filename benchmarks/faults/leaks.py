"""Memory and open files over many shots in one process: `python -m benchmarks.faults.leaks`.

[--shots 200]. A cut of so many short shots, whose players are known, is scored; at every tenth shot
the process's memory and open files are counted. Growth is the slope of a line through all but the
first fifth (caches fill there), over a hundred shots. Then the same cut once more in the same
process.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.record import record
from foley_post.core.progress import Progress
from foley_post.pipeline.score import Options, score

ROOT = Path(__file__).resolve().parents[2]
_PAGE_MB = 4096 / 1e6
_EVERY = 10


def memory_mb() -> float:
    """What the process holds now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_MB


def open_files() -> int:
    """How many files, pipes and sockets it has open (Linux)."""
    return len(list(Path("/proc/self/fd").iterdir()))


def slope(values: Sequence[float]) -> float:
    """How much ``values``, one every `_EVERY` shots, grow over a hundred shots."""
    later = np.asarray(values[len(values) // 5 :], float)
    return float(np.polyfit(np.arange(len(later)) * _EVERY / 100, later, 1)[0])


@dataclass
class Counter:
    """A watcher that counts at every tenth shot."""

    seen: set[str] = field(default_factory=set)
    memory_mb: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def __call__(self, progress: Progress) -> None:
        """Count, where a shot is new."""
        if not progress.shot or progress.shot in self.seen:
            return
        self.seen.add(progress.shot)
        if len(self.seen) % _EVERY == 0:
            self.memory_mb.append(memory_mb())
            self.files.append(open_files())


def main() -> int:
    """Score twice, count, keep the table; 1 when files are left open."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, default=200)
    shots = parser.parse_args().shots
    sys.path.insert(0, str(ROOT / "tests"))
    from short_cuts import WISHES, remember, short_cut

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        cut = short_cut(home, shots=shots)
        remember(cut, home / "cache")
        for run in ("first run", "second run, same process"):
            before, count = open_files(), Counter()
            asked = Options(out=home / run[:5], cache=home / "cache", **WISHES)
            assert score(cut, asked, watcher=count).complete
            gc.collect()
            memory = count.memory_mb
            rows.append(
                (
                    run, shots, round(memory[0]), round(memory[-1]), round(max(memory)),
                    round(slope(memory), 1), max(count.files), open_files() - before,
                )
            )  # fmt: skip
            print(*rows[-1], flush=True)
    record(
        "fault_leaks",
        "the program",
        "python -m benchmarks.faults.leaks",
        columns=(
            "run", "shots", "MB at the tenth shot", "MB at the last", "MB at most",
            "MB more a hundred shots", "files open at most", "files left open",
        ),
        rows=rows,
    )  # fmt: skip
    return int(any(row[-1] > 0 for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
