"""Where the camera stands, and what of the world it sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import Joint
from foley_post.simulation.planning.keyboard.piano_keys import plane_to_world

__all__ = ["VIEWS", "Camera", "look_at", "random_camera"]

Floats: TypeAlias = npt.NDArray[np.float64]

VIEWS = ("front", "angle", "side", "above", "hands")
"""From the front; at about 45 degrees; from the side; from above; close to the hands."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera. ``turn (3, 3)``: world to camera (x right, y down, z ahead); ``place
    (3,)``; ``focal`` in frame heights; ``aspect`` width over height; ``mirrored``: the picture is
    flipped.
    """

    turn: Floats
    place: Floats
    focal: float
    aspect: float = 16 / 9
    mirrored: bool = False

    def project(self, points: Floats) -> Floats:
        """World ``(..., 3)`` to the picture ``(..., 3)``: x and y in frame heights from the top
        left, and depth in metres.
        """
        seen = (points - self.place) @ self.turn.T
        depth = np.maximum(seen[..., 2], 0.05)
        x = self.aspect / 2 + self.focal * seen[..., 0] / depth
        y = 0.5 + self.focal * seen[..., 1] / depth
        return np.stack([self.aspect - x if self.mirrored else x, y, seen[..., 2]], axis=-1)

    def keyboard_plane(self) -> Floats:
        """``(3, 3)``: picture ``(x, y, 1)`` to the piano's keyboard ``(u, v, 1)``."""
        flip = -1.0 if self.mirrored else 1.0
        lens = np.array(
            [
                [flip * self.focal, 0.0, self.aspect / 2],
                [0.0, self.focal, 0.5],
                [0.0, 0.0, 1.0],
            ]
        )
        world = plane_to_world()
        world[:, 2] -= self.place
        return np.linalg.inv(lens @ self.turn @ world).astype(np.float64)


def look_at(
    place: Floats, target: Floats, *, focal: float, aspect: float, roll: float, mirrored: bool
) -> Camera:
    """A camera at ``place`` that looks at ``target``, rolled by ``roll`` radians."""
    ahead = target - place
    ahead = ahead / np.linalg.norm(ahead)
    right = np.cross(ahead, np.array([0.0, 1.0, 0.0]))
    right = right / max(float(np.linalg.norm(right)), 1e-6)
    down = np.cross(ahead, right)
    turned = np.cos(roll) * right + np.sin(roll) * down
    turn = np.stack([turned, np.cross(ahead, turned), ahead])
    return Camera(turn, place, focal, aspect, mirrored)


_AZIMUTH_DEG = {"front": (0, 22), "angle": (42, 18), "side": (88, 14), "above": (0, 40)}
_ELEVATION_DEG = {"front": (-5, 25), "angle": (-5, 30), "side": (-8, 25), "above": (48, 87)}
_HANDS = (*range(Joint.LEFT_HAND_WRIST, len(Joint)), Joint.RIGHT_WRIST, Joint.LEFT_WRIST)
_UPPER = (
    *range(Joint.NOSE, Joint.RIGHT_HIP),
    *range(Joint.RIGHT_EYE, Joint.LEFT_BIG_TOE),
    *range(Joint.LEFT_HAND_WRIST, len(Joint)),
)


def random_camera(view: str, joints: Floats, rng: np.random.Generator) -> Camera:
    """A camera of that kind that has the player ``joints (T, 67, 3)`` in the picture: whole, from
    the hips up, or the hands alone; not always centred, sometimes cutting something off.
    """
    if view not in VIEWS:
        raise ValueError(f"there is no view called {view!r}; the views are {', '.join(VIEWS)}")
    close = view == "hands" or (view == "above" and rng.random() < 0.75)
    kind = view if view != "hands" else str(rng.choice(["front", "angle", "side", "above"]))
    middle, spread = _AZIMUTH_DEG[kind]
    azimuth = np.radians(rng.normal(middle, spread / 1.5)) * rng.choice([-1.0, 1.0])
    if kind == "above" and rng.random() < 0.6:
        azimuth += np.pi
    elevation = np.radians(rng.uniform(*_ELEVATION_DEG[kind]))
    towards = np.array(
        [
            np.sin(azimuth) * np.cos(elevation),
            np.sin(elevation),
            np.cos(azimuth) * np.cos(elevation),
        ]
    )
    chosen = _HANDS if close else _UPPER if rng.random() < 0.65 else tuple(range(67))
    box = joints[:, chosen].reshape(-1, 3)
    low, high = np.percentile(box, [2, 98], axis=0)
    target = (low + high) / 2
    aspect = float(rng.choice([16 / 9, 16 / 9, 16 / 9, 4 / 3, 9 / 16, 1.0]))
    far = float(np.exp(rng.uniform(np.log(0.8), np.log(2.5)))) if close else rng.uniform(1.6, 6.0)
    camera = look_at(
        target + far * towards,
        target + rng.normal(0, 0.03, 3) * np.linalg.norm(high - low),
        focal=1.0,
        aspect=aspect,
        roll=float(np.radians(rng.normal(0, 2.5))),
        mirrored=bool(rng.random() < 0.12),
    )
    seen = camera.project(box)
    half_x, half_y = np.percentile(np.abs(seen[:, :2] - [aspect / 2, 0.5]), 98, axis=0)
    fill = rng.uniform(0.55, 1.0) if close else rng.uniform(0.5, 1.02)
    focal = fill * min(aspect / 2 / max(half_x, 1e-3), 0.5 / max(half_y, 1e-3))
    return Camera(camera.turn, camera.place, float(focal), aspect, camera.mirrored)
