"""Pictures of a simulated player: a body that follows its gesture, its instrument, a room.

The room and whatever else stands still is drawn once a clip; each frame then draws the player over
it, with the shadow the player throws. Needs numba (``foley-post[simulate]``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from foley_post.simulation.body.figure import Look, dressed, figure_mesh
from foley_post.simulation.body.pose import pose_body
from foley_post.simulation.body.rig import BodyMesh, load_body
from foley_post.simulation.body.rotations import Floats
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.observation.camera import Camera
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.renderer.props.instruments import moving_parts, still_parts
from foley_post.simulation.renderer.props.mesh import Mesh, merged
from foley_post.simulation.renderer.room import room

__all__ = ["Scene", "Stage", "Window", "pictures"]

Image = npt.NDArray[np.uint8]
Floats32 = npt.NDArray[np.float32]

_SHADOW_SAMPLES = 1024
_SHADOW_RADIUS_M = 1.25
_NEAREST_M = 0.05
_GRAIN_SHIFTS = 97
"""The camera's noise is one sheet, laid on each picture elsewhere."""
_LEVELS = 1023
_TONES = (np.linspace(0.0, 1.0, _LEVELS + 1) ** (1 / 1.15) * 255 + 0.5).astype(np.uint8)
"""A camera's tone curve, by light in 1023rds."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is seen beside the gesture: who plays, in what clothes, where the sun stands (``sun``
    points towards it), which room (None: a black void), and the camera's noise (standard deviation,
    0..1).
    """

    body: BodyMesh = field(default_factory=load_body)
    look: Look = field(default_factory=Look)
    sun: tuple[float, float, float] = (0.35, 0.85, 0.50)
    room_seed: int | None = 0
    noise: float = 0.008
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the picture is drawn: ``size`` (width, height) and ``corner`` (left, top) in
    pixels of a picture ``frame_height`` pixels high.
    """

    size: tuple[int, int]
    frame_height: float
    corner: tuple[float, float] = (0.0, 0.0)


class Stage:
    """A camera before a scene: what stands still is drawn when made, players frame by frame."""

    def __init__(self, still: Sequence[Mesh], camera: Camera, window: Window, scene: Scene) -> None:
        from foley_post.simulation.renderer.shade import COARSE, light_view

        self._camera, self._scene = camera, scene
        self._window = window
        self._width, self._height = window.size
        centre = np.array([0.0, 0.85, 0.3])
        self._light = light_view(
            np.array(scene.sun, float), centre, _SHADOW_RADIUS_M, _SHADOW_SAMPLES
        )
        self._light[4, :3] = camera.place
        self._shadows = np.zeros((2, _SHADOW_SAMPLES, _SHADOW_SAMPLES), np.float32)
        self._tops = np.zeros((2, _SHADOW_SAMPLES // COARSE, _SHADOW_SAMPLES // COARSE), np.float32)
        self._depth = np.zeros((2 * self._height, 2 * self._width), np.float32)
        self._still = np.full((self._height, self._width, 9), -1e6, np.float32)
        self._still[..., :6] = 0.0
        room = (self._height + _GRAIN_SHIFTS, self._width + _GRAIN_SHIFTS, 3)
        grain = np.random.default_rng(scene.seed).standard_normal(room, np.float32)
        self._grain = grain * np.float32(scene.noise)
        if still:
            self._draw_still(merged(still))

    def picture(self, moving: Mesh, frame: int = 0) -> Image:
        """``(H, W, 3)`` RGB of ``moving`` in the scene; ``frame`` seeds the camera's noise."""
        colours = self.exposure(moving)
        if self._scene.noise:
            rng = np.random.default_rng((self._scene.seed, frame))
            y, x = rng.integers(0, _GRAIN_SHIFTS, 2)
            colours += self._grain[y : y + self._height, x : x + self._width]
        levels = np.clip(colours * np.float32(_LEVELS), 0, _LEVELS).astype(np.int32)
        image: Image = _TONES[levels]
        return image[:, ::-1] if self._camera.mirrored else image

    def exposure(self, moving: Mesh) -> Floats32:
        """``(H, W, 3)`` float32 light, 0..1 and beyond, before the camera's noise."""
        from foley_post.simulation.renderer.paint import paint_moving
        from foley_post.simulation.renderer.raster import draw

        screen, surface = self._surface(moving)
        depth, index = self._depth.copy(), np.full(self._depth.shape, -1, np.int32)
        edge = moving.edge.astype(np.float32)
        draw((screen, surface[2], edge), (depth, index))
        self._cast(1, moving)
        out = np.zeros((self._height, self._width, 3), np.float32)
        paint_moving(
            (depth, index), surface, (self._light, self._shadows, self._tops, self._still), out
        )
        return out

    def _draw_still(self, still: Mesh) -> None:
        from foley_post.simulation.renderer.paint import paint_still
        from foley_post.simulation.renderer.raster import draw

        screen, surface = self._surface(still)
        index = np.full(self._depth.shape, -1, np.int32)
        draw((screen, surface[2], still.edge.astype(np.float32)), (self._depth, index))
        self._cast(0, still)
        paint_still(index, surface, (self._light, self._shadows[0], self._tops[0]), self._still)

    def _surface(
        self, mesh: Mesh
    ) -> tuple[Floats32, tuple[Floats32, Floats32, npt.NDArray[np.int32], npt.NDArray[np.int32]]]:
        placed = (mesh.vertices - self._camera.place) @ self._camera.turn.T
        near = np.where(placed[:, 2] > _NEAREST_M, 1.0 / np.maximum(placed[:, 2], _NEAREST_M), -1.0)
        samples = 2.0 * self._window.frame_height
        middle = samples * np.array([self._camera.aspect / 2, 0.5])
        screen = np.empty((len(placed), 3), np.float32)
        screen[:, :2] = placed[:, :2] * (self._camera.focal * samples * np.abs(near))[:, None]
        screen[:, :2] += middle - 2.0 * np.array(self._window.corner)
        screen[:, 2] = near
        points = np.concatenate(
            [mesh.vertices, mesh.normals, mesh.colours, mesh.grain], axis=1
        ).astype(np.float32)
        triangles = mesh.triangles.astype(np.int32)
        return screen, (screen, points, triangles, mesh.materials.astype(np.int32))

    def _cast(self, which: int, mesh: Mesh) -> None:
        """Draw the mesh into a shadow map; walls and floor, which throw none, are left out."""
        from foley_post.simulation.renderer.raster import draw
        from foley_post.simulation.renderer.shade import tops

        shadow = self._shadows[which]
        shadow[:] = 0.0
        view = self._light[:3].astype(np.float64)
        place = (mesh.vertices @ view[:, :3].T + view[:, 3]).astype(np.float32)
        close = np.abs(mesh.vertices).max(axis=1) < 2.5
        triangles = mesh.triangles[close[mesh.triangles].all(axis=1)].astype(np.int32)
        edge = mesh.edge.astype(np.float32)
        draw((place, triangles, edge), (shadow, np.empty(shadow.shape, np.int32)))
        self._tops[which] = tops(shadow)


def pictures(
    gesture: Gesture,
    camera: Camera,
    times_s: Floats,
    size: tuple[int, int],
    *,
    scene: Scene | None = None,
) -> Iterator[Image]:
    """RGB pictures ``(H, W, 3)`` of the gesture at ``times_s``; ``size`` is (width, height)."""
    scene = scene or Scene()
    posed = pose_body(scene.body, gesture_at(gesture, times_s))
    surroundings = [] if scene.room_seed is None else room(scene.room_seed)
    window = Window(size, size[1])
    stage = Stage([*surroundings, *still_parts(posed)], camera, window, scene)
    figure = dressed(scene.body, scene.look)
    for frame in range(len(times_s)):
        player = figure_mesh(figure, posed.surface(frame), scene.body.triangles)
        moving = merged([player, *moving_parts(posed, frame)])
        yield stage.picture(moving, frame)
