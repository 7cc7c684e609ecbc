"""Hands drawn over the keyboard's plane: a field of heights as the camera sees it, shaded, and the
shadows that hands throw on the keys.

``lens (6,)`` everywhere: x and y of the first pixel's middle, mm a pixel, the camera's place.

Import this module late: it needs numba.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.keyboard_pictures.scene.materials import Surfaces
from foley_post.simulation.renderer.compiled import compiled

__all__ = ["add_heights", "add_shadows", "shade_heights"]

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Disc: TypeAlias = tuple[float, float, float]
"""x, y and radius on the plane."""
Place: TypeAlias = tuple[float, float, float]
Box: TypeAlias = tuple[int, int, int, int]
Field: TypeAlias = tuple[float, float, float, int, int]
"""x and y of the first pixel's middle, mm a pixel, rows, columns."""

_SKY_SPREAD = 1.6
"""How fast what hides the sky loses its edge, per height."""
_SKY_MOST = 0.8


@compiled
def _box(a: Disc, b: Disc, spare: float, field: Field) -> Box:
    """Rows and columns (first, past the last, each) that two discs and what joins them touch."""
    x, y, pitch, rows, columns = field
    reach = max(a[2], b[2]) + spare
    top = max(int((min(a[1], b[1]) - reach - y) / pitch), 0)
    bottom = min(int((max(a[1], b[1]) + reach - y) / pitch) + 2, rows)
    left = max(int((min(a[0], b[0]) - reach - x) / pitch), 0)
    right = min(int((max(a[0], b[0]) + reach - x) / pitch) + 2, columns)
    return top, bottom, left, right


@compiled
def _nearest(dx: float, dy: float, ex: float, ey: float) -> tuple[float, float]:
    """How far along a line (dx, dy) the point nearest to (ex, ey) lies, 0..1, and how far away."""
    s = min(max((ex * dx + ey * dy) / (dx * dx + dy * dy + 1e-9), 0.0), 1.0)
    return s, math.sqrt((ex - s * dx) ** 2 + (ey - s * dy) ** 2)


@compiled
def _on_plane(place: Place, radius: float, lens: F64) -> Disc:
    """What a ball covers of the plane, seen from right above it."""
    x, y, z = place
    share = lens[5] / (lens[5] - z)
    return lens[3] + (x - lens[3]) * share, lens[4] + (y - lens[4]) * share, radius * share


@compiled
def _slant(a: Disc, b: Disc, lens: F64) -> tuple[float, float, float]:
    """The direction (x, y) of the line of sight over the plane, and by how much it shortens what
    lies along it: a ball seen aslant covers an ellipse.
    """
    wx, wy = lens[3] - 0.5 * (a[0] + b[0]), lens[4] - 0.5 * (a[1] + b[1])
    flat = math.sqrt(wx * wx + wy * wy) + 1e-9
    return wx / flat, wy / flat, 1.0 - lens[5] / math.sqrt(lens[5] * lens[5] + flat * flat)


@compiled
def add_heights(layers: tuple[F32, F32, F32], lens: F64, parts: F64) -> None:
    """Lay the capsules ``parts (N, 10)`` into the ``layers``, each ``(H, W)``: height (mm), how far
    a pixel is covered (0..1), albedo.
    """
    high, cover, albedo = layers
    pitch = lens[2]
    field = (lens[0], lens[1], pitch, high.shape[0], high.shape[1])
    for n in range(parts.shape[0]):
        za, zb = parts[n, 2], parts[n, 5]
        a = _on_plane((parts[n, 0], parts[n, 1], za), parts[n, 6], lens)
        b = _on_plane((parts[n, 3], parts[n, 4], zb), parts[n, 7], lens)
        wx, wy, squash = _slant(a, b, lens)
        longer = max(a[2], b[2]) * (1.0 / max(1.0 - squash, 0.2) - 1.0) + 2 * pitch
        top, bottom, left, right = _box(a, b, longer, field)
        along = ((b[0] - a[0]) * wx + (b[1] - a[1]) * wy) * squash
        dx, dy = b[0] - a[0] - along * wx, b[1] - a[1] - along * wy
        for row in range(top, bottom):
            for column in range(left, right):
                ex, ey = lens[0] + column * pitch - a[0], lens[1] + row * pitch - a[1]
                along = (ex * wx + ey * wy) * squash
                s, away = _nearest(dx, dy, ex - along * wx, ey - along * wy)
                radius = a[2] + s * (b[2] - a[2])
                share = min((radius - away) / pitch + 0.5, 1.0)
                if share <= 0.0:
                    continue
                q = min(away / radius, 1.0)
                z = za + s * (zb - za) + radius * math.sqrt(1.0 - q * q)
                cover[row, column] = max(cover[row, column], share)
                if z > high[row, column]:
                    high[row, column] = z
                    albedo[row, column] = parts[n, 8]


