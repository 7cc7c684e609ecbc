"""What the answers of a study say: tables and plots, with intervals; who was screened out."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from foley_post.core.files import write_whole
from foley_post.errors import UsageError
from foley_post.study.folder import Answer, Study, answers_of
from foley_post.study.plan import ANCHOR, LAGS_MS, OURS, QUESTIONS, REFERENCE, Kind, Trial, late
from foley_post.study.plots import Bar, plot_shares
from foley_post.study.statistics import bootstrap, bradley_terry, just_noticeable, wilson

__all__ = ["Report", "Share", "report_on", "write_report"]

_LEAST_RIGHT = 0.6
"""Of a listener's choices between the reference and the anchor; guessing has a half."""
_LEAST_CHECKS = 4
_FEW = 20
"""Listeners; ITU-R BS.1534-3 finds that 20 are often enough."""
_NOBODY = (
    "**Simulated: nobody listened. These figures say that the report finds what was put in, and "
    "nothing of the music.**"
)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of answers: ``low`` and ``high`` of Wilson's interval, and of the bootstrap over
    listeners and clips.
    """

    what: str
    question: str
    share: float
    of: int
    low: float
    high: float
    bootstrap_low: float
    bootstrap_high: float


@dataclass(frozen=True, slots=True)
class Report:
    """``pairs`` how often the first is chosen before the second; ``strengths`` by question and
    condition (Bradley-Terry, log odds); ``recorded`` how often each is taken for recorded; ``lags``
    how often ours in time is chosen before ours late; ``just_noticeable_ms``; ``screened`` who is
    left out.
    """

    simulated: bool
    listeners: int
    screened: tuple[str, ...]
    answers: int
    pairs: tuple[Share, ...]
    strengths: dict[str, dict[str, float]]
    recorded: tuple[Share, ...]
    lags: tuple[Share, ...]
    just_noticeable_ms: float | None


@dataclass(frozen=True, slots=True)
class _Choice:
    listener: str
    clip: str
    won: bool


def report_on(study: Study) -> Report:
    """The report of the study as it stands. UsageError when nobody answered."""
    trials = {trial.number: trial for trial in study.trials}
    answers = [a for a in answers_of(study) if a.played]
    if not answers:
        raise UsageError(f"Nobody has answered in {study.folder} yet.")
    simulated = {a.simulated for a in answers}
    if len(simulated) > 1:
        raise UsageError("Simulated answers and those of listeners are never put together.")
    screened = _screened(answers, trials)
    kept = [a for a in answers if a.listener not in screened]
    pairs: dict[tuple[str, str, str], list[_Choice]] = defaultdict(list)
    recorded: dict[str, list[_Choice]] = defaultdict(list)
    for answer in kept:
        trial = trials[answer.trial]
        if trial.kind is Kind.REAL:
            one = _Choice(answer.listener, trial.clip, bool(answer.chosen))
            recorded[trial.sounds[0]].append(one)
        else:
            a, b = sorted(trial.sounds, key=_place)
            won = trial.sounds[answer.chosen] == a
            pairs[answer.question, a, b].append(_Choice(answer.listener, trial.clip, won))
    lags = tuple(
        _share(f"{ms} ms", "synchronization", pairs.pop(("synchronization", OURS, late(ms)), []))
        for ms in LAGS_MS
    )
    lags = tuple(lag for lag in lags if lag.of)
    return Report(
        simulated=simulated.pop(),
        listeners=len({a.listener for a in answers}),
        screened=screened,
        answers=len(kept),
        pairs=tuple(_share(f"{a} before {b}", q, c) for (q, a, b), c in sorted(pairs.items())),
        strengths=_strengths(pairs),
        recorded=tuple(_share(name, "recorded", c) for name, c in sorted(recorded.items())),
        lags=lags,
        just_noticeable_ms=just_noticeable(
            [float(lag.what.split()[0]) for lag in lags],
            [lag.share for lag in lags],
            [lag.of for lag in lags],
        )
        if lags
        else None,
    )


def _place(name: str) -> tuple[int, str]:
    """Ours first, late ones and the rest by name."""
    return (name != OURS, name)


def _screened(answers: Sequence[Answer], trials: dict[int, Trial]) -> tuple[str, ...]:
    """Who chose the recorded sound before another clip's music hardly more often than by chance."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for answer in answers:
        sounds = trials[answer.trial].sounds
        if set(sounds) == {REFERENCE, ANCHOR}:
            asked[answer.listener] += 1
            right[answer.listener] += sounds[answer.chosen] == REFERENCE
    return tuple(
        sorted(w for w, n in asked.items() if n >= _LEAST_CHECKS and right[w] < _LEAST_RIGHT * n)
    )


