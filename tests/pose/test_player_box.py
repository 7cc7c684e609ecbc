"""A box that an editor drew: what moves in it is the player."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.pose.extraction import WatchOptions, watch
from foley_post.pose.skeleton import CUES, RIGHT_HAND
from foley_post.pose.tracking.player_box import BoxFollower, PlayerBox, read_box

RNG = np.random.default_rng(5)
WALL = RNG.integers(0, 80, (240, 320, 3), np.uint8)
STICK = RNG.integers(120, 255, (30, 24, 3), np.uint8)
BOX = PlayerBox(100, 40, 120, 160)


def picture(y: float) -> np.ndarray:
    """A textured stick in front of a wall, ``y`` pixels from the top."""
    image = WALL.copy()
    image[round(y) : round(y) + 30, 150:174] = STICK
    return image


def heights(places: list[float]) -> np.ndarray:
    """Where the hand is, in pixels from the top, while the stick is at those places."""
    follower = BoxFollower(BOX)
    poses = [follower.step(picture(y)) for y in places]
    return np.array([np.mean(pose[RIGHT_HAND, 1]) * 240 for pose in poses])


def test_the_hand_goes_up_and_down_with_what_moves_in_the_box() -> None:
    times_s = np.arange(60) / 30
    places = 100 + 40 * np.sin(2 * np.pi * 1.5 * times_s)
    found = heights(list(places))
    assert np.corrcoef(found[15:], places[15:])[0, 1] > 0.9
    assert np.ptp(found[15:]) > 30


def test_a_still_box_is_a_still_hand() -> None:
    assert np.ptp(heights([100.0] * 20)) == 0


def test_what_moves_outside_the_box_is_nothing() -> None:
    follower = BoxFollower(PlayerBox(220, 20, 80, 80))
    poses = [follower.step(picture(y)) for y in (60, 100, 140, 100)]
    assert all(np.array_equal(poses[0], pose, equal_nan=True) for pose in poses)


def test_the_hand_stays_in_the_box_and_is_no_body() -> None:
    follower = BoxFollower(BOX)
    for y in range(40, 170, 4):
        pose = follower.step(picture(y))
    middle = np.mean(pose[RIGHT_HAND, :2], axis=0) * 240
    assert BOX.left <= middle[0] <= BOX.left + BOX.width
    assert BOX.top <= middle[1] <= BOX.top + BOX.height
    assert np.isfinite(pose[:, 0]).sum() == 22


def test_boxes_are_read_as_they_are_written() -> None:
    assert read_box("10,20,300,40.5") == PlayerBox(10, 20, 300, 40.5)
    assert read_box(" 10,20,300,40@2.5 ").from_s == 2.5
    for wrong in (
        "",
        "1,2,3",
        "10,20,30,x",
        "-5,0,90,90",
        "1,2,3,4,5",
        "0,0,2,50",
        "1.2.3,4,50,50",
    ):
        with pytest.raises(UsageError, match="player's box"):
            read_box(wrong)


def test_a_box_beside_the_picture_is_refused() -> None:
    with pytest.raises(UsageError, match="outside the picture of 320x240"):
        BoxFollower(PlayerBox(400, 0, 50, 50)).step(picture(50))


def test_a_marked_player_is_watched_beside_those_who_are_found(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "resources/sample/violin.mp4"
    options = WatchOptions(boxes=(PlayerBox(10, 10, 60, 60, from_s=1.5),))
    found = watch(sample, Fraction(1), Fraction(2), options=options)
    assert [m.marked for m in found] == [False, True]
    marked = found[1]
    assert marked.bystander == ""
    assert marked.cues is not None
    assert marked.cues.shape[2] == len(CUES)
    seen = np.isfinite(marked.points[:, RIGHT_HAND, 0]).all(axis=1)
    assert not seen[marked.times_s < 1.49].any()
    assert seen[marked.times_s >= 1.51].all()
