"""Row 4: real pianists filmed from above, fingertips only; test only, never trained on.

One constant lag a clip (up to half a second either way) is taken out of whatever is judged, ours
and the nulls alike: the labels of such sets carry one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.generate import Request, generate
from foley_post.generate.keys import KEY_CENTRES, LOWEST_KEY
from foley_post.generate.weights import Model
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import FINGERTIPS, Keyboard, Motion
from foley_post.train.evaluate import Case, onset_f, onset_times, random_like

LAGS_S = np.arange(-0.5, 0.501, 0.02)
_WHITES_IN_A_KEY_LENGTH = 150 / 23.5

Seconds = npt.NDArray[np.float64]


def real_cases(folder: Path) -> list[tuple[str, Case]]:
    """Every clip of the set with its keyboard laid through the places of its keys."""
    return [(path.stem, _case(path)) for path in sorted(folder.glob("*.npz"))]


def _case(path: Path) -> Case:
    with np.load(path) as data:
        points, times_s = data["points"], data["times_s"]
        notes, keys = data["notes"], data["keys"]
    on = (keys[:, 0] >= LOWEST_KEY) & (keys[:, 0] < LOWEST_KEY + 88)
    centres = KEY_CENTRES[(keys[on, 0] - LOWEST_KEY).astype(int)]
    along, start = np.polyfit(keys[on, 1], centres, 1)
    middle = float(np.nanmedian(points[:, FINGERTIPS, 1]))
    # Only x of the keys is known: depth counts from the fingertips' usual place, a third of the way
    # in; which way is front follows from which way the keys rise.
    deep = -along / _WHITES_IN_A_KEY_LENGTH
    plane = np.array([[along, 0, start], [0, deep, 0.35 - deep * middle], [0, 0, 1.0]])
    motion = Motion(
        times_s - times_s[0], points, keyboard=Keyboard(plane[None], octave_known=True), aspect=1.78
    )
    true = tuple(
        Note(
            float(on_s - times_s[0]),
            max(float(off_s - on_s), 0.03),
            int(pitch),
            64 if not np.isfinite(velocity) else int(np.clip(velocity, 1, 127)),
        )
        for on_s, off_s, pitch, velocity in notes
        if times_s[0] <= on_s < times_s[-1]
    )
    length_s = float(times_s[-1] - times_s[0])
    return Case(motion, true, "piano", length_s, "above")


def best_f(truth: Seconds, found: Seconds, window_s: float) -> float:
    """The best F over the constant lags."""
    return max(onset_f(truth, found + lag, window_s) for lag in LAGS_S)


def key_under_finger(model: Model, case: Case) -> tuple[float, float]:
    """At the true onsets, how often the model writes the key that sounded; and how often one within
    a semitone of it. One note an onset is asked for.
    """
    right, near, total = 0, 0, 0
    pinned_free = _given_onsets(model, case)
    for truth, pitch in pinned_free:
        away = min(abs(pitch - p) for p in truth)
        right, near, total = right + (away == 0), near + (away <= 1), total + 1
    return right / max(total, 1), near / max(total, 1)


def _given_onsets(model: Model, case: Case) -> list[tuple[set[int], int]]:
    """For each true onset the pitches that sounded and the one the model writes there."""
    from foley_post.generate.clock import TICK_HZ
    from foley_post.generate.listening import listen
    from foley_post.generate.onsets import Onset
    from foley_post.generate.steps import controls_of
    from foley_post.generate.writing import Wishes, write_notes
    from foley_post.train.targets import chords

    groups = chords(case.notes)
    times = [min(n.onset_s for n in g) for g in groups]
    ticks = [round(t * TICK_HZ) for t in times]
    told = model.instruments.index("piano")
    heard = listen(model.network, case.motion, case.length_s, told=told, wanted=frozenset(ticks))
    found = [
        Onset(t, k, 1.0, True)
        for t, k in zip(times, ticks, strict=True)
        if k in heard.moments and heard.moments[k].tips_known.any()
    ]
    wishes = Wishes(told, np.ones(128, dtype=bool), 1, controls_of(None, None, None), 0.0, 0)
    notes = write_notes(
        model.network.writer, heard, found, pinned=(), wishes=wishes, length_s=case.length_s
    )
    sounding = dict(zip(times, ({n.pitch for n in g} for g in groups), strict=True))
    return [(sounding[n.onset_s], n.pitch) for n in notes]


def real_table(model: Model, folder: Path) -> str:
    """Row 4a as markdown."""
    if not folder.is_dir():
        return f"Not measured: {folder.name} is not there."
    rng = np.random.default_rng(0)
    cases = real_cases(folder)
    lines = [
        "| clip | F 50 ms | random | shuffled | F 100 ms | random | key at given onsets "
        "| within a semitone |",
        "|---|" + "---:|" * 7,
    ]
    takes = []
    for _, case in cases:
        request = Request(length_s=case.length_s, instrument="piano")
        takes.append(onset_times(generate(case.motion, request, model=model).notes))
    sums = []
    for k, (name, case) in enumerate(cases):
        truth, other = onset_times(case.notes), takes[(k + 1) % len(cases)]
        rate = len(truth) / case.length_s
        lots = [random_like(rate, case.length_s, rng) for _ in range(3)]
        other = other[other < case.length_s]
        row = [
            best_f(truth, takes[k], 0.05),
            float(np.mean([best_f(truth, lot, 0.05) for lot in lots])),
            best_f(truth, other, 0.05),
            best_f(truth, takes[k], 0.1),
            float(np.mean([best_f(truth, lot, 0.1) for lot in lots])),
            *key_under_finger(model, case),
        ]
        sums.append(row)
        lines.append(f"| {name} | {' | '.join(f'{v:.2f}' for v in row)} |")
    means = " | ".join(f"{v:.2f}" for v in np.mean(sums, axis=0))
    return "\n".join([*lines, f"| mean | {means} |"])


def main() -> int:
    """Print row 4 alone."""
    from foley_post.generate import load_model

    print(real_table(load_model(), Path(__file__).parents[2] / "shared" / "data" / "real_motion"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
