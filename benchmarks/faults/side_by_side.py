"""Two runs at once, on one cache and on one folder: `python -m benchmarks.faults.side_by_side`.

[--rounds 5]. On one cache, empty at first, both runs must end with the bytes of a run that was
alone. On one folder one of them must do so, and the other must say who holds it and touch nothing.
The second starts a random moment after the first.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.kills import Way, contents
from benchmarks.record import record


def on_one_cache(folder: Path, wait_s: float) -> list[str]:
    """What is wrong after two runs into folders of their own that remember in one place."""
    ways = [_way(folder, name) for name in ("first", "second")]
    alone, _ = ways[0].whole(folder / "cache-alone")
    shutil.rmtree(ways[0].out)
    children = []
    for way in ways:
        children.append(way.start(folder / "cache"))
        time.sleep(wait_s)
    ends = [child.wait() for child in children]
    wrong = [
        f"a run ended with {end}: {w.said()}" for end, w in zip(ends, ways, strict=True) if end
    ]
    stems = _sounds(alone)
    return wrong + [
        f"the {way.home.name} run's stems differ"
        for way in ways
        if _sounds(contents(way.out)) != stems
    ]


def on_one_folder(folder: Path, wait_s: float) -> list[str]:
    """What is wrong after two runs into one folder."""
    way = _way(folder, "first")
    alone, _ = way.whole(folder / "cache")
    shutil.rmtree(way.out)
    first = way.start(folder / "cache")
    time.sleep(wait_s)
    second = way.start(folder / "cache")
    ends = (first.wait(), second.wait())
    wrong = []
    if 0 not in ends:
        wrong.append(f"neither run ended well: {ends}")
    if contents(way.out) != alone:
        wrong.append("the folder differs from that of a run alone")
    return wrong


def _way(folder: Path, name: str) -> Way:
    home = folder / name
    home.mkdir()
    return Way("score", home)


def _sounds(files: dict[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in files.items() if name.endswith((".wav", ".mid"))}


ROUNDS: dict[str, Callable[[Path, float], list[str]]] = {
    "one cache, two folders": on_one_cache,
    "one folder": on_one_folder,
}


def main() -> int:
    """Run, compare, keep the table; 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)
    rows, wrong = [], []
    for name, run in ROUNDS.items():
        found: list[str] = []
        for _ in range(chosen.rounds):
            with tempfile.TemporaryDirectory() as folder:
                found += run(Path(folder), draw.uniform(0, 4))
            print(name, found, flush=True)
        rows.append((name, chosen.rounds, len(found)))
        wrong += found
    record(
        "fault_side_by_side",
        "the program",
        "python -m benchmarks.faults.side_by_side",
        columns=("two runs at once on", "rounds", "anything wrong"),
        rows=rows,
    )
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