def _share(what: str, question: str, choices: Sequence[_Choice]) -> Share:
    wins, of = sum(c.won for c in choices), len(choices)
    again = bootstrap(
        [c.listener for c in choices], [c.clip for c in choices], [float(c.won) for c in choices]
    )
    return Share(what, question, wins / of if of else 0.0, of, *wilson(wins, of), *again)


def _strengths(pairs: dict[tuple[str, str, str], list[_Choice]]) -> dict[str, dict[str, float]]:
    found = {}
    for question in QUESTIONS:
        wins: Counter[tuple[str, str]] = Counter()
        for (asked, a, b), choices in pairs.items():
            if asked == question:
                wins[a, b] += sum(c.won for c in choices)
                wins[b, a] += sum(not c.won for c in choices)
        names = sorted({name for pair in wins for name in pair}, key=_place)
        if names:
            found[question] = bradley_terry(wins, names)
    return found


def write_report(study: Study, report: Report, folder: Path) -> tuple[Path, ...]:
    """``report.md``, ``report.json`` and the plots (SVG and PNG) in ``folder``; their paths."""
    marked = "simulated listeners: nobody listened" if report.simulated else ""
    made = [folder / "report.json", folder / "report.md"]
    write_whole(made[0], (json.dumps(asdict(report), indent=1) + "\n").encode())
    write_whole(made[1], _page(report).encode())
    for name, title, shares in (
        ("overall", "Chosen before the other, overall", _of(report.pairs, "overall")),
        ("synchronization", "Chosen as better in time", _of(report.pairs, "synchronization")),
        ("recorded", "Taken for recorded", report.recorded),
        ("lag", "Ours in time chosen before ours late", report.lags),
    ):
        if shares:
            bars = [Bar(s.what, s.share, s.bootstrap_low, s.bootstrap_high) for s in shares]
            made += plot_shares(folder / name, title, bars, marked)
    return tuple(made)


def _people(number: int, mark: str) -> str:
    return f"{number} {mark}listener{'' if number == 1 else 's'}"


def _of(shares: Sequence[Share], question: str) -> tuple[Share, ...]:
    return tuple(s for s in shares if s.question == question)


def _page(report: Report) -> str:
    mark = "*simulated* " if report.simulated else ""
    lines = [
        "# Listening study",
        "",
        f"{report.answers} answers of {_people(report.listeners, mark)}. Left out, for not telling "
        f"the recorded sound from another clip's music: {', '.join(report.screened) or 'nobody'}.",
    ]
    if report.listeners < _FEW:
        lines += ["", f"Fewer than {_FEW} listeners: the intervals say more than the shares."]
    if report.simulated:
        lines += ["", _NOBODY]
    head = "| {} | {}share | answers | Wilson 95 % | listeners and clips drawn anew, 95 % |"
    for title, shares in (
        *((f"{q}: {text}", _of(report.pairs, q)) for q, text in QUESTIONS.items()),
        ("Taken for recorded", report.recorded),
        ("Ours in time chosen before ours late", report.lags),
    ):
        if shares:
            lines += ["", f"## {title}", "", head.format("", mark), "|---|---:|---:|---|---|"]
            lines += [
                f"| {s.what} | {s.share:.2f} | {s.of} | {s.low:.2f} to {s.high:.2f} "
                f"| {s.bootstrap_low:.2f} to {s.bootstrap_high:.2f} |"
                for s in shares
            ]
    if report.just_noticeable_ms is not None:
        lines += ["", f"Three in four {mark}listeners notice {report.just_noticeable_ms:.0f} ms."]
    if report.strengths:
        names = sorted({n for s in report.strengths.values() for n in s}, key=_place)
        lines += ["", f"## Strengths ({mark}Bradley-Terry, log odds)", ""]
        lines += [f"| | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
        for question, found in report.strengths.items():
            cells = (f"{found[n]:+.2f}" if n in found else "" for n in names)
            lines.append(f"| {question} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
