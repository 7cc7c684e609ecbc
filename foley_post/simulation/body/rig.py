"""The body at rest: mesh, bones and weights as baked by ``resources/body/bake.py`` (CC0).

Metres; x to the player's left, y up, z forward, as in `foley_post.simulation.planning.gesture`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from foley_post.core.shipped import shipped
from foley_post.errors import ModelMissing, UsageError, WeightsRefused
from foley_post.simulation.body.rotations import Floats

__all__ = ["CLOTHES", "EYES", "LASHES", "SHAPES", "SHOES", "SKIN", "BodyMesh", "load_body"]

SHAPES = ("male", "female")
SKIN, CLOTHES, EYES, LASHES, SHOES = range(5)
"""What a triangle is part of."""

_STEP_M = 5e-5


@dataclass(frozen=True, slots=True)
class BodyMesh:
    """A body at rest (arms half raised, palms down).

    ``names``, ``parents (B,)``, ``heads (B, 3)``, ``tails (B, 3)``: the bones, parents first.
    ``vertices (N, 3)``, ``triangles (M, 3)``, ``parts (M,)``: the mesh. ``bones (N, 4)`` and
    ``weights (N, 4)``: which bones move a vertex, and how much (rows sum to 1). ``landmarks (5,)``:
    vertices of nose, right eye, left eye, right ear, left ear.
    """

    names: tuple[str, ...]
    parents: npt.NDArray[np.int64]
    heads: Floats
    tails: Floats
    vertices: Floats
    triangles: npt.NDArray[np.int64]
    parts: npt.NDArray[np.int64]
    bones: npt.NDArray[np.int64]
    weights: Floats
    landmarks: npt.NDArray[np.int64]

    def bone(self, name: str) -> int:
        """The bone's index."""
        return self.names.index(name)

    def head(self, name: str) -> Floats:
        """Where the bone begins, at rest ``(3,)``."""
        place: Floats = self.heads[self.bone(name)]
        return place

    def tail(self, name: str) -> Floats:
        """Where the bone ends, at rest ``(3,)``."""
        place: Floats = self.tails[self.bone(name)]
        return place

    def span(self, first: str, second: str) -> Floats:
        """From one bone's head to another's, at rest ``(3,)``."""
        return self.head(second) - self.head(first)

    def moved_by(self, prefixes: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Which vertices ``(N,)`` hang mostly on bones with one of these name beginnings."""
        wanted = np.array([name.startswith(tuple(prefixes)) for name in self.names])
        chief: npt.NDArray[np.bool_] = wanted[self.bones[:, 0]]
        return chief


def load_body(shape: str = "male", *, height_m: float | None = None) -> BodyMesh:
    """The baked body of that shape, scaled to ``height_m`` when given.

    Raises UsageError for an unknown shape or height, ModelMissing when the file is not installed,
    WeightsRefused when it is damaged.
    """
    if shape not in SHAPES:
        raise UsageError(
            f"There is no body shape called {shape!r}. Choose one of: {', '.join(SHAPES)}."
        )
    body = _read(shape)
    if height_m is None:
        return body
    if not 1.0 <= height_m <= 2.3:
        raise UsageError(f"A player's height is 1.0 to 2.3 metres, got {height_m}.")
    return _scaled(body, height_m / float(np.ptp(body.vertices[:, 1])))


def _scaled(body: BodyMesh, scale: float) -> BodyMesh:
    return BodyMesh(
        body.names,
        body.parents,
        heads=body.heads * scale,
        tails=body.tails * scale,
        vertices=body.vertices * scale,
        triangles=body.triangles,
        parts=body.parts,
        bones=body.bones,
        weights=body.weights,
        landmarks=body.landmarks,
    )


@cache
def _read(shape: str) -> BodyMesh:
    path = shipped("resources", "body", "body.npz")
    if not path.is_file():
        raise ModelMissing(
            "The simulated player's body (resources/body/body.npz) is not installed. "
            "Install foley-post again."
        )
    try:
        with np.load(path, allow_pickle=False) as baked:
            data = {name: baked[name] for name in baked.files}
        row = list(data["shapes"]).index(shape)
        weights = data["weights"].astype(np.float64)
        return BodyMesh(
            tuple(str(name) for name in data["names"]),
            data["parents"].astype(np.int64),
            heads=data["heads"][row].astype(np.float64),
            tails=data["tails"][row].astype(np.float64),
            vertices=data["vertices"][row].astype(np.float64) * _STEP_M,
            triangles=data["triangles"].astype(np.int64),
            parts=data["triangle_parts"].astype(np.int64),
            bones=data["bones"].astype(np.int64),
            weights=weights / weights.sum(1, keepdims=True),
            landmarks=data["landmarks"].astype(np.int64),
        )
    except (KeyError, ValueError, OSError) as error:
        raise WeightsRefused(
            f"The simulated player's body {path} is damaged. Install foley-post again."
        ) from error
