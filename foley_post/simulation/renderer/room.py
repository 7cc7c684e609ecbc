"""The room a simulated player sits or stands in."""

from __future__ import annotations

import numpy as np

from foley_post.simulation.renderer.props.mesh import Colour, Material, Mesh, box, panel

__all__ = ["room"]

_OAK: Colour = (0.33, 0.20, 0.12)


def room(seed: int = 0) -> list[Mesh]:
    """Floor, two walls, a picture and a shelf of books; ``seed`` changes colours and books."""
    rng = np.random.default_rng(seed)
    wall = tuple(np.array([0.66, 0.64, 0.58]) + rng.uniform(-0.06, 0.06, 3))
    shade: Colour = (float(wall[0]), float(wall[1]), float(wall[2]))
    things = [
        panel((-6, 0, -2), ((12, 0, 0), (0, 0, 10)), ((0.50, 0.36, 0.24), Material.WOOD), 40),
        panel((-6, 0, -1.9), ((12, 0, 0), (0, 5, 0)), (shade, Material.WALL), 8),
        panel((3, 0, -2), ((0, 0, 8), (0, 5, 0)), (shade, Material.WALL), 8),
        box((-6, 0, -1.9), (6, 0.12, -1.87), (0.85, 0.84, 0.80)),
        box((0.7, 1.2, -1.9), (1.4, 1.9, -1.87), (0.25, 0.17, 0.10), Material.WOOD),
        box((0.74, 1.24, -1.88), (1.36, 1.86, -1.86), (0.45, 0.55, 0.60), Material.WALL),
    ]
    return things + _shelf(rng)


def _shelf(rng: np.random.Generator) -> list[Mesh]:
    left, right, top = -2.2, -1.2, 1.9
    back, front = -1.9, -1.55
    things = [box((left, 0, back), (right, top, back + 0.04), _OAK, Material.WOOD)]
    for x in (left, right - 0.03):
        things.append(box((x, 0, back), (x + 0.03, top, front), _OAK, Material.WOOD))
    for level in range(5):
        y = 0.08 + 0.45 * level
        things.append(box((left, y, back), (right, y + 0.025, front), _OAK, Material.WOOD))
        x = left + 0.05
        while level < 4 and x < right - 0.12:
            width, height = rng.uniform(0.02, 0.05), rng.uniform(0.22, 0.34)
            colour = tuple(
                float(c) for c in 0.5 * rng.uniform(0.2, 0.55) + 0.5 * rng.uniform(0.12, 0.6, 3)
            )
            low, high = (x, y + 0.025, -1.8), (x + width, y + 0.025 + height, front - 0.03)
            things.append(box(low, high, (colour[0], colour[1], colour[2])))
            x += width + 0.004
    return things
