"""When, on rendered players, by the ways of `benchmarks.real_players`.

    python -m benchmarks.strokes FOLDER [--clips 3] [--height 240] [--seconds 8]

Players drawn before the real detector, kept in FOLDER (drawn where they are not there yet); the
reference is their score. No keyboard is told. Skill as on real players, each way at its own best
lag. The stroke network's threshold was chosen on these clips.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.real_players import energy_peaks, skill
from benchmarks.record import record
from benchmarks.rendered import watched
from foley_post.core.instruments import instrument
from foley_post.generate import Request, generate_take, load_model
from foley_post.generate.strokes import clear_strokes, strokes_of
from foley_post.generate.weights import Model
from foley_post.train.evaluate import Case, onset_times

FIRST_SEED = 8_100_000
CASES = (
    "bass", "cello", "drums", "flute", "guitar", "trumpet", "ukulele", "violin", "xylophone",
)  # fmt: skip
WAYS = ("takes", "joints", "strokes", "motion energy")


def asked_for(description: str) -> argparse.Namespace:
    """Where the clips are kept, and how many there are of what kind."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clips", type=int, default=3, help="clips an instrument (3)")
    parser.add_argument("--height", type=int, default=240)
    parser.add_argument("--seconds", type=float, default=8.0)
    return parser.parse_args()


def cases(asked: argparse.Namespace) -> Iterator[tuple[int, Case]]:
    """Each clip with its seed, drawn where it is not there yet; without those in which nobody is
    found.
    """
    asked.folder.mkdir(parents=True, exist_ok=True)
    for seed, name in product(range(FIRST_SEED, FIRST_SEED + asked.clips), CASES):
        which = f"{name}:front"
        case = watched(asked.folder, which, seed, seconds=asked.seconds, height=asked.height)
        if case is not None:
            yield seed, case


def skills(case: Case, model: Model) -> dict[str, float]:
    """The skill of each of `WAYS` on one clip."""
    motion = replace(case.motion, keyboard=None)
    request = Request(length_s=case.length_s, instrument=case.instrument)
    family = instrument(case.instrument).family
    strokes = clear_strokes(strokes_of(motion, case.length_s, family))
    found = {
        "takes": onset_times(generate_take(motion, request, model=model).notes),
        "joints": onset_times(
            generate_take(replace(motion, flow=None), request, model=model).notes
        ),
        "strokes": np.array([s.time_s for s in strokes]),
        "motion energy": energy_peaks(motion),
    }
    truth = onset_times(case.notes)
    return {way: skill(truth, found[way], case.length_s)[0] for way in WAYS}


def main() -> None:
    asked = asked_for("When, on rendered players.")
    model = load_model()
    by_name: dict[str, list[dict[str, float]]] = {}
    for _, case in cases(asked):
        by_name.setdefault(case.instrument, []).append(skills(case, model))
    every = [one for some in by_name.values() for one in some]
    rows = [
        [name, len(some), *(round(float(np.mean([s[w] for s in some])), 2) for w in WAYS)]
        for name, some in [*sorted(by_name.items()), ("all", every)]
    ]
    columns = ["skill at 50 ms", "clips", *WAYS]
    record(
        "strokes_rendered", "rendered", "python -m benchmarks.strokes FOLDER", columns=columns,
        rows=rows,
    )  # fmt: skip


if __name__ == "__main__":
    main()
