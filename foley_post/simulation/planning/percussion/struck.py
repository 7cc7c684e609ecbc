"""Players of the xylophone and the drum kit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import BLACK_SHIFT
from foley_post.midi.notes import Note, sorted_notes
from foley_post.pose.joints import Joint
from foley_post.simulation.planning.curves import eased, rising
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.instrument_hold import HoldFrame, carry
from foley_post.simulation.planning.percussion.sticks import Sticked, Strokes, share_hands, strike
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.stance import beat_pulse, stand
from foley_post.simulation.score.scores import Score

__all__ = ["KIT", "STRUCK", "bar_places", "plan_struck"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

STRUCK = ("xylophone", "drums")

_BARS_LOW = 65
_BAR_PITCH_M = 0.042
_BAR_Y_M, _BAR_Z_M = 0.90, 0.34
"""Xylophone: natural bars 42 mm apart on average, accidentals a row further and 2 cm higher; the
frame stands at hip height (common sizes)."""

_SNARE, _HAT, _RIDE = (0.06, 0.70, 0.44), (0.38, 0.88, 0.46), (-0.46, 0.92, 0.50)
_CRASH_L, _CRASH_R = (0.30, 1.12, 0.72), (-0.28, 1.15, 0.74)
_TOM_L, _TOM_R, _FLOOR = (0.13, 0.86, 0.68), (-0.14, 0.86, 0.68), (-0.40, 0.66, 0.42)
KIT: Mapping[int, tuple[float, float, float]] = {
    **dict.fromkeys((37, 38, 39, 40), _SNARE),
    **dict.fromkeys((42, 46, 54, 56), _HAT),
    **dict.fromkeys((51, 53, 59), _RIDE),
    **dict.fromkeys((49, 55), _CRASH_L),
    **dict.fromkeys((52, 57), _CRASH_R),
    **dict.fromkeys((48, 50), _TOM_L),
    **dict.fromkeys((45, 47), _TOM_R),
    **dict.fromkeys((41, 43, 58), _FLOOR),
}
"""Where each General MIDI drum is struck, in the world of a right-handed player."""
_KICK = (35, 36)
_FEET = {**dict.fromkeys(_KICK, 1), 44: 0}
_WRISTS = (int(Joint.LEFT_HAND_WRIST), int(Joint.RIGHT_HAND_WRIST))
_TOES = (int(Joint.LEFT_BIG_TOE), int(Joint.RIGHT_BIG_TOE))


def bar_places(pitch: Ints) -> Floats:
    """``(N, 3)``: where each pitch's bar of the xylophone is struck."""
    octave, key = np.divmod(pitch - _BARS_LOW, 12)
    steps = np.array([0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 4.5, 5, 5.5, 6])
    dark = np.isin(pitch % 12, list(BLACK_SHIFT))
    along = 7 * octave + steps[key]
    x = (12.5 - along) * _BAR_PITCH_M
    return np.stack([x, _BAR_Y_M + 0.02 * dark, _BAR_Z_M + 0.12 + 0.15 * dark], axis=1)


@dataclass(frozen=True, slots=True)
class _Part:
    """What hands strike: the score, targets ``(N, 3)``, hands ``(N,)``."""

    score: Score
    target: Floats
    hand: Ints


def plan_struck(
    instrument: str,
    score: Score,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    length_s: float,
    rate_hz: float = 120.0,
) -> Gesture:
    """The gesture of a player with two sticks, and with two feet on the drum kit's pedals.

    A note is caused by the wrist (joint 25 or 46) of the hand that strikes, or by the foot (19 or
    22). Strokes that no hand is free for are left out. Props: ``sticks (T, 4, 3)`` left end and
    head, right end and head; for drums ``foot_lift (T, 2)`` metres, left and right.
    """
    times_s = np.arange(0.0, length_s, 1.0 / rate_hz)
    drums = instrument == "drums"
    size = 0.5 + 0.5 * player.scale
    by_foot = np.array([int(p) in _FEET for p in score.pitch], dtype=bool) & drums
    part = _shared(score.where(~by_foot), drums, size, rng)
    sides = [_one_hand(times_s, part, player, rng, side=s, drums=drums) for s in (0, 1)]
    feet, stepped = _feet(times_s, score.where(by_foot), player, rng)
    stance = stand(
        times_s,
        player,
        rng,
        seated=drums,
        trunk=(rng.uniform(0.05, 0.2), 0.0, 0.0),
        head=(rng.uniform(0.1, 0.4), rng.uniform(-0.2, 0.2), 0.0),
        pulse=beat_pulse(times_s, score.onset_s, score.velocity.astype(np.float64)),
    )
    middle = 0.5 * (sides[0].stick[:, 1, 0] + sides[1].stick[:, 1, 0])
    if not drums:
        stance.pelvis[:, 0] += np.clip(0.8 * middle, -0.45, 0.45)
    stance.trunk[:, 1] += 0.25 * middle
    props = {"sticks": np.concatenate([s.stick for s in sides], axis=1)}
    if drums:
        props["foot_lift"] = feet
    return carry(
        HoldFrame(instrument, times_s, drums, stuck=0.0),
        stance,
        (sides[0].hand, sides[1].hand),
        curls=np.tile([0.9, 1.0, 0.6], (len(times_s), 2, 5, 1)),
        notes=_notes(part, stepped),
        props=props,
    )


