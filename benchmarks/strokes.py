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


def cases(folder: Path, *, clips: int, height: int, seconds: float) -> Iterator[Case]:
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(FIRST_SEED, FIRST_SEED + clips):
        for name in CASES:
            case = watched(folder, f"{name}:front", seed, seconds=seconds, height=height)
            if case is not None:
                yield case


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
    parser = argparse.ArgumentParser(description="When, on rendered players.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clips", type=int, default=3, help="clips an instrument (3)")
    parser.add_argument("--height", type=int, default=240)
    parser.add_argument("--seconds", type=float, default=8.0)
    asked = parser.parse_args()
    model = load_model()
    by_name: dict[str, list[dict[str, float]]] = {}
    for case in cases(asked.folder, clips=asked.clips, height=asked.height, seconds=asked.seconds):
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
