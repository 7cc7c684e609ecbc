"""Which instrument stands, or moves, where in a gesture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.simulation.body.pose import Posed
from foley_post.simulation.body.rotations import Floats
from foley_post.simulation.renderer.props.mesh import Mesh
from foley_post.simulation.renderer.props.piano import bench, keys_mesh, piano_case
from foley_post.simulation.renderer.props.strings import STRUNG, bow, strung

__all__ = ["moving_parts", "still_parts"]

_SEAT_BELOW_HIPS_M = 0.09


def still_parts(posed: Posed) -> list[Mesh]:
    """What of the instrument stays where it is all the time, and the seat."""
    gesture = posed.gesture
    things: list[Mesh] = []
    if gesture.seated:
        hips = np.median((posed.head("upperleg01.L") + posed.head("upperleg01.R")) / 2, axis=0)
        things += bench(hips, float(hips[1]) - _SEAT_BELOW_HIPS_M)
    if "key_depth" in gesture.props:
        depth = gesture.props["key_depth"]
        things += [*piano_case(), *keys_mesh(np.zeros(depth.shape[1]), ~_played(depth))]
    return things


def moving_parts(posed: Posed, frame: int) -> list[Mesh]:
    """What of the instrument moves, as it is in that frame of the gesture."""
    gesture = posed.gesture
    things: list[Mesh] = []
    if "key_depth" in gesture.props:
        depth = gesture.props["key_depth"]
        things += keys_mesh(depth[frame], _played(depth))
    if gesture.instrument in STRUNG and "instrument" in gesture.props:
        things += strung(gesture.instrument, gesture.props["instrument"][frame])
    if "bow" in gesture.props:
        up = gesture.props["instrument"][frame, 2]
        things += bow(gesture.props["bow"][frame], up)
    return things


def _played(depth: Floats) -> npt.NDArray[np.bool_]:
    """Which keys move at any time."""
    moves: npt.NDArray[np.bool_] = depth.max(axis=0) > 1e-5
    return moves
