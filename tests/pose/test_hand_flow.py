"""The flow at a player's hands tells how fast and which way the picture moves there."""

import numpy as np
import pytest

from foley_post.pose.contact_cues import CuePicture
from foley_post.pose.hand_flow import PictureFlow
from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import LEFT_HAND, RIGHT_HAND

RNG = np.random.default_rng(3)


def pictures(count: int, step_px: int) -> list[np.ndarray]:
    """Cloth on which a patch around (0.5, 0.5) moves to the right by so many pixels a picture."""
    import cv2

    ground = cv2.GaussianBlur(RNG.uniform(0, 255, (288, 512)).astype(np.float32), (0, 0), 4)
    patch = cv2.GaussianBlur(RNG.uniform(0, 255, (96, 96)).astype(np.float32), (0, 0), 4)
    made = []
    for k in range(count):
        image = ground.copy()
        left = 96 + k * step_px
        image[96:192, left : left + 96] = patch
        made.append(cv2.normalize(image, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8))
    return made


def hand_at(x: float, y: float, count: int, hand: slice = RIGHT_HAND) -> np.ndarray:
    points = np.full((count, 67, 3), np.nan, np.float32)
    points[:, hand] = (x, y, 1.0)
    points[:, hand.start, 1] += 0.05
    return points


def test_a_hand_that_moves_to_the_right_flows_to_the_right():
    flow = PictureFlow()
    for k, image in enumerate(pictures(4, 4)):
        flow.add(CuePicture(image), k / 25)
    found = flow.along(hand_at(0.54, 0.5, 4))
    assert np.isnan(found[0]).all()
    assert np.isnan(found[1:, 0]).all()
    right, down, left, up = found[2, 1]
    assert right == pytest.approx(4 / 288 * 25, rel=0.4)
    assert right > 5 * max(down, left, up)


def test_what_moves_elsewhere_is_not_the_hand_s():
    flow = PictureFlow()
    for k, image in enumerate(pictures(4, 4)):
        flow.add(CuePicture(image), k / 25)
    away = flow.along(hand_at(1.5, 0.8, 4, LEFT_HAND))
    assert np.nanmax(away[2, 0]) < 0.05


def test_nothing_is_measured_across_a_gap_or_where_nobody_is():
    flow = PictureFlow()
    for image, time_s in zip(pictures(3, 4), (0.0, 0.04, 0.6), strict=True):
        flow.add(CuePicture(image), time_s)
    found = flow.along(hand_at(0.5, 0.5, 3))
    assert np.isfinite(found[1, 1]).all()
    assert np.isnan(found[2]).all()
    assert np.isnan(flow.along(np.full((3, 67, 3), np.nan, np.float32))).all()


def test_a_wrist_without_a_hand_is_looked_at_beyond_the_arm():
    points = np.full((4, 67, 3), np.nan, np.float32)
    points[:, Joint.RIGHT_ELBOW] = (0.3, 0.9, 1.0)
    points[:, Joint.RIGHT_WRIST] = (0.5, 0.6, 1.0)
    flow = PictureFlow()
    for k, image in enumerate(pictures(4, 4)):
        flow.add(CuePicture(image), k / 25)
    assert flow.along(points)[2, 1, 0] > 0.1


def test_near_a_player_the_flow_is_as_if_all_of_the_picture_were_looked_at():
    near, everywhere = PictureFlow(), PictureFlow()
    points = hand_at(0.54, 0.5, 4)
    points[:, RIGHT_HAND, 0] += np.linspace(-0.05, 0.05, 21, dtype=np.float32)
    for k, image in enumerate(pictures(4, 4)):
        near.add(CuePicture(image), k / 25, [points[k]])
        everywhere.add(CuePicture(image), k / 25)
    found, expected = near.along(points), everywhere.along(points)
    assert found[1:, 1:] == pytest.approx(expected[1:, 1:], abs=0.02)


def test_nothing_flows_where_nothing_changes():
    flow = PictureFlow()
    for k in range(2):
        flow.add(CuePicture(np.full((288, 512), 90, np.uint8)), k / 25)
    assert np.array_equal(flow.along(hand_at(0.5, 0.5, 2))[1, 1], np.zeros(4))


def test_a_camera_that_moves_is_taken_out():
    still, moved = PictureFlow(), PictureFlow()
    points = hand_at(0.54, 0.5, 4)
    for k, image in enumerate(pictures(4, 4)):
        still.add(CuePicture(image), k / 25, [points[k]])
        moved.add(CuePicture(np.roll(image, 3 * k, axis=0)), k / 25, [points[k]])
    assert moved.along(points)[2, 1] == pytest.approx(still.along(points)[2, 1], abs=0.1)


def test_while_no_hand_is_found_what_moves_most_stands_for_it():
    flow = PictureFlow()
    points = hand_at(0.54, 0.5, 100)
    points[10:] = np.nan
    step = 4 * np.array([0, 1, 2, 3, 2, 1] * 17)[:100]
    ground = pictures(4, 4)
    for k in range(100):
        flow.add(CuePicture(ground[step[k] // 4]), k / 25, [points[k]])
    found = flow.along(points)
    assert np.isnan(found[1:20, 0]).all(), "the left hand is not there while the right one is seen"
    assert np.array_equal(found[30:60, 0], found[30:60, 1])
    assert found[30:60, 1].max() == pytest.approx(found[3:9, 1].max(), rel=0.6)
    assert np.isnan(found[9 + 76 :]).all(), "whoever is gone for three seconds has left"
