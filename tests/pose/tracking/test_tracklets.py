"""Who counts as a performer."""

from __future__ import annotations

import numpy as np

from foley_post.pose.skeleton import CUES
from foley_post.pose.tracking.tracklets import Tracklet, paths

TIMES_S = np.arange(100) / 25


def _body(frames: range, middle: tuple[float, float], size: float) -> Tracklet:
    rng = np.random.default_rng(1)
    pose = np.full((67, 3), np.nan, np.float32)
    pose[:25, :2] = np.array(middle) + size * rng.uniform(-0.5, 0.5, (25, 2))
    pose[:25, 2] = 0.9
    trail = Tracklet()
    for at in frames:
        trail.add(at, pose, np.full((67, len(CUES)), np.nan, np.float32))
    return trail


def _hand(frames: range) -> Tracklet:
    rng = np.random.default_rng(2)
    pose = np.full((67, 3), np.nan, np.float32)
    pose[25:46, :2] = np.array([1.2, 0.6]) + 0.05 * rng.uniform(-0.5, 0.5, (21, 2))
    pose[25:46, 2] = 0.9
    trail = Tracklet()
    for at in frames:
        trail.add(at, pose, np.full((67, len(CUES)), np.nan, np.float32))
        trail.rightness.append(0.1)
    return trail


def test_a_knee_taken_for_somebody_is_nobody() -> None:
    player = _body(range(100), (0.9, 0.5), 0.9)
    knee = _body(range(20), (0.95, 0.55), 0.1)
    assert len(paths(TIMES_S, [player, knee], [], least=10)) == 1


def _player_with_a_hand_at(place: tuple[float, float], shoulders: float) -> Tracklet:
    player = _body(range(100), (0.5, 0.5), 0.6)
    rng = np.random.default_rng(3)
    for pose in player.points:
        pose[2, :2], pose[5, :2] = (0.5 - shoulders / 2, 0.4), (0.5 + shoulders / 2, 0.4)
        pose[25:46, :2] = np.array(place) + 0.06 * rng.uniform(-0.5, 0.5, (21, 2))
        pose[34, :2] = pose[25, :2] + (0.0, 0.06)
        pose[25:46, 2] = 0.9
    return player


def test_a_hand_taken_for_somebody_is_nobody_however_long() -> None:
    player = _player_with_a_hand_at((0.85, 0.6), 0.3)
    taken = _body(range(5, 95), (0.9, 0.65), 0.08)
    for pose in taken.points:
        pose[0, :2], pose[2, :2], pose[5, :2] = (0.86, 0.6), (0.84, 0.62), (0.88, 0.62)
    assert len(paths(TIMES_S, [player, taken], [], least=10)) == 1


def test_somebody_far_behind_the_players_hand_counts() -> None:
    player = _player_with_a_hand_at((0.85, 0.6), 0.3)
    behind = _body(range(5, 95), (0.9, 0.3), 0.08)
    for pose in behind.points:
        pose[0, :2], pose[2, :2], pose[5, :2] = (0.9, 0.25), (0.88, 0.28), (0.92, 0.28)
    assert len(paths(TIMES_S, [player, behind], [], least=10)) == 2


def test_somebody_who_comes_briefly_beside_the_player_counts() -> None:
    player = _body(range(100), (0.5, 0.5), 0.6)
    guest = _body(range(20), (1.5, 0.5), 0.6)
    assert len(paths(TIMES_S, [player, guest], [], least=10)) == 2


def test_a_passing_palm_beside_a_body_is_no_second_player() -> None:
    assert (
        len(paths(TIMES_S, [_body(range(100), (0.5, 0.5), 0.6)], [_hand(range(20))], least=10)) == 1
    )


def test_hands_without_any_body_are_a_player() -> None:
    assert len(paths(TIMES_S, [], [_hand(range(20))], least=10)) == 1


def test_what_changes_its_bones_all_the_time_is_no_hand() -> None:
    rng = np.random.default_rng(5)
    steady, changing = _hand(range(40)), _hand(range(40))
    for pose in steady.points:
        pose[25:46, :2] += rng.normal(0, 0.001, (21, 2)).astype(np.float32)
    changing.points = [p.copy() for p in changing.points]
    for pose in changing.points:
        pose[25:46, :2] += rng.normal(0, 0.02, (21, 2)).astype(np.float32)
    assert len(paths(TIMES_S, [], [steady], least=10)) == 1
    assert paths(TIMES_S, [], [changing], least=10) == []


def test_a_picture_that_repeats_the_one_before_does_not_stop_who_moves() -> None:
    player = _body(range(100), (0.9, 0.5), 0.6)
    shown = np.repeat(np.arange(0, 100, 2), 2)
    player.points = [player.points[0].copy() for _ in range(100)]
    for pose, k in zip(player.points, shown, strict=True):
        pose[:25, 0] += 0.002 * k
    (stutters,) = paths(TIMES_S, [player], [], least=10)
    (goes_on,) = paths(TIMES_S, [player], [], least=10, repeats=range(1, 100, 2))
    steps = np.diff(goes_on.points[10:90, 4, 0])
    assert np.ptp(steps) < 0.2 * steps.mean()
    assert np.ptp(np.diff(stutters.points[10:90, 4, 0])) > np.ptp(steps)
