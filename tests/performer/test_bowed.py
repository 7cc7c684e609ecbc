"""Simulated string players bow and stop what the score says."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from foley_post.instruments import instrument
from foley_post.midi.notes import Evidence
from foley_post.performer.bowed import BOWED
from foley_post.performer.gesture import Gesture
from foley_post.performer.human import humanised
from foley_post.performer.melodies import made_up_score
from foley_post.performer.plan import plan
from foley_post.performer.player import Player
from foley_post.performer.solver import solve

RATE_HZ = 200.0


@pytest.fixture(scope="module", params=list(BOWED))
def gesture(request: pytest.FixtureRequest) -> Gesture:
    rng = np.random.default_rng(11)
    score = humanised(made_up_score(instrument(request.param), rng, 8.0), rng)
    return plan(request.param, score, Player(sway=0.0), rng, length_s=8.0, rate_hz=RATE_HZ)


def test_the_bow_turns_just_before_each_note_it_begins(gesture: Gesture) -> None:
    bow, origin = gesture.props["bow"], gesture.props["instrument"]
    stick = (bow[:, 0] - bow[:, 1]) / np.linalg.norm(bow[:, 0] - bow[:, 1], axis=1)[:, None]
    along = np.einsum("tx,tx->t", bow[:, 0] - origin[:, 0], stick)
    turned = [n for n in gesture.notes if n.evidence is Evidence.SEEN]
    reversals = considered = 0
    for before, note in pairwise(turned):
        sounding = max(n.end_s for n in gesture.notes if n.onset_s < note.onset_s)
        if note.onset_s - before.onset_s < 0.15 or note.onset_s - sounding > 0.015:
            continue
        if note.onset_s + 0.2 > gesture.times_s[-1]:
            continue
        considered += 1
        at = round((note.onset_s - 0.017) * RATE_HZ)
        then = along[at] - along[at - 12]
        now = along[at + 14] - along[at + 2]
        reversals += then * now <= 1e-7
    assert reversals >= 0.85 * considered


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
    joints = solve(gesture, Player())
    assert np.isfinite(joints).all()
    miss = np.linalg.norm(joints[:, [25, 46]] - gesture.wrists, axis=-1)
    assert np.median(miss) < 0.02
    assert np.quantile(miss, 0.98) < 0.06