@compiled
def shade_heights(
    out: F32, layers: tuple[F32, F32, F32], surf: Surfaces, finish: tuple[float, float]
) -> None:
    """Lay the shaded ``layers`` of `add_heights` over ``out (H, W)``, where they cover it;
    ``finish``: gloss, mm a pixel.
    """
    high, cover, albedo = layers
    gloss, pitch = finish
    rows, columns = high.shape
    sx, sy = surf.lamp_x, surf.lamp_y
    level = 1.0 / math.sqrt(1.0 + sx * sx + sy * sy)
    for r in range(rows):
        for c in range(columns):
            if cover[r, c] <= 0.0:
                continue
            gx = high[r, min(c + 1, columns - 1)] - high[r, max(c - 1, 0)]
            gy = high[min(r + 1, rows - 1), c] - high[max(r - 1, 0), c]
            gx = min(max(gx / (2 * pitch), -3.0), 3.0)
            gy = min(max(gy / (2 * pitch), -3.0), 3.0)
            up = 1.0 / math.sqrt(1.0 + gx * gx + gy * gy)
            lit = (1.0 - gx * sx - gy * sy) * up * level
            # Skin lets light in: it goes round a little.
            wrapped = max((lit + 0.25) / 1.25, 0.0)
            light = albedo[r, c] * (
                surf.ambient * (0.45 + 0.55 * up) + surf.direct / level * wrapped
            )
            light += 0.3 * gloss * surf.direct / level * max(lit, 0.0) ** 12
            out[r, c] += cover[r, c] * (light - out[r, c])


@compiled
def _hide(out: F32, shadow: tuple[Disc, Disc, float, float], spread: float, field: Field) -> None:
    """Write into ``out`` how much of a light a capsule hides whose ``shadow`` reaches from disc to
    disc, thrown from two heights, with an edge ``spread`` wide per height; the larger of old and
    new.
    """
    a, b, za, zb = shadow
    x, y, pitch = field[0], field[1], field[2]
    edge = 0.5 * spread * max(za, zb) + 2 * pitch
    top, bottom, left, right = _box(a, b, edge, field)
    for row in range(top, bottom):
        for column in range(left, right):
            s, away = _nearest(
                b[0] - a[0], b[1] - a[1], x + column * pitch - a[0], y + row * pitch - a[1]
            )
            radius = a[2] + s * (b[2] - a[2])
            blur = spread * (za + s * (zb - za)) + 1.5 * pitch
            share = (radius + 0.5 * blur - away) / blur
            if share <= 0.0:
                continue
            share = min(share, 1.0)
            # A lamp larger than what hides it is hidden in part only.
            share = share * share * (3.0 - 2.0 * share) * min(1.0, 2.5 * radius / blur)
            out[row, column] = max(out[row, column], share)


@compiled
def add_shadows(layers: tuple[F32, F32], lens: F64, parts: F64, surf: Surfaces) -> None:
    """How much of the lamp and of the sky capsules take from the plane: the larger of what the
    ``layers``, each ``(H, W)``, 0..1, hold and of what is new.
    """
    lamp, sky = layers
    field = (lens[0], lens[1], lens[2], sky.shape[0], sky.shape[1])
    for n in range(parts.shape[0]):
        if parts[n, 9] == 0.0:
            continue
        za, zb = max(parts[n, 2], 0.0), max(parts[n, 5], 0.0)
        a = (parts[n, 0] - surf.lamp_x * za, parts[n, 1] - surf.lamp_y * za, parts[n, 6])
        b = (parts[n, 3] - surf.lamp_x * zb, parts[n, 4] - surf.lamp_y * zb, parts[n, 7])
        _hide(lamp, (a, b, za, zb), surf.soft, field)
        a = (parts[n, 0], parts[n, 1], parts[n, 6])
        b = (parts[n, 3], parts[n, 4], parts[n, 7])
        _hide(sky, (a, b, za, zb), _SKY_SPREAD, field)
    for row in range(sky.shape[0]):
        for column in range(sky.shape[1]):
            sky[row, column] = min(sky[row, column], _SKY_MOST)
