"""Row 4: real pianists filmed from above, fingertips only; test only, never trained on.

One constant lag a clip (up to half a second either way) is taken out of whatever is judged, ours
and the nulls alike: the labels of such sets carry one. Beside our figures stand a ceiling (a small
network taught on the other real players' clips) and what the geometry alone says of the keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.real.ceiling import ceilings
from benchmarks.real.clips import real_cases, under_a_finger
from benchmarks.real.matching import best_f
from foley_post.generate import Request, generate_take
from foley_post.generate.weights import Model
from foley_post.train.evaluate import Case, onset_times, random_like

LAGS_S = np.arange(-0.5, 0.501, 0.02)

Seconds = npt.NDArray[np.float64]


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
    from foley_post.generate.decoding import Constraints, write_notes
    from foley_post.generate.encoding import listen
    from foley_post.generate.onsets import Onset
    from foley_post.generate.tokens import controls_of
    from foley_post.train.targets import onset_groups

    groups = onset_groups(case.notes)
    times = [min(n.onset_s for n in g) for g in groups]
    ticks = [round(t * TICK_HZ) for t in times]
    told = model.instruments.index("piano")
    heard = listen(model.network, case.motion, case.length_s, told=told, wanted=frozenset(ticks))
    found = [
        Onset(t, k, 1.0, True)
        for t, k in zip(times, ticks, strict=True)
        if k in heard.moments and heard.moments[k].tips_known.any()
    ]
    wishes = Constraints(told, np.ones(128, dtype=bool), 1, controls_of(None, None, None), 0.0, 0)
    notes = write_notes(
        model.network.writer, heard, found, pinned=(), wishes=wishes, length_s=case.length_s
    )
    sounding = dict(zip(times, ({n.pitch for n in g} for g in groups), strict=True))
    return [(sounding[n.onset_s], n.pitch) for n in notes]


def real_table(model: Model, folder: Path) -> str:
    """Row 4a as markdown."""
    if not folder.is_dir():
        return f"Not measured: {folder.name} is not there."
    cases = real_cases(folder)
    takes = []
    for _, case in cases:
        request = Request(length_s=case.length_s, instrument="piano")
        takes.append(onset_times(generate_take(case.motion, request, model=model).notes))
    taught = ceilings(cases)
    when, where = [], []
    for k, (name, case) in enumerate(cases):
        other = takes[(k + 1) % len(cases)]
        found = {"ours": takes[k], "other": other[other < case.length_s], "ceiling": taught[k][0]}
        when.append((name, _when(case, found)))
        over, dealt, chance = under_a_finger(case)
        where.append((name, (over, dealt, *key_under_finger(model, case), taught[k][1], chance)))
    return "\n\n".join(
        [
            _markdown(
                "clip | F 50 ms | random | shuffled | ceiling | F 100 ms | random | ceiling", when
            ),
            "Which key, at the true onsets:",
            _markdown(
                "clip | a fingertip on the sounding key | the same, notes dealt out anew "
                "| the model's one note is right | within a semitone "
                "| ceiling's finger within a semitone | a fingertip by chance",
                where,
            ),
        ]
    )


def _when(case: Case, found: Mapping[str, Seconds]) -> tuple[float, ...]:
    """F at 50 ms: ours, random, another clip's, the ceiling's; at 100 ms: ours, random, ceiling."""
    truth = onset_times(case.notes)
    best = partial(best_f, truth, lags_s=LAGS_S.tolist())
    rng = np.random.default_rng(0)
    lots = [random_like(len(truth) / case.length_s, case.length_s, rng) for _ in range(3)]
    by_chance = [float(np.mean([best(lot, w) for lot in lots])) for w in (0.05, 0.1)]
    return (
        best(found["ours"], 0.05),
        by_chance[0],
        best(found["other"], 0.05),
        best(found["ceiling"], 0.05),
        best(found["ours"], 0.1),
        by_chance[1],
        best(found["ceiling"], 0.1),
    )


def _markdown(head: str, rows: Sequence[tuple[str, tuple[float, ...]]]) -> str:
    """A table with the mean of its rows last."""
    lines = [f"| {head} |", "|---|" + "---:|" * (head.count("|"))]
    means = tuple(float(v) for v in np.nanmean([values for _, values in rows], axis=0))
    for name, values in [*rows, ("mean", means)]:
        lines.append(f"| {name} | {' | '.join(f'{v:.2f}' for v in values)} |")
    return "\n".join(lines)


def main() -> int:
    """Print row 4 alone."""
    from foley_post.generate import load_model

    print(real_table(load_model(), Path(__file__).parents[2] / "shared" / "data" / "real_motion"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
