"""How the work grows with workers: shots that are watched already, played and rendered by 1, 2 and
4 Dask workers, the same bytes each time. A ratio in one run; see docs/benchmarks.md.

Run: python -m benchmarks.farm [--shots 200] [--workers 1,2,4]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.record import record
from foley_post.farm.dask_runner import workers_here
from foley_post.pipeline.score import Options, score

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Keep the table; 1 when the bytes differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, default=200)
    parser.add_argument("--workers", default="1,2,4")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    from short_cuts import WISHES, remember, short_cut, stems_of

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        cut = short_cut(home, shots=options.shots)
        remember(cut, home / "cache")
        made, taken = [], {}
        for number in map(int, options.workers.split(",")):
            out = home / f"out{number}"
            asked = Options(out=out, cache=home / "cache", **WISHES)
            with workers_here(number) as runner:
                began = time.monotonic()
                results = score(cut, asked, runner=runner)
                taken[number] = time.monotonic() - began
            assert results.complete
            made.append(stems_of(out))

    first = next(iter(taken.values()))
    record(
        "farm",
        "the program",
        "python -m benchmarks.farm",
        columns=("workers", "shots", "seconds", "times as fast as one", "the same bytes"),
        rows=[
            (
                str(number), options.shots, round(seconds), round(first / seconds, 2),
                "yes" if one == made[0] else "no",
            )
            for (number, seconds), one in zip(taken.items(), made, strict=True)
        ],
        notes=(
            f"Shots of 0.8 s that were watched before, {os.cpu_count()} cores, a thread a worker, "
            "workers started before the clock.",
        ),
    )  # fmt: skip
    return int(any(one != made[0] for one in made))


if __name__ == "__main__":
    raise SystemExit(main())
