"""Violins and guitars of all sizes, and bows, from where a gesture holds them.

An instrument's own axes: along from the bridge to the nut, up out of its belly, side to its highest
string; lengths in scale lengths (bridge to nut), as makers count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foley_post.simulation.body.rotations import Floats, unit
from foley_post.simulation.renderer.props.mesh import (
    Colour,
    Material,
    Mesh,
    box,
    capsule,
    ellipsoid,
)

__all__ = ["STRUNG", "bow", "strung"]

_VARNISH: Colour = (0.48, 0.20, 0.07)
_SPRUCE: Colour = (0.72, 0.50, 0.26)
_EBONY: Colour = (0.045, 0.04, 0.04)
_ROSEWOOD: Colour = (0.20, 0.11, 0.07)
_STEEL: Colour = (0.78, 0.76, 0.70)
_HAIR: Colour = (0.86, 0.84, 0.78)


@dataclass(frozen=True, slots=True)
class _Make:
    """``outline``: pairs (along from the bridge, half width), bottom to neck; ``belly``, ``back``:
    how far below the strings at the bridge; ``neck``: half widths at nut and body; ``head``: how
    far it goes on beyond the nut, half its width; ``count`` strings; ``frets`` on the neck.
    """

    scale_m: float
    outline: tuple[tuple[float, float], ...]
    belly: float
    back: float
    neck: tuple[float, float]
    head: tuple[float, float]
    count: int
    frets: int
    colours: tuple[Colour, Colour]
    hole: float = 0.0
    arch: float = 0.03


_FIDDLE = (
    *((-0.49, 0.0), (-0.487, 0.09), (-0.46, 0.20), (-0.39, 0.285), (-0.27, 0.317), (-0.15, 0.27)),
    *((-0.06, 0.19), (0.04, 0.168), (0.15, 0.185), (0.24, 0.235), (0.37, 0.256), (0.50, 0.22)),
    *((0.555, 0.165), (0.583, 0.09), (0.593, 0.0)),
)
_BOX = (
    *((-0.235, 0.0), (-0.23, 0.10), (-0.20, 0.20), (-0.12, 0.265), (-0.01, 0.29), (0.10, 0.265)),
    *((0.20, 0.205), (0.27, 0.183), (0.35, 0.19), (0.43, 0.215), (0.485, 0.205), (0.515, 0.15)),
    *((0.527, 0.08), (0.53, 0.0)),
)


def _fiddle(scale_m: float) -> _Make:
    return _Make(
        scale_m,
        _FIDDLE,
        belly=-0.095,
        back=-0.20,
        neck=(0.037, 0.052),
        head=(0.33, 0.055),
        count=4,
        frets=0,
        colours=(_VARNISH, _VARNISH),
    )


def _guitar(scale_m: float, count: int) -> _Make:
    return _Make(
        scale_m,
        _BOX,
        belly=-0.016,
        back=-0.165,
        neck=(0.034, 0.044),
        head=(0.28, 0.052),
        count=count,
        frets=14,
        colours=(_SPRUCE, _ROSEWOOD),
        hole=0.078,
        arch=0.0,
    )


STRUNG: dict[str, _Make] = {
    "violin": _fiddle(0.328),
    "viola": _fiddle(0.370),
    "cello": _fiddle(0.695),
    "double_bass": _fiddle(1.05),
    "guitar": _guitar(0.6477, 6),
    "ukulele": _guitar(0.36, 4),
    "bass": _guitar(0.864, 4),
}


def strung(instrument: str, frame: Floats) -> list[Mesh]:
    """The instrument whose bridge is at ``frame[0]`` with the axes ``frame[1:4]`` (along, up,
    side), ``frame (4, 3)``.
    """
    make = STRUNG[instrument]
    parts = [*_sound_box(make), *_neck(make), *_fittings(make)]
    return [_placed(part, make.scale_m, frame) for part in parts]


def bow(ends: Floats, up: Floats) -> list[Mesh]:
    """A bow from frog to tip, ``ends (2, 3)``, whose stick is on the side of ``up (3,)``."""
    frog, tip = ends
    line = unit(tip - frog)
    out = unit(up - line * (up @ line))
    wood, ebony, hair = ((c, Material.LACQUER) for c in ((0.33, 0.14, 0.06), _EBONY, _HAIR))
    stick = frog + 0.021 * out - 0.05 * line, tip + 0.018 * out + 0.02 * line
    return [
        capsule(stick, (0.0045, 0.0035), wood, 8),
        capsule((frog, tip), (0.0022, 0.0022), hair, 6),
        capsule((frog - 0.028 * line + 0.009 * out, frog + 0.009 * out), (0.009, 0.009), ebony, 8),
        capsule((tip + 0.004 * out, tip + 0.017 * out + 0.016 * line), (0.004, 0.004), wood, 8),
    ]


def _placed(part: Mesh, scale_m: float, frame: Floats) -> Mesh:
    axes = np.stack([unit(axis) for axis in frame[1:4]])
    return Mesh(
        frame[0] + part.vertices * scale_m @ axes,
        part.triangles,
        normals=part.normals @ axes,
        colours=part.colours,
        grain=part.grain * scale_m,
        edge=part.edge,
        materials=part.materials,
    )


def _sound_box(make: _Make) -> list[Mesh]:
    """Belly, back and ribs over the outline, in scale lengths: along, up, side."""
    knots = np.array(make.outline)
    along = _dense(knots[:, 0])
    half = np.maximum(_dense(knots[:, 1]), 0.0)
    across = np.linspace(-1.0, 1.0, 13)
    top, back = make.colours
    sheets = []
    for level, sign, colour in ((make.belly, 1.0, top), (make.back, -1.0, back)):
        dome = make.arch * (1 - across**2) * np.sqrt(half / half.max())[:, None]
        grid = np.stack(
            [
                np.broadcast_to(along[:, None], dome.shape),
                level + sign * dome,
                half[:, None] * across,
            ],
            axis=-1,
        )
        tilt = 2 * make.arch * across / half.max()
        normals = np.stack([0 * tilt, np.full_like(tilt, sign), tilt], axis=-1)
        sheets.append(_sheet(grid, np.broadcast_to(normals, grid.shape), colour))
    for side in (-1.0, 1.0):
        rim = np.stack([along, np.full_like(along, make.belly), side * half], axis=-1)
        low = rim + np.array([0.0, make.back - make.belly, 0.0])
        slope = np.gradient(half, along + 1e-9 * np.arange(len(along)))
        out = unit(np.stack([-slope, 0 * slope, np.full_like(slope, side)], axis=-1))
        sheets.append(_sheet(np.stack([rim, low], axis=1), np.stack([out, out], axis=1), back))
    return sheets


def _dense(values: Floats, steps: int = 6) -> Floats:
    """A smooth line through the values (Catmull-Rom), ``steps`` to a piece."""
    padded = np.concatenate([[2 * values[0] - values[1]], values, [2 * values[-1] - values[-2]]])
    t = np.arange(steps)[:, None] / steps
    a, b, c, d = (padded[k : len(padded) - 3 + k] for k in range(4))
    line = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    dense: Floats = np.append(line.T.reshape(-1), values[-1])
    return dense


def _sheet(grid: Floats, normals: Floats, colour: Colour) -> Mesh:
    """A surface through a grid ``(R, C, 3)`` of points."""
    rows, columns = grid.shape[:2]
    r, c = (g.reshape(-1) for g in np.mgrid[0 : rows - 1, 0 : columns - 1])
    here = r * columns + c
    triangles = np.concatenate(
        [
            np.stack([here, here + 1, here + columns + 1], axis=1),
            np.stack([here, here + columns + 1, here + columns], axis=1),
        ]
    )
    points = grid.reshape(-1, 3)
    return Mesh(
        points,
        triangles,
        normals=normals.reshape(-1, 3).copy(),
        colours=np.tile(np.array(colour), (len(points), 1)),
        grain=points.copy(),
        edge=np.ones(len(points)),
        materials=np.full(len(triangles), Material.GLOSSY_WOOD, np.int64),
    )


def _neck(make: _Make) -> list[Mesh]:
    """Neck, fingerboard and head."""
    nut, root = make.neck
    body = make.outline[-1][0]
    board = 0.22 if make.frets == 0 else body - 0.12
    thick = -0.06
    parts = [
        _bar((board, root, -0.020), (1.0, nut, -0.012), -0.020, _EBONY),
        _bar((body - 0.02, root * 0.9, -0.03), (1.0, nut * 0.85, -0.03), thick, make.colours[1]),
        _bar(
            (1.0, nut, -0.02),
            (1.0 + make.head[0], make.head[1], -0.06),
            thick,
            make.colours[1],
        ),
    ]
    for fret in range(1, make.frets + 1):
        place = 2.0 ** (-fret / 12.0)
        parts.append(
            box(
                (place - 0.0012, -0.016, -nut),
                (place + 0.0012, -0.010, nut),
                _STEEL,
                Material.LACQUER,
            )
        )
    return parts


def _bar(
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    thick: float,
    colour: Colour,
) -> Mesh:
    """A bar from ``start`` to ``end`` (along, half width, height of its top), ``-thick`` deep."""
    mesh = box((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), colour, Material.LACQUER)
    share = mesh.vertices[:, 0]
    along, half, top = (s + (e - s) * share for s, e in zip(start, end, strict=True))
    side = half * (2 * mesh.vertices[:, 2] - 1)
    deep = top + thick * (1 - mesh.vertices[:, 1])
    mesh.vertices[:] = np.stack([along, deep, side], axis=1)
    return mesh


def _fittings(make: _Make) -> list[Mesh]:
    """Bridge, strings, tailpiece or sound hole."""
    spread = make.neck[0] * 1.5 if make.frets else 0.055
    parts = []
    for number in range(make.count):
        share = 2 * number / (make.count - 1) - 1
        ends = (
            np.array([0.0, 0.0, spread * share]),
            np.array([1.0, -0.004, make.neck[0] * 0.8 * share]),
        )
        parts.append(capsule(ends, (0.0022, 0.0022), (_STEEL, Material.LACQUER), 5))
    low = make.belly - 0.01
    if make.frets:
        wide = 0.13
        parts.append(box((-0.02, low, -wide), (0.02, -0.002, wide), _ROSEWOOD))
        ring = np.array([0.265, make.belly + 0.001, 0.0])
        parts.append(_disc(ring, make.hole))
        return parts
    parts.append(box((-0.008, low, -0.062), (0.008, -0.004, 0.062), _SPRUCE))
    parts.append(_bar((-0.45, 0.03, -0.05), (-0.14, 0.065, -0.02), -0.015, _EBONY))
    rest = np.array([-0.42, make.belly + 0.05, -0.14])
    if make.scale_m < 0.5:
        parts.append(ellipsoid(rest, np.diag([0.13, 0.035, 0.10]), (_EBONY, Material.LACQUER), 16))
    return parts


def _disc(centre: Floats, radius: float) -> Mesh:
    turn = np.linspace(0.0, 2 * np.pi, 25)
    rim = centre + radius * np.stack([np.cos(turn), 0 * turn, np.sin(turn)], axis=1)
    grid = np.stack([np.broadcast_to(centre, rim.shape), rim])
    up = np.broadcast_to(np.array([0.0, 1.0, 0.0]), grid.shape)
    return _sheet(grid, up, (0.03, 0.02, 0.02))
