"""Simulated players to test with, never to train on: row 3 of the test ladder.

The same scores, but another body (the skinned mesh of `foley_post.simulation.body`, with its own
proportions, arms and fingers), another fingering, another detector, and contact cues measured by
the pose room in rendered strips of pixels instead of modelled.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import partial
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import instrument as find_instrument
from foley_post.errors import UsageError
from foley_post.pose.contact_cues import CuePicture, cues_of
from foley_post.pose.skeleton import CUES, Motion
from foley_post.simulation.observation.camera import VIEWS, Camera, random_camera
from foley_post.simulation.observation.detector_eval import other_detect
from foley_post.simulation.observation.exposure import filmed, random_frames
from foley_post.simulation.observation.keyboard_view import keyboard_in_view
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.idle import with_idle_movement
from foley_post.simulation.planning.keyboard.fingering_eval import finger_by_reach
from foley_post.simulation.planning.keyboard.pianist import plan_piano
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import SimulatedPlayer, random_player
from foley_post.simulation.score.corpus import Corpus
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.score.scores import Score
from foley_post.simulation.simulate import Simulated, free_hands, view_odds, with_silence

__all__ = ["simulate_other"]

Floats: TypeAlias = npt.NDArray[np.float64]


def simulate_other(
    instrument: str,
    seed: int,
    *,
    length_s: float = 6.0,
    score: Score | None = None,
    view: str | None = None,
    shelf: Corpus | None = None,
    pixels: bool = False,
) -> Simulated:
    """As `simulate.simulate`, by the other solver: about ten times slower.

    ``pixels`` renders strips and measures contact cues in them (50 ms a frame; needs numba);
    without it there are none. Players are right-handed, pictures are not mirrored.
    """
    what = find_instrument(instrument)
    rng = np.random.default_rng([seed, zlib.crc32(instrument.encode()), 3])
    who = replace(random_player(rng), left_handed=False)
    seen_from = str(rng.choice(VIEWS, p=view_odds(what))) if view is None else view
    if score is not None:
        music = score
    elif shelf is not None:
        music = shelf.draw(instrument, rng, length_s)
    else:
        music = made_up_score(what, rng, length_s)
    music = with_silence(humanised(music, rng), length_s, rng)
    how = partial(plan_piano, fingering=finger_by_reach) if what.name == "piano" else partial(
        plan, instrument
    )  # fmt: skip
    gesture = with_idle_movement(how(music, who, rng, length_s=length_s), rng, free_hands(what))
    motion = _watched(gesture, who, seen_from, rng, length_s=length_s, pixels=pixels)
    return Simulated(motion, gesture.notes, instrument, seen_from, length_s, seed, who)


def _watched(
    gesture: Gesture,
    who: SimulatedPlayer,
    view: str,
    rng: np.random.Generator,
    *,
    length_s: float,
    pixels: bool,
) -> Motion:
    from foley_post.simulation.body.fitting import fitted
    from foley_post.simulation.body.joints import joints67
    from foley_post.simulation.body.pose import pose_body
    from foley_post.simulation.body.rig import load_body

    frames = random_frames(length_s, rng)
    body = load_body("male" if rng.random() < 0.5 else "female", height_m=who.height_m)
    gesture = fitted(gesture, body)
    shown = filmed(gesture, frames)
    joints = joints67(pose_body(body, shown))
    camera = replace(random_camera(view, joints, rng), mirrored=False)
    seen = camera.project(joints)
    points = other_detect(seen, frames.stamps_s, rng, aspect=camera.aspect)
    keyboard = None
    if gesture.instrument == "piano":
        keyboard = keyboard_in_view(camera, seen, shown.props["key_depth"], rng)
    cues = None
    if pixels:
        cues = _measured(gesture, camera, frames.taken_s, points)
    return Motion(
        times_s=frames.stamps_s,
        points=points,
        cues=cues,
        keyboard=keyboard,
        aspect=camera.aspect,
        frames_missing=frames.missing,
    )


def _measured(
    gesture: Gesture, camera: Camera, times_s: Floats, points: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32] | None:
    """Contact cues at the detected joints, from strips drawn at 8 to 24 pixels a key; None where
    the hands are out of the picture.
    """
    from foley_post.simulation.renderer.strips import render_strip

    cues = np.full((*points.shape[:2], len(CUES)), np.nan, dtype=np.float32)
    scale = 8.0 + 16.0 * (len(times_s) % 7) / 6.0
    try:
        strip = render_strip(gesture, camera, times_s, pixels_per_key=scale)
    except UsageError:
        return None
    height = strip.luma.shape[1]
    placed = strip.pixels(points[..., :2].astype(np.float64)) / height
    pictures = [CuePicture(luma) for luma in strip.luma]
    for k in range(1, len(pictures)):
        span = float(times_s[k] - times_s[k - 1])
        cues[k] = cues_of(pictures[k - 1], pictures[k], placed[k - 1 : k + 1], span)
    return cues
