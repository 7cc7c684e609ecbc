"""The other solver: the same music through another body, with other errors."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core import piano
from foley_post.pose.skeleton import CUES, FINGERTIPS
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.planning.keyboard.fingering_eval import finger_by_reach
from foley_post.simulation.simulate import simulate
from foley_post.simulation.skeleton.solver_eval import simulate_other


@pytest.mark.parametrize("name", ["piano", "cello", "guitar", "drums"])
def test_it_gives_what_the_training_solver_gives_but_not_the_same(name: str) -> None:
    one, other = simulate(name, 3, length_s=3.0), simulate_other(name, 3, length_s=3.0)
    again = simulate_other(name, 3, length_s=3.0)
    assert other.motion.points.tobytes() == again.motion.points.tobytes()
    assert other.motion.points.shape[1:] == one.motion.points.shape[1:]
    assert np.isfinite(other.motion.points[..., 0]).mean() > 0.3
    lost = np.isnan(other.motion.points)
    assert (lost.all(axis=2) == lost.any(axis=2)).all()


def test_its_pressing_fingertips_are_near_their_keys_in_the_picture() -> None:
    hits = total = 0
    for seed in range(6):
        clip = simulate_other("piano", seed, view="above", length_s=4.0)
        board = clip.motion.keyboard
        if board is None:
            continue
        for note in clip.notes:
            at = int(np.argmin(np.abs(clip.motion.times_s - note.onset_s)))
            assert note.joint in FINGERTIPS
            x, y, sure = clip.motion.points[at, note.joint]
            if np.isfinite(sure):
                u, _, w = board.plane[0] @ [x, y, 1.0]
                hits += abs(u / w - piano.KEY_U[note.pitch - piano.LOWEST]) < 1.0
                total += 1
    assert total > 12
    assert hits / total > 0.7


def test_a_hand_that_need_not_move_does_not() -> None:
    pitch = np.array([60, 62, 64, 65, 67, 65, 64, 62])
    along = piano.KEY_U[pitch - piano.LOWEST] * piano_keys.WHITE_PITCH_M
    fingering = finger_by_reach(np.arange(8) * 0.3, pitch, along, side=1)
    assert np.ptp(fingering.centre_m) < 0.03
    assert (np.diff(fingering.finger[:5]) >= 0).all()
    assert (np.diff(fingering.finger[4:]) <= 0).all()


def test_contact_cues_are_measured_where_the_hands_are_drawn() -> None:
    clip = simulate_other("piano", 3, view="above", length_s=1.2, pixels=True)
    cues = clip.motion.cues
    assert cues is not None
    assert cues.shape == (len(clip.motion.times_s), 67, len(CUES))
    measured = np.isfinite(cues[..., 0])
    unseen = np.isnan(clip.motion.points[..., 0])
    assert not measured[0].any(), "the first picture has none before it to differ from"
    assert not measured[unseen].any()
    assert measured[1:, FINGERTIPS][~unseen[1:, FINGERTIPS]].mean() > 0.8
    assert np.nanmax(np.abs(cues)) <= 1.5
    assert np.nanstd(cues[:, FINGERTIPS, 0]) > 0.01
    without = simulate_other("piano", 3, view="above", length_s=1.2)
    assert without.motion.cues is None
    assert np.array_equal(without.motion.points, clip.motion.points, equal_nan=True)
