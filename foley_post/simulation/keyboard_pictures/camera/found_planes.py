"""Where a finder takes the keyboard to be, never quite exactly: strip pixels to picture pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import BLACK_FROM_V, WHITE_KEYS
from foley_post.pose.keyboard.finder import find_keyboard
from foley_post.pose.keyboard.octave import mapped
from foley_post.simulation.keyboard_pictures.camera.views import STRIP_COLUMNS, STRIP_ROWS, View
from foley_post.simulation.keyboard_pictures.scene.key_boxes import WHITE_MM, Floats, KeyBoxes

__all__ = ["found_in", "likely_found", "strip_map"]

_OFF_U, _OFF_V = (0.001, 0.03, 0.035), (0.0006, 0.05, 0.025)
"""Standard deviations of the error in u and in v (in white keys and key lengths): per white key,
per key length, constant. Measured: `find_keyboard` against `likely_found` without error on 36 drawn
keyboards, 1 px in u, 4 px in v at the back."""
_SURROUNDINGS = 70
_LARGEST_MISS_PX = 14.0
_TO_STRIP = np.diag([STRIP_COLUMNS / WHITE_KEYS, STRIP_ROWS, 1.0])


def likely_found(view: View, boxes: KeyBoxes, rng: np.random.Generator) -> Floats:
    """``(3, 3)`` strip to picture, as `find_keyboard` would have it: through the ends of the black
    keys as they are seen, tops and sides, then stretched to the white keys' front; with its error.
    """
    import cv2

    middle = boxes.middle_mm[boxes.black & boxes.present]
    shown = view.picture_at(np.stack([middle, np.full_like(middle, 100.0)], axis=1))
    inside = view.in_picture(shown)
    middle = middle[inside] if inside.sum() >= 4 else middle
    # Seen from the player's side a black key's front is black as well, and its foot is its end.
    from_front = view.camera_mm[1] < boxes.black_front_mm
    front_mm = boxes.black_front_mm + (0.0 if from_front else 3.0)

    def line(y_mm: float, high_mm: float) -> Floats:
        return view.above(np.stack([middle, np.full_like(middle, y_mm)], axis=1), high_mm)

    front = line(front_mm, 2.0 if from_front else boxes.rise_mm)
    back = line(boxes.back_mm - 1, 0.75 * boxes.rise_mm)
    meant = [
        np.stack([middle / WHITE_MM, np.full_like(middle, v)], axis=1) for v in (BLACK_FROM_V, 1)
    ]
    plane, _ = cv2.findHomography(np.concatenate([front, back]), np.concatenate(meant))
    edge = float(np.median(mapped(np.asarray(plane), line(0.0, 0.0))[:, 1]))
    stretch = np.array([[1, 0, 0], [0, 1 / (1 - edge), -edge / (1 - edge)], [0, 0, 1.0]])
    off = np.eye(3)
    off[:2] += rng.normal(0, 1, (2, 3)) * np.array([_OFF_U, _OFF_V])
    return np.asarray(np.linalg.inv(_TO_STRIP @ off @ stretch @ plane), np.float64)


def found_in(
    picture: npt.NDArray[np.uint8], origin: tuple[int, int], view: View, likely: Floats
) -> Floats:
    """``(3, 3)`` strip to picture as `find_keyboard` finds it in a ``picture`` (the part of the
    frame at ``origin``), in the octave of ``likely``; ``likely`` itself where it finds none, or far
    from there.
    """
    width, height = view.size
    left, top = origin
    frame = np.full((height, width), _SURROUNDINGS, np.uint8)
    frame[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    found = find_keyboard(frame)
    if found is None:
        return likely
    to_strip = _TO_STRIP @ found.plane @ np.diag([1 / height, 1 / height, 1.0])
    u = np.arange(0.5, WHITE_KEYS) * STRIP_COLUMNS / WHITE_KEYS
    places = np.stack([u, np.full_like(u, STRIP_ROWS / 2)], axis=1)
    pixels = mapped(likely, places)
    inside = view.in_picture(pixels)
    away = (mapped(to_strip, pixels) - places)[inside]
    octave_px = 7 * STRIP_COLUMNS / WHITE_KEYS
    shift = octave_px * float(np.round(np.median(away[:, 0]) / octave_px))
    if np.abs(away - [shift, 0.0]).max() > _LARGEST_MISS_PX:
        return likely
    moved = np.array([[1, 0, -shift], [0, 1, 0], [0, 0, 1.0]]) @ to_strip
    return np.asarray(np.linalg.inv(moved), np.float64)


def strip_map(to_picture: Floats) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The place in the picture of each pixel of the strip, x and y ``(60, 624)``, as
    `cv2.remap` wants them.
    """
    u, v = np.meshgrid(np.arange(STRIP_COLUMNS) + 0.5, np.arange(STRIP_ROWS) + 0.5)
    at = mapped(to_picture, np.stack([u.ravel(), v.ravel()], axis=1)) - 0.5
    x, y = at.T.reshape(2, STRIP_ROWS, STRIP_COLUMNS).astype(np.float32)
    return x, y
