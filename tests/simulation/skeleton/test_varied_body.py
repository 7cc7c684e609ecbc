"""Another body plays the same at the same time."""

from __future__ import annotations

import numpy as np

from foley_post.pose.skeleton import RIGHT_HAND
from foley_post.simulation.observation.detector import DetectorModel
from foley_post.simulation.simulate import simulate
from foley_post.simulation.skeleton.varied_body import varied_body

TIMES_S = np.arange(0, 4, 1 / 60)


def tapping() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    joints = np.random.default_rng(0).normal(0, 0.1, (67, 3))[None].repeat(len(TIMES_S), axis=0)
    joints[:, RIGHT_HAND.start + 8, 1] += 0.03 * np.abs(np.sin(2 * np.pi * TIMES_S))
    return joints


def test_a_tap_lands_when_it_landed() -> None:
    joints = tapping()
    tip = RIGHT_HAND.start + 8
    for seed in range(5):
        other = varied_body(TIMES_S, joints, np.random.default_rng(seed))
        local = other[:, tip] - other[:, RIGHT_HAND.start]
        height = local @ (local[np.argmax(joints[:, tip, 1])] - local[0])
        landed = np.abs(TIMES_S - 2.0) < 0.2
        assert abs(TIMES_S[landed][np.argmin(height[landed])] - 2.0) < 0.035


def test_bodies_differ_and_the_same_seed_is_the_same_body() -> None:
    joints = tapping()
    one, same, two = (varied_body(TIMES_S, joints, np.random.default_rng(k)) for k in (1, 1, 2))
    assert np.array_equal(one, same)
    assert np.abs(one - two).max() > 0.005
    assert np.isfinite(one).all()


def test_a_varied_player_plays_the_same_notes() -> None:
    plain = simulate("violin", 77, length_s=3.0)
    varied = simulate("violin", 77, length_s=3.0, eyes=DetectorModel(varied=True))
    played = [[(n.onset_s, n.pitch) for n in seen.notes] for seen in (plain, varied)]
    assert played[0] == played[1]
    assert not np.array_equal(varied.motion.points, plain.motion.points, equal_nan=True)
