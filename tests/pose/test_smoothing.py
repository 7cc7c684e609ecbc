"""Measured paths made clean, and the attack kept."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.pose.skeleton import LEFT_HAND, RIGHT_HAND
from foley_post.pose.smoothing import clean, drop_spikes, fill_gaps, mend_swaps, smooth


def hands(times: np.ndarray) -> np.ndarray:
    """Two hands that sway, fingers up, 0.1 tall."""
    points = np.full((len(times), 67, 3), np.nan)
    for first, x in ((25, 0.4), (46, 0.8)):
        for j in range(21):
            finger, k = max(0, j - 1) // 4, (j - 1) % 4 + 1 if j else 0
            points[:, first + j, 0] = x + 0.02 * finger + 0.03 * np.sin(2 * times)
            points[:, first + j, 1] = 0.6 - 0.05 * k
            points[:, first + j, 2] = 0.9
    return points


@pytest.mark.parametrize("fps", [24, 30, 60, 120])
def test_the_moment_of_a_key_press_stays_within_5_ms(fps: float) -> None:
    """A fingertip goes down in 60 ms and up again; noise of a third of a percent of its hand."""
    times = np.arange(0, 4, 1 / fps)
    rng = np.random.default_rng(5)
    moments = np.arange(0.4, 3.8, 0.5) + rng.uniform(-0.1, 0.1, 7)
    down = sum(0.03 * np.exp(-(((times - m) / 0.055) ** 2)) for m in moments)
    points = hands(times)
    points[:, 33, 1] += down
    points[..., :2] += rng.normal(0, 0.0003, points[..., :2].shape)
    path = clean(times, points)[:, 33, 1].astype(float)
    for moment in moments:
        i = int(np.argmax(np.where(np.abs(times - moment) < 0.12, path, -1)))
        a, b, c = path[i - 1 : i + 2]
        peak = times[i] + 0.5 * (a - c) / (a - 2 * b + c) / fps
        assert peak == pytest.approx(moment, abs=0.005)


def test_smoothing_takes_half_of_the_noise_away_and_adds_no_delay() -> None:
    times = np.arange(0, 8, 1 / 30)
    noise = np.random.default_rng(1).normal(0, 0.002, (len(times), 67, 2))
    points = hands(times)
    noisy = points.copy()
    noisy[..., :2] += noise
    smoothed = smooth(times, noisy)
    left = smoothed[5:-5, 30, 0] - points[5:-5, 30, 0]
    assert left.std() < 0.75 * noise.std()
    lag = np.argmax(np.correlate(smoothed[:, 30, 0] - 0.4, points[:, 30, 0] - 0.4, "full"))
    assert lag == len(times) - 1


def test_a_gap_of_a_quarter_second_is_filled_and_a_longer_one_is_not() -> None:
    times = np.arange(0, 4, 1 / 25)
    points = hands(times)
    points[20:25, LEFT_HAND] = np.nan
    points[60:70, LEFT_HAND] = np.nan
    filled = fill_gaps(times, points)
    assert np.isfinite(filled[20:25, 30]).all()
    assert filled[22, 30, 0] == pytest.approx(hands(times)[22, 30, 0], abs=0.003)
    assert filled[22, 30, 2] < 0.5 < filled[19, 30, 2]
    assert np.isnan(filled[60:70, 30]).all()


def test_what_was_never_seen_stays_unseen() -> None:
    times = np.arange(0, 1, 1 / 25)
    assert np.isnan(clean(times, np.full((25, 67, 3), np.nan))).all()


def test_a_joint_that_jumps_for_one_picture_is_mended() -> None:
    times = np.arange(0, 2, 1 / 25)
    points = hands(times)
    points[20, 33, :2] += 0.2
    assert np.isnan(drop_spikes(points)[20, 33]).all()
    assert clean(times, points)[20, 33, 0] == pytest.approx(hands(times)[20, 33, 0], abs=0.004)


def test_a_fast_stroke_is_no_spike() -> None:
    """A stick's turn in three pictures: far, but on the way."""
    times = np.arange(0, 2, 1 / 25)
    points = hands(times)
    points[19:22, RIGHT_HAND, 1] += np.array([0.08, 0.14, 0.07])[:, None]
    assert np.isfinite(drop_spikes(points)[20, 46:67]).all()


def test_hands_changed_over_for_a_moment_are_put_back() -> None:
    times = np.arange(0, 2, 1 / 25)
    points = hands(times)
    swapped = points.copy()
    swapped[20:30, LEFT_HAND], swapped[20:30, RIGHT_HAND] = (
        points[20:30, RIGHT_HAND],
        points[20:30, LEFT_HAND],
    )
    assert np.array_equal(mend_swaps(times, swapped), points, equal_nan=True)


def test_hands_that_really_cross_stay_crossed() -> None:
    times = np.arange(0, 2, 1 / 25)
    points = hands(times)
    travel = np.linspace(0, 0.8, len(times))[:, None]
    points[:, LEFT_HAND, 0] += travel
    points[:, RIGHT_HAND, 0] -= travel
    assert np.array_equal(mend_swaps(times, points), points, equal_nan=True)


def test_uneven_times_are_smoothed_by_time_not_by_count() -> None:
    rng = np.random.default_rng(2)
    times = np.cumsum(rng.uniform(0.02, 0.06, 100))
    points = hands(times)
    assert np.abs(smooth(times, points)[:, 30, 0] - points[:, 30, 0]).max() < 1e-3
