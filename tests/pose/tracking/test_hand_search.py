"""Hands are found whichever way they point, and where a body's wrist says that one must be."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from foley_post import video
from foley_post.pose.backends.litert import LiteRtNetworks
from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.detection import PALM, detect
from foley_post.pose.landmarks.roi import Region
from foley_post.pose.tracking.hand_search import (
    HandSearch,
    HandsSeen,
    sure_hands,
    turned,
    wrist_window,
)

IMAGE = np.zeros((240, 320, 3), np.uint8)


def body(*, wrist: tuple[float, float] = (200.0, 150.0), visible: float = 0.9) -> Body:
    points = np.full((33, 2), 100.0)
    points[12] = (160.0, 100.0)
    points[13], points[15] = (200.0, 110.0), wrist
    sure = np.full(33, 0.9)
    sure[15] = visible
    return Body(points, sure, 1.0, Region(130, 120, 200))


@pytest.fixture(scope="module")
def close_up(shared_data: Path) -> np.ndarray:
    clip = shared_data / "footage/piano_right_hand_closeup.mp4"
    return next(iter(video.frames(clip, Fraction(1), Fraction(2)))).image


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_hand_in_a_turned_picture_is_found_where_it_is(
    close_up: np.ndarray, quarters: int
) -> None:
    """A window turned as the picture is sees the same pixels, so it must find the same hand."""
    nets = LiteRtNetworks()
    high, wide = close_up.shape[:2]
    (upright,) = sure_hands(nets, close_up, [Region(wide / 2, high / 2, wide)], most=2)
    image = np.ascontiguousarray(np.rot90(close_up, -quarters))
    window = Region(image.shape[1] / 2, image.shape[0] / 2, float(wide))
    (hand,) = sure_hands(nets, image, turned([window], quarters), most=2)
    back = hand.points - (window.x, window.y)
    for _ in range(quarters):
        back = np.stack([back[:, 1], -back[:, 0]], axis=1)
    middle = np.array([wide, high]) / 2
    assert np.abs(back + middle - upright.points).max() < 0.1 * upright.size


def test_a_palms_box_in_a_turned_window_has_its_corners_in_order(close_up: np.ndarray) -> None:
    high, wide = close_up.shape[:2]
    window = Region(wide / 2, high / 2, float(wide))
    for quarters in range(4):
        for palm in detect(LiteRtNetworks(), PALM, close_up, windows=turned([window], quarters)):
            left, top, right, bottom = palm.box
            assert left < right
            assert top < bottom


def test_where_nobody_is_seen_the_search_turns_and_is_content_with_less() -> None:
    search = HandSearch()
    looks = [search.windows(IMAGE, 0.2 * k, HandsSeen(0, 0)) for k in range(5)]
    turns = [round(windows[0].rotation / (np.pi / 2)) for windows, _ in looks]
    assert turns == [0, 1, 2, 3, 0]
    _, strict = HandSearch().windows(IMAGE, 0.0, HandsSeen(1, 0))
    assert all(least < strict for _, least in looks)


def test_searches_are_seldom_beside_bodies_and_around_missing_hands_more_often() -> None:
    search = HandSearch()
    missing = [(body(), "left")]
    found = [len(search.windows(IMAGE, 0.1 * k, HandsSeen(1, 0, missing))[0]) for k in range(1, 21)]
    assert found[0] > 1  # the whole picture and more
    assert [n for n in found[1:] if n] == [1, 1, 1, 1]
    calm = HandSearch()
    assert [bool(calm.windows(IMAGE, 0.1 * k, HandsSeen(1, 0))[0]) for k in range(5)] == [
        True, False, False, False, False,
    ]  # fmt: skip


def test_a_wrists_window_holds_the_hand_beyond_it() -> None:
    window = wrist_window(body(), "left", IMAGE)
    assert window is not None
    assert (window.x, window.y, window.side) == (200.0, 150.0, 100.0)
    assert wrist_window(body(visible=0.1), "left", IMAGE) is None
    assert wrist_window(body(wrist=(400.0, 150.0)), "left", IMAGE) is None
