"""The keys in light: how bright the keyboard is along the ray through each point of its plane.

What is seen is found exactly (`rays`); shadows of neighbours, dark gaps and mirrored lamps are told
by formulas, not by further rays.

Import this module late: it needs numba.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.keyboard_pictures.scene.materials import Surfaces
from foley_post.simulation.keyboard_pictures.scene.rays import (
    BLACK,
    CASE,
    CHEEK,
    DIP,
    FRONT_FACE,
    LEFT_FACE,
    NOTHING,
    SLIP,
    TOP_FACE,
    WHITE_FRONT,
    Ray,
    first_hit,
)
from foley_post.simulation.renderer.compiled import compiled

__all__ = ["shade_keys"]

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
What: TypeAlias = tuple[int, int, int]
"""Key, part and face."""
Spot: TypeAlias = tuple[float, float, float]

_WHITE_HIDES = 0.3
"""A white wall gives most of the sky's light that it hides back."""
_ABSENT_MM = -30.0
"""Height of a neighbour that is not there."""


@compiled
def _smooth(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)


@compiled
def _speckle(x: float, y: float) -> float:
    """Noise 0..1 that is the same each time for the same millimetre."""
    value = math.sin(math.floor(x) * 12.9898 + math.floor(y) * 78.233) * 43758.5453
    return value - math.floor(value)


@compiled
def _mirrored(spot: Spot, ray: Ray, tilt: float, lamps: F64) -> float:
    """Light that a mirror at a ``spot``, tilted by ``tilt`` in y, sends back along the ray."""
    total = 0.0
    for k in range(lamps.shape[0]):
        x = spot[0] - lamps[k, 0] * ray[2] - lamps[k, 1]
        y = spot[1] + lamps[k, 0] * (2 * tilt - ray[3]) - lamps[k, 2]
        q = (x / lamps[k, 3]) ** 2 + (y / lamps[k, 4]) ** 2
        total += lamps[k, 5] / (1.0 + q * q)
    return total


@compiled
def _behind_wall(rise: float, away: float, slope: float, soft: float) -> tuple[float, float]:
    """What a wall ``rise`` high at distance ``away`` leaves of the sky's and of the lamp's light;
    ``slope``: how far its shadow reaches towards the point, per height.
    """
    if rise <= 0.0:
        return 1.0, 1.0
    away = max(away, 0.0)
    sky = 0.5 * (1.0 + away / math.sqrt(away * away + rise * rise + 1e-6))
    if slope <= 0.0:
        return sky, 1.0
    return sky, _smooth((away - rise * slope) / (0.5 + rise * soft) + 0.5)


@compiled
def _neighbour(
    beside: tuple[int, int, int], y: float, keys: F64, surf: Surfaces
) -> tuple[float, float]:
    """Height of the top beside a key at depth ``y``, and how much of the sky that it hides it does
    not give back itself; ``beside``: the key, which part of it, and its side, -1 left or 1 right.
    """
    key, part, side = beside
    other = key + side
    if 0 <= other < keys.shape[0] and keys[other, 0] > 0 and part == WHITE_FRONT:
        other += side
    if not 0 <= other < keys.shape[0] or keys[other, 6] == 0:
        return _ABSENT_MM, 1.0
    z: float = surf.rise_mm * keys[other, 0] - keys[other, DIP] * (1.0 - y / surf.pivot_mm)
    return z, 1.0 if keys[other, 0] > 0 else _WHITE_HIDES


@compiled
def _under_blacks(what: What, spot: Spot, keys: F64, surf: Surfaces) -> tuple[float, float]:
    """What the black keys behind a white key's front leave there of sky and lamp."""
    key, (x, y, _) = what[0], spot
    sky, lit = 1.0, 1.0
    ahead = surf.black_front_mm - y
    aside = surf.lamp_x * ahead / max(surf.lamp_y, 0.05)
    for side in (-1, 1):
        other = key + side
        if not 0 <= other < keys.shape[0] or keys[other, 0] == 0 or keys[other, 6] == 0:
            continue
        under = x - keys[other, 1] if side > 0 else keys[other, 2] - x
        rise = surf.rise_mm - keys[other, DIP] + keys[key, DIP] * (1.0 - y / surf.pivot_mm)
        a, b = _behind_wall(rise, ahead, surf.lamp_y, surf.soft)
        if under > 0:
            sky *= 1 - (1 - a) * _smooth(under / 6.0)
        lit *= 1 - (1 - b) * _smooth((under + side * aside) / 2.0 + 0.5)
    return sky, lit


@compiled
def _marks(what: What, spot: Spot, keys: F64, surf: Surfaces) -> float:
    """What dust and stickers leave of a white key's light."""
    key, (x, y, _) = what[0], spot
    left = 1.0
    if surf.grain > 0:
        left -= surf.grain * _speckle(x * 0.9, y * 0.7)
    if surf.sticker > 0 and what[1] == WHITE_FRONT:
        middle = 0.5 * (keys[key, 1] + keys[key, 2])
        if abs(x - middle) < 5.0 and abs(y - 24.0) < 7.0:
            letter = _speckle(x / 2.0 + 7 * key, y / 2.5) > 0.6
            left *= 1 - surf.sticker * (0.8 if letter else 0.15)
    return left


