"""Places that cameras stand at: face, hands and instrument are all seen from them."""

from __future__ import annotations

import numpy as np

from foley_post.errors import UsageError
from foley_post.simulation.observation.camera import Camera, look_at

__all__ = ["VIEWS", "view"]

Place = tuple[float, float, float]

VIEWS: dict[str, tuple[Place, Place, float]] = {
    "piano_corner": ((-0.90, 1.78, 1.48), (-0.075, 0.885, 0.27), 1.52),
    "piano_front": ((0.25, 1.65, 2.05), (0.0, 0.86, 0.30), 1.70),
    "piano_above": ((0.0, 1.95, 0.49), (0.0, 0.73, 0.55), 1.55),
    "standing": ((0.30, 1.42, 2.20), (0.10, 1.24, 0.12), 1.95),
    "seated": ((0.35, 1.20, 2.20), (0.06, 0.86, 0.12), 1.85),
}
"""By name: where the camera is and what it looks at, metres in the player's world, and the focal
length in frame heights.
"""


def view(name: str, *, aspect: float = 16 / 9) -> Camera:
    """The camera of that name; UsageError that lists the names otherwise."""
    if name not in VIEWS:
        raise UsageError(f"There is no view called {name!r}. Choose one of: {', '.join(VIEWS)}.")
    place, target, focal = VIEWS[name]
    return look_at(
        np.array(place), np.array(target), focal=focal, aspect=aspect, roll=0.0, mirrored=False
    )
