"""What is played at a drawn keyboard: notes, keys and fingers go together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from foley_post.simulation.keyboard_pictures.performance.exercises import exercise
from foley_post.simulation.keyboard_pictures.performance.key_motion import press_keys
from foley_post.simulation.keyboard_pictures.performance.performances import (
    RATE_HZ,
    Performance,
    nobody_plays,
    random_performance,
)
from foley_post.simulation.keyboard_pictures.scene.key_boxes import KeyBoxes, random_key_boxes

LENGTH_S = 8.0
TIPS = (4, 8, 12, 16, 20)


def played(seed: int) -> tuple[KeyBoxes, Performance]:
    rng = np.random.default_rng(seed)
    boxes = random_key_boxes(rng)
    return boxes, random_performance(boxes, boxes.present, rng, length_s=LENGTH_S, corpus=None)


@pytest.fixture(scope="module")
def performances() -> list[tuple[KeyBoxes, Performance]]:
    return [played(seed) for seed in range(25)]


def test_notes_stand_where_keys_go_down(performances: list[tuple[KeyBoxes, Performance]]) -> None:
    count = 0
    for boxes, performance in performances:
        for onset_s, offset_s, pitch, _ in performance.notes:
            dip = performance.dip[:, int(pitch) - 21] / boxes.travel_mm[int(pitch) - 21]
            at, end = round(onset_s * RATE_HZ), round(offset_s * RATE_HZ)
            assert dip[at : at + 2].max() > 0.5
            assert dip[at : at + 6].max() > 0.8
            assert end >= len(dip) - 1 or dip[end - 1 : end + 2].min() < 0.75
            count += 1
    assert count > 300


def test_keys_that_go_down_have_notes(performances: list[tuple[KeyBoxes, Performance]]) -> None:
    for boxes, performance in performances:
        down = performance.dip > 0.6 * boxes.travel_mm
        for key in np.flatnonzero(down.any(axis=0)):
            begins = np.flatnonzero(np.diff(down[:, key].astype(int), prepend=0) == 1) / RATE_HZ
            onsets_s = performance.notes[performance.notes[:, 2] == key + 21, 0]
            for begin_s in begins:
                assert np.abs(onsets_s - begin_s).min() < 0.17


def test_a_key_that_is_played_again_comes_half_way_up_between() -> None:
    boxes = random_key_boxes(np.random.default_rng(0))
    times_s = np.arange(0, 3.0, 1 / RATE_HZ)
    notes = np.array([(0.5 + 0.12 * n, 2.0, 60.0, 80.0) for n in range(12)])
    dip = np.zeros((len(times_s), 88))
    made = press_keys(dip, times_s, notes, boxes, rng=np.random.default_rng(1))
    assert (made[:-1, 1] < made[1:, 0]).all()
    for (_, end_s, _, _), (onset_s, _, _, _) in pairwise(made):
        between = dip[round(end_s * RATE_HZ) - 4 : round(onset_s * RATE_HZ), 39]
        assert between.min() < 0.67 * boxes.travel_mm[39]


def test_loud_notes_go_down_faster(performances: list[tuple[KeyBoxes, Performance]]) -> None:
    taken: dict[bool, list[float]] = {False: [], True: []}
    for boxes, performance in performances:
        for onset_s, _, pitch, velocity in performance.notes:
            if 60 <= velocity < 85:
                continue
            dip = performance.dip[:, int(pitch) - 21] / boxes.travel_mm[int(pitch) - 21]
            before = dip[: round(onset_s * RATE_HZ) + 1]
            taken[velocity >= 85].append(len(before) - np.flatnonzero(before < 0.1)[-1])
    assert len(taken[True]) > 20
    assert len(taken[False]) > 20
    assert np.median(taken[True]) < 0.7 * np.median(taken[False])


def test_a_fingertip_is_over_the_key_that_goes_down(
    performances: list[tuple[KeyBoxes, Performance]],
) -> None:
    away_mm = []
    for boxes, performance in performances:
        for onset_s, _, pitch, _ in performance.notes:
            key = boxes.middle_mm[int(pitch) - 21]
            at = round(onset_s * RATE_HZ)
            tips = np.concatenate([hand.joints[at][list(TIPS)] for hand in performance.hands])
            low = tips[tips[:, 2] < 25]
            away_mm.append(np.abs(low[:, 0] - key).min(initial=99))
    assert np.mean(np.array(away_mm) < 10) > 0.9


def test_where_nobody_plays_there_is_no_note_and_no_key_goes_far_down() -> None:
    for seed in range(10):
        rng = np.random.default_rng(seed)
        boxes = random_key_boxes(rng)
        performance = nobody_plays(boxes, rng, length_s=LENGTH_S, middle=60)
        assert len(performance.notes) == 0
        assert performance.dip.max() <= 3.0
        assert len(performance.hands) <= 2


def test_some_performances_have_no_note_though_hands_are_there(
    performances: list[tuple[KeyBoxes, Performance]],
) -> None:
    silent = [p for _, p in performances if len(p.notes) == 0]
    assert any(p.hands for p in silent)
    assert len(silent) < len(performances) / 3


def test_exercises_stay_on_the_keys_they_are_given() -> None:
    for seed in range(40):
        score = exercise(np.random.default_rng(seed), 10.0, 48, 72)
        assert ((score.pitch >= 48) & (score.pitch <= 72)).all()
        assert (score.onset_s + 0.3 < 10.0).all()
