"""Cameras over a keyboard, drawn at random: from above, from either side, oblique, near and far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foley_post.pose.keyboard.octave import mapped
from foley_post.simulation.keyboard_pictures.camera.views import View
from foley_post.simulation.keyboard_pictures.scene.key_boxes import WHITE_MM, Floats, KeyBoxes

__all__ = ["random_view"]

_SIZES = {
    (640, 360): 0.38,
    (854, 480): 0.16,
    (1280, 720): 0.31,
    (1920, 1080): 0.05,
    (640, 480): 0.07,
    (1440, 1080): 0.03,
}
"""Sizes of pictures, and how often. Large ones are rare: a strip has but 12 pixels a key."""
_PLACES = {"above": 0.5, "player": 0.3, "far side": 0.13, "corner": 0.07}
_ELEVATION_DEG = {"above": (72, 90), "player": (30, 72), "far side": (38, 75), "corner": (35, 65)}
_SMALLEST_PX, _LARGEST_PX = 6.0, 80.0
_LEAST_KEYS = 14
_TRIES = 60


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is to be in the picture: its ``size``, pixels a white key, and the point at its middle,
    mm.
    """

    size: tuple[int, int]
    key_px: float
    aim_mm: Floats


def random_view(boxes: KeyBoxes, rng: np.random.Generator) -> View:
    """A camera that has the keyboard, whole or a part of it, in its picture at 6 to 80 pixels a
    white key.
    """
    for _ in range(_TRIES):
        place = str(rng.choice(list(_PLACES), p=list(_PLACES.values())))
        elevation = float(np.radians(rng.uniform(*_ELEVATION_DEG[place])))
        frame = _frame(boxes, elevation, rng)
        if frame.key_px < _SMALLEST_PX:
            continue
        view = _view(frame, _ahead(place, elevation, rng), _roll(place, rng), rng)
        if _before_the_camera(view, boxes) and view.in_view(boxes).sum() >= _LEAST_KEYS:
            return view
    raise AssertionError(f"none of {_TRIES} cameras has the keyboard in its picture")


def _frame(boxes: KeyBoxes, elevation: float, rng: np.random.Generator) -> _Frame:
    size = list(_SIZES)[int(rng.choice(len(_SIZES), p=list(_SIZES.values())))]
    left, right = boxes.span_mm
    whites = (right - left) / WHITE_MM
    seen = whites / rng.uniform(0.62, 0.99)
    if rng.random() < 0.42:
        seen = rng.uniform(10, max(min(whites, 40), 14))
    key_px = min(size[0] / seen, _LARGEST_PX)
    spare = max(right - left - seen * WHITE_MM, 0) / 2
    x = (left + right) / 2 + rng.uniform(-1, 1) * spare + rng.normal(0, 0.02) * (right - left)
    # The keyboard need not lie in the picture's middle.
    y = 75.0 + rng.normal(0, 0.13) * size[1] / key_px * WHITE_MM / np.sin(elevation)
    return _Frame(size, key_px, np.array([x, y, 0.0]))


def _ahead(place: str, elevation: float, rng: np.random.Generator) -> Floats:
    """Where the camera looks, ``(3,)``."""
    azimuth = np.radians(
        {
            "above": rng.uniform(0, 360),
            "player": rng.normal(0, 14),
            "far side": 180 + rng.normal(0, 14),
            "corner": rng.choice([-1, 1]) * rng.uniform(25, 60),
        }[place]
    )
    flat = np.cos(elevation)
    return np.array([-np.sin(azimuth) * flat, np.cos(azimuth) * flat, -np.sin(elevation)])


def _roll(place: str, rng: np.random.Generator) -> tuple[float, Floats]:
    """How far the camera is rolled, and which way is up for it: from above a picture is upright
    however the camera leans, or upside down, or on its side.
    """
    roll = float(rng.normal(0, 0.05))
    if place == "above":
        turned = float(rng.choice([0, np.pi, np.pi / 2], p=(0.62, 0.33, 0.05)))
        return roll + turned, np.array([0.0, 1.0, 0.0])
    return roll, np.array([0.0, 0.0, 1.0])


def _view(
    frame: _Frame, ahead: Floats, rolled: tuple[float, Floats], rng: np.random.Generator
) -> View:
    """A camera at a random distance; the lens makes the keys as large as the frame wants them."""
    nearest = max(350.0, 0.5 * frame.size[0] / frame.key_px * WHITE_MM)
    far = float(np.exp(rng.uniform(np.log(nearest), np.log(3000.0))))
    camera = frame.aim_mm - far * ahead
    roll, up = rolled
    right = np.cross(ahead, up)
    right /= np.linalg.norm(right)
    right = np.cos(roll) * right + np.sin(roll) * np.cross(ahead, right)
    turn = np.stack([right, np.cross(ahead, right), ahead])
    width, height = frame.size
    focal = frame.key_px * far / WHITE_MM
    lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1.0]])
    from_camera = np.array([[1.0, 0, -camera[0]], [0, 1, -camera[1]], [0, 0, -camera[2]]])
    bend = float(np.clip(rng.normal(0, 0.007), -0.015, 0.015))
    return View(camera, lens @ turn @ from_camera, frame.size, bend)


def _before_the_camera(view: View, boxes: KeyBoxes) -> bool:
    """Whether no corner of the keyboard lies beside or behind the camera."""
    left, right = boxes.span_mm
    corners = np.array([[left, 0.0], [right, 0.0], [left, 150.0], [right, 150.0]])
    depth = np.concatenate([corners, np.ones((4, 1))], axis=1) @ view.to_picture[2]
    return bool((depth > 100).all() and np.isfinite(mapped(view.to_picture, corners)).all())
