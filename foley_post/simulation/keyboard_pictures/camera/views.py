"""A camera over a keyboard: where the keyboard's plane is in its picture, and which keys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEYS
from foley_post.pose.keyboard.octave import mapped
from foley_post.simulation.keyboard_pictures.scene.key_boxes import WHITE_MM, Floats, KeyBoxes

__all__ = ["STRIP_COLUMNS", "STRIP_ROWS", "View"]

STRIP_COLUMNS, STRIP_ROWS = 624, 60
"""A strip has 12 columns a white key; its rows go from the white keys' front to their back."""


@dataclass(frozen=True, slots=True)
class View:
    """``camera_mm (3,)``; ``to_picture (3, 3)``: the plane of the white keys' tops (mm) to pixels,
    before the lens bends them; ``bend``: by which share of half the picture's width it does so at
    its edge (below 0 barrel); ``size``: width and height of the picture, pixels.
    """

    camera_mm: Floats
    to_picture: Floats
    size: tuple[int, int]
    bend: float

    def picture_at(self, points_mm: Floats) -> Floats:
        """Pixels ``(N, 2)`` at which points of the plane ``(N, 2)`` are seen."""
        straight = self._from_middle(mapped(self.to_picture, points_mm))
        bent = straight
        for _ in range(4):
            bent = straight * self._bending(bent)
        return self._pixels(bent)

    def plane_at(self, pixels: Floats) -> Floats:
        """Points of the plane, mm, that pixels ``(N, 2)`` show."""
        bent = self._from_middle(pixels)
        straight = self._pixels(bent / self._bending(bent))
        return mapped(np.asarray(np.linalg.inv(self.to_picture), np.float64), straight)

    def above(self, points_mm: Floats, high_mm: float) -> Floats:
        """Pixels ``(N, 2)`` at which points so high above points of the plane are seen."""
        share = self.camera_mm[2] / (self.camera_mm[2] - high_mm)
        under = self.camera_mm[:2]
        return self.picture_at(under + (points_mm - under) * share)

    def in_picture(self, pixels: Floats, spare_px: float = 0.0) -> npt.NDArray[np.bool_]:
        """Which pixels ``(..., 2)`` lie in the picture, or ``spare_px`` beside it."""
        low, high = -spare_px, np.array(self.size) - 1 + spare_px
        return np.asarray(((pixels >= low) & (pixels <= high)).all(axis=-1))

    def in_view(self, boxes: KeyBoxes) -> npt.NDArray[np.bool_]:
        """``(88,)``: keys of which the whole top is in the picture."""
        front = np.where(boxes.black, boxes.black_front_mm, 6.0)
        corners = np.empty((KEYS, 4, 2))
        corners[:, :, 0] = boxes.table[:, [1, 2, 1, 2]]
        corners[:, :2, 1], corners[:, 2:, 1] = front[:, None], boxes.back_mm - 8
        seen = self.picture_at(corners.reshape(-1, 2)).reshape(KEYS, 4, 2)
        return np.asarray(self.in_picture(seen).all(axis=1) & boxes.present)

    def key_px(self, x_mm: float) -> float:
        """Pixels from one white key to the next at x."""
        ends = np.array([[x_mm - WHITE_MM / 2, 75.0], [x_mm + WHITE_MM / 2, 75.0]])
        a, b = self.picture_at(ends)
        return float(np.linalg.norm(b - a))

    def span_mm(self, first_mm: float, last_mm: float) -> tuple[float, float]:
        """Between two x: from where to where the keyboard is in the picture, and a little more."""
        x = np.arange(first_mm, last_mm, 6.0)
        inside = np.zeros(len(x), np.bool_)
        for y in (0.0, 75.0, 150.0):
            seen = self.picture_at(np.stack([x, np.full_like(x, y)], axis=1))
            inside |= self.in_picture(seen, spare_px=20.0)
        return float(x[inside].min()) - 12.0, float(x[inside].max()) + 12.0

    def _from_middle(self, pixels: Floats) -> Floats:
        """Pixels from the picture's middle, in halves of its width."""
        return np.asarray((pixels - np.array(self.size) / 2) / (self.size[0] / 2))

    def _pixels(self, away: Floats) -> Floats:
        return np.asarray(away * (self.size[0] / 2) + np.array(self.size) / 2)

    def _bending(self, bent: Floats) -> Floats:
        return np.asarray(1 + self.bend * (bent**2).sum(axis=1, keepdims=True))
