"""Hands over a drawn keyboard: they hide, they shade, they throw shadows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from foley_post.simulation.keyboard_pictures.camera.canvas import Canvas, Sheet
from foley_post.simulation.keyboard_pictures.performance.performances import (
    Hand,
    Performance,
    nobody_plays,
)
from foley_post.simulation.keyboard_pictures.scene.key_boxes import random_key_boxes
from foley_post.simulation.keyboard_pictures.scene.materials import random_scene

F32 = npt.NDArray[np.float32]
SHEET = Sheet(0.0, -60.0, 1.5, 170, 815, np.array([611.0, 60.0, 1200.0]))
LIGHT = np.ones((SHEET.rows, SHEET.columns), np.float32)


def hands_at_rest() -> Performance:
    for seed in range(50):
        rng = np.random.default_rng(seed)
        performance = nobody_plays(random_key_boxes(rng), rng, length_s=1.0, middle=62)
        if len(performance.hands) == 2 and over_keys(performance):
            return performance
    raise AssertionError("no two hands over the keys")


def over_keys(performance: Performance) -> bool:
    tips = np.stack([hand.joints[0, 12] for hand in performance.hands])
    inside = (tips[:, 0] > 100) & (tips[:, 0] < 1100) & (tips[:, 1] > 20) & (tips[:, 1] < 120)
    return bool(inside.all() and np.ptp(tips[:, 0]) > 150)


def looking(performance: Performance, skin: float) -> Performance:
    bare = [
        Hand(h.joints, replace(h.look, skin=skin, sleeve_from=1.2, ring=-1, watch=False), h.scale)
        for h in performance.hands
    ]
    return replace(performance, hands=tuple(bare))


@pytest.fixture(scope="module")
def resting() -> Performance:
    return hands_at_rest()


def canvas_of(performance: Performance) -> Canvas:
    rng = np.random.default_rng(3)
    boxes = random_key_boxes(rng)
    return Canvas(SHEET, random_scene(boxes, SHEET.camera_mm, rng), performance)


def pixel(place: npt.NDArray[np.float64]) -> tuple[int, int]:
    """Row and column at which the camera sees a place."""
    camera = SHEET.camera_mm
    share = camera[2] / (camera[2] - place[2])
    x, y = camera[:2] + (place[:2] - camera[:2]) * share
    return round((y - SHEET.y_mm) / SHEET.pitch_mm), round((x - SHEET.x_mm) / SHEET.pitch_mm)


def test_a_hand_is_seen_where_its_joints_are(resting: Performance) -> None:
    without = canvas_of(replace(resting, hands=())).moment(0.0, LIGHT)
    seen = canvas_of(looking(resting, 0.3)).moment(0.0, LIGHT)
    hidden = np.abs(seen - without) > 0.01
    checked = 0
    for hand in resting.hands:
        for joint in hand.joints[0, 5:21]:
            row, column = pixel(joint)
            if 0 <= row < SHEET.rows and 0 <= column < SHEET.columns:
                assert hidden[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2].any()
                checked += 1
    assert checked > 20
    assert hidden.mean() < 0.5


def test_dark_skin_is_darker_than_light_skin(resting: Performance) -> None:
    without = canvas_of(replace(resting, hands=())).moment(0.0, LIGHT)
    dark, light = (canvas_of(looking(resting, skin)).moment(0.0, LIGHT) for skin in (0.06, 0.6))
    hidden = (np.abs(dark - without) > 0.01) & (np.abs(light - without) > 0.01)
    assert np.median(light[hidden]) > 5 * np.median(dark[hidden])


def test_shadows_are_darkest_under_the_hands_and_none_far_away(resting: Performance) -> None:
    shadow = canvas_of(resting).shadow(0.0)
    assert shadow is not None
    assert 0.0 < shadow.min() < 0.8
    assert shadow.max() <= 1.0
    far = min(h.joints[0, :, 0].min() for h in resting.hands) - 300
    ends = shadow[:, : SHEET.column(far)], shadow[:, SHEET.column(far + 1400) :]
    assert all((end > 0.99).all() for end in ends if end.size)


def test_without_hands_there_is_no_shadow(resting: Performance) -> None:
    assert canvas_of(replace(resting, hands=())).shadow(0.0) is None
