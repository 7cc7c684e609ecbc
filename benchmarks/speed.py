"""How fast players are seen, and a whole job is done: `python -m benchmarks.speed [--seconds 60]`

Players seen beside mediapipe's own landmarkers on the same pictures in the same run, and the way
from `foley-post score` to the written timeline for a film of one player, 1080p at 30 pictures a
second (../shared/data/footage, the seated singer, repeated). Told as wall time and as time of the
processor: on a machine that others use too only the second can be compared from run to run. Ours
and mediapipe's take turns, and the least time of each is told: what else a machine does only adds.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.keypoints import Figures, ours, taken, theirs
from benchmarks.keypoints_memory import film
from benchmarks.record import record

WORK = {"product": ours, "mediapipe": theirs}


def job(seconds: int) -> tuple[Figures, float]:
    """What a job of so many seconds took in a process of its own and its children, and the most
    memory one of them held, in MB.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        film(path, seconds / 60, 30, size=(1920, 1080))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall = time.perf_counter()
        command = "import sys; from foley_post.cli.main import main; sys.exit(main(sys.argv[1:]))"
        asked = ["score", str(path), "--out", f"{folder}/out", "--no-cache", "--quiet"]
        subprocess.run(
            [sys.executable, "-c", command, *asked, "--instrument", "violin"],
            check=True,
            capture_output=True,
        )
        wall = time.perf_counter() - wall
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (wall, cpu), after.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="of the whole job's film")
    parser.add_argument("--watched", type=int, default=5, help="seconds of the clip, at most 5")
    parser.add_argument("--turns", type=int, default=3, help="how often each watches the clip")
    options = parser.parse_args()
    watched = Fraction(options.watched)
    rows: list[tuple[str | float, ...]] = []
    figures = {name: np.array([np.inf, np.inf]) for name in WORK}
    for _ in range(options.turns):
        for name, work in WORK.items():
            count, both = taken(lambda work=work: work(watched))
            figures[name] = np.minimum(figures[name], np.array(both) / count)
    for name, least in figures.items():
        rows.append((f"{name}: a picture, body and hands", *(round(1000 * s) for s in least)))
    ratios = (b / a for a, b in zip(figures["product"], figures["mediapipe"], strict=True))
    rows.append(("mediapipe's time / the product's", *(round(r, 2) for r in ratios)))
    (wall, cpu), most_mb = job(options.seconds)
    rows.append(
        (f"whole job, {options.seconds} s of film, ms", round(1000 * wall), round(1000 * cpu))
    )
    record(
        "speed",
        "real",
        f"python -m benchmarks.speed --seconds {options.seconds}",
        columns=("", "wall, ms", "processor, ms"),
        rows=rows,
        notes=(
            "Real footage of one player, 1080p: 25 pictures a second beside mediapipe, 30 in the "
            "whole job, whose film has no sound; two cores, shared with other work. Beside "
            f"mediapipe the least of {options.turns} turns.",
            f"Asked: 2.0 times mediapipe by wall; 20 s for 60 s of film. Most memory "
            f"{most_mb:.0f} MB.",
        ),
    )


if __name__ == "__main__":
    main()
