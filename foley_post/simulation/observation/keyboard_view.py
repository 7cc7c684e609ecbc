"""The simulated piano's keyboard as a finder would report it from the picture."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEY_U
from foley_post.pose.skeleton import HANDS, Keyboard
from foley_post.simulation.observation.camera import Camera
from foley_post.simulation.observation.key_cues import key_cues
from foley_post.simulation.planning.keyboard.piano_keys import KEY_FRONT_Z_M, KEY_TOP_Y_M

__all__ = ["keyboard_in_view"]

Floats: TypeAlias = npt.NDArray[np.float64]


def keyboard_in_view(
    camera: Camera, seen: Floats, depth_m: Floats, rng: np.random.Generator
) -> Keyboard | None:
    """The keyboard with a plane that is a little off, or None where the picture does not show it.

    ``seen (T, 67, 3)``: joints in the picture; ``depth_m (T, 88)``: how far each key is down. The
    keys are seen from above the keyboard; from the player's front the piano itself hides them,
    unless the camera stands high. Needs an octave and a half in the picture.
    """
    away = camera.place - np.array([0.0, KEY_TOP_Y_M, KEY_FRONT_Z_M])
    height = np.degrees(np.arctan2(away[1], np.hypot(away[0], away[2])))
    in_front = away[2] > 0.3 * abs(away[0])
    if height < (35.0 if in_front else 12.0):
        return None
    plane = camera.keyboard_plane()
    inside = _keys_inside(plane, camera.aspect)
    if inside.sum() < 18:
        return None
    cues = None
    if rng.random() < 0.75:
        covered = _covered(plane, seen)
        cues = key_cues(depth_m, covered, rng)
        cues[:, ~inside] = np.nan
    return Keyboard(
        plane=(_off(rng) @ plane)[None],
        key_cues=cues,
        octave_known=bool(inside.all()),
        confidence=float(rng.uniform(0.6, 1.0)),
    )


def _keys_inside(plane: Floats, aspect: float) -> npt.NDArray[np.bool_]:
    """``(88,)``: keys whose middle is in the picture."""
    places = np.stack([KEY_U, np.full(88, 0.4), np.ones(88)])
    x, y, w = np.linalg.inv(plane) @ places
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y = x / w, y / w
    inside: npt.NDArray[np.bool_] = (x > 0) & (x < aspect) & (y > 0) & (y < 1)
    return inside


def _covered(plane: Floats, seen: Floats) -> npt.NDArray[np.bool_]:
    """``(T, 88)``: a part of a hand is over the key in the picture."""
    hands = seen[:, HANDS].copy()
    hands[..., 2] = 1.0
    u, v, w = np.moveaxis(hands @ plane.T, -1, 0)
    u, v = u / w, v / w
    over = np.where((v > -0.05) & (v < 1.0), u, -9.0)
    bins = np.clip(np.floor(over).astype(np.intp) + 1, 0, 53)
    taken = np.zeros((len(seen), 54), dtype=bool)
    taken[np.arange(len(seen))[:, None], bins] = True
    taken[:, 0] = False
    return taken[:, np.clip(np.floor(KEY_U).astype(np.intp) + 1, 1, 52)]


def _off(rng: np.random.Generator) -> Floats:
    """How a finder's plane differs from the true one, in keys and key lengths: on the rendered
    sample by 0.1 to 0.45 keys along the keyboard, most at its end, and 0.06 to 0.2 of its depth.
    """
    error = np.eye(3)
    size = float(np.exp(rng.normal(np.log(0.10), 0.6)))
    stretch = 0.05 * size * rng.standard_normal()
    error[0] += [stretch, 0.5 * size * rng.standard_normal(), 0.0]
    error[0, 2] = size * rng.standard_normal() - 26.0 * stretch
    error[1] += [0.005 * size * rng.standard_normal(), 0.3 * size * rng.standard_normal(), 0.0]
    error[1, 2] = 0.7 * size * rng.standard_normal()
    return error
