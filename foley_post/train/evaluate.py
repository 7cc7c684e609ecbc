"""How good a model is, in numbers, always beside chance and beside another clip's movement.

Onsets and notes are matched with mir_eval (pip install foley-post[train]). Onsets that fall into
one chord count once: when something begins is one question, how many notes it has another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import INSTRUMENTS
from foley_post.generate.generation import generate_take
from foley_post.generate.request import Request
from foley_post.generate.weights import Model
from foley_post.midi.notes import Note, Take
from foley_post.pose.skeleton import Motion
from foley_post.train.targets import onset_groups

__all__ = [
    "Case",
    "CaseResult",
    "Figures",
    "find_thresholds",
    "judge",
    "onset_f",
    "play",
    "summary",
]

WINDOWS_S = (0.025, 0.05, 0.1)
_STILL_S = 1.0
"""How far from any true note a moment must be to count as stillness."""

Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A clip to be judged on: its movement and what it truly sounded like."""

    motion: Motion
    notes: tuple[Note, ...]
    instrument: str
    length_s: float
    view: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and what the model made of it."""

    case: Case
    take: Take


@dataclass(frozen=True, slots=True)
class Figures:
    """One clip's figures; NaN where there is nothing to measure.

    ``onset_f`` at 25, 50 and 100 ms; ``note_f`` (pitch too) at 50 ms; ``lag_ms`` the median of
    signed errors of matched onsets (late is positive) and ``spread_ms`` their median absolute
    deviation; ``strokes`` the share of the movements that make a sound (bows that turn, strings
    plucked, things struck; not notes bound to the one before) with an onset within 50 ms;
    ``still_rate`` notes a second further than 1 s from any true note, and ``still_s`` how long that
    is; ``velocity_rank`` Spearman's correlation over matched onsets.
    """

    onset_f: tuple[float, float, float]
    note_f: float
    lag_ms: float
    spread_ms: float
    strokes: float
    still_rate: float
    still_s: float
    velocity_rank: float
    instrument_right: float = field(default=float("nan"))


def play(
    model: Model, cases: Iterable[Case], request: Callable[[Case], Request] | None = None
) -> list[CaseResult]:
    """What the model makes of each case; told the instrument unless ``request`` says otherwise."""
    asked = request or (lambda c: Request(length_s=c.length_s, instrument=c.instrument))
    return [
        CaseResult(case, generate_take(case.motion, asked(case), model=model)) for case in cases
    ]


def onset_times(notes: Sequence[Note]) -> Seconds:
    """When something begins: one time a chord, in order."""
    return np.array(
        [min(n.onset_s for n in group) for group in onset_groups(notes)], dtype=np.float64
    )


def stroke_times(case: Case) -> Seconds:
    """When a stroke begins: all onsets but those of notes bound to the one before."""
    return onset_times([n for n in case.notes if n.articulation != "legato"])


def _met(wanted: Seconds, found: Seconds, window_s: float = 0.05) -> float:
    """The share of ``wanted`` with one of ``found`` within ``window_s``, each its own."""
    import mir_eval

    if not len(wanted):
        return float("nan")
    if not len(found):
        return 0.0
    return len(mir_eval.util.match_events(wanted, np.sort(found), window_s)) / len(wanted)


def onset_f(truth: Seconds, found: Seconds, window_s: float) -> float:
    """The F-measure of ``found`` onsets within ``window_s``; 1 when there are none of either."""
    import mir_eval

    if not len(truth) or not len(found):
        return float(len(truth) == len(found))
    return float(mir_eval.onset.f_measure(truth, found, window=window_s)[0])


def judge(outcome: CaseResult, lag_s: float = 0.0) -> Figures:
    """The figures of one clip. ``lag_s`` is taken out of what was found first: for real clips whose
    labels have one, 0 otherwise.
    """
    truth = onset_times(outcome.case.notes)
    found = onset_times(outcome.take.notes) - lag_s
    away_ms, pairs = _matched(truth, found)
    still = _still(truth, outcome.case.length_s)
    inside = sum(_within(t, still) for t in found)
    still_s = float(sum(b - a for a, b in still))
    middle = float(np.median(away_ms)) if len(away_ms) else float("nan")
    return Figures(
        onset_f=tuple(onset_f(truth, found, w) for w in WINDOWS_S),  # type: ignore[arg-type]
        note_f=note_f(outcome.case.notes, outcome.take.notes, lag_s),
        lag_ms=middle,
        spread_ms=float(np.median(np.abs(away_ms - middle))) if len(away_ms) else float("nan"),
        strokes=_met(stroke_times(outcome.case), found),
        still_rate=inside / still_s if still_s > 0 else float("nan"),
        still_s=still_s,
        velocity_rank=_velocity_rank(outcome, pairs),
        instrument_right=float(outcome.take.instrument == outcome.case.instrument),
    )


def note_f(truth: Sequence[Note], found: Sequence[Note], lag_s: float = 0.0) -> float:
    """The F-measure of notes: onset within 50 ms and the right pitch."""
    import mir_eval

    if not truth or not found:
        return float(len(truth) == len(found))
    a, b = (sorted(x, key=lambda n: n.onset_s) for x in (truth, found))
    tables = []
    for notes, shift in ((a, 0.0), (b, lag_s)):
        on = np.array([n.onset_s - shift for n in notes])
        spans = np.stack([on, on + np.array([n.length_s for n in notes])], axis=1)
        pitches = 440.0 * 2 ** ((np.array([n.pitch for n in notes]) - 69) / 12)
        tables += [spans - min(0.0, spans.min()), pitches] if shift == 0 else [spans, pitches]
    return float(
        mir_eval.transcription.precision_recall_f1_overlap(
            *tables, onset_tolerance=0.05, pitch_tolerance=20, offset_ratio=None
        )[2]
    )


def _matched(truth: Seconds, found: Seconds) -> tuple[Seconds, list[tuple[int, int]]]:
    """Signed errors in ms of onsets matched within 0.1 s, and who matched whom."""
    import mir_eval

    if not len(truth) or not len(found):
        return np.zeros(0), []
    pairs = [(int(a), int(b)) for a, b in mir_eval.util.match_events(truth, found, 0.1)]
    return np.array([1000 * (found[b] - truth[a]) for a, b in pairs]), pairs


def _still(truth: Seconds, length_s: float) -> list[tuple[float, float]]:
    """Spans further than `_STILL_S` from any onset."""
    edges = np.concatenate([[-_STILL_S], truth, [length_s + _STILL_S]])
    spans = [(a + _STILL_S, b - _STILL_S) for a, b in pairwise(edges.tolist())]
    return [(max(a, 0.0), min(b, length_s)) for a, b in spans if b - a > 0]


def _within(time_s: float, spans: Sequence[tuple[float, float]]) -> bool:
    return any(a <= time_s < b for a, b in spans)


def _velocity_rank(outcome: CaseResult, pairs: Sequence[tuple[int, int]]) -> float:
    from scipy.stats import spearmanr

    loud = [
        [max(n.velocity for n in group) for group in onset_groups(notes)]
        for notes in (outcome.case.notes, outcome.take.notes)
    ]
    a, b = [loud[0][i] for i, _ in pairs], [loud[1][j] for _, j in pairs]
    if len(pairs) < 5 or len(set(a)) < 2 or len(set(b)) < 2:
        return float("nan")
    return float(spearmanr(a, b).statistic)


def random_like(truth_rate: float, length_s: float, rng: np.random.Generator) -> Seconds:
    """Onsets by chance, ``truth_rate`` a second."""
    return np.sort(rng.uniform(0, length_s, rng.poisson(truth_rate * length_s)))


def summary(outcomes: Sequence[CaseResult], seed: int = 0) -> Mapping[str, float]:
    """The mean over clips of every figure, with onset F at 50 ms of random onsets at the clip's own
    rate and of the notes made for another clip's movement of the same instrument and length.
    """
    rng = np.random.default_rng(seed)
    rows = [judge(o) for o in outcomes]
    others = _others(outcomes)
    chance, shuffled = [], []
    for outcome, other in zip(outcomes, others, strict=True):
        truth, length_s = onset_times(outcome.case.notes), outcome.case.length_s
        lots = [random_like(len(truth) / length_s, length_s, rng) for _ in range(10)]
        chance.append(float(np.mean([onset_f(truth, lot, 0.05) for lot in lots])))
        shuffled.append(onset_f(truth, onset_times(other.take.notes), 0.05))
    still_s = sum(r.still_s for r in rows)
    still = sum(r.still_rate * r.still_s for r in rows if r.still_s > 0)
    return {
        "clips": float(len(outcomes)),
        **{
            f"onset_f_{int(w * 1000)}": _mean(r.onset_f[k] for r in rows)
            for k, w in enumerate(WINDOWS_S)
        },
        "random_f_50": _mean(chance),
        "shuffled_f_50": _mean(shuffled),
        "note_f": _mean(r.note_f for r in rows),
        "lag_ms": float(np.nanmedian([r.lag_ms for r in rows])),
        "spread_ms": float(np.nanmedian([r.spread_ms for r in rows])),
        "strokes": _mean(r.strokes for r in rows),
        "still_notes_a_second": still / still_s if still_s else float("nan"),
        "velocity_rank": _mean(r.velocity_rank for r in rows),
        "instrument": _mean(r.instrument_right for r in rows),
    }


def _others(outcomes: Sequence[CaseResult]) -> list[CaseResult]:
    """For each clip the next one of the same instrument."""
    by_name: dict[str, list[int]] = {}
    for k, outcome in enumerate(outcomes):
        by_name.setdefault(outcome.case.instrument, []).append(k)
    others = list(outcomes)
    for some in by_name.values():
        for k, following in zip(some, some[1:] + some[:1], strict=True):
            others[k] = outcomes[following]
    return others


def _mean(values: Iterable[float]) -> float:
    known = [v for v in values if np.isfinite(v)]
    return float(np.mean(known)) if known else float("nan")


def find_thresholds(
    model: Model, cases: Sequence[Case], grid: Sequence[float] = tuple(np.arange(0.3, 0.75, 0.05))
) -> dict[str, float]:
    """For each instrument of the ``cases`` the onset threshold for its family (a few clips of one
    instrument alone would mostly find chance), and under ``""`` that for all: the lowest whose F at
    50 ms is within 0.01 of the best, since real pictures show less than simulated ones.
    """
    from foley_post.generate.encoding import listen
    from foley_post.generate.onsets import onsets

    rows: dict[str, list[list[float]]] = {}
    for case in cases:
        told = model.instruments.index(INSTRUMENTS[case.instrument].movement)
        heard = listen(model.network, case.motion, case.length_s, told=told, wanted=frozenset())
        truth = onset_times(case.notes)
        scores = []
        for level in grid:
            found = onsets(heard, case.length_s, threshold=float(level), density=1.0)
            scores.append(onset_f(truth, np.array([o.time_s for o in found]), 0.05))
        rows.setdefault(INSTRUMENTS[case.instrument].family, []).append(scores)
    of_family = {name: _lowest(grid, s) for name, s in rows.items()}
    names = {case.instrument for case in cases}
    best = {name: of_family[INSTRUMENTS[name].family] for name in sorted(names)}
    every = [scores for some in rows.values() for scores in some]
    best[""] = _lowest(grid, every)
    return {name: round(level, 3) for name, level in best.items()}


def _lowest(grid: Sequence[float], scores: Sequence[Sequence[float]]) -> float:
    """The lowest threshold of the grid that does about as well as the best."""
    mean = np.mean(scores, axis=0)
    return float(grid[int(np.flatnonzero(mean >= mean.max() - 0.01)[0])])
