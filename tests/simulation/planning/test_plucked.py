"""Simulated pluckers and strummers sound the strings when a finger crosses them."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core.instruments import instrument
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.strings.plucked import PLUCKED
from foley_post.simulation.planning.strings.plucking import plan_fingers, plan_plectrum
from foley_post.simulation.planning.strings.strings import TUNINGS, place_on_strings
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.score.scores import Score
from foley_post.simulation.skeleton.solver import solve

TIMES_S = np.arange(0.0, 6.0, 0.002)
E_MAJOR = (40, 47, 52, 56, 59, 64)


def chords(count: int, every_s: float) -> Score:
    pitch = np.tile(E_MAJOR, count)
    onset = np.repeat(np.arange(count) * every_s + 0.5, 6)
    return Score(onset, np.full(len(onset), every_s), pitch, np.full(len(onset), 80))


def test_a_strummed_chord_sounds_string_by_string_as_the_hand_passes() -> None:
    rng = np.random.default_rng(2)
    placed = place_on_strings(chords(6, 0.5), TUNINGS["guitar"])
    place_m = (placed.string - 2.5) * 0.0105
    strum = plan_plectrum(TIMES_S, placed, place_m, SimulatedPlayer(), rng=rng)
    for note, at in enumerate(strum.onset_s):
        hand = strum.aside_m[round(at / 0.002), 1]
        assert abs(hand - place_m[note]) < 0.004
    for e in range(6):
        mine = placed.event == e
        took = np.ptp(strum.onset_s[mine])
        assert 0.02 < took < 0.09
    speed = np.abs(np.diff(strum.sweep_m)).max() / 0.002
    assert 0.7 < speed < 2.0


def test_a_chord_of_six_keeps_all_its_strings_and_each_string_its_own_note() -> None:
    placed = place_on_strings(chords(1, 1.0), TUNINGS["guitar"])
    assert sorted(placed.string) == [0, 1, 2, 3, 4, 5]
    opened = np.array(TUNINGS["guitar"].open_pitch)[placed.string]
    assert (opened + placed.semis == placed.score.pitch).all()


def test_a_plucking_finger_leaves_its_string_at_the_onset() -> None:
    rng = np.random.default_rng(3)
    pitch = np.array([64, 67, 69, 71, 72, 71, 69, 67])
    score = Score(np.arange(8) * 0.4 + 0.5, np.full(8, 0.4), pitch, np.full(8, 80))
    placed = place_on_strings(score, TUNINGS["guitar"])
    place_m = (placed.string - 2.5) * 0.0105
    picked = plan_fingers(TIMES_S, placed, place_m, SimulatedPlayer(), rng=rng)
    for note, at in enumerate(picked.onset_s):
        index, finger = round(at / 0.002), picked.finger[note]
        assert abs(picked.aside_m[index, finger] - place_m[note]) < 0.006
        assert picked.off_m[index + 15, finger] > picked.off_m[index, finger] + 0.001
    assert (np.diff(picked.finger) != 0).all()


@pytest.mark.parametrize("name", list(PLUCKED))
def test_hands_stay_within_reach_and_nothing_is_nan(name: str) -> None:
    rng = np.random.default_rng(7)
    score = humanised(made_up_score(instrument(name), rng, 6.0), rng)
    gesture = plan(name, score, SimulatedPlayer(), rng, length_s=6.0)
    joints = solve(gesture, SimulatedPlayer())
    assert np.isfinite(joints).all()
    miss = np.linalg.norm(joints[:, [25, 46]] - gesture.wrists, axis=-1)
    assert np.quantile(miss, 0.98) < 0.06
