"""How the work grows with workers: shots that are watched already, played and rendered by 1, 2 and
4 Dask workers, the same bytes each time. A ratio in one run; see docs/benchmarks.md.

Run: python -m benchmarks.farm [--shots 200] [--workers 1,2,4]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from foley_post.farm.dask_runner import workers_here
from foley_post.pipeline.score import Options, score

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print a table, and the figures as JSON on the last line."""
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
        same = all(one == made[0] for one in made)
    first = next(iter(taken.values()))
    print(f"{options.shots} shots, {os.cpu_count()} cores; the same bytes: {same}")
    for number, seconds in taken.items():
        print(
            f"{number} workers: {seconds:.0f} s, {first / seconds:.2f} times as fast as the first"
        )
    print(json.dumps({"seconds": taken, "same": same, "cores": os.cpu_count()}))


if __name__ == "__main__":
    main()
