"""Light over a drawn keyboard, and what its parts are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats, KeyBoxes

__all__ = ["Scene", "Surfaces", "random_scene"]


class Surfaces(NamedTuple):
    """Measures (mm), albedos (0..1) and light that compiled loops read.

    ``front_slope``, ``side_slope``: how black keys taper upwards; ``white_side``, ``white_front``:
    albedo of white keys' other faces as a share of their tops'; ``gap``: light in the gaps;
    ``slip``, ``case``, ``cheek``: heights and albedos of the wood before, behind and beside the
    keys; ``felt`` at their back; ``gloss`` of white and black keys and of black keys' edges;
    ``grain`` of the white keys; ``sticker``: how dark letters on them are.

    ``lamp_x``, ``lamp_y``: how far aside of a point the lamp stands, per height above it;
    ``direct``, ``ambient``: what a level surface gets of the lamp and of all else, 1 together;
    ``soft``: width of a shadow's edge, per height.
    """

    black_front_mm: float
    back_mm: float
    rise_mm: float
    pivot_mm: float
    gap_mm: float
    first_x_mm: float
    last_x_mm: float
    front_slope: float
    side_slope: float
    white_side: float
    white_front: float
    gap: float
    slip_z_mm: float
    slip: float
    case_z_mm: float
    case: float
    cheek_z_mm: float
    cheek: float
    felt: float
    white_gloss: float
    black_gloss: float
    edge_gloss: float
    grain: float
    sticker: float
    lamp_x: float
    lamp_y: float
    direct: float
    ambient: float
    soft: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A keyboard in its light. ``mirrored (L, 6)``: what glossy keys mirror, each with height, x,
    y, width, depth (mm) and strength.
    """

    boxes: KeyBoxes
    surfaces: Surfaces
    mirrored: Floats


def random_scene(boxes: KeyBoxes, camera_mm: Floats, rng: np.random.Generator) -> Scene:
    """Light from above or from a side, hard or soft; plastic or wood, dust, gloss, stickers."""
    mirrored = [_mirrored(boxes, camera_mm, rng) for _ in range(int(rng.integers(1, 4)))]
    return Scene(boxes, _surfaces(boxes, rng), np.array(mirrored))


def _surfaces(boxes: KeyBoxes, rng: np.random.Generator) -> Surfaces:
    first_x, last_x = boxes.span_mm
    case = rng.uniform(0.01, 0.1) if rng.random() < 0.75 else rng.uniform(0.15, 0.7)
    direct = float(rng.uniform(0.1, 0.85))
    return Surfaces(
        black_front_mm=boxes.black_front_mm,
        back_mm=boxes.back_mm,
        rise_mm=boxes.rise_mm,
        pivot_mm=boxes.pivot_mm,
        gap_mm=boxes.gap_mm,
        first_x_mm=first_x,
        last_x_mm=last_x,
        front_slope=float(rng.uniform(0.1, 0.55)),
        side_slope=float(rng.uniform(0.0, 0.14)),
        white_side=float(rng.uniform(0.7, 1.0) if rng.random() < 0.7 else rng.uniform(0.25, 0.6)),
        white_front=float(rng.uniform(0.5, 1.0)),
        gap=float(rng.uniform(0.004, 0.05)),
        slip_z_mm=float(rng.uniform(-16, -3)),
        slip=float(case * rng.uniform(0.7, 1.4)),
        case_z_mm=float(rng.uniform(3, 16) if rng.random() < 0.5 else rng.uniform(14, 40)),
        case=float(case),
        cheek_z_mm=float(rng.uniform(-2, 15)),
        cheek=float(case * rng.uniform(0.7, 1.4)),
        felt=float(rng.uniform(0.005, 0.05) if rng.random() < 0.5 else rng.uniform(0.05, 0.2)),
        white_gloss=_some(rng, 0.5, 0.06),
        black_gloss=float(rng.uniform(0.0, 0.02) if rng.random() < 0.5 else rng.uniform(0, 0.06)),
        edge_gloss=_some(rng, 0.5, 0.25),
        grain=_some(rng, 0.3, 0.08),
        sticker=_some(rng, 0.07, 0.9),
        lamp_x=float(rng.normal(0, 0.55)),
        lamp_y=float(rng.normal(0.1, 0.5)),
        direct=direct,
        ambient=1 - direct,
        soft=_ratio(rng, 0.08, 1.5),
    )


def _mirrored(boxes: KeyBoxes, camera_mm: Floats, rng: np.random.Generator) -> list[float]:
    """A lamp or window that a mirror in the keys, somewhere at them, shows to the camera."""
    left, right = boxes.span_mm
    high = rng.uniform(900, 2200)
    x, y = rng.uniform(left - 200, right + 200), rng.uniform(-150, 250)
    share = high / camera_mm[2]
    place = [high, x + (x - camera_mm[0]) * share, y + (y - camera_mm[1]) * share]
    return [*place, _ratio(rng, 60, 1200), _ratio(rng, 60, 900), _ratio(rng, 0.5, 12)]


def _ratio(rng: np.random.Generator, low: float, high: float) -> float:
    """Between two bounds, evenly in ratio."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _some(rng: np.random.Generator, share: float, most: float) -> float:
    """Up to ``most`` in a ``share`` of cases, else 0."""
    return float(rng.uniform(0.0, most)) if rng.random() < share else 0.0
