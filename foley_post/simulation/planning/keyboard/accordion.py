"""A player of the piano accordion: the right hand on its upright keyboard, the left arm on the
bellows.

The right hand plays as a pianist's does, on keys 19.5 mm apart that run downwards as the pitch
rises. The bellows turn every 1 to 4 s, mostly between notes (drawn widely: no figures found, an
assumption). Basses are not played: their buttons are out of sight.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core import piano
from foley_post.simulation.planning.curves import eased, rising
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.instrument_hold import HeldInstrument, HoldFrame, carry
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.planning.keyboard.pianist import keyed_hand
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.stance import beat_pulse, stand
from foley_post.simulation.score.scores import Score

__all__ = ["plan_accordion"]

Floats: TypeAlias = npt.NDArray[np.float64]

_KEY_PITCH_M = 0.0195
_MIDDLE_U = 30.5
"""The middle of the keyboard (F3 to A5 and beyond) in the piano's white keys."""
_ORIGIN = np.array([-0.085, 0.90, 0.315])
_TURN = np.array([[0.0, 1.0, 0.0], [-0.10, 0.0, 0.995], [0.995, 0.0, 0.10]])
"""Rows: where the piano's x (to the bass), y (up) and z (into the keys) point on an accordion."""


def plan_accordion(
    score: Score,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    length_s: float,
    rate_hz: float = 120.0,
) -> Gesture:
    """The gesture of an accordionist who plays ``score`` with the right hand.

    Props: ``key_depth (T, 88)`` as for the piano; ``bellows (T, 2, 3)``: middle of the fixed and of
    the moving side.
    """
    times_s = np.arange(0.0, length_s, 1.0 / rate_hz)
    score = score.where((score.pitch >= piano.LOWEST) & (score.pitch <= piano.HIGHEST))
    hand = keyed_hand(times_s, score, player, rng, side=1)
    open_m = _bellows(times_s, score, rng)
    left, moving = _left_hand(open_m, player)
    stance = stand(
        times_s,
        player,
        rng,
        seated=True,
        trunk=(rng.uniform(-0.02, 0.08), 0.0, 0.0),
        head=(rng.uniform(0.0, 0.3), rng.uniform(-0.4, 0.2), 0.0),
        pulse=beat_pulse(times_s, score.onset_s, score.velocity.astype(np.float64)),
    )
    curls = np.empty((len(times_s), 2, 5, 3))
    curls[:] = [0.5, 0.7, 0.4]
    size = 0.5 + 0.5 * player.scale
    fixed = np.tile(np.array([0.0, 0.90 * size, 0.26]), (len(times_s), 1))
    # A hand at the piano is held out from below; on the upright keys its palm turns with them.
    right = HeldInstrument(
        _placed(hand.wrist, size), hand.forward @ _TURN, hand.back @ _TURN, _placed(hand.tips, size)
    )
    return carry(
        HoldFrame("accordion", times_s, True, stuck=0.8),
        stance,
        (left, right),
        curls=curls,
        notes=hand.notes,
        props={"key_depth": hand.depth_m, "bellows": np.stack([fixed, moving], axis=1)},
    )


def _placed(points: Floats, size: float) -> Floats:
    """Points at the piano, ``(..., 3)``, where they are on the accordion."""
    middle = piano_keys.KEYBOARD_LEFT_X_M - _MIDDLE_U * piano_keys.WHITE_PITCH_M
    local = points - np.array([middle, piano_keys.KEY_TOP_Y_M, piano_keys.KEY_FRONT_Z_M])
    local = local * np.array([_KEY_PITCH_M / piano_keys.WHITE_PITCH_M, 1.0, 1.0])
    placed: Floats = _ORIGIN * np.array([1.0, size, 1.0]) + local @ _TURN
    return placed


def _bellows(times_s: Floats, score: Score, rng: np.random.Generator) -> Floats:
    """``(T,)`` metres the bellows are open: out and in, turning near a note's beginning."""
    turns = [-rng.uniform(0.0, 2.0)]
    while turns[-1] < times_s[-1] + 4.0:
        wanted = turns[-1] + rng.uniform(1.0, 4.0)
        near = score.onset_s[np.abs(score.onset_s - wanted) < 0.5]
        turns.append(float(near[0]) if len(near) and near[0] > turns[-1] + 0.3 else wanted)
    wide = rng.uniform(0.08, 0.28, len(turns))
    opened = np.where(np.arange(len(turns)) % 2 == 0, 0.02, wide)
    return eased(times_s, rising(np.array(turns)), opened)


def _left_hand(open_m: Floats, player: SimulatedPlayer) -> tuple[HeldInstrument, Floats]:
    """The left hand under its strap, on the side of the bellows that moves."""
    steps = len(open_m)
    size = 0.5 + 0.5 * player.scale
    moving = np.stack(
        [0.16 + open_m, np.full(steps, 0.88 * size) - 0.15 * open_m, np.full(steps, 0.28)], axis=1
    )
    wrist = moving + np.array([0.05, 0.02, -0.07])
    forward = np.tile(np.array([-0.15, -0.10, 0.98]), (steps, 1))
    back = np.tile(np.array([0.98, 0.0, 0.15]), (steps, 1))
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    return HeldInstrument(wrist, forward, back), moving
