"""Triangle meshes with what a picture needs, and the simple solids that instruments are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.body.rotations import Floats, unit

__all__ = ["Colour", "Material", "Mesh", "box", "capsule", "ellipsoid", "merged", "panel"]

Colour: TypeAlias = tuple[float, float, float]
Ints: TypeAlias = npt.NDArray[np.int64]


class Material:
    """How a surface takes light (`foley_post.simulation.renderer.shade`)."""

    PLAIN, SKIN, CLOTH, WOOD, WALL, EYE, HAIR, LACQUER, IVORY, GLOSSY_WOOD = range(10)


@dataclass(frozen=True, slots=True)
class Mesh:
    """``vertices``, ``normals``, ``colours`` (0..1) and ``grain`` (places of the texture, metres),
    all ``(N, 3)``; ``edge (N,)``: the surface ends where this falls below 0; ``triangles (M, 3)``;
    ``materials (M,)``.
    """

    vertices: Floats
    triangles: Ints
    normals: Floats
    colours: Floats
    grain: Floats
    edge: Floats
    materials: Ints


def merged(meshes: Sequence[Mesh]) -> Mesh:
    """One mesh of them all."""
    starts = np.cumsum([0, *(len(m.vertices) for m in meshes[:-1])])
    return Mesh(
        np.concatenate([m.vertices for m in meshes]),
        np.concatenate([m.triangles + s for m, s in zip(meshes, starts, strict=True)]),
        normals=np.concatenate([m.normals for m in meshes]),
        colours=np.concatenate([m.colours for m in meshes]),
        grain=np.concatenate([m.grain for m in meshes]),
        edge=np.concatenate([m.edge for m in meshes]),
        materials=np.concatenate([m.materials for m in meshes]),
    )


def _solid(vertices: Floats, triangles: Ints, normals: Floats, look: tuple[Colour, int]) -> Mesh:
    colour, material = look
    return Mesh(
        vertices,
        triangles,
        normals=normals,
        colours=np.tile(np.array(colour, float), (len(vertices), 1)),
        grain=vertices.copy(),
        edge=np.ones(len(vertices)),
        materials=np.full(len(triangles), material, np.int64),
    )


def box(low: Sequence[float], high: Sequence[float], colour: Colour, material: int = 0) -> Mesh:
    """A box between two corners."""
    ends = np.array([low, high], float)
    vertices: list[Floats] = []
    normals: list[Floats] = []
    triangles: list[tuple[int, int, int]] = []
    for axis in range(3):
        first, second = (i for i in range(3) if i != axis)
        for side in (0, 1):
            start = len(vertices)
            for a, b in ((0, 0), (1, 0), (1, 1), (0, 1)):
                corner = np.zeros(3)
                corner[[axis, first, second]] = ends[side, axis], ends[a, first], ends[b, second]
                vertices.append(corner)
                normals.append((2.0 * side - 1.0) * np.eye(3)[axis])
            triangles += [(start, start + 1, start + 2), (start, start + 2, start + 3)]
    return _solid(np.array(vertices), np.array(triangles), np.array(normals), (colour, material))


def panel(
    corner: Sequence[float],
    sides: tuple[Sequence[float], Sequence[float]],
    look: tuple[Colour, int],
    pieces: int = 1,
) -> Mesh:
    """A parallelogram from a corner along two sides, in ``pieces`` squared; its front is where
    second x first side points.
    """
    first, second = (np.array(side, float) for side in sides)
    steps = np.linspace(0.0, 1.0, pieces + 1)
    across, along = (grid.reshape(-1, 1) for grid in np.meshgrid(steps, steps))
    vertices = np.array(corner, float) + across * first + along * second
    cell = (np.arange(pieces)[:, None] * (pieces + 1) + np.arange(pieces)).reshape(-1, 1)
    triangles = np.concatenate(
        [cell + np.array(c) for c in ((0, 1, pieces + 2), (0, pieces + 2, pieces + 1))], axis=0
    )
    normals = np.tile(unit(np.cross(second, first)), (len(vertices), 1))
    return _solid(vertices, triangles, normals, look)


def capsule(
    ends: tuple[Floats, Floats],
    radii_m: tuple[float, float],
    look: tuple[Colour, int],
    sides: int = 14,
) -> Mesh:
    """A rod with round ends."""
    start, end = (np.asarray(point, float) for point in ends)
    axis = unit(end - start)
    first = unit(np.cross(axis, np.array([0.31, 0.52, 0.79])))
    second = np.cross(axis, first)
    turn = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)[:, None]
    ring = np.cos(turn) * first + np.sin(turn) * second
    rows, normals = [], []
    rings = max(3, sides // 3)
    for point, radius, angles in (
        (start, radii_m[0], np.linspace(-np.pi / 2, 0, rings)),
        (end, radii_m[1], np.linspace(0, np.pi / 2, rings)),
    ):
        for angle in angles:
            normal = np.cos(angle) * ring + np.sin(angle) * axis
            normals.append(normal)
            rows.append(point + radius * normal)
    return _solid(np.concatenate(rows), _tube(2 * rings, sides), np.concatenate(normals), look)


def ellipsoid(centre: Floats, axes: Floats, look: tuple[Colour, int], sides: int = 24) -> Mesh:
    """An ellipsoid; the columns of ``axes (3, 3)`` are its half axes."""
    turn = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
    tilt = np.linspace(-np.pi / 2, np.pi / 2, sides // 2)
    high, round_ = (g.reshape(-1) for g in np.meshgrid(tilt, turn, indexing="ij"))
    ball = np.stack([np.cos(high) * np.cos(round_), np.cos(high) * np.sin(round_), np.sin(high)], 1)
    normals = unit(ball @ np.linalg.inv(axes))
    return _solid(centre + ball @ axes.T, _tube(len(tilt), sides), normals, look)


def _tube(rings: int, sides: int) -> Ints:
    """Triangles between rings of vertices, one ring after the other."""
    ring, side = (g.reshape(-1) for g in np.mgrid[0 : rings - 1, 0:sides])
    here, beside = ring * sides + side, ring * sides + (side + 1) % sides
    lower = np.stack([here, beside, beside + sides], axis=1)
    upper = np.stack([here, beside + sides, here + sides], axis=1)
    return np.concatenate([lower, upper])
