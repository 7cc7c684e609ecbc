"""A body at rest is read in every other picture; one that moves, or is near another, in each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.hands import Hand
from foley_post.pose.landmarks.roi import Region
from foley_post.pose.skeleton import CUES
from foley_post.pose.tracking.frame_skipping import alone, body_moves, hand_moves
from foley_post.pose.tracking.tracklets import Tracklet, paths

PASSED_S = 0.04


def body(x: float = 500.0) -> Body:
    """Shoulders 200 pixels apart."""
    points = np.full((33, 2), 400.0)
    points[:, 0] = x
    points[11], points[12] = (x + 100, 400), (x - 100, 400)
    return Body(points, np.ones(33), 1.0, Region(x, 500.0, 900.0))


def with_wrist_at(one: Body, dx: float) -> Body:
    points = one.points.copy()
    points[15, 0] += dx
    return replace(one, points=points)


@pytest.mark.parametrize(("dx", "moves"), [(1.0, False), (2.0, False), (8.0, True)])
def test_a_wavering_wrist_is_at_rest_and_a_stroke_is_not(dx: float, *, moves: bool) -> None:
    assert body_moves(body(), with_wrist_at(body(), dx), PASSED_S) is moves


def test_a_wrist_that_is_not_seen_does_not_move() -> None:
    hidden = with_wrist_at(body(), 50)
    hidden.visibility[15] = 0.1
    assert not body_moves(body(), hidden, PASSED_S)


def test_a_hand_that_moves_moves_its_arm() -> None:
    here, there = (Hand(np.full((21, 2), at), 1.0, 0.0) for at in (100.0, 110.0))
    assert hand_moves(here, there, body(), PASSED_S)
    assert not hand_moves(here, here, body(), PASSED_S)


def test_two_who_stand_close_are_not_alone() -> None:
    assert alone(body(), [])
    assert alone(body(), [body(1500.0)])
    assert not alone(body(), [body(800.0)])


def test_a_body_that_was_not_read_lies_between_its_readings() -> None:
    trail = Tracklet()
    for at in range(9):
        pose = np.full((67, 3), np.nan, np.float32)
        pose[:25] = (0.5 + 0.01 * (at - at % 2), 0.5, 0.9)
        trail.add(at, pose, np.full((67, len(CUES)), np.nan, np.float32))
        if at % 2:
            trail.guessed.add(at)
    (path,) = paths(np.arange(9) / 25, [trail], [], least=2)
    assert path.points[:, 4, 0] == pytest.approx(0.5 + 0.01 * np.arange(9), abs=1e-4)
