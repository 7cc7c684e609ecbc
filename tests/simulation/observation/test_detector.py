"""The simulated detector errs as measured, and its paths are cleaned as real ones are."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.pose import smoothing
from foley_post.pose.skeleton import LEFT_HAND
from foley_post.simulation.observation.detector import SimulatedDetector, detect
from foley_post.simulation.observation.smoothing import filled, smoothed

TIMES_S = np.arange(250) / 25.0


def still_body() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rng = np.random.default_rng(0)
    pose = np.zeros((67, 3))
    pose[:, 0], pose[:, 1], pose[:, 2] = 0.9, 0.5, 3.0
    pose[:25, :2] += rng.normal(0, 0.05, (25, 2))
    pose[2, :2], pose[5, :2] = [0.8, 0.4], [1.0, 0.4]
    for first in (25, 46):
        pose[first : first + 21, :2] += rng.normal(0, 0.02, (21, 2))
        pose[first + 9, :2] = pose[first, :2] + [0.0, 0.05]
    return np.repeat(pose[None], len(TIMES_S), axis=0)


def test_jitter_and_bias_are_in_palms_and_shoulders() -> None:
    true = still_body()
    kind = SimulatedDetector(hand_jitter=0.03, hand_drift=0, lost=(0, 0), jumps=0, drag=0.0)
    points = detect(true, kind, TIMES_S, np.random.default_rng(1), aspect=16 / 9)
    error = (points[:, LEFT_HAND, :2] - true[:, LEFT_HAND, :2]) / 0.05
    assert 0.02 < np.std(error.mean(axis=0)) < 0.16
    assert 0.008 < np.median(np.std(error, axis=0)) < 0.03


def test_hands_are_lost_in_bursts() -> None:
    kind = SimulatedDetector(lost=(0.4, 0.0))
    shares = []
    for seed in range(12):
        points = detect(still_body(), kind, TIMES_S, np.random.default_rng(seed), aspect=16 / 9)
        lost = np.isnan(points[:, 25, 0])
        shares.append(lost.mean())
        starts = (np.diff(lost.astype(int)) == 1).sum() + lost[0]
        assert starts < 0.5 * max(lost.sum(), 4)
        assert not np.isnan(points[:, 46, 0]).any()
    assert 0.2 < np.mean(shares) < 0.5


def test_confidence_falls_where_the_error_is_large() -> None:
    kind = SimulatedDetector(jumps=0.05, hand_drift=0, whole_hands=False, lost=(0, 0))
    true = still_body()
    points = detect(true, kind, TIMES_S, np.random.default_rng(3), aspect=16 / 9)
    error = np.linalg.norm(points[..., :2] - true[..., :2], axis=-1)[:, 25:]
    error -= np.median(error, axis=0)
    sure = points[:, 25:, 2]
    assert sure[error > np.quantile(error, 0.98)].mean() < sure.mean() - 0.05


def test_out_of_the_picture_is_not_seen() -> None:
    true = still_body()
    true[:, LEFT_HAND, 0] = -0.5
    points = detect(true, SimulatedDetector(), TIMES_S, np.random.default_rng(0), aspect=16 / 9)
    assert np.isnan(points[:, LEFT_HAND]).all()


@pytest.mark.parametrize("fps", [24.0, 25.0, 30.0, 60.0])
def test_paths_are_smoothed_as_the_pose_room_smooths_them(fps: float) -> None:
    times = np.arange(0, 4, 1 / fps)
    rng = np.random.default_rng(2)
    path = np.cumsum(rng.normal(0, 0.01, (len(times), 3, 3)), axis=0)
    path[..., 2] = 0.9
    ours = smoothed(times, path[..., :2])
    theirs = smoothing.smooth(times, path)[..., :2]
    assert np.abs(ours - theirs)[8:-8].max() < 1e-6
    assert np.abs(ours - theirs).max() < 0.02


def test_short_gaps_are_filled_and_long_ones_are_not() -> None:
    points = np.ones((50, 21, 3)) * np.arange(50)[:, None, None]
    gone = np.zeros(50, dtype=bool)
    gone[[10, 11, 12]] = True
    gone[20:40] = True
    wanted = points[..., :2].copy()
    points[gone] = np.nan
    still = filled(np.arange(50) / 25.0, points, gone)
    assert np.flatnonzero(still).tolist() == list(range(20, 40))
    assert np.allclose(points[:20, :, :2], wanted[:20])
