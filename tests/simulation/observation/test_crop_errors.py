"""A crop's errors are those of a whole hand; a hand that is fast is lost."""

from __future__ import annotations

import numpy as np

from foley_post.pose.joints import HandJoint
from foley_post.simulation.observation.crop_errors import CropErrors, crop_noise, lost_when_fast

TIMES_S = np.arange(200) / 25.0


def open_hand() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    hand = np.random.default_rng(0).normal(0, 0.02, (21, 2))
    hand[HandJoint.WRIST], hand[HandJoint.MIDDLE_1] = [0.0, 0.0], [0.0, 0.05]
    return np.repeat(hand[None], len(TIMES_S), axis=0)


def test_a_crop_that_shifts_moves_all_joints_alike() -> None:
    errors = CropErrors(shift=0.1)
    off = crop_noise(open_hand(), np.full(200, 0.05), errors, np.random.default_rng(1))
    assert np.ptp(off, axis=1).max() < 1e-12
    assert 0.08 < off[:, 0].std() / 0.05 < 0.12


def test_a_crop_that_turns_or_grows_leaves_its_middle() -> None:
    errors = CropErrors(turn=0.05, growth=0.05)
    off = crop_noise(open_hand(), np.full(200, 0.05), errors, np.random.default_rng(1))
    assert np.abs(off.mean(axis=1)).max() < 1e-12
    assert np.abs(off).max() > 1e-4


def test_only_a_fast_hand_is_lost() -> None:
    still = open_hand()
    fast = still + (0.5 * TIMES_S)[:, None, None]
    errors = CropErrors(fastest=3.0)
    assert not lost_when_fast(TIMES_S, still, errors, np.random.default_rng(2)).any()
    assert lost_when_fast(TIMES_S, fast, errors, np.random.default_rng(2)).mean() > 0.3