@compiled
def _on_white(what: What, spot: Spot, keys: F64, surf: Surfaces) -> float:
    """Light of a white key's top, gloss apart."""
    (key, part, _), (x, y, _) = what, spot
    own = -keys[key, DIP] * (1.0 - y / surf.pivot_mm)
    sky, lit = 1.0, 1.0
    if part == WHITE_FRONT:
        sky, lit = _under_blacks(what, spot, keys, surf)
    for side in (-1, 1):
        column = (1 if side < 0 else 2) + 2 * part
        inward = (keys[key, column] - x) * side
        beside_z, hides = _neighbour((key, part, side), y, keys, surf)
        a, b = _behind_wall(beside_z - own, inward + surf.gap_mm, surf.lamp_x * side, surf.soft)
        sky *= 1 - hides * (1 - a)
        lit *= b
        if inward < 0.9:  # A rounded edge.
            lit *= 0.75 + 0.25 * max(inward, 0.0) / 0.9
    if surf.lamp_y > 0 or y > surf.back_mm - 15:
        a, b = _behind_wall(surf.case_z_mm - own, surf.back_mm - y, surf.lamp_y, surf.soft)
        sky *= a
        lit *= b
    light: float = keys[key, 5] * (surf.ambient * sky + surf.direct * lit)
    return light * _marks(what, spot, keys, surf)


@compiled
def _on_white_side(what: What, spot: Spot, keys: F64, surf: Surfaces) -> float:
    """Light of a white key's side: dark in the gap, lit where its neighbour is down."""
    (key, part, face), (_, y, z) = what, spot
    side = -1 if face == LEFT_FACE else 1
    beside_z, _ = _neighbour((key, part, side), y, keys, surf)
    bare = _smooth((z - beside_z) / 2.5 + 0.1)
    albedo: float = surf.white_side * keys[key, 5]
    lit = surf.direct * max(surf.lamp_x * side, 0.0)
    return albedo * (0.55 * surf.ambient + lit) * bare + surf.gap


@compiled
def _on_white_front(what: What, spot: Spot, keys: F64, surf: Surfaces) -> float:
    """Light of a white key's front, down to where the key slip hides it."""
    key, (_, y, z) = what[0], spot
    light = 0.5 * surf.ambient + surf.direct * max(-surf.lamp_y, 0.0)
    depth = z + keys[key, DIP] * (1.0 - y / surf.pivot_mm)
    albedo: float = surf.white_front * keys[key, 5]
    return albedo * light * _smooth((depth + 18.0) / 18.0)


@compiled
def _on_black(what: What, spot: Spot, keys: F64, surf: Surfaces) -> float:
    """Light of a black key's top, front or side, mirrored lamps apart."""
    (key, _, face), (x, y, z) = what, spot
    albedo: float = keys[key, 5]
    if face == TOP_FACE:
        edge = min(x - keys[key, 1], keys[key, 2] - x) - surf.side_slope * surf.rise_mm
        edge = min(edge, y - surf.black_front_mm - surf.front_slope * surf.rise_mm)
        shine = surf.edge_gloss * (1 - max(float(edge), 0.0) / 1.2) if edge < 1.2 else 0.0
        return albedo * (surf.ambient + surf.direct) + shine
    if face == FRONT_FACE:
        lit = max(-surf.lamp_y, 0.0) + 0.3
        return albedo * (0.6 + lit) + 0.5 * surf.edge_gloss * lit
    lit = max(surf.lamp_x * (-1 if face == LEFT_FACE else 1), 0.0)
    light = albedo * (0.5 * surf.ambient + surf.direct * lit) + 0.6 * surf.edge_gloss * lit
    return light * _smooth((z + 2.0) / 6.0)


@compiled
def _on_case(hit: int, face: int, surf: Surfaces) -> float:
    """Light of what surrounds the keys."""
    if hit == NOTHING:
        return surf.gap
    if hit == CASE and face == FRONT_FACE:
        return surf.felt * (0.4 * surf.ambient + (0.3 * surf.direct if surf.lamp_y < 0 else 0.0))
    if hit == SLIP:
        return surf.slip
    return surf.cheek if hit == CHEEK else surf.case


@compiled
def _seen(ray: Ray, keys: F64, surf: Surfaces, lamps: F64) -> float:
    """Light along one ray."""
    z, hit, face, part = first_hit(ray, keys, surf)
    if hit < 0:
        return _on_case(hit, face, surf)
    what = (hit, part, face)
    spot = (ray[0] + z * ray[2], ray[1] + z * ray[3], z)
    tilt = -keys[hit, DIP] / surf.pivot_mm
    if part == BLACK:
        light = _on_black(what, spot, keys, surf)
        if face == TOP_FACE:
            light += surf.black_gloss * _mirrored(spot, ray, tilt, lamps)
        return light
    if face == TOP_FACE:
        light = _on_white(what, spot, keys, surf)
        return light + surf.white_gloss * _mirrored(spot, ray, tilt, lamps)
    if face == FRONT_FACE:
        return _on_white_front(what, spot, keys, surf)
    return _on_white_side(what, spot, keys, surf)


@compiled
def shade_keys(
    out: F32, columns: tuple[int, int], lens: F64, keyboard: tuple[F64, Surfaces, F64]
) -> None:
    """Write linear light into the ``columns`` (first, past the last) of ``out (H, W)``.

    ``lens (6,)``: x and y of the first pixel's middle, mm a pixel, the camera's place;
    ``keyboard``: keys as in `rays.first_hit`, surfaces, and lamps as in `Scene.mirrored`.
    """
    keys, surf, lamps = keyboard
    for row in range(out.shape[0]):
        py = lens[1] + row * lens[2]
        hy = (lens[4] - py) / lens[5]
        for column in range(columns[0], columns[1]):
            px = lens[0] + column * lens[2]
            out[row, column] = _seen((px, py, (lens[3] - px) / lens[5], hy), keys, surf, lamps)
