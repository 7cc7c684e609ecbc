"""The report finds what simulated listeners were given to hear, and says that nobody listened."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.study.folder import (
    Answer,
    Study,
    answers_of,
    open_study,
    write_answers,
    write_study,
)
from foley_post.study.plan import CONDITIONS, Kind, make_plan
from foley_post.study.report import report_on, write_report
from foley_post.study.simulated import Taste, simulate
from foley_post.study.statistics import bootstrap, bradley_terry, just_noticeable, wilson

CLIPS = tuple(f"clip{n}" for n in range(8))
TASTE = Taste(
    {"real": 1.5, "ours": 0.4, "published": -0.6, "other": -1.3},
    notice_ms=85.0,
    recorded={"real": 0.85, "ours": 0.45, "published": 0.2, "other": 0.1},
    careless=3,
)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    trials = make_plan(CLIPS, CONDITIONS, seed=4)
    names = {name for trial in trials for name in trial.sounds}
    files = {clip: {name: f"{clip}{name}.wav" for name in names} for clip in CLIPS}
    made = Study(tmp_path, trials, files)
    write_study(made, {clip: f"{clip}.mp4" for clip in CLIPS})
    return made


def test_what_was_put_in_is_found(study: Study) -> None:
    write_answers(study, simulate(study, TASTE, listeners=24, seed=2))
    report = report_on(study)
    assert report.simulated
    assert (report.listeners, report.screened) == (24, tuple(f"simulated-{n:03}" for n in range(3)))
    mean = np.mean(list(TASTE.strengths.values()))
    for found in report.strengths.values():
        for name, true in TASTE.strengths.items():
            assert found[name] == pytest.approx(true - mean, abs=0.35), name
    for share in report.recorded:
        true = TASTE.recorded[share.what]
        assert share.low - 0.05 <= true <= share.high + 0.05
    assert report.just_noticeable_ms == pytest.approx(85, rel=0.25)
    assert [lag.share for lag in report.lags] == sorted(lag.share for lag in report.lags)


def test_listeners_who_hear_no_lag_have_no_threshold(study: Study) -> None:
    deaf = replace(TASTE, notice_ms=1e6, careless=0)
    write_answers(study, simulate(study, deaf, listeners=24, seed=3))
    assert report_on(study).just_noticeable_ms is None


def test_every_page_and_plot_of_simulated_listeners_says_so(study: Study, tmp_path: Path) -> None:
    write_answers(study, simulate(study, TASTE, listeners=6))
    files = write_report(study, report_on(study), tmp_path / "report")
    assert {path.suffix for path in files} == {".md", ".json", ".svg", ".png"}
    assert "Simulated: nobody listened" in (tmp_path / "report" / "report.md").read_text()
    for path in files:
        if path.suffix == ".svg":
            assert "simulated listeners" in path.read_text()
            assert "0.5 (chance)" in path.read_text()
        if path.suffix == ".png":
            assert path.read_bytes()[:4] == b"\x89PNG"


def test_simulated_answers_and_others_are_never_put_together(study: Study) -> None:
    answers = simulate(study, TASTE, listeners=2)
    write_answers(study, [*answers, replace(answers[0], listener="somebody", simulated=False)])
    with pytest.raises(UsageError, match="never put together"):
        report_on(study)


def test_only_the_last_answer_to_a_question_counts_and_damaged_lines_do_not(study: Study) -> None:
    pair = next(t for t in study.trials if t.kind is Kind.PAIR)
    first = Answer("a", pair.number, "overall", 0, True)
    write_answers(study, [first, replace(first, chosen=1)])
    with study.answers.open("a") as file:
        file.write('{"listener": "b"}\n{not json\n[]\n')
        file.write(json.dumps({"listener": "a", "trial": 0, "question": "overall", "chosen": 7}))
    write_answers(study, [replace(first, trial=10_000)])
    assert answers_of(study) == (replace(first, chosen=1),)
    with pytest.raises(UsageError, match="Nobody has answered"):
        report_on(open_study_without_answers(study))


def open_study_without_answers(study: Study) -> Study:
    study.answers.unlink()
    return open_study(study.folder)


def test_the_page_is_told_no_condition_and_no_clip(study: Study) -> None:
    told = json.loads((study.public / "trials.json").read_text())
    assert len(told) == len(study.trials)
    for trial in told:
        assert set(trial) == {"number", "kind", "picture", "sounds", "questions"}


def test_the_order_is_the_seeds_and_every_pair_is_asked_of_every_clip() -> None:
    one = make_plan(CLIPS, CONDITIONS, seed=1)
    assert one == make_plan(CLIPS, CONDITIONS, seed=1)
    assert one != make_plan(CLIPS, CONDITIONS, seed=2)
    plain = [name for name in CONDITIONS if name != "shifted"]
    pairs = {(t.clip, frozenset(t.sounds)) for t in one if t.kind is Kind.PAIR}
    assert pairs == {(c, frozenset(p)) for c in CLIPS for p in combinations(plain, 2)}
    firsts = [t.sounds[0] for t in one if t.kind is Kind.LAG]
    assert 0 < firsts.count("ours") < len(firsts)
    with pytest.raises(UsageError, match="compares ours"):
        make_plan(CLIPS, ("real",), 0)
    with pytest.raises(UsageError, match="two clips"):
        make_plan(CLIPS[:1], ("ours", "other"), 0)


def test_intervals_and_strengths_are_those_of_the_books() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    assert bradley_terry({("a", "b"): 30, ("b", "a"): 10}, ["a", "b"])["a"] == pytest.approx(
        0.5 * np.log(30.5 / 10.5), abs=1e-6
    )
    low, high = bootstrap(["x", "x", "y", "y"] * 20, list("1234") * 20, [1.0, 0.0] * 40)
    assert low < 0.5 < high
    wide = bootstrap(["x"] * 40 + ["y"] * 40, ["1"] * 80, [1.0] * 40 + [0.0] * 40)
    assert wide == (0.0, 1.0)  # two listeners who disagree say nothing of others
    lags = (40.0, 80.0, 160.0)
    shares = [0.5 + 0.5 / (1 + (80 / lag) ** 4) for lag in lags]
    assert just_noticeable(lags, shares, (100, 100, 100)) == pytest.approx(80, rel=0.05)


def test_the_page_names_who_is_left_out_and_says_when_few_listened(
    study: Study, tmp_path: Path
) -> None:
    write_answers(study, simulate(study, TASTE, listeners=6))
    report = report_on(study)
    write_report(study, report, tmp_path)
    page = (tmp_path / "report.md").read_text()
    assert "answers of 6 *simulated* listeners" in page
    assert report.screened
    assert f"music: {', '.join(report.screened)}." in page
    assert "Fewer than 20 listeners" in page
