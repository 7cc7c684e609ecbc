"""Keys read from strips: the strip itself, its rest, presses, the players at a keyboard."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.pose.keyboard.keyboard_players import seated
from foley_post.pose.keyboard.presses import presses
from foley_post.pose.keyboard.rest import evenly_exposed, rest_of
from foley_post.pose.keyboard.strip import STRIP_SHAPE, columns_of, keys_in_view, rectified
from foley_post.pose.keyboard.strip_channels import between, channels
from foley_post.pose.skeleton import KEY_EVIDENCE, Keyboard
from foley_post.pose.tracking.tracklets import Path67

ABOVE = np.array([[26.0, 0, 2.0], [0, -5.0, 3.5], [0, 0, 1.0]])
"""Keyboard from above: u = 26 x + 2, v = 3.5 - 5 y; a picture of 16:9 shows u 2 to 48."""


def evidence(*pressed: tuple[int, int, int], steps: int = 50) -> np.ndarray:
    """Log odds of presses (key, picture, pictures held), nothing else."""
    found = np.full((steps, 88, len(KEY_EVIDENCE)), -6.0, np.float32)
    found[..., 3:] = 0
    for key, at, held in pressed:
        found[at - 1 : at + 2, key, 0] = (0, 3, 0)
        found[at : at + held, key, 1] = 4
        found[:, key, 3] = 0.5
    return found


def tips_at(u: float, side: str, steps: int = 50) -> np.ndarray:
    """A performer whose one hand lies over ``u`` of the keyboard above."""
    points = np.full((steps, 67, 3), np.nan, np.float32)
    first = {"left": 25, "right": 46}[side]
    points[:, first : first + 21] = ((u - 2) / 26, 0.65, 1.0)
    return points


def path(points: np.ndarray) -> Path67:
    return Path67(points, np.zeros((*points.shape[:2], 4), np.float32))


def test_a_strip_has_the_front_first_and_the_bass_left():
    picture = np.zeros((540, 960), np.uint8)
    x, y = (10.5 - 2) / 26 * 540, (3.5 - 0.25) / 5 * 540
    picture[round(y) - 8 : round(y) + 8, round(x) - 8 : round(x) + 8] = 255
    strip = rectified(picture, ABOVE)
    assert strip.shape == STRIP_SHAPE
    row, column = np.argwhere(strip > 128).mean(axis=0)
    assert column / 12 == pytest.approx(10.5, abs=0.15)
    assert row / 60 == pytest.approx(0.25, abs=0.03)


def test_keys_beyond_the_picture_are_not_in_view():
    view = keys_in_view(ABOVE, (540, 960))
    assert not view[:3].any()
    assert view[10:70].all()
    assert not view[-6:].any()
    assert not columns_of(view)[:12].any()


def test_the_rest_is_told_although_a_hand_lies_over_it_most_of_the_time():
    rng = np.random.default_rng(0)
    strips = np.full((40, 4, 6), 200, np.uint8) + rng.integers(0, 3, (40, 4, 6), np.uint8)
    strips[:24, 1, 2] = np.linspace(60, 150, 24)
    rest = rest_of(strips)
    assert np.abs(rest - 201).max() < 3


def test_exposure_that_wanders_is_taken_out():
    rng = np.random.default_rng(1)
    rest = rng.choice([40.0, 180.0], (60, 624)).astype(np.float32)
    gain = np.linspace(0.8, 1.2, 30)[:, None, None]
    strips = np.clip(rest * gain + 5, 0, 255).astype(np.uint8)
    even, changed = evenly_exposed(strips, rest, np.ones(624, np.bool_))
    assert changed
    assert np.abs(even.astype(float) - rest).mean() < 2


def test_nothing_is_shown_outside_the_view_and_nothing_moves_in_a_still_picture():
    strips = np.tile(np.linspace(20, 220, 24, dtype=np.float32), (5, 60, 1))
    columns = np.arange(24) < 12
    shown = channels(strips, strips[0], np.arange(5) / 25, columns=columns, levels=(20.0, 220.0))
    assert not shown[..., 12:].any()
    assert not shown[:, :3].any()
    assert shown[:, 4, :, :12].all()


def test_moments_between_pictures_are_weighed():
    before, after, share = between(np.array([0.0, 0.1, 0.3]), np.array([-1.0, 0.05, 0.25, 9.0]))
    assert before.tolist() == [0, 0, 1, 1]
    assert after.tolist() == [1, 1, 2, 2]
    assert share == pytest.approx([0.0, 0.5, 0.75, 1.0])


def test_presses_have_their_key_time_length_and_velocity():
    times_s = np.arange(50) / 25
    (first, second) = presses(evidence((30, 10, 8), (34, 20, 5)), times_s)
    assert (first.key, second.key) == (30, 34)
    assert first.onset_s == pytest.approx(0.41, abs=0.005)
    assert first.length_s == pytest.approx(0.32, abs=0.041)
    assert first.velocity == 64


def test_a_key_struck_twice_is_two_presses_and_a_doubled_peak_is_one():
    times_s = np.arange(50) / 25
    twice = presses(evidence((30, 10, 5), (30, 20, 5)), times_s)
    assert len(twice) == 2
    assert twice[0].onset_s + twice[0].length_s <= twice[1].onset_s + 1e-9
    assert len(presses(evidence((30, 10, 5), (30, 12, 5)), times_s)) == 1


def test_keys_out_of_view_are_never_pressed():
    unseen = np.full((50, 88, len(KEY_EVIDENCE)), np.nan, np.float32)
    assert presses(unseen, np.arange(50) / 25) == ()


def test_two_hands_at_one_keyboard_are_one_player():
    board = Keyboard(ABOVE[None], evidence=evidence((30, 10, 5)))
    people = seated(
        [path(tips_at(15, "right")), path(tips_at(30, "right"))], board, np.arange(50) / 25
    )
    assert len(people) == 1
    assert people[0].keyboard is board
    points = people[0].path.points
    assert points[0, 25, 0] < points[0, 46, 0]


def test_four_hands_are_two_players_with_their_own_keys():
    board = Keyboard(ABOVE[None], evidence=evidence((12, 10, 5), (70, 20, 5)))
    hands = [tips_at(8, "left"), tips_at(14, "right"), tips_at(36, "left"), tips_at(42, "right")]
    times_s = np.arange(50) / 25
    people = seated([path(p) for p in hands], board, times_s)
    assert len(people) == 2
    found = [presses(p.keyboard.evidence, times_s) for p in people]  # type: ignore[union-attr,arg-type]
    assert [[p.key for p in some] for some in found] == [[12], [70]]


def test_keys_that_go_down_are_played_although_no_hand_is_found():
    times_s = np.arange(50) / 25
    played = Keyboard(ABOVE[None], evidence=evidence((30, 10, 5), (34, 20, 5), (37, 30, 5)))
    (person,) = seated([], played, times_s)
    assert person.keyboard is played
    assert np.isnan(person.path.points).all()
    assert seated([], Keyboard(ABOVE[None], evidence=evidence()), times_s) == []
