"""Simulated string players bow and stop what the score says."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core.instruments import instrument
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.strings.bowed import BOWED
from foley_post.simulation.planning.strings.bowing import Bowed, BowHabit, plan_bow
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.skeleton.solver import solve

RATE_HZ = 200.0


@pytest.fixture(scope="module", params=list(BOWED))
def gesture(request: pytest.FixtureRequest) -> Gesture:
    rng = np.random.default_rng(11)
    score = humanised(made_up_score(instrument(request.param), rng, 8.0), rng)
    return plan(request.param, score, SimulatedPlayer(sway=0.0), rng, length_s=8.0, rate_hz=RATE_HZ)


def test_the_bow_turns_5_to_35_ms_before_each_note_that_begins_a_stroke() -> None:
    rng = np.random.default_rng(5)
    onset = np.cumsum(rng.uniform(0.15, 0.9, 40))
    music = Bowed(
        onset_s=onset,
        end_s=np.append(onset[1:], onset[-1] + 0.5),
        loud=rng.uniform(0.3, 0.9, 40),
        string=rng.integers(0, 4, 40).astype(float),
        repeats=np.zeros(40, bool),
    )
    times_s = np.arange(0.0, 24.0, 0.002)
    habit = BowHabit(slur=0.5, speed=0.137, longest_s=2.0, farthest_m=0.5)
    bowing = plan_bow(times_s, music, habit, rng)
    speed = np.diff(bowing.frog_m)
    turns = times_s[1:-1][speed[:-1] * speed[1:] < 0]
    assert 10 < bowing.turned.sum() < 40
    for at in onset[bowing.turned][1:]:
        lead = at - turns
        assert ((lead > 0.002) & (lead < 0.04)).any()
    assert len(turns) == bowing.turned.sum() - 1
    assert 0.04 < bowing.frog_m.min() < bowing.frog_m.max() < 0.51


def test_the_stopping_fingertip_is_on_the_string_at_the_onset(gesture: Gesture) -> None:
    bridge, along = gesture.props["instrument"][:, 0], gesture.props["instrument"][:, 1]
    up = gesture.props["instrument"][:, 2]
    for note in gesture.notes:
        if note.joint is None or not 29 < note.joint < 46:
            continue
        at = round(note.onset_s * RATE_HZ) + 4
        if at >= len(gesture.times_s):
            continue
        finger = (note.joint - 25) // 4 - 1
        tip = gesture.tips[at, 0, finger] - bridge[at]
        assert abs(tip @ up[at]) < 0.02
        assert 0.0 < tip @ along[at] < 1.1


def test_hands_stay_within_reach_and_nothing_is_nan(gesture: Gesture) -> None:
    joints = solve(gesture, SimulatedPlayer())
    assert np.isfinite(joints).all()
    miss = np.linalg.norm(joints[:, [25, 46]] - gesture.wrists, axis=-1)
    assert np.median(miss) < 0.02
    assert np.quantile(miss, 0.98) < 0.06
