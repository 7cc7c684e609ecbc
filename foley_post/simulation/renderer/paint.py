"""Pictures from samples: the still background painted once, the moving figure over it.

Four samples a pixel decide what covers it; each surface in a pixel is shaded once. Import this
module late: it needs numba.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.simulation.renderer.compiled import compiled
from foley_post.simulation.renderer.shade import POINT, point_look, shadowed

__all__ = ["paint_moving", "paint_still"]

Floats32 = npt.NDArray[np.float32]
Ints32 = npt.NDArray[np.int32]


@compiled
def _point_at(
    place: tuple[float, float],
    corner: tuple[int, int, int],
    mesh: tuple[Floats32, Floats32],
    out: Floats32,
) -> None:
    """Fill ``out (12,)`` with what the triangle carries at a place of the sample grid."""
    px, py = place
    screen, points = mesh
    a, b, c = corner
    xa, ya = screen[a, 0], screen[a, 1]
    ux, uy = screen[b, 0] - xa, screen[b, 1] - ya
    vx, vy = screen[c, 0] - xa, screen[c, 1] - ya
    over = 1.0 / (ux * vy - vx * uy)
    wb = ((px - xa) * vy - vx * (py - ya)) * over
    wc = (ux * (py - ya) - (px - xa) * uy) * over
    wa = (1.0 - wb - wc) * screen[a, 2]
    wb, wc = wb * screen[b, 2], wc * screen[c, 2]
    total = 1.0 / (wa + wb + wc)
    for k in range(POINT):
        out[k] = (wa * points[a, k] + wb * points[b, k] + wc * points[c, k]) * total


@compiled
def paint_still(
    index: Ints32,
    surface: tuple[Floats32, Floats32, Ints32, Ints32],
    sun: tuple[Floats32, Floats32, Floats32],
    out: Floats32,
) -> None:
    """Fill ``out (H, W, 9)`` from samples ``index (2 H, 2 W)``: the colour in the moving figure's
    shade, what the sun adds, and the place in the shadow map.

    ``sun``: the light's view, the shadow map and its tops. ``surface``: screen ``(N, 3)``, points
    ``(N, 12)``, triangles ``(M, 3)``, materials ``(M,)``.
    """
    screen, points, triangles, materials = surface
    light, shadow, tops = sun
    point, look = np.zeros(POINT, np.float32), np.zeros(9, np.float32)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            count = 0
            for s in range(4):
                sx, sy = 2 * x + s % 2, 2 * y + s // 2
                t = index[sy, sx]
                if t < 0:
                    continue
                corner = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                _point_at((sx + 0.5, sy + 0.5), corner, (screen, points), point)
                point_look(point, materials[t], light, look)
                lit = 1.0 - shadowed(shadow, tops, (look[6], look[7], look[8]))
                for k in range(3):
                    out[y, x, k] += 0.25 * look[k]
                    out[y, x, 3 + k] += 0.25 * look[3 + k] * lit
                    out[y, x, 6 + k] += look[6 + k]
                count += 1
            for k in range(6, 9):
                out[y, x, k] = out[y, x, k] / count if count else -1e6


@compiled
def _shading_alike(
    samples: tuple[Floats32, Ints32], materials: Ints32, pixel: tuple[int, int], first: int
) -> int:
    """Which of a pixel's four samples, from ``first`` on, are shaded as that one is: a bit each.
    They show the same material at nearly the same depth.
    """
    depth, index = samples
    x, y = pixel
    sx, sy = 2 * x + first % 2, 2 * y + first // 2
    material = materials[index[sy, sx]]
    alike = 1 << first
    if 7 <= material <= 8:  # lacquer and ivory are full of edges
        return alike
    for other in range(first + 1, 4):
        ox, oy = 2 * x + other % 2, 2 * y + other // 2
        if index[oy, ox] < 0 or materials[index[oy, ox]] != material:
            continue
        if abs(depth[oy, ox] - depth[sy, sx]) <= 0.004 * depth[sy, sx]:
            alike |= 1 << other
    return alike


@compiled
def paint_moving(
    samples: tuple[Floats32, Ints32],
    surface: tuple[Floats32, Floats32, Ints32, Ints32],
    around: tuple[Floats32, Floats32, Floats32, Floats32],
    out: Floats32,
) -> None:
    """Fill ``out (H, W, 3)``: the figure where ``samples`` (nearness and index, ``(2 H, 2 W)``,
    index -1 where still) has it, over the still background and its shadow on it.

    ``around``: the light's view; ``shadows (2, S, S)``: what still and moving things hide of
    the sun, with their tops; and the still background.
    """
    index = samples[1]
    light, shadows, tops, still = around
    fixed, moving, fixed_tops, moving_tops = shadows[0], shadows[1], tops[0], tops[1]
    screen, points, triangles, materials = surface
    point, look = np.zeros(POINT, np.float32), np.zeros(9, np.float32)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            free = 0
            taken = 0
            for s in range(4):
                sx, sy = 2 * x + s % 2, 2 * y + s // 2
                t = index[sy, sx]
                if t < 0:
                    free += 1
                    continue
                if taken & (1 << s):
                    continue
                shared = _shading_alike(samples, materials, (x, y), s)
                taken |= shared
                alike = 0.25 * (
                    (shared & 1) + (shared >> 1 & 1) + (shared >> 2 & 1) + (shared >> 3 & 1)
                )
                corner = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                _point_at((sx + 0.5, sy + 0.5), corner, (screen, points), point)
                point_look(point, materials[t], light, look)
                sun = look[6], look[7], look[8]
                hidden = shadowed(moving, moving_tops, sun)
                hidden = max(hidden, shadowed(fixed, fixed_tops, sun))
                for k in range(3):
                    out[y, x, k] += alike * (look[k] + look[3 + k] * (1.0 - hidden))
            if free:
                sun = still[y, x, 6], still[y, x, 7], still[y, x, 8]
                hidden = shadowed(moving, moving_tops, sun)
                for k in range(3):
                    out[y, x, k] += (
                        0.25 * free * (still[y, x, k] + still[y, x, 3 + k] * (1.0 - hidden))
                    )
