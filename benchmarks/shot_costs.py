"""What each step of a shot costs, in processor seconds: `python -m benchmarks.shot_costs`.

The three shipped films (they have no sound to listen to), each as one shot, with linear algebra on
one thread. What children do (rendering) is counted. Beside it what a shot leaves on disk. The plan
for many machines (docs/hosts/farm.md) reckons with these figures.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from benchmarks.record import record
from foley_post.farm.shot_parts import write_part
from foley_post.generate import load_model
from foley_post.pipeline.options import Options
from foley_post.pipeline.score import lay, lay_shot, play_shot, shape, watch_shot
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.timeline import read_cut
from foley_post.timeline.model import Cut, Shot

SAMPLE = Path(__file__).resolve().parents[1] / "resources" / "sample"
FILMS = {
    "pianist from above": "pianist.mp4",
    "pianist at 45 degrees": "sample.mp4",
    "violinist": "violin.mp4",
}
START = (
    "from foley_post.pipeline.score import score; from foley_post.generate import load_model; "
    "import foley_post.pose; load_model()"
)
A = TypeVar("A")


def processor_s() -> float:
    """Of this process with all its threads, and of its children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@dataclass
class Costs:
    """Seconds by step, in order."""

    spent_s: dict[str, float] = field(default_factory=dict)

    def of(self, step: str, work: Callable[[], A]) -> A:
        """What ``work`` gives, its cost written down."""
        before = processor_s()
        answer = work()
        self.spent_s[step] = processor_s() - before
        return answer


def costs_of(film: Path, home: Path) -> tuple[Shot, Mapping[str, float], Mapping[str, int]]:
    """The film's one shot, seconds by step, and bytes by what is left on disk."""
    costs = Costs()
    cut: Cut = costs.of("timeline read", lambda: read_cut(film))
    shot = cut.shots[0]
    asked = Options(out=home / "out", cache=home / "cache", guide_sound="off")
    model = load_model()
    motions = costs.of("watched", lambda: watch_shot(shot, asked.watching))
    brief = ShotBrief(motions=motions)
    play_shot(shot, asked, model=model, brief=brief)  # what is read once a process
    played = costs.of("generated", lambda: play_shot(shot, asked, model=model, brief=brief))
    (arranged,) = costs.of("arranged", lambda: shape([played], asked, None))
    costs.of("rendered", lambda: lay_shot(cut, arranged, asked, names=set()))
    costs.of("laid", lambda: lay(cut, [arranged], asked))
    costs.spent_s["laid"] -= costs.spent_s["rendered"]
    write_part(home / "parts", played)
    left = {name: _bytes(home / name) for name in ("out/stems", "parts")}
    return shot, costs.spent_s, left


def _bytes(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def start_s() -> float:
    """Imports and networks of a fresh process."""
    before = processor_s()
    subprocess.run([sys.executable, "-c", START], check=True)
    return processor_s() - before


def main() -> None:
    """Measure, print, keep the table."""
    rows: list[list[str | float | int | None]] = []
    for name, file in FILMS.items():
        with tempfile.TemporaryDirectory() as folder:
            shot, spent_s, left = costs_of(SAMPLE / file, Path(folder))
        length_s = float(shot.length_s)
        per_s = spent_s["watched"] / length_s
        more = (round(spent_s[s], 2) for s in ("generated", "rendered", "laid"))
        megabytes = (round(left[k] / 1e6, 2) for k in ("out/stems", "parts"))
        rows.append([name, round(length_s, 1), round(per_s, 2), *more, *megabytes])
        print(*rows[-1], flush=True)
    record(
        "shot_costs",
        "the program",
        "python -m benchmarks.shot_costs",
        columns=(
            "shot", "seconds", "watched, a second of film", "generated", "rendered", "laid",
            "stems, MB", "part, MB",
        ),
        rows=rows,
        notes=(
            "Processor seconds of the whole shot but for the second column of figures. A process's "
            f"start, imports and networks: {start_s():.1f} s.",
        ),
    )  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
