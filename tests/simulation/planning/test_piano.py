"""A simulated pianist plays what the score says, with hands."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core import piano
from foley_post.core.instruments import instrument
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.planning.keyboard.fingering import finger_hand
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import random_player
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.skeleton.solver import solve

RATE_HZ = 200.0


def piano_gesture(seed: int) -> Gesture:
    rng = np.random.default_rng(seed)
    score = humanised(made_up_score(instrument("piano"), rng, 6.0), rng)
    return plan("piano", score, random_player(rng), rng, length_s=6.0, rate_hz=RATE_HZ)


@pytest.fixture(scope="module", params=range(4))
def gesture(request: pytest.FixtureRequest) -> Gesture:
    return piano_gesture(request.param)


def test_the_pressing_fingertip_is_over_its_key_and_at_its_lowest_at_the_onset(
    gesture: Gesture,
) -> None:
    assert gesture.notes
    for note in gesture.notes:
        at = round(note.onset_s * RATE_HZ)
        if not 20 <= at < len(gesture.times_s) - 2:
            continue
        assert note.joint is not None
        side, finger = divmod(FINGERTIPS.index(note.joint), 5)
        tip = gesture.tips[:, side, finger]
        assert abs(tip[at, 0] - piano_keys.KEY_X_M[note.pitch - piano.LOWEST]) < 0.002
        assert tip[at, 1] < tip[at - 20 : at + 1, 1].min() + 0.0015


def test_a_key_is_down_while_its_note_sounds_and_up_otherwise(gesture: Gesture) -> None:
    depth = gesture.props["key_depth"]
    sounding = np.zeros_like(depth, dtype=bool)
    for note in gesture.notes:
        low, high = np.searchsorted(gesture.times_s, [note.onset_s, note.end_s])
        sounding[low:high, note.pitch - piano.LOWEST] = True
    assert depth[sounding].min() > 0.0079
    begins = {note.pitch for note in gesture.notes}
    silent = [p - piano.LOWEST for p in range(21, 109) if p not in begins]
    assert depth[:, silent].max() == 0.0


def test_one_finger_does_not_hold_two_keys(gesture: Gesture) -> None:
    ends: dict[int, float] = {}
    for note in gesture.notes:
        assert note.joint is not None
        assert note.onset_s > ends.get(note.joint, -1.0)
        ends[note.joint] = note.end_s


def test_the_solved_fingertips_reach_their_keys() -> None:
    rng = np.random.default_rng(3)
    player = random_player(rng)
    score = made_up_score(instrument("piano"), rng, 6.0)
    gesture = plan("piano", score, player, rng, length_s=6.0, rate_hz=100.0)
    joints = solve(gesture, player)
    assert np.isfinite(joints).all()
    misses = [
        np.linalg.norm(
            joints[round(n.onset_s * 100), n.joint, [0, 2]]
            - gesture.tips.reshape(-1, 10, 3)[
                round(n.onset_s * 100), FINGERTIPS.index(n.joint), [0, 2]
            ]
        )
        for n in gesture.notes
        if n.joint is not None and round(n.onset_s * 100) < len(joints)
    ]
    assert np.median(misses) < 0.003
    assert np.quantile(misses, 0.95) < 0.03


def test_the_scale_of_c_is_fingered_as_taught() -> None:
    pitch = np.array([60, 62, 64, 65, 67, 69, 71, 72])
    along = piano.KEY_U[pitch - piano.LOWEST] * piano_keys.WHITE_PITCH_M
    fingering = finger_hand(np.arange(8) * 0.2, pitch, along, side=1)
    assert fingering.finger.tolist() == [0, 1, 2, 0, 1, 2, 3, 4]


def test_the_keys_run_from_the_players_left_to_right_with_octaves_seven_white_keys_wide() -> None:
    assert piano_keys.KEY_X_M[0] > 0 > piano_keys.KEY_X_M[-1]
    assert np.allclose(piano.KEY_U[12:] - piano.KEY_U[:-12], 7.0)
    assert piano.IS_BLACK.sum() == 36
