"""What goes straight on is read in one of four pictures; what turns, in each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np
import pytest

from foley_post.pose.backends.litert import LiteRtNetworks
from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.hands import Hand
from foley_post.pose.landmarks.roi import Region
from foley_post.pose.tracking import skipped_pictures
from foley_post.pose.tracking.frame_skipping import (
    Course,
    alone,
    drawn_at,
    reading_of_body,
    reading_of_hand,
    with_between,
)

FRAME_S = 1 / 30
PALM = 100.0
Path = Callable[[float], float]
NOTHING = np.zeros((1, 1, 3), np.uint8)


def hand_at(x: float) -> Hand:
    """A hand whose palm is 100 pixels long."""
    points = np.zeros((21, 2))
    points[:, 1] = np.linspace(0, 2 * PALM, 21)
    points[9] = points[0] + (0, PALM)
    return Hand(points + np.array([x, 0]), 0.9, 0.0)


def drawn(number: int, x: float) -> np.ndarray:
    """Picture ``number`` (as it says itself): a bright hand on a dark ground."""
    image = np.full((270, 2000, 3), 20, np.uint8)
    image[:200, max(0, round(x) - 30) : round(x) + 30] = 200
    image[0, 0, 0] = number
    return image


def body(x: float = 500.0) -> Body:
    """Shoulders 200 pixels apart."""
    points = np.full((33, 2), 400.0)
    points[:, 0] = x
    points[11], points[12] = (x + 100, 400), (x - 100, 400)
    return Body(points, np.ones(33), 1.0, Region(x, 500.0, 900.0))


@pytest.fixture
def read_pictures(monkeypatch: pytest.MonkeyPatch) -> Callable[..., set[int]]:
    """Follows a hand that is at ``path`` palms through ``count`` pictures; those it is read in."""
    read: set[int] = set()

    def follow(path: Path, count: int, hidden: Collection[int] = ()) -> set[int]:
        def at(n: int) -> Hand:
            read.add(n)
            hand = hand_at(PALM * path(n * FRAME_S))
            return replace(hand, presence=0.0) if n in hidden else hand

        def read_hands(_: object, image: np.ndarray, __: object) -> list[Hand]:
            return [at(int(image[0, 0, 0]))]

        monkeypatch.setattr(skipped_pictures, "read_hands", read_hands)
        skipped = skipped_pictures.SkippedPictures(LiteRtNetworks())
        course = Course(reading_of_hand(at(0), 0.0))
        for n in range(1, count):
            time_s, image = n * FRAME_S, drawn(n, PALM * path(n * FRAME_S))
            skipped.add(image, time_s)
            if skipped.due(course):
                skipped.hand(course, at(n), (time_s, image))
        return read

    return follow


@pytest.mark.parametrize("speed", [0.0, 1.0, 8.0])
def test_a_hand_that_goes_straight_on_is_read_in_one_of_four_pictures(
    read_pictures: Callable[..., set[int]], speed: float
) -> None:
    read = read_pictures(lambda t: speed * t, 61)
    assert len(read) == pytest.approx(61 / 4, abs=2)


def test_a_stroke_is_read_in_each_picture_of_it(
    read_pictures: Callable[..., set[int]],
) -> None:
    """Half a palm there and back in a seventh of a second, out of rest."""
    read = read_pictures(lambda t: 0.5 * np.sin(7 * np.pi * (t - 1)) * (1 < t < 8 / 7), 61)
    assert {30, 31, 32, 33, 34} <= read
    assert len(read) < 30


def test_a_hand_that_is_lost_is_looked_for_in_the_pictures_passed_over(
    read_pictures: Callable[..., set[int]],
) -> None:
    read = read_pictures(lambda _: 0.0, 21, hidden={18})
    assert 17 in read


def test_single_joints_that_are_read_wrong_do_not_bend_a_course() -> None:
    course = Course(reading_of_hand(hand_at(0), 0.0))
    course.add(reading_of_hand(hand_at(0), FRAME_S))
    wrong = hand_at(0)
    wrong.points[4] += 80
    now = reading_of_hand(wrong, 3 * FRAME_S)
    assert not course.strays(now)
    wrong.points[3] += 80
    assert course.strays(reading_of_hand(wrong, 3 * FRAME_S))


def test_at_25_pictures_a_second_every_third_is_read() -> None:
    course = Course(reading_of_hand(hand_at(0), 0.0))
    for n in (1, 2):
        course.add(reading_of_hand(hand_at(0), 0.04 * n))
    assert [course.due(0.04 * n, 0.04, n - 3) for n in (3, 4, 5)] == [False, False, True]


def test_what_was_passed_over_lies_on_the_line_and_is_as_sure_as_the_less_sure() -> None:
    readings = [reading_of_hand(hand_at(x), t) for x, t in ((0, 0.0), (30, 0.1), (30, 0.2))]
    readings[1].joints[:, 2] = 0.5
    drawn = drawn_at(readings, 0.05)
    assert drawn[:, 0] == pytest.approx(15.0)
    assert drawn[:, 2] == pytest.approx(0.5)
    assert drawn_at(readings, 0.15)[:, 0] == pytest.approx(30.0)


def test_a_hand_that_is_not_seen_in_between_stays_on_the_line() -> None:
    start, end = (reading_of_hand(hand_at(x), t) for x, t in ((0, 0.0), (90, 0.1)))
    assert with_between(start, end, [(0.05, NOTHING)], lambda *_: None) == [start, end]


def test_a_wrist_that_is_not_seen_does_not_bend_a_course() -> None:
    hidden = body()
    hidden.points[15, 0] += 50
    assert reading_of_body(hidden, 0).away(reading_of_body(body(), 0).points) > 0.2
    hidden.visibility[15] = 0.1
    assert reading_of_body(hidden, 0).away(reading_of_body(body(), 0).points) == 0


def test_two_who_stand_close_are_not_alone() -> None:
    assert alone(body(), [])
    assert alone(body(), [body(1500.0)])
    assert not alone(body(), [body(800.0)])
