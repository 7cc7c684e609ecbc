"""The keyboard at one moment, keys, hands and shadows, as the camera sees its plane."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.simulation.keyboard_pictures.performance.performances import Performance
from foley_post.simulation.keyboard_pictures.scene.hand_drawing import (
    add_heights,
    add_shadows,
    shade_heights,
)
from foley_post.simulation.keyboard_pictures.scene.hand_shapes import capsules
from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats
from foley_post.simulation.keyboard_pictures.scene.key_shading import shade_keys
from foley_post.simulation.keyboard_pictures.scene.materials import Scene

__all__ = ["Canvas", "Sheet"]

F32 = npt.NDArray[np.float32]

_SHADOW_MM = 3.2
"""Shadows are drawn in coarser pixels of about this size."""
_STILL_MM = 0.07
"""A key that moved less looks as before."""
_REACH_MM = 14.0
"""How far aside a key's movement shows, beside what the camera's slant adds."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the pixels ``(rows, columns)`` of a canvas lie in the keyboard's plane: x and y (mm) of
    the first one's middle, mm a pixel, and the camera above.
    """

    x_mm: float
    y_mm: float
    pitch_mm: float
    rows: int
    columns: int
    camera_mm: Floats

    def lens(self, first: int = 0, step: int = 1) -> Floats:
        """``(6,)``, as compiled loops read it, from column ``first`` on, ``step`` pixels in one."""
        middle = (step - 1) / 2 * self.pitch_mm
        x = self.x_mm + first * self.pitch_mm + middle
        return np.array([x, self.y_mm + middle, self.pitch_mm * step, *self.camera_mm])

    def column(self, x_mm: float) -> int:
        """The column at x, if need be the nearest there is."""
        return int(np.clip((x_mm - self.x_mm) / self.pitch_mm, 0, self.columns))


class Canvas:
    """A performance on a keyboard, drawn moment by moment in linear light; a white key in full
    light has its albedo. Keys are drawn anew only where they move.
    """

    def __init__(self, sheet: Sheet, scene: Scene, performance: Performance) -> None:
        self.sheet = sheet
        self.scene = scene
        self.performance = performance
        white = np.flatnonzero(~scene.boxes.black)
        self._keys = np.zeros((len(scene.boxes.table), 9))
        self._keys[:, :7] = scene.boxes.table
        self._keys[: len(white), 8] = white
        self._drawn: F32 = np.zeros((sheet.rows, sheet.columns), np.float32)
        self._shade(0, sheet.columns)

    @property
    def keys(self) -> F32:
        """The keys alone, ``(rows, columns)``, as they were drawn last."""
        return self._drawn

    def moment(self, time_s: float, light: F32) -> F32:
        """Keys and hands ``(rows, columns)`` at a time, in the ``light`` that falls where."""
        self._move_keys(self.performance.dip_at(time_s))
        picture = self._drawn * light
        for hand, joints in self.performance.hands_at(time_s):
            self._lay(picture, capsules(joints, hand.look, hand.scale), hand.look.gloss)
        return picture

    def shadow(self, time_s: float) -> F32 | None:
        """What the hands' shadows leave of the light ``(rows, columns)``; None without hands."""
        sheet, surfaces = self.sheet, self.scene.surfaces
        step = max(round(_SHADOW_MM / sheet.pitch_mm), 1)
        shape = sheet.rows // step + 1, sheet.columns // step + 1
        lamp, sky = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        for hand, joints in self.performance.hands_at(time_s):
            parts = capsules(joints, hand.look, hand.scale)
            add_shadows((lamp, sky), sheet.lens(step=step), parts, surfaces)
        if not lamp.any() and not sky.any():
            return None
        left = 1 - surfaces.direct * lamp - 0.75 * surfaces.ambient * sky
        large = cv2.resize(left, (shape[1] * step, shape[0] * step))
        return np.asarray(large[: sheet.rows, : sheet.columns], np.float32)

    def _move_keys(self, dip_mm: Floats) -> None:
        """Draw anew the columns of keys that moved."""
        moved = np.flatnonzero(np.abs(dip_mm - self._keys[:, 7]) > _STILL_MM)
        self._keys[moved, 7] = dip_mm[moved]
        middle = self.scene.boxes.middle_mm[moved]
        camera = self.sheet.camera_mm
        reach = 12.0 + _REACH_MM * (1 + np.abs(camera[0] - middle) / camera[2])
        done = -np.inf
        for left, right in sorted(zip(middle - reach, middle + reach, strict=True)):
            self._shade(self.sheet.column(max(left, done)), self.sheet.column(right) + 1)
            done = max(done, right)

    def _shade(self, first: int, last: int) -> None:
        last = min(last, self.sheet.columns)
        if last > first:
            keyboard = (self._keys, self.scene.surfaces, self.scene.mirrored)
            shade_keys(self._drawn, (first, last), self.sheet.lens(), keyboard)

    def _lay(self, picture: F32, parts: Floats, gloss: float) -> None:
        """Draw one hand over the picture."""
        first, last = self._columns(parts)
        if last - first < 4:
            return
        layers = tuple(np.zeros((self.sheet.rows, last - first), np.float32) for _ in range(3))
        high, cover, albedo = layers
        add_heights((high, cover, albedo), self.sheet.lens(first), parts)
        pitch = self.sheet.pitch_mm
        high = cv2.GaussianBlur(high, (0, 0), max(1.6 / pitch, 0.5))
        part = np.ascontiguousarray(picture[:, first:last])
        shade_heights(part, (high, cover, albedo), self.scene.surfaces, (gloss, pitch))
        picture[:, first:last] = part

    def _columns(self, parts: Floats) -> tuple[int, int]:
        """The columns that capsules may cover."""
        camera = self.sheet.camera_mm
        x, z = parts[:, [0, 3]].ravel(), parts[:, [2, 5]].ravel()
        seen = camera[0] + (x - camera[0]) * camera[2] / (camera[2] - z)
        return self.sheet.column(seen.min() - 45.0), self.sheet.column(seen.max() + 45.0)
