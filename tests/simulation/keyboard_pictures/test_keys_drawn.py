"""Keys in the picture: what goes down changes, what stays up does not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from foley_post.simulation.keyboard_pictures.camera.canvas import Canvas, Sheet
from foley_post.simulation.keyboard_pictures.performance.performances import Performance
from foley_post.simulation.keyboard_pictures.scene.key_boxes import WHITE_MM, random_key_boxes
from foley_post.simulation.keyboard_pictures.scene.materials import Scene, random_scene

PITCH_MM = 1.5
STEPS = 60
PLACES = {
    "above": (611.0, 60.0, 900.0),
    "player": (611.0, -600.0, 700.0),
    "far side": (611.0, 700.0, 800.0),
    "corner": (1500.0, -300.0, 900.0),
}
OCTAVE = range(39, 51)


def full_scene(camera: npt.NDArray[np.float64]) -> Scene:
    for seed in range(100):
        rng = np.random.default_rng(seed)
        boxes = random_key_boxes(rng)
        if boxes.present.all():
            return random_scene(boxes, camera, rng)
    raise AssertionError("no full keyboard")


def drawn(place: str, dip: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """A canvas with keys down, drawn one after the other from rest."""
    camera = np.array(PLACES[place])
    sheet = Sheet(0.0, -20.0, PITCH_MM, 120, 815, camera)
    steps = np.linspace(0, 1, STEPS)[:, None] * dip
    performance = Performance(steps, (), np.zeros((0, 4)))
    canvas = Canvas(sheet, full_scene(camera), performance)
    light = np.ones((sheet.rows, sheet.columns), np.float32)
    for time_s in (0.0, 0.1, 0.2, STEPS / 200.0):
        picture = canvas.moment(time_s, light)
    return picture


@pytest.fixture(scope="module", params=sorted(PLACES))
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_pressed_key_changes_its_own_columns_and_keys_two_away_do_not(place: str) -> None:
    rest = drawn(place, np.zeros(88))
    camera = np.array(PLACES[place])
    middles = full_scene(camera).boxes.middle_mm
    for key in OCTAVE:
        dip = np.zeros(88)
        dip[key] = 9.0
        change = np.abs(drawn(place, dip) - rest).max(axis=0)
        x = np.arange(len(change)) * PITCH_MM
        lean = abs(camera[0] - middles[key]) / camera[2]
        near = np.abs(x - middles[key]) < (1.15 + 0.6 * lean) * WHITE_MM
        assert change[near].max() > 0.01
        assert change[~near].max() < 1e-6


def test_keys_that_come_up_look_as_before(place: str) -> None:
    camera = np.array(PLACES[place])
    sheet = Sheet(0.0, -20.0, PITCH_MM, 120, 815, camera)
    dip = np.zeros((STEPS, 88))
    dip[20:40, list(OCTAVE)] = 9.0
    canvas = Canvas(sheet, full_scene(camera), Performance(dip, (), np.zeros((0, 4))))
    light = np.ones((sheet.rows, sheet.columns), np.float32)
    before, down, after = (canvas.moment(time_s, light) for time_s in (0.0, 0.15, 0.29))
    assert np.abs(down - before).max() > 0.05
    np.testing.assert_array_equal(after, before)


def test_a_keyboard_drawn_at_once_is_the_one_drawn_key_by_key(place: str) -> None:
    camera = np.array(PLACES[place])
    dip = np.zeros(88)
    dip[40], dip[43], dip[44] = 9.0, 6.0, 3.0
    sheet = Sheet(0.0, -20.0, PITCH_MM, 120, 815, camera)
    canvas = Canvas(
        sheet, full_scene(camera), Performance(np.tile(dip, (2, 1)), (), np.zeros((0, 4)))
    )
    at_once = canvas.moment(0.0, np.ones((sheet.rows, sheet.columns), np.float32))
    np.testing.assert_allclose(drawn(place, dip), at_once, atol=1e-4)
