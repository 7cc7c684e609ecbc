"""A model of the contact cues that `foley_post.pose.contact_cues` would measure on a simulated
player.

A key that goes down, a string that is let go or a drum that is hit changes the picture at the joint
that causes it, for as long as the stroke takes; strings and skins go on trembling. A cue measures
what changed between two pictures, so it is the growth of that activity between two exposures. To it
come the movement of the hand itself, neighbours whose patches overlap, noise, and chance changes.
Strengths are drawn widely for each clip: what a camera sees of a keystroke differs by a factor of
ten between rooms. On the rendered sample (a pianist from the corner, 1280x720, H.264), by the pose
room: ``change`` 0.28 at rest (median; p90 0.69) and 0.72 at the onset, ``place`` 0.06 (0.21) and
0.41, ``uncovered`` 0.01 (0.15) and 0.13 a frame earlier, ``brightness`` of either sign; the hand's
other fingertips rise to two thirds of that. On a real right hand filmed close up ``change`` and
``brightness`` show no keystroke at all, ``place`` and ``uncovered`` double before it; over many
rendered pianists (`rendered_cues`) ``place`` rises by a third, ``uncovered`` by a quarter,
``change`` not; a plucking finger doubles ``brightness`` and is gone from its ``place``. On a
rendered violinist a turn of the bow is a dip: ``place`` at the bow hand 0.74 before and after, 0.17
at it. Scaling and bending (to 1/25 s, ``tanh(x / 0.25)``) are those of
`foley_post.pose.contact_cues`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Note
from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import CUES, FINGERTIPS
from foley_post.simulation.planning.keyboard.keystrokes import RELEASE_S, press_s

__all__ = ["CUE_JOINTS", "contact_cues"]

Floats: TypeAlias = npt.NDArray[np.float64]
Cues: TypeAlias = npt.NDArray[np.float32]

CUE_JOINTS: tuple[int, ...] = (*FINGERTIPS, 25, 46, 7, 4)
"""The joints that `foley_post.pose.contact_cues` measures: fingertips, hands' wrists, body's
wrists.
"""

_REFERENCE_S = 0.04
_SCALE = 0.25
_PATCH_PALMS = np.array([0.32] * 10 + [0.5] * 2 + [1.2] * 2)
_SHORTEST_S = 1e-3


@dataclass(frozen=True, slots=True)
class _Look:
    """How a contact looks in a family: ``strength`` against a key's, ``rise_s`` before the onset
    (0: the key's own time), ``tremble`` and ``decay_s`` of what goes on after it, ``release`` when
    it ends; ``shares``: how much of it each cue sees; ``at_wrists``: whether the hand as a whole
    makes contact there.
    """

    strength: float
    rise_s: float
    tremble: float
    decay_s: float
    release: float
    shares: tuple[float, float, float, float] = (0.5, 0.6, 0.5, 0.9)
    at_wrists: bool = True


_LOOKS = {
    "keyboard": _Look(1.0, 0.0, 0.0, 0.1, 0.8, shares=(0.2, 0.35, 0.7, 1.0)),
    # A bow that turns is seen by what stops changing, not by a contact.
    "bowed": _Look(0.25, 0.05, 0.0, 0.3, 0.2, at_wrists=False),
    "plucked": _Look(0.5, 0.03, 0.4, 0.25, 0.1, shares=(0.9, 0.9, 0.6, 0.3)),
    "blown": _Look(0.5, 0.03, 0.0, 0.1, 0.6),
    # The stick's head, where it strikes, is beyond every patch.
    "struck": _Look(0.15, 0.02, 0.5, 0.08, 0.0),
}


def contact_cues(
    notes: Sequence[Note],
    times_s: Floats,
    places: tuple[Floats, npt.NDArray[np.float32]],
    rng: np.random.Generator,
    *,
    family: str,
) -> Cues:
    """``(T, 67, 4)`` float32, NaN where `foley_post.pose.contact_cues` measures nothing.

    ``times_s (T,)`` when each picture was taken; ``places``: the true places in the picture and the
    detected points, both ``(T, 67, 3)``.
    """
    true, points = places
    steps = len(times_s)
    span = np.maximum(np.diff(times_s, prepend=times_s[0] - _REFERENCE_S), _SHORTEST_S)
    pace = _REFERENCE_S / span[:, None]
    look = _LOOKS[family]
    activity = np.stack(
        [_activity([n for n in notes if n.joint == j], look, times_s, rng) for j in CUE_JOINTS],
        axis=1,
    )
    grown = np.abs(np.diff(activity[:, :, :2], axis=0, prepend=activity[:1, :, :2]))
    grown[:, 10:] *= look.at_wrists
    contact = look.strength * _overlapping(grown.sum(axis=2), rng)
    signed = look.strength * np.diff(activity[:, :, 2], axis=0, prepend=activity[:1, :, 2])
    chosen = true[:, CUE_JOINTS, :2]
    palm = _palm(true)
    moved = np.linalg.norm(np.diff(chosen, axis=0, prepend=chosen[:1]), axis=-1)
    speed = moved / (palm * _PATCH_PALMS) * pace
    strength = np.exp(rng.normal(np.log(0.06), 1.0)) * np.exp(rng.normal(0, 0.3, len(CUE_JOINTS)))
    share = np.exp(rng.normal(np.log(look.shares), 0.5))
    floor = np.exp(rng.normal(np.log(0.03), 1.0)) * np.exp(rng.normal(0, 0.3, len(CUE_JOINTS)))
    quiet = np.exp(rng.normal(np.log([1.0, 0.5, 0.08, 0.22]), 0.3))
    contact, signed = contact * strength * pace, signed * strength * pace
    noise = rng.standard_normal((*speed.shape, len(CUES)))
    noise *= (floor[:, None] * quiet) * np.sqrt(pace)[..., None]
    moving = _moving(speed, rng)
    chance = _chance(steps, rng)[:, None]
    raw = np.empty(noise.shape)
    for k in (0, 2, 3):
        raw[..., k] = share[k] * contact + moving[..., k] + np.abs(noise[..., k]) + chance
    raw[..., 1] = share[1] * signed + noise[..., 1]
    raw[..., 1] += rng.standard_normal(speed.shape) * (moving[..., 1] + 0.5 * chance)
    # A joint that moves on leaves its spot: `place` counts only while it stays.
    raw[..., 3] *= np.exp(-((2 * speed) ** 2))
    cues = np.full((steps, 67, len(CUES)), np.nan, dtype=np.float32)
    seen = np.isfinite(points[:, CUE_JOINTS, 0])
    seen[1:] &= seen[:-1]
    seen[0] = False
    cues[:, CUE_JOINTS] = np.where(seen[..., None], np.tanh(raw / _SCALE), np.nan)
    return cues


_CONTRAST = np.repeat(
    [[0.12, 0.08, 0.09, 0.12], [0.03, 0.03, 0.05, 0.10], [0.06, 0.04, 0.07, 0.26]],
    [10, 2, 2],
    axis=0,
)
_SOON = np.repeat(
    [[0.30, 0.30, 0.20, 0.20], [0.20, 0.20, 0.12, 0.10], [0.20, 0.20, 0.10, 0.08]],
    [10, 2, 2],
    axis=0,
)
"""What movement changes at most, and from which speed on, at fingertips, hands' wrists and held
things ``(14, 4)``: read off the rendered pianist and violinist."""


def _moving(speed: Floats, rng: np.random.Generator) -> Floats:
    """``(T, J, 4)``: what movement alone changes, by its speed in patches in 1/25 s: soon as much
    as there is contrast to be had.
    """
    most = _CONTRAST * np.exp(rng.normal(0, 0.35, 4)) * np.exp(rng.normal(0, 0.3, _CONTRAST.shape))
    moved: Floats = most * (1.0 - np.exp(-np.nan_to_num(speed)[..., None] / _SOON))
    return moved


def _activity(mine: list[Note], look: _Look, times_s: Floats, rng: np.random.Generator) -> Floats:
    """``(T, 3)``: what has happened at a joint until then, by the notes it causes: contacts and
    their ends, trembling, and the balance of both, brighter or darker from note to note.
    """
    if not mine:
        return np.zeros((len(times_s), 3))
    onset = np.array([n.onset_s for n in mine])
    loud = np.array([n.velocity for n in mine])
    end = np.array([n.end_s for n in mine])
    rise = press_s(loud) if look.rise_s == 0 else np.full(len(mine), look.rise_s)
    t = times_s[:, None]
    begun = np.clip((t - onset + rise) / rise, 0.0, 1.0) ** 1.7
    ended = np.clip((t - end) / RELEASE_S, 0.0, 1.0)
    after = np.clip(t - onset, 0.0, None)
    trembled = look.tremble * (1.0 - np.exp(-after / look.decay_s))
    weight = np.sqrt(loud / 80.0)
    contact = (weight * (begun + look.release * ended)).sum(axis=1)
    return np.stack([contact, (weight * trembled).sum(axis=1), (begun - ended).sum(axis=1)], axis=1)


def _overlapping(contact: Floats, rng: np.random.Generator) -> Floats:
    """``(T, 14)``: neighbouring fingertips, and the patches at the wrists, see a part of it too."""
    leak = rng.uniform(0.05, 0.4)
    whole = rng.uniform(0.0, 0.4)
    held = rng.uniform(0.1, 0.6)
    mixed = contact.copy()
    for side in (0, 1):
        tips = slice(5 * side, 5 * side + 5)
        mixed[:, tips][:, 1:] += leak * contact[:, tips][:, :-1]
        mixed[:, tips][:, :-1] += leak * contact[:, tips][:, 1:]
        mixed[:, tips] += whole * contact[:, tips].sum(axis=1, keepdims=True)
        mixed[:, 12 + side] += held * (contact[:, tips].sum(axis=1) + contact[:, 10 + side])
    return mixed


def _palm(points: Floats) -> Floats:
    """``(T, 14)``: wrist to middle knuckle of the hand each cue joint belongs to."""
    lengths = []
    for first in (Joint.LEFT_HAND_WRIST, Joint.RIGHT_HAND_WRIST):
        hand = points[:, first : first + 21, :2]
        long = np.linalg.norm(hand[:, HandJoint.MIDDLE_1] - hand[:, HandJoint.WRIST], axis=-1)
        wide = np.linalg.norm(hand[:, HandJoint.INDEX_1] - hand[:, HandJoint.LITTLE_1], axis=-1)
        lengths.append(np.maximum(long, 1.3 * wide))
    left, right = np.maximum(lengths, 1e-3)
    return np.stack([*[left] * 5, *[right] * 5, left, right, left, right], axis=1)


def _chance(steps: int, rng: np.random.Generator) -> Floats:
    """``(T,)``: now and then something else changes: a light, a shadow, a cut in exposure."""
    rare = rng.random(steps) < rng.choice([0.0, 0.002, 0.01])
    return np.where(rare, rng.exponential(0.15, steps), 0.0)
