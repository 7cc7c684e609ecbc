"""How a point of a surface looks: material, grain, one soft sun, a fill light and the sky.

Import this module late: it needs numba.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from foley_post.simulation.renderer.compiled import compiled

__all__ = ["COARSE", "POINT", "light_view", "point_look", "shadowed", "tops"]

Floats32 = npt.NDArray[np.float32]
Ints32 = npt.NDArray[np.int32]

COARSE = 16
"""Samples of the shadow map to a block of `tops`."""
POINT = 12
"""Numbers a vertex carries: place, normal, colour, grain, three each."""


def light_view(
    towards: npt.NDArray[np.float64], centre: npt.NDArray[np.float64], radius_m: float, size: int
) -> Floats32:
    """``(5, 4)``: three rows from world to shadow map (columns, rows, metres towards the light,
    always above 0), then the direction towards the light, then a free row for the eye.
    """
    towards = towards / np.linalg.norm(towards)
    x = np.cross([0.0, 0.0, 1.0], towards)
    x /= np.linalg.norm(x)
    y = np.cross(towards, x)
    scale = size / 2 / radius_m
    view = np.zeros((5, 4), np.float32)
    view[0] = (*(x * scale), size / 2 - scale * (x @ centre))
    view[1] = (*(y * scale), size / 2 - scale * (y @ centre))
    view[2] = (*towards, 10.0 - towards @ centre)
    view[3, :3] = towards
    return view


_FINISH = np.array(
    [
        (0.02, 10.0, 0.0),  # plain
        (0.14, 16.0, 0.35),  # skin: light wraps round it
        (0.00, 8.0, 0.15),  # cloth
        (0.12, 30.0, 0.0),  # wood
        (0.02, 10.0, 0.0),  # wall
        (0.60, 60.0, 0.3),  # eye
        (0.16, 14.0, 0.1),  # hair
        (0.35, 50.0, 0.0),  # lacquer
        (0.10, 40.0, 0.0),  # ivory
        (0.30, 35.0, 0.0),  # glossy wood
    ]
)
"""By material (`mesh.Material`): gloss, its sharpness, and how far light wraps round."""


def tops(shadow: Floats32) -> Floats32:
    """``(S / COARSE, S / COARSE)``: the highest thing in each block of the shadow map and in its
    neighbours; what is above it is in no shadow, and needs no closer look.
    """
    size = shadow.shape[0] // COARSE
    highest = shadow.reshape(size, COARSE, size, COARSE).max(axis=(1, 3))
    padded = np.pad(highest, 1)
    shifted = [padded[y : y + size, x : x + size] for y in range(3) for x in range(3)]
    result: Floats32 = np.max(shifted, axis=0)
    return result


@compiled
def _cell(i: int, j: int, k: int) -> float:
    mixed = (i * 73856093) ^ (j * 19349663) ^ (k * 83492791)
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0x7FFFFFFF
    return (mixed & 0xFFFF) / 65536.0


@compiled
def _noise(x: float, y: float, z: float) -> float:
    """Smooth value noise, 0..1, one cell a unit."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    u, v, w = x - i, y - j, z - k
    u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
    total = 0.0
    for a in range(2):
        for b in range(2):
            for c in range(2):
                share = (u if a else 1 - u) * (v if b else 1 - v) * (w if c else 1 - w)
                total += share * _cell(i + a, j + b, k + c)
    return total


@compiled
def _grain(material: int, x: float, y: float, z: float) -> float:
    """How much brighter than its colour the material is at that place of its texture."""
    bright = 1.0
    if material == 1:  # skin
        bright = 0.93 + 0.14 * _noise(x * 60, y * 60, z * 60)
    elif material == 2:  # cloth
        bright = 0.84 + 0.17 * _noise(x * 25, y * 25, z * 25)
        bright += 0.15 * _noise(x * 500, y * 500, z * 500)
    elif material == 3:  # wood
        warp = 1.5 * _noise(x * 4, y * 4, z * 4)
        bright = 0.76 + 0.34 * _noise(x * 3 + warp, y * 60, z * 60)
        bright += 0.1 * _noise(x * 8, y * 200, z * 200)
    elif material == 4:  # wall
        bright = 0.9 + 0.14 * _noise(x * 2, y * 2, z * 2) + 0.06 * _noise(x * 60, y * 60, z * 60)
    elif material == 6:  # hair
        strand = _noise(x * 420, y * 30, z * 160)
        bright = 0.5 + 0.6 * strand + 0.5 * _noise(x * 45, y * 12, z * 30)
    elif material == 9:  # glossy wood
        bright = 0.82 + 0.36 * _noise(x * 25, y * 400, z * 400)
    return bright


