"""Runs killed with SIGKILL at random moments and run again: are the bytes the same?

`python -m benchmarks.faults.kills [--kills 50] [--seed 0] [--way score|export|batch]`. Each kill
falls on a moment of its own between the start of the process and its end. What has a final name
then must be whole; the run is repeated into the same folder and must end with the bytes of a run
that nobody killed, with no process and no draft left.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.record import record
from foley_post.midi.notes import Note, Take
from foley_post.project.file import Project, Settings, ShotTakes, save_project

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; from foley_post.cli.main import main; sys.exit(main())"
EXPORT = """
import sys
from pathlib import Path
from foley_post.core.progress import ignore_progress
from foley_post.jobs.exporting import Export
from foley_post.pipeline.options import options_for
from foley_post.project.file import load_project
project = load_project(Path(sys.argv[1]))
Export(project, options_for(project.settings, Path(sys.argv[2]))).run(ignore_progress)
"""
_CUT = """TITLE: short
001 sample V C 00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00
* FROM CLIP NAME: sample.mp4
002 sample V C 00:00:03:00 00:00:04:00 01:00:01:00 01:00:02:00
* FROM CLIP NAME: sample.mp4
"""
_COLD_EVERY = 8
"""One kill in so many falls on a run that has nothing remembered yet."""


@dataclass
class Found:
    """What the kills of one way came to."""

    kills: int = 0
    wrong: list[str] = field(default_factory=list)


LEDGER = "foley-batch.jsonl"
"""What a batch did, line by line: a run that was killed stands in it, too."""


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file below ``folder``; of a ledger, that each cut was done in the end."""
    return {
        path.relative_to(folder).as_posix(): _last_states(path)
        if path.name == LEDGER
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _last_states(ledger: Path) -> str:
    states = {}
    for line in ledger.read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(ValueError):  # the last line of a run that was killed
            entry = json.loads(line)
            states[entry["cut"]] = entry["state"]
    return json.dumps(states)


class Way:
    """One way of running in a folder of its own."""

    def __init__(self, name: str, home: Path) -> None:
        self.name, self.home, self.out = name, home, home / "out"
        shutil.copy(ROOT / "resources/sample/sample.mp4", home)
        (home / "short.edl").write_text(_CUT)
        notes = tuple(Note(0.15 * n, 0.12, 60 + n, 80) for n in range(6))
        work = ShotTakes().adding((Take(notes, 1.0, "piano"),))
        settings = Settings(hosts=("premiere",))
        project = Project(home / "short.edl", "", {"V1-001": work, "V1-002": work}, settings)
        save_project(project, home / "film.foley")
        cut, out = str(home / "short.edl"), str(self.out)
        asked = [cut, "--out", out, "--for", "premiere", "--guide", "off", "--rate", "25"]
        program = [sys.executable, "-c", PROGRAM]
        self.command = {
            "score": [*program, "score", *asked],
            "export": [sys.executable, "-c", EXPORT, str(home / "film.foley"), out],
            "batch": [*program, "batch", *asked],
        }[name]

    def start(self, cache: Path) -> subprocess.Popen[bytes]:
        """The run in a process of its own."""
        return subprocess.Popen(
            self.command,
            env={**os.environ, "XDG_CACHE_HOME": str(cache)},
            stdout=subprocess.DEVNULL,
            stderr=(self.home / "said").open("wb"),
        )

    def said(self) -> str:
        """The last that a run complained of."""
        return (self.home / "said").read_text(errors="replace")[-500:]

    def whole(self, cache: Path) -> tuple[dict[str, str], float]:
        """What a run that nobody kills leaves, and the seconds it took."""
        started = time.monotonic()
        child = self.start(cache)
        if child.wait():
            raise RuntimeError(
                f"{self.name} ends with {child.returncode} without being killed: {self.said()}"
            )
        return contents(self.out), time.monotonic() - started


def family(pid: int) -> list[int]:
    """The process's children (Linux)."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(p) for p in listed.read_text().split()] if listed.exists() else []


def killed_once(
    way: Way, after_s: float, cache: Path, wanted: dict[str, str]
) -> tuple[bool, list[str]]:
    """Whether the run was still going after so long, and what was wrong then and after a rerun."""
    shutil.rmtree(way.out, ignore_errors=True)
    child = way.start(cache)
    try:
        child.wait(after_s)
    except subprocess.TimeoutExpired:
        children = family(child.pid)
        child.send_signal(signal.SIGKILL)
        child.wait()
    else:
        return False, []
    wrong = []
    left = contents(way.out) if way.out.is_dir() else {}
    names = [n for n in wanted if n in left and n != LEDGER]
    wrong += [f"{n} is not whole" for n in names if left[n] != wanted[n]]
    until = time.monotonic() + 10
    while (still := [p for p in children if Path(f"/proc/{p}").exists()]) and (
        time.monotonic() < until
    ):
        time.sleep(0.05)
    wrong += [f"process {p} is left" for p in still]
    again, _ = way.whole(cache)
    wrong += [
        f"{n} differs after the rerun" for n in {*again, *wanted} if again.get(n) != wanted.get(n)
    ]
    return True, wrong


def kill(name: str, kills: int, seed: int) -> Found:
    """``kills`` runs of one way killed at random."""
    found, draw = Found(), random.Random(f"{name} {seed}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        way, cache = Way(name, home), home / "cache"  # its path stands in the manifest
        wanted, cold_s = way.whole(cache)
        _, warm_s = way.whole(cache)
        tried = 0
        while found.kills < kills:
            cold = tried % _COLD_EVERY == 0 and name != "export"
            tried += 1
            if cold:
                shutil.rmtree(cache)
            after_s = draw.random() * (cold_s if cold else warm_s)
            hit, wrong = killed_once(way, after_s, cache, wanted)
            found.kills += hit
            found.wrong += [f"{name}, after {after_s:.2f} s: {one}" for one in wrong]
            print(*wrong, sep="\n", end="\n" if wrong else "", flush=True)
            if hit:
                print(f"{name}: {found.kills} kills, {len(found.wrong)} wrong", flush=True)
    return found


def main() -> int:
    """Kill, compare, keep the result; 1 when a byte differed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--way", action="append", choices=("score", "export", "batch"))
    chosen = parser.parse_args()
    ways = chosen.way or ["score", "export", "batch"]
    found = {name: kill(name, chosen.kills, chosen.seed) for name in ways}
    record(
        "fault_kills",
        "the program",
        "python -m benchmarks.faults.kills",
        columns=(
            "killed at random moments",
            "kills",
            "files not whole, bytes that differ after a rerun",
            "seed",
        ),
        rows=[(name, one.kills, len(one.wrong), str(chosen.seed)) for name, one in found.items()],
        notes=(
            "A kill in eight of `score` falls on a run with an empty cache; the rest on runs that "
            "remember what was watched.",
        ),
        keep_others=True,
    )
    wrong = [line for one in found.values() for line in one.wrong]
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
