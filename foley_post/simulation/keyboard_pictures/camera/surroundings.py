"""How much light falls where over a keyboard, and what lies around it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.simulation.keyboard_pictures.camera.canvas import Sheet
from foley_post.simulation.keyboard_pictures.scene.materials import Scene

__all__ = ["illumination"]

F32 = npt.NDArray[np.float32]


def illumination(sheet: Sheet, scene: Scene, rng: np.random.Generator) -> F32:
    """``(rows, columns)``, about 1: what the light on the canvas is multiplied by. It falls off to
    the sides; a floor, a lap or a desk before the key slip and the case's own pattern are made of
    it too.
    """
    x = np.linspace(-1, 1, sheet.columns)[None, :]
    y = np.linspace(-1, 1, sheet.rows)[:, None]
    fall = rng.normal(0, 0.15) * x + rng.normal(0, 0.08) * y
    fall = fall + rng.normal(0, 0.12) * (x - rng.uniform(-1, 1)) ** 2
    light = np.exp(fall - fall.mean())
    place = sheet.y_mm + sheet.pitch_mm * np.arange(sheet.rows)
    pattern = _pattern(sheet, rng)
    before = place < -rng.uniform(8, 40)
    if rng.random() < 0.6:
        level = np.exp(rng.uniform(np.log(0.03), np.log(0.8))) / max(scene.surfaces.slip, 1e-3)
        light = np.where(before[:, None], level * pattern, light)
    behind = place > scene.boxes.back_mm + rng.uniform(3, 30)
    if rng.random() < 0.5:
        light = np.where(behind[:, None], light * pattern, light)
    return np.asarray(light, np.float32)


def _pattern(sheet: Sheet, rng: np.random.Generator) -> F32:
    """Patches or clouds, about 1 ``(rows, columns)``."""
    patches = (int(rng.integers(2, 7)), int(rng.integers(2, 60)))
    values = np.exp(rng.normal(0, 0.5) + rng.normal(0, 0.5, patches)).astype(np.float32)
    edges = cv2.INTER_NEAREST if rng.random() < 0.5 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(values, (sheet.columns, sheet.rows), interpolation=edges))
