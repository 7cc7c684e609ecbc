"""Which triangle is seen at each sample of a picture: a plain z-buffer.

Import this module late: it needs numba.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.simulation.renderer.compiled import compiled

__all__ = ["draw", "smooth_normals"]

Floats32 = npt.NDArray[np.float32]
Ints32 = npt.NDArray[np.int32]


@compiled
def draw(mesh: tuple[Floats32, Ints32, Floats32], samples: tuple[Floats32, Ints32]) -> None:
    """Draw a mesh (screen, triangles, edge) into samples (depth, index), both ``(H, W)``, where it
    is nearer than what they hold.

    ``screen (N, 3)``: x and y in samples, and a nearness that is linear on the screen (1 / distance
    for a lens, height towards the light for a shadow map); 0 or below is behind the camera.
    ``triangles (M, 3)``. ``edge (N,)``: a triangle is not there where this, interpolated, is below
    0. ``index`` becomes the triangle's number.
    """
    screen, triangles, edge = mesh
    depth, index = samples
    height, width = depth.shape
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        na, nb, nc = screen[a, 2], screen[b, 2], screen[c, 2]
        if na <= 0.0 or nb <= 0.0 or nc <= 0.0:
            continue
        ea, eb, ec = edge[a], edge[b], edge[c]
        if ea < 0.0 and eb < 0.0 and ec < 0.0:
            continue
        cut = ea < 0.0 or eb < 0.0 or ec < 0.0
        xa, ya, xb, yb = screen[a, 0], screen[a, 1], screen[b, 0], screen[b, 1]
        xc, yc = screen[c, 0], screen[c, 1]
        area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya)
        if abs(area) < 1e-7:
            continue
        left = max(0, int(min(xa, xb, xc) - 0.5))
        right = min(width - 1, int(max(xa, xb, xc) + 0.5))
        top = max(0, int(min(ya, yb, yc) - 0.5))
        bottom = min(height - 1, int(max(ya, yb, yc) + 0.5))
        over = 1.0 / area
        for y in range(top, bottom + 1):
            py = y + 0.5
            for x in range(left, right + 1):
                px = x + 0.5
                wb = ((px - xa) * (yc - ya) - (xc - xa) * (py - ya)) * over
                wc = ((xb - xa) * (py - ya) - (px - xa) * (yb - ya)) * over
                wa = 1.0 - wb - wc
                if wa < 0.0 or wb < 0.0 or wc < 0.0:
                    continue
                near = wa * na + wb * nb + wc * nc
                if near <= depth[y, x]:
                    continue
                if cut and wa * na * ea + wb * nb * eb + wc * nc * ec < 0.0:
                    continue
                depth[y, x] = near
                index[y, x] = t


@compiled
def smooth_normals(vertices: Floats32, triangles: Ints32, normals: Floats32) -> None:
    """Fill ``normals (N, 3)`` with the means of the faces around each vertex, weighed by area."""
    normals[:] = 0.0
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ux, uy, uz = (
            vertices[b, 0] - vertices[a, 0],
            vertices[b, 1] - vertices[a, 1],
            vertices[b, 2] - vertices[a, 2],
        )
        vx, vy, vz = (
            vertices[c, 0] - vertices[a, 0],
            vertices[c, 1] - vertices[a, 1],
            vertices[c, 2] - vertices[a, 2],
        )
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for v in (a, b, c):
            normals[v, 0] += nx
            normals[v, 1] += ny
            normals[v, 2] += nz
    for v in range(normals.shape[0]):
        size = np.sqrt(normals[v, 0] ** 2 + normals[v, 1] ** 2 + normals[v, 2] ** 2)
        if size > 0.0:
            normals[v] /= size
