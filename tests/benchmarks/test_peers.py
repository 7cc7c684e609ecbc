"""The head to head: every method is judged alike; what one has nothing to work on is left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers import __main__ as peers
from benchmarks.peers.clips import Clip, ClipSet, Floats
from benchmarks.peers.curve import Curve, read_curve
from benchmarks.peers.methods import OURS, Method


def notes(*onsets_s: float, pitch: int = 60) -> Floats:
    return np.array([(t, t + 0.2, pitch + k, 64) for k, t in enumerate(onsets_s)], np.float64)


TRUE = {"a": notes(0.5, 1.5, 2.6, 4.1), "b": notes(1.0, 2.2, 3.5, 5.0, pitch=70)}
CLIPS = ClipSet("simulated, two", tuple(Clip(k, v, (), 6.0) for k, v in TRUE.items()))
WAYS: Mapping[str, Method] = {
    OURS: lambda clip: clip.true,
    "late": lambda clip: clip.true + np.array([0.2, 0.2, 0, 0]),
    "hand paths": lambda clip: clip.true * np.array([1, 1, 0, 1]),
    "none of these": lambda clip: None,
}


def test_each_method_has_its_score_and_chance_stands_beside(tmp_path: Path) -> None:
    scores = peers.judged(CLIPS, WAYS, tmp_path)
    assert scores[OURS].notes == scores[OURS].onsets == (1.0, 1.0)
    assert scores["late"].notes == (0.0, 0.0)
    assert scores["hand paths"] == peers.Score((), (1.0, 1.0)), "paths tell no pitch"
    assert scores["none of these"] == peers.Score()
    assert scores[peers.OTHER].notes == (0.0, 0.0)
    assert 0 <= np.mean(scores[peers.CHANCE].notes) < 0.5


def test_a_constant_lag_of_real_clips_is_taken_out_of_all_alike(tmp_path: Path) -> None:
    real = ClipSet("real, two", CLIPS.clips, lagged=True)
    assert peers.judged(real, WAYS, tmp_path)["late"].notes == (1.0, 1.0)


def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    some = {name: way for name, way in WAYS.items() if name != "none of these"}
    first = peers.judged(CLIPS, some, tmp_path)

    def never(clip: Clip) -> Floats | None:
        raise AssertionError("it was made before")

    assert peers.judged(CLIPS, dict.fromkeys(some, never), tmp_path) == first


def test_the_table_has_two_lines_a_set_and_empty_cells(tmp_path: Path) -> None:
    scores = peers.judged(CLIPS, WAYS, tmp_path)
    order = [OURS, "hand paths", "none of these"]
    assert peers.rows({CLIPS.name: scores}, order) == [
        ["simulated, two: notes", 2, 1.0, None, None],
        ["simulated, two: onsets", 2, 1.0, 1.0, None],
    ]


def test_the_curve_is_told_in_a_sentence(tmp_path: Path) -> None:
    assert "not taught" in read_curve(tmp_path).sentences()[0]
    (tmp_path / "published.jsonl").write_text(
        '{"step": 50, "spent_s": 120, "loss": 5.25, "onset_f": 0, "random": 0.2, "notes": 0}\n'
    )
    curve = read_curve(tmp_path)
    assert curve == Curve((2.0,), (50,), (5.25,), (0,), (0,), 0.2)
    assert "2 minutes" in curve.sentences()[0]


@pytest.mark.parametrize("count", [1, 5])
def test_the_level_of_the_rule_is_kept(tmp_path: Path, count: int) -> None:
    (tmp_path / "rule_level.txt").write_text(str(count))
    assert peers.rule_level(tmp_path, tmp_path / "nowhere") == count
    assert peers.rule_level(tmp_path / "new", tmp_path / "nowhere") == 13.0
