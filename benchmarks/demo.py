"""The shipped sample from pixels to stem, against the score it plays, and heard in a real engine.

A simulated player, rendered and filmed at 30 fps and 720 lines, through the real detector.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import mir_eval
import numpy as np
import numpy.typing as npt
import opentimelineio as otio
import soundfile

from benchmarks.record import record
from benchmarks.timelines_engine import ENGINES
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results
from foley_post.pipeline.score import score
from foley_post.render.stems import RenderSettings

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"
PLAYERS = {
    "melt": "MLT, which begins a file at a packet of 1,024 samples",
    "ges-launch-1.0": "GStreamer Editing Services",
}
Onsets = npt.NDArray[np.float64]


def main(seed: int = 0) -> None:
    truth = true_onsets()
    with tempfile.TemporaryDirectory() as folder:
        dry = RenderSettings(reverb="dry")
        outcome = score(
            SAMPLE / "sample.otio", Options(out=Path(folder) / "demo", seed=seed, rendering=dry)
        )
        found = found_onsets(outcome)
        windows = [
            (
                f"{window * 1000:.0f} ms",
                round(float(mir_eval.onset.f_measure(truth, found, window=window)[0]), 2),
                round(by_chance(truth, found, window), 2),
            )
            for window in (0.025, 0.05, 0.1)
        ]
        pairs = mir_eval.util.match_events(truth, found, 0.1)
        off = [1000 * (found[j] - truth[i]) for i, j in pairs]
        places = [
            ("signed median onset error", None, told(float(np.median(off)))),
            ("first note written", None, told(1000 * (found[0] - truth[0]))),
            (
                "the stem's first sound, against the score's first note",
                "within 20 ms",
                told(1000 * (first_sound_s(outcome) - truth[0])),
            ),
        ]
        for engine, name in PLAYERS.items():
            if shutil.which(engine):
                away = told(heard(outcome, engine, Path(folder)))
                places.append((f"the written timeline played by {name}: the stem", None, away))
    command = "python -m benchmarks.demo"
    columns = ("window", "onset F", "random onsets of the same rate")
    note = f"{len(truth)} true onsets, {len(found)} found."
    record("demo_onsets", "rendered", command, columns=columns, rows=windows, notes=(note,))
    columns = ("what", "asked", "measured")
    record("demo_places", "rendered", command, columns=columns, rows=places)


def told(ms: float) -> str:
    """A place against where it should be."""
    return f"{abs(ms):.1f} ms {'late' if ms > 0 else 'early'}"


def true_onsets() -> Onsets:
    notes = json.loads((SAMPLE / "score.json").read_text())["notes"]
    return np.array(sorted({round(n["onset_s"], 3) for n in notes}))


def found_onsets(outcome: Results) -> Onsets:
    """In seconds of the clip; a chord is one onset."""
    found = [
        float(one.shot.time_map.media_at(Fraction(note.onset_s).limit_denominator(10**6)))
        for one in outcome.shots
        for take in one.takes
        for note in take.notes
    ]
    onsets = np.sort(np.array(found))
    return onsets[np.diff(onsets, prepend=-1.0) > 0.02]


def by_chance(truth: Onsets, found: Onsets, window: float) -> float:
    rng = np.random.default_rng(0)
    draws = [np.sort(rng.uniform(truth[0], truth[-1], len(found))) for _ in range(300)]
    return float(np.mean([mir_eval.onset.f_measure(truth, d, window=window)[0] for d in draws]))


def first_sound_s(outcome: Results) -> float:
    """When the first stem is first heard, in seconds of the clip."""
    first = outcome.shots[0]
    stem = first.stems[0]
    samples, rate_hz = soundfile.read(stem.path, always_2d=True)
    at = _first_loud(np.abs(samples).max(axis=1)) / rate_hz
    return (
        at
        - float(first.shot.rate.seconds(stem.head_frames))
        + float(first.shot.time_map.media_at(Fraction(0)))
    )


def heard(outcome: Results, engine: str, folder: Path) -> float:
    """How far off its place on the timeline the engine plays the first stem, in ms."""
    stem, shot = outcome.shots[0].stems[0], outcome.shots[0].shot
    written = next(f for f in outcome.written.files if f.suffix == ".otio")
    timeline = otio.adapters.read_from_file(str(written))
    played = ENGINES[engine](timeline, folder)
    samples, rate_hz = soundfile.read(stem.path, always_2d=True)
    level = np.abs(samples).max(axis=1)
    head = round(float(shot.rate.seconds(stem.head_frames)) * rate_hz)
    place_s = float(shot.record_start_s) + (_first_loud(level[head:]) / rate_hz)
    flat = np.abs(played).reshape(len(played), -1).max(axis=1)
    return 1000 * (_first_loud(flat) / rate_hz - place_s)


def _first_loud(level: npt.NDArray[np.floating]) -> int:
    return int(np.argmax(level > 0.02 * level.max()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