def _shared(score: Score, drums: bool, size: float, rng: np.random.Generator) -> _Part:
    """The strokes that hands are free for."""
    if drums:
        known = np.array([int(p) in KIT for p in score.pitch], dtype=bool)
        score = score.where(known)
        target = np.array([KIT[int(p)] for p in score.pitch], dtype=np.float64).reshape(-1, 3)
        metal = np.isin(score.pitch, (42, 46, 51, 53, 59))
        wish = np.where(metal, 1, np.where(np.isin(score.pitch, (37, 38, 40)), 0, -1))
        wish = np.where(rng.random(len(score)) < 0.85, wish, -1)
    else:
        target = bar_places(score.pitch)
        wish = np.full(len(score), -1)
    target = target * np.array([1.0, size, 1.0])
    hand = share_hands(score.onset_s, target[:, 0], wish.astype(np.int64), rng)
    return _Part(score.where(hand >= 0), target[hand >= 0], hand[hand >= 0])


def _one_hand(
    times_s: Floats,
    part: _Part,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    side: int,
    drums: bool,
) -> Sticked:
    mine = part.hand == side
    out = 1.0 if side == 0 else -1.0
    home = np.array([out * 0.14, 0.82 if drums else 1.02, 0.46])
    strokes = Strokes(
        onset_s=part.score.onset_s[mine],
        target=part.target[mine],
        loud=part.score.velocity[mine] / 127.0,
        home=home,
        stick_m=0.40 if drums else 0.36,
    )
    return strike(times_s, strokes, player, rng, side=side)


def _feet(
    times_s: Floats, score: Score, player: SimulatedPlayer, rng: np.random.Generator
) -> tuple[Floats, list[Note]]:
    """``(T, 2)``: how far heel and knee are lifted, and the notes of the pedals: down at the onset,
    lifted 2-7 cm before it.
    """
    lift = np.zeros((len(times_s), 2))
    notes: list[Note] = []
    side_of = np.array([_FEET[int(p)] for p in score.pitch], dtype=np.int64)
    for side in (0, 1):
        mine = score.where(side_of == side)
        if len(mine) == 0:
            continue
        keep = np.concatenate([[True], np.diff(mine.onset_s) > 0.08])
        mine = mine.where(keep)
        before = np.minimum(np.diff(mine.onset_s, prepend=mine.onset_s[0] - 1.0), 0.6)
        high = rng.uniform(0.02, 0.07) * player.lift**0.5 * np.clip(before / 0.3, 0.3, 1.0)
        frames = np.stack(
            [mine.onset_s - 0.7 * before, mine.onset_s - 0.3 * before, mine.onset_s], axis=1
        )
        values = np.stack([0 * high, high, 0 * high], axis=1)
        power = np.tile([0.0, 0.0, 1.8], len(mine))
        lift[:, side] = eased(times_s, rising(frames.ravel()), values.ravel(), power=power)
        notes += _as_notes(mine, np.full(len(mine), _TOES[side]))
    return lift, notes


def _notes(part: _Part, stepped: list[Note]) -> tuple[Note, ...]:
    joints = np.array(_WRISTS)[part.hand]
    return sorted_notes([*_as_notes(part.score, joints), *stepped])


def _as_notes(score: Score, joints: Ints) -> list[Note]:
    return [
        Note(float(on), float(length), int(pitch), int(velocity), joint=int(joint))
        for on, length, pitch, velocity, joint in zip(
            score.onset_s, score.length_s, score.pitch, score.velocity, joints, strict=True
        )
    ]
