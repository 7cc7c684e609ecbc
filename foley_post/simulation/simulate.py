"""A simulated clip: somebody plays a score before a camera, and a detector watches.

Score -> humanised -> planned gesture -> filmed frames -> solved joints -> camera -> detector noise,
contact cues and, for a piano, the keyboard in the picture. Everything follows from the seed.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument
from foley_post.core.instruments import instrument as find_instrument
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import Motion
from foley_post.simulation.observation.camera import VIEWS, Camera, random_camera
from foley_post.simulation.observation.contact_model import contact_cues
from foley_post.simulation.observation.detector import (
    EYES,
    DetectorModel,
    cropped,
    detect,
    random_detector,
    shakier,
)
from foley_post.simulation.observation.exposure import ExposedFrames, filmed, random_frames
from foley_post.simulation.observation.keyboard_view import keyboard_in_view
from foley_post.simulation.observation.rendered_cues import (
    DRAWN,
    RenderedCues,
    drawn,
    drawn_cues,
    drawn_keys,
)
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.idle import with_idle_movement
from foley_post.simulation.planning.mirror import OTHER_SIDE, mirrored_gesture, notes_swapped
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import SimulatedPlayer, random_player
from foley_post.simulation.score.corpus import Corpus
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.score.scores import Score, excerpt
from foley_post.simulation.skeleton.solver import solve
from foley_post.simulation.skeleton.varied_body import varied_body

__all__ = ["DetectorModel", "Simulated", "simulate"]

Floats: TypeAlias = npt.NDArray[np.float64]

VIEW_ODDS = {
    "piano": (0.10, 0.16, 0.14, 0.42, 0.18),
    "keyboard": (0.12, 0.18, 0.22, 0.30, 0.18),
    "bowed": (0.42, 0.28, 0.10, 0.05, 0.15),
    "plucked": (0.45, 0.25, 0.07, 0.05, 0.18),
    "blown": (0.42, 0.28, 0.15, 0.03, 0.12),
    "struck": (0.30, 0.25, 0.15, 0.20, 0.10),
}
"""How often each of VIEWS is filmed, by family; pianos, whose keys show from above, otherwise."""

_DRAWN_FPS = 30.0
"""Pictures are dear: none are drawn twice as often as most cameras film."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """``motion`` as a detector would give it, and the true ``notes`` in the same seconds."""

    motion: Motion
    notes: tuple[Note, ...]
    instrument: str
    view: str
    length_s: float
    seed: int
    player: SimulatedPlayer


def simulate(
    instrument: str,
    seed: int,
    *,
    length_s: float = 6.0,
    score: Score | Corpus | None = None,
    view: str | None = None,
    player: SimulatedPlayer | None = None,
    exact: bool = False,
    eyes: DetectorModel = EYES,
) -> Simulated:
    """A clip of ``length_s`` of one simulated player, the same for the same arguments.

    ``score`` is played from its beginning, made human, with silence before or after it at times;
    ``exact`` plays it as it stands; of a shelf, an excerpt is drawn; None makes one up.
    ``view`` is one of `camera.VIEWS`, ``player`` a body with habits; None draws them;
    ``eyes``: who watches. UsageError for an instrument without a player.
    """
    what = find_instrument(instrument)
    rng = np.random.default_rng([seed, zlib.crc32(instrument.encode())])
    who = random_player(rng) if player is None else player
    seen_from = str(rng.choice(VIEWS, p=view_odds(what))) if view is None else view
    if score is None:
        music = made_up_score(what, rng, length_s)
    else:
        music = score.draw(instrument, rng, length_s) if isinstance(score, Corpus) else score
    if not exact:
        music = with_silence(humanised(music, rng), length_s, rng)
    gesture = plan(instrument, music, who, rng, length_s=length_s)
    gesture = with_idle_movement(gesture, rng, free_hands(what))
    if who.left_handed and what.family in ("bowed", "plucked", "struck"):
        gesture = mirrored_gesture(gesture)
    frames = random_frames(length_s, rng, _DRAWN_FPS if eyes.pixels else math.inf)
    motion, notes = _watched(
        filmed(gesture, frames), frames, (what, who, seen_from), rng, eyes=eyes
    )
    return Simulated(motion, notes, instrument, seen_from, length_s, seed, who)


def view_odds(what: Instrument) -> tuple[float, ...]:
    """How often the instrument is filmed in each of VIEWS."""
    return VIEW_ODDS.get(what.name, VIEW_ODDS[what.family])


def free_hands(what: Instrument) -> list[int]:
    """Hands (0 left, 1 right) that may leave the instrument in a pause; the others hold it."""
    return {"keyboard": [0, 1], "struck": [0, 1]}.get(what.family, [1])


def with_silence(score: Score, length_s: float, rng: np.random.Generator) -> Score:
    """The score with, at times, silence before it, after it or within it; rarely nothing at all."""
    kind = rng.random()
    start = float(rng.uniform(0.3, 0.45 * length_s)) if rng.random() < 0.35 else 0.0
    score = replace(score, onset_s=score.onset_s + start + 0.12)
    if kind < 0.03:
        return score.where(np.zeros(len(score), dtype=bool))
    if kind < 0.25:
        stop = rng.uniform(0.5, 0.9) * length_s
        score = score.where(score.onset_s < stop)
    elif kind < 0.40:
        begin = rng.uniform(0.2, 0.6) * length_s
        end = begin + rng.uniform(1.2, 2.5)
        score = score.where((score.onset_s < begin) | (score.onset_s > end))
        over = score.onset_s < begin
        cut = np.minimum(score.length_s, np.maximum(begin + 0.2 - score.onset_s, 0.05))
        score = replace(score, length_s=np.where(over, cut, score.length_s))
    return excerpt(score, 0.0, length_s)


def _watched(
    gesture: Gesture,
    frames: ExposedFrames,
    scene: tuple[Instrument, SimulatedPlayer, str],
    rng: np.random.Generator,
    *,
    eyes: DetectorModel,
) -> tuple[Motion, tuple[Note, ...]]:
    """What the camera and the detector make of the gesture."""
    what, who, view = scene
    joints = solve(gesture, who)
    if eyes.varied:
        joints = varied_body(frames.taken_s, joints, rng)
    camera = random_camera(view, joints, rng)
    pictures = _pictures(gesture, camera, who, rng) if eyes.pixels else None
    seen = camera.project(joints) if pictures is None else pictures.seen
    notes = gesture.notes
    if camera.mirrored:
        # A flipped left hand looks like a right hand, and a detector says so.
        seen, notes = seen[:, OTHER_SIDE], notes_swapped(notes)
    detector = shakier(
        random_detector(rng, far_hand=_far_hand(joints, camera, view, rng)), eyes.shaky
    )
    if eyes.varied:
        detector = cropped(detector, rng)
    points = detect(seen, detector, frames.stamps_s, rng, aspect=camera.aspect)
    cues = None
    if pictures is not None:
        cues = drawn_cues(pictures, points, frames.stamps_s)
    elif rng.random() < 0.5:
        cues = contact_cues(notes, frames.taken_s, (seen, points), rng, family=what.family)
    keyboard = None
    if what.name == "piano" and not camera.mirrored and rng.random() < 0.85:
        keyboard = keyboard_in_view(camera, seen, gesture.props["key_depth"], rng)
    if keyboard is not None and pictures is not None:
        changes = drawn_keys(pictures, points, frames.stamps_s, keyboard)
        keyboard = replace(keyboard, key_cues=changes)
    motion = Motion(
        times_s=frames.stamps_s,
        points=points,
        cues=cues,
        keyboard=keyboard,
        aspect=camera.aspect,
        frames_missing=frames.missing,
    )
    return motion, notes


def _pictures(
    gesture: Gesture, camera: Camera, who: SimulatedPlayer, rng: np.random.Generator
) -> RenderedCues | None:
    """The gesture drawn, where its instrument can be and the picture is not mirrored."""
    if gesture.instrument not in DRAWN or camera.mirrored or who.left_handed:
        return None
    return drawn(gesture, camera, who, rng)


def _far_hand(joints: Floats, camera: Camera, view: str, rng: np.random.Generator) -> int | None:
    """From the side one hand is mostly behind the player or the other hand; which one, if any."""
    if view not in ("side", "hands") or rng.random() > (0.6 if view == "side" else 0.15):
        return None
    away = np.linalg.norm(joints[:, [25, 46]].mean(axis=0) - camera.place, axis=-1)
    far = int(away.argmax())
    return 1 - far if camera.mirrored else far
