"""The flow that simulated players would show, with their onsets; and that of films."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import instrument as find_instrument
from foley_post.generate.stroke_network import even_flow
from foley_post.pose.motion_io import load_motions
from foley_post.pose.skeleton import FLOW_DIRECTIONS, FLOW_REGIONS, LEFT_HAND, RIGHT_HAND
from foley_post.simulation.observation.camera import VIEWS, random_camera
from foley_post.simulation.observation.exposure import filmed, random_frames
from foley_post.simulation.planning.idle import with_idle_movement
from foley_post.simulation.planning.mirror import OTHER_SIDE, mirrored_gesture
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import random_player
from foley_post.simulation.score.corpus import Corpus
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.simulate import free_hands, view_odds, with_silence
from foley_post.simulation.skeleton.solver import solve
from foley_post.train.evaluate import onset_times

__all__ = ["FlowClip", "joint_flow", "movement_alone", "simulated_clip"]

_BODY = slice(0, LEFT_HAND.start)
_BODY_COVERED = 0.5
"""Half of the box around a player is background, which does not move."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FlowClip:
    """``flow (N, CHANNELS)`` as `even_flow` gives it, the onsets in it and the ``family`` of the
    instrument.
    """

    flow: Floats
    onset_s: Floats
    family: str


def joint_flow(points: Floats, times_s: Floats) -> Floats:
    """``(T, regions, directions)``: the flow that a picture of joints at ``points (T, 67, 2+)``
    would show, in frame heights a second; NaN for the first.
    """
    step_s = np.maximum(np.diff(times_s), 1e-3)[:, None, None]
    speed = np.zeros((len(points), points.shape[1], 2))
    speed[1:] = np.diff(points[..., :2], axis=0) / step_s
    ways = np.maximum(np.concatenate([speed, -speed], axis=2), 0)
    flow = np.full((len(points), len(FLOW_REGIONS), FLOW_DIRECTIONS), np.nan)
    flow[:, 0], flow[:, 1] = ways[:, LEFT_HAND].mean(axis=1), ways[:, RIGHT_HAND].mean(axis=1)
    flow[:, 2] = _BODY_COVERED * ways[:, _BODY].mean(axis=1)
    flow[0] = np.nan
    return flow


def simulated_clip(name: str, seed: int, length_s: float, corpus: Corpus) -> FlowClip:
    """A simulated player of ``name`` before a camera, with no detector between."""
    what = find_instrument(name)
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    who = random_player(rng)
    view = str(rng.choice(VIEWS, p=view_odds(what)))
    music = with_silence(humanised(corpus.draw(name, rng, length_s), rng), length_s, rng)
    gesture = plan(name, music, who, rng, length_s=length_s)
    gesture = with_idle_movement(gesture, rng, free_hands(what))
    if who.left_handed and what.family in ("bowed", "plucked", "struck"):
        gesture = mirrored_gesture(gesture)
    frames = random_frames(length_s, rng, math.inf)
    joints = solve(filmed(gesture, frames), who)
    camera = random_camera(view, joints, rng)
    seen = camera.project(joints)
    if camera.mirrored:
        seen = seen[:, OTHER_SIDE]
    flow = joint_flow(seen, frames.stamps_s)
    return FlowClip(
        even_flow(frames.stamps_s, flow, length_s), onset_times(gesture.notes), what.family
    )


def movement_alone(motions: Path) -> list[Floats]:
    """The flow of everybody in what was watched of a film (``.npz``), whatever they do."""
    return [
        even_flow(m.times_s - m.times_s[0], m.flow, float(m.times_s[-1] - m.times_s[0]))
        for m in load_motions(motions)
        if m.flow is not None
    ]
