"""A stage piano whose keys go down."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

from foley_post.core import piano
from foley_post.simulation.body.rotations import Floats
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.renderer.props.mesh import Colour, Material, Mesh, box

__all__ = ["bench", "keys_mesh", "piano_case"]

_BLACK: Colour = (0.055, 0.05, 0.05)
_IVORY: Colour = (0.70, 0.69, 0.655)
_EBONY: Colour = (0.035, 0.035, 0.04)
_FELT: Colour = (0.42, 0.05, 0.07)
_GAP_M = 0.0012
_PIVOT_M = 0.6
"""Keys turn about a point this far behind their fronts: further than a real key's 0.22 m, so that
they go down by what the gesture says where fingers strike them.
"""


def piano_case() -> list[Mesh]:
    """What does not move: case, cheeks, felt and legs around the keys of `keys`."""
    left = piano_keys.KEYBOARD_LEFT_X_M
    top, front = piano_keys.KEY_TOP_Y_M, piano_keys.KEY_FRONT_Z_M
    back = front + piano_keys.WHITE_LENGTH_M
    deep = back + 0.17
    look = Material.LACQUER
    things = [
        box(
            (-left - 0.09, top - 0.11, front - 0.012),
            (left + 0.09, top - 0.032, deep),
            _BLACK,
            look,
        ),
        box((-left - 0.05, top - 0.03, back), (left + 0.05, top + 0.03, deep), _BLACK, look),
        box((-left, top - 0.03, back - 0.006), (left, top + 0.004, back), _FELT),
        box(
            (-left - 0.02, top - 0.035, front - 0.012),
            (left + 0.02, top - 0.02, front - 0.004),
            _BLACK,
            look,
        ),
    ]
    for side in (-1.0, 1.0):
        inner, outer = sorted((side * (left + 0.001), side * (left + 0.09)))
        things.append(
            box((inner, top - 0.04, front - 0.012), (outer, top + 0.022, deep), _BLACK, look)
        )
        x = side * (left + 0.02)
        things.append(
            box((x - 0.03, 0, front + 0.1), (x + 0.03, top - 0.1, front + 0.2), _BLACK, look)
        )
    return things


def bench(seat: Floats, height_m: float) -> list[Mesh]:
    """A bench under a player whose hips are at ``seat (3,)``."""
    x, _, z = (float(c) for c in seat)
    things = [
        box(
            (x - 0.36, height_m - 0.07, z - 0.24),
            (x + 0.36, height_m, z + 0.16),
            (0.10, 0.09, 0.09),
        )
    ]
    for dx in (-0.33, 0.29):
        for dz in (-0.21, 0.09):
            low = (x + dx, 0.0, z + dz)
            high = (x + dx + 0.04, height_m - 0.07, z + dz + 0.04)
            things.append(box(low, high, (0.08, 0.06, 0.05), Material.WOOD))
    return things


def keys_mesh(key_depth: Floats, chosen: npt.NDArray[np.bool_]) -> list[Mesh]:
    """Those of the 88 keys that are ``chosen (88,)``, each ``key_depth (88,)`` metres down."""
    return [_pressed(_keys_at_rest()[k], float(key_depth[k])) for k in np.flatnonzero(chosen)]


def _pressed(key: Mesh, depth_m: float) -> Mesh:
    vertices = key.vertices.copy()
    vertices[:, 1] -= depth_m * (piano_keys.KEY_FRONT_Z_M + _PIVOT_M - vertices[:, 2]) / _PIVOT_M
    return replace(key, vertices=vertices)


@cache
def _keys_at_rest() -> tuple[Mesh, ...]:
    return tuple(
        _black_key(float(x)) if black else _white_key(number)
        for number, (x, black) in enumerate(zip(piano_keys.KEY_X_M, piano.IS_BLACK, strict=True))
    )


def _white_key(number: int) -> Mesh:
    half = piano_keys.WHITE_PITCH_M / 2 - _GAP_M / 2
    x, top, front = (
        float(piano_keys.KEY_X_M[number]),
        piano_keys.KEY_TOP_Y_M,
        piano_keys.KEY_FRONT_Z_M,
    )
    back = front + piano_keys.WHITE_LENGTH_M - 0.006
    return box((x - half, top - 0.02, front), (x + half, top, back), _IVORY, Material.IVORY)


def _black_key(x: float) -> Mesh:
    """A black key, narrower at its top, with a sloping front."""
    half, front, top = (
        piano_keys.BLACK_WIDTH_M / 2,
        piano_keys.BLACK_FRONT_Z_M,
        piano_keys.KEY_TOP_Y_M,
    )
    back = piano_keys.KEY_FRONT_Z_M + piano_keys.WHITE_LENGTH_M - 0.006
    high = top + piano_keys.BLACK_RISE_M
    low_corner, high_corner = (x - half, top - 0.01, front), (x + half, high, back)
    mesh = box(low_corner, high_corner, _EBONY, Material.LACQUER)
    upper = mesh.vertices[:, 1] > top + piano_keys.BLACK_RISE_M / 2
    mesh.vertices[upper, 0] = x + (mesh.vertices[upper, 0] - x) * 0.82
    nose = upper & (mesh.vertices[:, 2] < front + 1e-6)
    mesh.vertices[nose, 2] += 0.006
    return mesh
