"""Rotation matrices over time: arrays ``(..., 3, 3)`` that turn column vectors ``(..., 3)``."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "about", "aligned", "from_vectors", "share", "turned", "unit"]

Floats: TypeAlias = npt.NDArray[np.float64]

_TINY = 1e-12


def unit(vectors: Floats) -> Floats:
    """The vectors ``(..., 3)`` at length 1; zero vectors stay zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = vectors / np.maximum(length, _TINY)
    return scaled


def turned(rotations: Floats, vectors: Floats) -> Floats:
    """``rotations (..., 3, 3)`` applied to ``vectors (..., 3)``."""
    result: Floats = np.einsum("...ij,...j->...i", rotations, vectors)
    return result


def about(axis: Floats, angle: Floats | float) -> Floats:
    """Right-handed turns by ``angle (...)`` radians about ``axis (..., 3)`` (Rodrigues)."""
    axis = unit(axis)
    angle = np.asarray(angle, float)
    shape = np.broadcast_shapes(axis.shape[:-1], angle.shape)
    axis, angle = np.broadcast_to(axis, (*shape, 3)), np.broadcast_to(angle, shape)
    cross = np.zeros((*shape, 3, 3))
    x, y, z = axis[..., 0], axis[..., 1], axis[..., 2]
    cross[..., 0, 1], cross[..., 0, 2], cross[..., 1, 2] = -z, y, -x
    cross[..., 1, 0], cross[..., 2, 0], cross[..., 2, 1] = z, -y, x
    sine, cosine = np.sin(angle)[..., None, None], np.cos(angle)[..., None, None]
    result: Floats = np.eye(3) + sine * cross + (1 - cosine) * cross @ cross
    return result


def from_vectors(vectors: Floats) -> Floats:
    """Rotation vectors ``(..., 3)`` (axis times radians) as matrices."""
    return about(vectors, np.linalg.norm(vectors, axis=-1))


def share(vectors: Floats, part: float) -> Floats:
    """A part of a rotation vector as a matrix: a spine of five gives each a fifth."""
    return from_vectors(vectors * part)


def aligned(along: Floats, beside: Floats) -> Floats:
    """The frame whose first axis is ``along`` and whose second is nearest to ``beside``."""
    first = unit(along)
    first, beside = np.broadcast_arrays(first, beside)
    second = unit(beside - first * np.sum(first * beside, axis=-1, keepdims=True))
    result: Floats = np.stack([first, second, np.cross(first, second)], axis=-1)
    return result
