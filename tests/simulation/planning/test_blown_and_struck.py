"""Simulated wind players change fingers, drummers and xylophonists strike, when a note begins."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core.instruments import instrument
from foley_post.midi.notes import Evidence
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.mirror import mirrored_gesture
from foley_post.simulation.planning.percussion.struck import KIT
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.winds.fingering import fingers_down
from foley_post.simulation.planning.winds.grips import BLOWN
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.skeleton.solver import solve

RATE_HZ = 200.0


def played(name: str, seed: int) -> Gesture:
    rng = np.random.default_rng(seed)
    score = humanised(made_up_score(instrument(name), rng, 6.0), rng)
    return plan(
        name, score, SimulatedPlayer(sway=0.0, pulse=0.0), rng, length_s=6.0, rate_hz=RATE_HZ
    )


@pytest.mark.parametrize("name", list(BLOWN))
def test_the_finger_that_causes_a_note_moves_just_before_it(name: str) -> None:
    gesture = played(name, 2)
    seen = [n for n in gesture.notes if n.joint is not None]
    assert seen
    for note in seen:
        at = round(note.onset_s * RATE_HZ)
        if not 30 < at < len(gesture.times_s) - 5:
            continue
        side, finger = divmod(FINGERTIPS.index(note.joint or 0), 5)
        tip = gesture.tips[at - 24 : at + 2, side, finger]
        assert np.ptp(tip, axis=0).max() > 0.002
    for note in gesture.notes:
        assert (note.joint is None) == (note.evidence is Evidence.INFERRED)


def test_valves_and_keys_are_the_known_ones() -> None:
    def valves(name: str, pitch: int) -> list[int]:
        return [int(f) - 5 for f in np.flatnonzero(fingers_down(name, pitch))]

    assert valves("trumpet", 70) == []
    assert valves("trumpet", 72) == [1]
    assert valves("trumpet", 60) == [1, 3]
    assert valves("trumpet", 69) == [2]
    assert valves("tuba", 44) == [1]
    down = fingers_down("flute", 67)
    assert down[:4].all()
    assert not down[4:].any()
    assert (fingers_down("flute", 67) == fingers_down("flute", 79)).all()


@pytest.mark.parametrize("name", ["xylophone", "drums"])
def test_a_stick_is_lowest_and_on_its_target_at_the_onset(name: str) -> None:
    gesture = played(name, 4)
    sticks = gesture.props["sticks"]
    struck = [n for n in gesture.notes if n.joint in (25, 46)]
    assert len(struck) > 5
    for note in struck:
        at = round(note.onset_s * RATE_HZ)
        if not 30 < at < len(gesture.times_s) - 10:
            continue
        head = sticks[:, 1 if note.joint == 25 else 3]
        assert head[at, 1] <= head[at - 8 : at + 8, 1].min() + 0.008
        if name == "drums":
            assert np.linalg.norm(head[at] - np.array(KIT[note.pitch])) < 0.06


def test_pedals_go_down_at_their_onsets() -> None:
    gesture = played("drums", 5)
    lift = gesture.props["foot_lift"]
    kicks = [n for n in gesture.notes if n.joint == 22]
    assert kicks
    for note in kicks:
        at = round(note.onset_s * RATE_HZ)
        if 40 < at < len(lift) - 1:
            assert lift[at, 1] < 0.004
            assert lift[at - 40 : at, 1].max() > 0.005


@pytest.mark.parametrize("name", [*BLOWN, "xylophone", "drums", "accordion"])
def test_hands_stay_within_reach_and_nothing_is_nan(name: str) -> None:
    gesture = played(name, 7)
    joints = solve(gesture, SimulatedPlayer())
    assert np.isfinite(joints).all()
    miss = np.linalg.norm(joints[:, [25, 46]] - gesture.wrists, axis=-1)
    assert np.quantile(miss, 0.98) < 0.06


def test_a_mirrored_player_is_the_mirror_picture() -> None:
    gesture = played("violin", 3)
    joints = solve(gesture, SimulatedPlayer())
    other = mirrored_gesture(gesture)
    flipped = solve(other, SimulatedPlayer())
    assert np.allclose(flipped[:, 46:67] * [-1, 1, 1], joints[:, 25:46], atol=1e-6)
    assert np.allclose(flipped[:, 3] * [-1, 1, 1], joints[:, 6], atol=1e-6)
    assert other.notes[0].joint == 25
    again = mirrored_gesture(other)
    assert np.allclose(again.tips, gesture.tips, equal_nan=True)
    assert again.notes == gesture.notes
