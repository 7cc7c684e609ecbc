"""Damaged and hostile files of every kind that is opened, for as long as it is let run.

`python -m benchmarks.faults.fuzz [--minutes 20] [--kind media ...] [--seed 1] [--add]`. A file of
each kind is mutated and put through what the program does with it. Whatever happens must be a
result or one `FoleyError` of one readable line, in under a minute of CPU and ten by the clock, with
the file as it was. The work is done by a child process, so that a crash in native code is seen, and
its seed told. ``--add``: count to what other seeds gave before. (Timelines:
`python -m benchmarks.timelines_fuzz`.)
"""

from __future__ import annotations

import argparse
import collections
import faulthandler
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from benchmarks.faults.kinds import KINDS, Kind
from benchmarks.faults.mutations import damaged
from benchmarks.record import RESULTS, read_record, record
from benchmarks.timelines import cpu_s
from foley_post.errors import FoleyError

ROOT = Path(__file__).resolve().parents[2]
_MEMORY = 6 << 30
_AT_ONCE = 100
"""Files a child goes through before a fresh one takes over."""
_MOST_CPU_S = 60
_MOST_S = 600
"""By the clock: a child for SoundFonts may itself take five minutes of it on a busy machine."""
_LONGEST = 2000
"""Letters of a message; the longest that is meant lists 30 presets."""
Row = tuple[str | float | int | None, ...]


def outcome(kind: Kind, path: Path, home: Path) -> str:
    """What came of one file: taken, refused, or what is wrong."""
    before, started = path.read_bytes(), cpu_s()
    try:
        kind.through(path, home)
        told = "taken"
    except FoleyError as error:
        text = str(error)
        told = "refused" if text.isprintable() and 0 < len(text) < _LONGEST else f"said {text!r}"
    except BaseException:  # noqa: BLE001 - what escapes is what is counted
        told = traceback.format_exc(limit=-5)
    if cpu_s() - started > _MOST_CPU_S:
        told = f"over a minute, and {told}"
    if path.read_bytes() != before:
        told = f"changed on disk, and {told}"
    return told


def child(name: str, seed: int, until_s: float) -> int:
    """Go through files from ``seed`` on; a line of JSON for each."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    kind = KINDS[name]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        sources = kind.sources(home)
        for number in range(seed, seed + _AT_ONCE):
            if time.time() > until_s:
                break
            print(json.dumps({"seed": number}), flush=True)
            faulthandler.dump_traceback_later(_MOST_S, exit=True)
            chance = random.Random(f"{name} {number}")
            source = chance.choice(sources)
            path = home / f"mutated{source.suffix}"
            path.write_bytes(damaged(source, chance))
            print(json.dumps({"seed": number, "told": outcome(kind, path, home)}), flush=True)
            faulthandler.cancel_dump_traceback_later()
    return 0


def fuzz(name: str, minutes: float, seed: int) -> tuple[collections.Counter[str], list[str]]:
    """How many files were taken and refused, and what was neither."""
    counted: collections.Counter[str] = collections.Counter()
    wrong: list[str] = []
    until_s = time.time() + 60 * minutes
    while time.time() < until_s:
        command = [sys.executable, "-m", "benchmarks.faults.fuzz", "--child", name]
        done = subprocess.run(
            [*command, "--seed", str(seed), "--until", str(until_s)],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        lines = [
            json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"seed"')
        ]
        for line in lines:
            told = line.get("told")
            if told in {"taken", "refused"}:
                counted[told] += 1
            elif told is not None:
                wrong.append(f"{name}, seed {line['seed']}: {told}")
        if done.returncode and lines:
            ended = f"the process ended with {done.returncode}: {done.stderr[-1500:]}"
            wrong.append(f"{name}, seed {lines[-1]['seed']}: {ended}")
        elif done.returncode:
            wrong.append(f"{name}: {done.stderr[-500:]}")
            break
        seed = lines[-1]["seed"] + 1 if lines else seed + 1
    return counted, wrong


def added(row: Row, name: str = "fault_fuzz") -> Row:
    """The row with what was counted before for its kind: sums, and times and seeds side by side."""
    if not (RESULTS / f"{name}.json").exists():
        return row
    kept = next((one for one in read_record(name).rows if one[0] == row[0]), None)
    if kept is None:
        return row
    sums = (int(a or 0) + int(b or 0) for a, b in zip(kept[1:5], row[1:5], strict=True))
    return (row[0], *sums, f"{kept[5]} + {row[5]}", f"{kept[6]}, {row[6]}")


def main() -> int:
    """Fuzz, keep each result; 1 when anything but a `FoleyError` came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--kind", action="append", choices=tuple(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--add", action="store_true", help="count to what is kept")
    parser.add_argument("--child", choices=tuple(KINDS), help=argparse.SUPPRESS)
    parser.add_argument("--until", type=float, default=0.0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        return child(chosen.child, chosen.seed, chosen.until)
    every_wrong = []
    for name in chosen.kind or KINDS:
        counted, wrong = fuzz(name, chosen.minutes, chosen.seed)
        every_wrong += wrong
        print("\n".join(wrong), flush=True)
        counts = (sum(counted.values()), counted["taken"], counted["refused"], len(wrong))
        row: Row = (name, *counts, f"{chosen.minutes:g}", str(chosen.seed))
        keep(added(row) if chosen.add else row)
    return 1 if every_wrong else 0


def keep(row: Row) -> None:
    """The row in its table, the other kinds as they were."""
    record(
        "fault_fuzz",
        "the program",
        "python -m benchmarks.faults.fuzz",
        columns=(
            "files", "mutated", "taken", "refused with one sentence", "anything else",
            "minutes", "seeds from",
        ),
        rows=[row],
        notes=("Minutes are wall time, on a machine that others used too.",),
        keep_others=True,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
