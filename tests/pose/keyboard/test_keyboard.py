"""The keyboard finder on drawn keyboards seen from anywhere, and on pictures without one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from foley_post import video
from foley_post.pose.keyboard.black_keys import BLACK_U, fit_pattern
from foley_post.pose.keyboard.finder import find_keyboard
from foley_post.pose.keyboard.follower import KeyboardFollower
from foley_post.pose.keyboard.octave import mapped

HEIGHT, WIDTH = 540, 960
KEY = 40
Quad = tuple[tuple[float, float], ...]

HAND_APART = np.full((67, 3), np.nan, np.float32)
HAND_APART[25:46] = (0.1, 0.95, 1.0)

VIEWS: dict[str, Quad] = {
    "above": ((40, 330), (920, 330), (920, 260), (40, 260)),
    "oblique": ((90, 420), (860, 250), (880, 210), (60, 355)),
    "the other way up": ((920, 200), (40, 200), (40, 275), (920, 275)),
    "across": ((330, 60), (330, 520), (400, 500), (400, 80)),
}
"""Where the keyboard's corners are: front left, front right, back right, back left, seen by its
player."""


def drawn(
    corners: Quad, pressed: int | None = None, whites: tuple[int, int] = (0, 52)
) -> tuple[np.ndarray, np.ndarray]:
    """A picture of white keys ``whites`` on a dark case, and its plane (frame heights to u, v)."""
    low, high = whites
    wide = (high - low) * KEY
    flat = np.full((5 * KEY, wide), 222, np.uint8)
    for n in range(high - low + 1):
        cv2.line(flat, (n * KEY, 0), (n * KEY, 5 * KEY), 120, 3)
    if pressed is not None:
        flat[2 * KEY :, (pressed - low) * KEY + 2 : (pressed - low + 1) * KEY - 2] = 185
    for u in BLACK_U:
        x = round((u - low) * KEY)
        cv2.rectangle(flat, (x - 10, 0), (x + 10, 3 * KEY), 24, -1)
    source = np.array([[0, 5 * KEY], [wide, 5 * KEY], [wide, 0], [0, 0]], np.float32)
    move = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    picture = (50 + 10 * np.sin(x / 90) + 10 * np.sin(y / 70)).astype(np.uint8)
    seen = cv2.warpPerspective(flat, move, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(np.full_like(flat, 255), move, (WIDTH, HEIGHT)) > 128
    picture[inside] = seen[inside]
    to_keys = np.array([[1 / KEY, 0, low], [0, -1 / (5 * KEY), 1], [0, 0, 1]])
    return picture, to_keys @ np.linalg.inv(move) @ np.diag([HEIGHT, HEIGHT, 1.0])


def places(plane: np.ndarray, low: float, high: float) -> np.ndarray:
    """Points all over the keys, in frame heights."""
    grid = np.array([[u, v] for u in np.arange(low + 0.5, high) for v in (0.1, 0.5, 0.9)])
    return mapped(np.linalg.inv(plane), grid)


@pytest.mark.parametrize("view", list(VIEWS))
def test_every_key_is_where_it_is(view: str) -> None:
    picture, truth = drawn(VIEWS[view])
    found = find_keyboard(picture)
    assert found is not None
    assert found.octave_known
    points = places(truth, 0, 52)
    assert np.abs(mapped(found.plane, points) - mapped(truth, points)).max(0)[0] < 0.35
    assert np.abs(mapped(found.plane, points) - mapped(truth, points)).max(0)[1] < 0.25


def test_a_part_of_a_keyboard_gives_the_right_classes_and_says_so() -> None:
    picture, truth = drawn(((-30, 520), (1000, 500), (940, 180), (40, 190)), whites=(18, 33))
    found = find_keyboard(picture)
    assert found is not None
    assert not found.octave_known
    points = places(truth, 19, 32)
    away = mapped(found.plane, points)[:, 0] - mapped(truth, points)[:, 0]
    octaves = np.round(np.median(away) / 7)
    assert np.abs(away - 7 * octaves).max() < 0.35


def test_hands_over_the_keys_do_not_hide_the_keyboard() -> None:
    picture, truth = drawn(VIEWS["above"])
    for x in (330, 520):
        cv2.ellipse(picture, (x, 345), (45, 60), 0, 0, 360, 150, -1)
    found = find_keyboard(picture)
    assert found is not None
    points = places(truth, 0, 52)
    assert np.abs(mapped(found.plane, points) - mapped(truth, points))[:, 0].max() < 0.35


@pytest.mark.parametrize("shift", range(7))
def test_a_head_before_the_keys_is_not_their_end(shift: int) -> None:
    picture, truth = drawn(((-200, 420), (1160, 420), (1160, 250), (-200, 250)), whites=(5, 42))
    middle_u = 30.0 + shift
    (middle,) = mapped(np.linalg.inv(truth), np.array([[middle_u, 0.5]])) * HEIGHT
    hidden = round(middle[0]), 200
    cv2.ellipse(picture, hidden, (150, 300), 0, 0, 360, 35, -1)
    picture[:, hidden[0] + 60 :] = 35
    found = find_keyboard(picture)
    assert found is not None
    assert not found.octave_known


@pytest.mark.parametrize("kind", ["noise", "stripes", "fence", "nothing"])
def test_what_is_no_keyboard_is_not_taken_for_one(kind: str) -> None:
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    picture = {
        "noise": np.random.default_rng(0).integers(0, 255, (HEIGHT, WIDTH)),
        "stripes": np.where(x % 40 < 20, 220, 30),
        "fence": np.where((x % 31 < 10) & (y > 200) & (y < 300), 30, 200),
        "nothing": np.full_like(x, 128),
    }[kind]
    assert find_keyboard(picture.astype(np.uint8)) is None


def test_marks_evenly_apart_are_no_black_keys() -> None:
    assert fit_pattern(np.arange(20) * 14.0) is None


@pytest.mark.parametrize("first", range(7))
def test_a_row_of_black_keys_is_told_from_its_gaps(first: int) -> None:
    u = BLACK_U[10 + first : 20 + first]
    along = 300 * u / (1 + 0.01 * u)
    fitted = fit_pattern(along)
    assert fitted is not None
    octaves = (fitted - u) / 7
    assert octaves == pytest.approx(np.full(10, round(octaves[0])), abs=1e-9)


def test_a_key_that_goes_down_changes_and_its_neighbours_do_not() -> None:
    watcher = KeyboardFollower()
    for n in range(12):
        picture, _ = drawn(VIEWS["above"], pressed=23 if n in (5, 6, 7) else None)
        watcher.add(picture, n / 25, [HAND_APART])
    keyboard = watcher.keyboard()
    assert keyboard is not None
    assert keyboard.key_cues is not None
    assert keyboard.plane.shape == (1, 3, 3)
    key = 60 - 21
    changes = keyboard.key_cues[..., 0]
    assert changes.shape == (12, 88)
    assert changes[5:8, key].min() > 0.25
    assert np.nanmax(changes[[0, 1, 2, 3, 10, 11], key]) < 0.05
    assert np.nanmax(np.delete(changes[6], [key - 2, key - 1, key, key + 1, key + 2])) < 0.1


def test_a_key_struck_before_the_keyboard_was_found_is_seen_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = iter([None])
    monkeypatch.setattr(
        "foley_post.pose.keyboard.follower.find_keyboard",
        lambda luma: next(looks, find_keyboard(luma)),
    )
    watcher = KeyboardFollower()
    for n in range(45):
        picture, _ = drawn(VIEWS["above"], pressed=23 if n in (5, 6, 7) else None)
        watcher.add(picture, n / 25, [HAND_APART])
    keyboard = watcher.keyboard()
    assert keyboard is not None
    assert keyboard.key_cues is not None
    changes = keyboard.key_cues[..., 0]
    assert changes.shape == (45, 88)
    assert changes[5:8, 60 - 21].min() > 0.25
    assert np.nanmax(changes[[0, 2, 10, 12, 13, 19, 40], 60 - 21]) < 0.05


@pytest.mark.parametrize(("fades_in", "looks"), [(False, 2), (True, 3)])
def test_a_picture_without_keys_is_looked_at_again_once_where_it_is_another(
    monkeypatch: pytest.MonkeyPatch, *, fades_in: bool, looks: int
) -> None:
    seen = []
    monkeypatch.setattr("foley_post.pose.keyboard.follower.find_keyboard", seen.append)
    watcher = KeyboardFollower()
    for n in range(150):
        black = fades_in and n < 10
        picture = np.full((90, 160), 0 if black else 120, np.uint8)
        watcher.add(picture, n / 25, [HAND_APART])
    assert len(seen) == looks
    assert watcher.keyboard() is None


def test_a_camera_that_moves_is_followed() -> None:
    watcher = KeyboardFollower()
    planes = []
    for n in range(8):
        corners = tuple((x + 3 * n, y - 2 * n) for x, y in VIEWS["oblique"])
        picture, truth = drawn(corners)
        planes.append(truth)
        watcher.add(picture, n / 25, [HAND_APART])
    keyboard = watcher.keyboard()
    assert keyboard is not None
    assert len(keyboard.plane) == 8
    points = places(planes[7], 2, 50)
    away = np.abs(mapped(keyboard.plane[7], points) - mapped(planes[7], points))
    assert away[:, 0].max() < 0.5


def test_a_keyboard_that_leaves_the_view_is_found_again_where_it_comes_back() -> None:
    watcher = KeyboardFollower()
    first, _ = drawn(VIEWS["above"])
    gone = np.full_like(first, 90)
    back, truth = drawn(VIEWS["oblique"])
    shown = [first] * 4 + [gone] * 10 + [back] * 14
    for n, picture in enumerate(shown):
        watcher.add(picture, n / 10, [HAND_APART])
    keyboard = watcher.keyboard()
    assert keyboard is not None
    assert keyboard.key_cues is not None
    points = places(truth, 2, 50)
    away = np.abs(mapped(keyboard.plane[-1], points) - mapped(truth, points))
    assert away[:, 0].max() < 0.35
    known = np.isfinite(keyboard.key_cues[..., 0]).mean(1)
    assert known[:4].min() > 0.9
    assert known[10:14].max() == 0
    assert known[-1] > 0.9


def test_the_piano_of_the_close_up_is_found_with_its_classes(shared_data: Path) -> None:
    """The white key between the groups of two and three, at x 0.95 of the height, is an F."""
    clip = shared_data / "footage/piano_right_hand_closeup.mp4"
    frame = next(iter(video.frames(clip, Fraction(0), Fraction(1))))
    found = find_keyboard(cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY))
    assert found is not None
    height = frame.image.shape[0]
    u = mapped(found.plane, np.array([[355, 350], [470, 350], [265, 350]]) / height)[:, 0]
    assert [int((k - 2) % 7) for k in u] == [1, 3, 0]


@pytest.mark.parametrize("name", ["singer_seated_1080p25", "trio_stage_576p25"])
def test_there_is_no_keyboard_on_these_stages(shared_data: Path, name: str) -> None:
    frame = next(iter(video.frames(shared_data / f"footage/{name}.mp4")))
    assert find_keyboard(cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY)) is None
