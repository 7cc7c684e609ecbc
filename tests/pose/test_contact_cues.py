"""Contact cues: what changes at a joint, whatever the camera, the size and the rate."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.pose.contact_cues import CUE_JOINTS, cues_between
from foley_post.pose.skeleton import CUES, FINGERTIPS

CHANGE, BRIGHTNESS, UNCOVERED, PLACE = range(len(CUES))
TIP = FINGERTIPS[1]


def hand(x: float, y: float, palm: float) -> np.ndarray:
    """Points with a left hand whose wrist is at (x, y), fingers up; palm in frame heights."""
    points = np.full((67, 3), np.nan)
    points[25] = (x, y, 1)
    for finger in range(5):
        for k in range(1, 5):
            across = (finger - 2) * 0.25 * palm
            points[25 + 4 * finger + k] = (x + across, y - palm * (0.7 + 0.3 * k), 1)
    return points


def surface(height: int, seed: int = 0) -> np.ndarray:
    """A textured picture, the same whatever its height."""
    y, x = np.mgrid[:height, : height * 3 // 2] / height
    rng = np.random.default_rng(seed)
    picture = np.full_like(x, 120.0)
    for _ in range(12):
        fx, fy, phase = rng.uniform(5, 40, 3)
        picture += 6 * np.sin(fx * x + fy * y + phase)
    return picture


def pressed(picture: np.ndarray, points: np.ndarray, amount: float) -> np.ndarray:
    """The picture with the spot under the index finger's tip darker, as a key that goes down."""
    height = picture.shape[0]
    y, x = np.mgrid[:height, : picture.shape[1]] / height
    at = points[TIP]
    near = (np.abs(x - at[0]) < 0.012) & (np.abs(y - at[1]) < 0.03)
    return np.where(near, picture * (1 - amount), picture)


def luma(picture: np.ndarray) -> np.ndarray:
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def test_a_still_picture_has_no_cues() -> None:
    picture, points = luma(surface(360)), hand(0.7, 0.8, 0.12)
    cues = cues_between(picture, picture, points, points, 0.04)
    assert cues.shape == (67, 4)
    assert cues.dtype == np.float32
    measured = np.isfinite(cues).all(1)
    assert set(np.flatnonzero(measured)) == {29, 33, 37, 41, 45, 25, 7}
    assert np.abs(cues[measured]).max() < 0.01


def test_a_key_that_goes_down_shows_at_its_finger_and_not_at_the_others() -> None:
    picture, points = surface(360), hand(0.7, 0.8, 0.12)
    cues = cues_between(luma(picture), luma(pressed(picture, points, 0.3)), points, points, 0.04)
    assert cues[TIP, PLACE] > 0.3
    assert cues[TIP, CHANGE] > 0.2
    assert cues[TIP, BRIGHTNESS] < -0.2
    assert cues[FINGERTIPS[3], PLACE] < 0.02


@pytest.mark.parametrize("height", [240, 480, 1080])
def test_the_pictures_size_does_not_matter(height: int) -> None:
    points = hand(0.7, 0.8, 0.12)
    cues = {}
    for h in (360, height):
        picture = surface(h)
        after = pressed(picture, points, 0.3)
        cues[h] = cues_between(luma(picture), luma(after), points, points, 0.04)
    assert cues[height][TIP] == pytest.approx(cues[360][TIP], abs=0.12)


def test_a_change_of_exposure_does_not_count() -> None:
    picture, points = surface(360), hand(0.7, 0.8, 0.12)
    cues = cues_between(luma(picture), luma(picture * 1.15), points, points, 0.04)
    assert np.nanmax(np.abs(cues[list(FINGERTIPS)])) < 0.06


def test_the_frame_rate_does_not_matter_to_a_steady_change() -> None:
    picture, points = surface(360), hand(0.7, 0.8, 0.12)
    slow = cues_between(luma(picture), luma(pressed(picture, points, 0.2)), points, points, 0.04)
    fast = cues_between(luma(picture), luma(pressed(picture, points, 0.1)), points, points, 0.02)
    assert fast[TIP] == pytest.approx(slow[TIP], abs=0.1)


def test_a_patch_that_moves_with_the_joint_changes_little() -> None:
    """The whole picture slides with the hand: compensated at the joint, seen at the place."""
    picture, points = surface(480), hand(0.7, 0.8, 0.12)
    moved = np.roll(picture, 9, axis=1)
    after = points.copy()
    after[:, 0] += 9 / 480
    cues = cues_between(luma(picture), luma(moved), points, after, 0.04)
    assert cues[TIP, CHANGE] < 0.1
    assert cues[TIP, PLACE] < 0.2


def test_a_keypoints_jitter_does_not_count_as_change() -> None:
    picture, points = luma(surface(360)), hand(0.7, 0.8, 0.12)
    shaken = points.copy()
    shaken[:, :2] += np.random.default_rng(3).normal(0, 0.003, (67, 2))
    cues = cues_between(picture, picture, points, shaken, 0.04)
    assert np.nanmedian(cues[list(FINGERTIPS), CHANGE]) < 0.15


def test_nothing_is_measured_across_a_long_gap_or_where_nothing_is_seen() -> None:
    picture, points = luma(surface(240)), hand(0.7, 0.8, 0.12)
    assert np.isnan(cues_between(picture, picture, points, points, 0.5)).all()
    nobody = np.full((67, 3), np.nan)
    assert np.isnan(cues_between(picture, picture, nobody, points, 0.04)).all()
    outside = hand(5.0, 0.8, 0.12)
    assert np.isnan(cues_between(picture, picture, outside, outside, 0.04)).all()


def test_cues_are_measured_at_tips_and_wrists_of_both_hands() -> None:
    assert len(CUE_JOINTS) == len(set(CUE_JOINTS)) == 14