@compiled
def point_look(point: Floats32, material: int, light: Floats32, out: Floats32) -> None:
    """Fill ``out (9,)``: colour in the shade, colour that the sun adds, and the place in the shadow
    map (column, row, towards the light), for ``point (12,)`` (see `POINT`; grain by metres).
    """
    px, py, pz = point[0], point[1], point[2]
    nx, ny, nz = point[3], point[4], point[5]
    size = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
    nx, ny, nz = nx * size, ny * size, nz * size
    vx, vy, vz = light[4, 0] - px, light[4, 1] - py, light[4, 2] - pz
    size = 1.0 / math.sqrt(vx * vx + vy * vy + vz * vz)
    vx, vy, vz = vx * size, vy * size, vz * size
    away = nx * vx + ny * vy + nz * vz
    if away < 0.0 and material in (1, 5, 6):
        # A rounded closed surface seen past its rim: light the rim.
        nx, ny, nz = nx - away * vx, ny - away * vy, nz - away * vz
    elif away < 0.0:
        nx, ny, nz = -nx, -ny, -nz
    lx, ly, lz = light[3, 0], light[3, 1], light[3, 2]
    gloss, sharp, wrap = _FINISH[material, 0], _FINISH[material, 1], _FINISH[material, 2]
    sun = max(0.0, (nx * lx + ny * ly + nz * lz + wrap) / (1.0 + wrap))
    hx, hy, hz = lx + vx, ly + vy, lz + vz
    size = 1.0 / math.sqrt(hx * hx + hy * hy + hz * hz)
    shine = gloss * max(0.0, (nx * hx + ny * hy + nz * hz) * size) ** sharp
    facing = 1.0 - max(0.0, nx * vx + ny * vy + nz * vz)
    fill = 0.22 * max(0.0, -0.6 * nx + 0.25 * ny + 0.75 * nz)
    shade = 0.36 + 0.15 * ny + fill
    rim = 0.05 * facing**4 if material == 1 else 0.0
    grain = _grain(material, point[9], point[10], point[11])
    warm = 0.25 * sun * (1.0 - sun) if material == 1 else 0.0
    for k in range(3):
        out[k] = point[6 + k] * grain * shade + rim
        out[3 + k] = point[6 + k] * grain * 0.78 * sun + shine
    out[3] += point[6] * grain * warm
    # Shadows are looked up a little off the surface, or it would shade itself.
    ox, oy, oz = px + 0.004 * nx, py + 0.004 * ny, pz + 0.004 * nz
    for k in range(3):
        out[6 + k] = light[k, 0] * ox + light[k, 1] * oy + light[k, 2] * oz + light[k, 3]


@compiled
def shadowed(shadow: Floats32, tops: Floats32, place: tuple[float, float, float]) -> float:
    """How much of the sun, 0..1, is hidden by what ``shadow (S, S)`` holds (``tops``: see `tops`)
    from ``place``: column, row, towards the light.
    """
    column, row, towards = place
    size = shadow.shape[0]
    if column < 0.0 or row < 0.0 or column >= size or row >= size:
        return 0.0
    if tops[int(row) // COARSE, int(column) // COARSE] <= towards + 0.003:
        return 0.0
    hidden = 0.0
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            x, y = int(column + 1.3 * dx), int(row + 1.3 * dy)
            if 0 <= x < size and 0 <= y < size and shadow[y, x] > towards + 0.003:
                hidden += 1.0
    return 0.92 * hidden / 25.0
