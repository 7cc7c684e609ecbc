"""A pianist: a score becomes keys that go down under fingertips, and hands that carry them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core import piano
from foley_post.midi.notes import Note, sorted_notes
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.planning.curves import eased, held, rising, sway
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.planning.keyboard.fingering import Fingerer, finger_hand, split_hands
from foley_post.simulation.planning.keyboard.keystrokes import (
    Strokes,
    key_spots,
    key_strokes,
    push_keys,
    tip_height,
)
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.stance import beat_pulse, stand
from foley_post.simulation.score.scores import Score

__all__ = ["KeyedHand", "keyed_hand", "plan_piano"]

Floats: TypeAlias = npt.NDArray[np.float64]

_TIP_Z_M = np.array([-0.048, -0.006, 0.0, -0.006, -0.025])
"""How far relaxed fingertips reach over the keys, thumb to little finger, beside the middle."""
_IDLE_M = np.array([-0.048, -0.025, 0.0, 0.023, 0.044])
"""Where fingers hang along the keys while they play nothing: closer than they reach."""
_PLAIN_Z_M = piano_keys.BLACK_FRONT_Z_M - 0.007
_SIDE = (1.0, -1.0)
"""Little finger's way along x: the hands are mirror pictures of each other."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """One hand's strokes, and its way over the keys: ``at_s (E,)``, ``spot (E, 2)`` x and z."""

    side: int
    strokes: Strokes
    velocity: Floats
    event: npt.NDArray[np.int64]
    at_s: Floats
    spot: Floats
    notes: tuple[Note, ...]


def plan_piano(
    score: Score,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    length_s: float,
    rate_hz: float = 120.0,
    fingering: Fingerer = finger_hand,
) -> Gesture:
    """The gesture of a pianist who plays ``score`` for ``length_s``, in steps of ``rate_hz``.

    Notes that no finger can reach are left out; ``notes`` is what sounds, each with its onset when
    the key reaches the bottom. Props: ``key_depth (T, 88)`` metres.
    """
    times_s = np.arange(0.0, length_s, 1.0 / rate_hz)
    score = score.where((score.pitch >= piano.LOWEST) & (score.pitch <= piano.HIGHEST))
    side_of = split_hands(score, piano.KEY_U[score.pitch - piano.LOWEST] * piano_keys.WHITE_PITCH_M)
    hands = [
        keyed_hand(
            times_s, score.where(side_of == side), player, rng, side=side, fingering=fingering
        )
        for side in (0, 1)
    ]
    wrists = np.stack([h.wrist for h in hands], axis=1)
    stance = stand(
        times_s,
        player,
        rng,
        seated=True,
        trunk=(rng.uniform(0.08, 0.22), 0.0, 0.0),
        head=(rng.uniform(0.1, 0.45), rng.uniform(-0.25, 0.25), 0.0),
        pulse=beat_pulse(times_s, score.onset_s, score.velocity.astype(np.float64)),
    )
    # The trunk leans after hands that play far out: arms alone do not reach the ends.
    stance.trunk[:, 2] -= 0.7 * wrists[:, :, 0].mean(axis=1)
    return Gesture(
        instrument="piano",
        times_s=times_s,
        wrists=wrists,
        palm_forward=np.stack([h.forward for h in hands], axis=1),
        palm_back=np.stack([h.back for h in hands], axis=1),
        tips=np.stack([h.tips for h in hands], axis=1),
        curls=np.full((len(times_s), 2, 5, 3), 0.4),
        trunk=stance.trunk,
        head=stance.head,
        pelvis=stance.pelvis,
        seated=True,
        notes=sorted_notes(note for hand in hands for note in hand.notes),
        props={"key_depth": np.maximum(hands[0].depth_m, hands[1].depth_m)},
    )


@dataclass(frozen=True, slots=True)
class KeyedHand:
    """A hand at the piano: ``wrist``, ``forward`` and ``back`` ``(T, 3)``, ``tips (T, 5, 3)``,
    ``depth_m (T, 88)`` how far it pushes each key, and the ``notes`` it plays.
    """

    wrist: Floats
    forward: Floats
    back: Floats
    tips: Floats
    depth_m: Floats
    notes: tuple[Note, ...]


def keyed_hand(
    times_s: Floats,
    score: Score,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    side: int,
    fingering: Fingerer = finger_hand,
) -> KeyedHand:
    """One hand (0 left, 1 right) that plays the whole score on the piano's keys."""
    hand = _hand(score, player, side=side, fingering=fingering)
    centre = _centre(times_s, hand, player, rng)
    bob = _arm_bob(times_s, hand) * player.lift
    depth = np.zeros((len(times_s), 88))
    push_keys(times_s, hand.strokes, depth)
    # A generator of its own, so that lifting fingers otherwise does not change what is played.
    tips = _tips(times_s, hand, player, centre, rng=rng.spawn(1)[0])
    return KeyedHand(*_wrist(hand, player, centre, bob), tips, depth, hand.notes)


def _hand(score: Score, player: SimulatedPlayer, *, side: int, fingering: Fingerer) -> _Hand:
    along = piano.KEY_U[score.pitch - piano.LOWEST] * piano_keys.WHITE_PITCH_M
    taken = fingering(score.onset_s, score.pitch, along, side=side, span=_span(player))
    played = taken.finger >= 0
    taken = replace(taken, finger=taken.finger[played], event=taken.event[played])
    score = score.where(played)
    strokes = key_strokes(score, taken, player)
    spot = np.stack([piano_keys.KEYBOARD_LEFT_X_M - taken.centre_m, strokes.reach_z_m], axis=1)
    strokes = replace(strokes, reach_z_m=strokes.reach_z_m[taken.event])
    notes = tuple(
        Note(
            onset_s=float(on),
            length_s=float(stop - on),
            pitch=int(pitch),
            velocity=int(velocity),
            joint=FINGERTIPS[5 * side + int(finger)],
        )
        for on, stop, pitch, velocity, finger in zip(
            score.onset_s,
            strokes.stop_s,
            score.pitch,
            score.velocity,
            taken.finger,
            strict=True,
        )
    )
    return _Hand(side, strokes, score.velocity / 127.0, taken.event, taken.at_s, spot, notes)


def _span(player: SimulatedPlayer) -> float:
    return float(np.clip(player.span * player.hand_scale, 0.8, 1.2))


def _centre(
    times_s: Floats, hand: _Hand, player: SimulatedPlayer, rng: np.random.Generator
) -> Floats:
    """``(T, 2)``: x and z of the hand's centre: it arrives before the keystroke, and waits where it
    played last.
    """
    home = np.array([_SIDE[hand.side] * rng.uniform(0.14, 0.26), _PLAIN_Z_M])
    start = home if rng.random() < 0.5 or len(hand.at_s) == 0 else hand.spot[0]
    drift = 0.0015 * player.sway * sway(times_s, rng, 2, fastest_hz=1.0)
    if len(hand.at_s) == 0:
        return home + drift
    gap = np.diff(hand.at_s, prepend=hand.at_s[0] - 1.0)
    before = np.concatenate([start[None], hand.spot[:-1]])
    far = np.linalg.norm(hand.spot - before, axis=1)
    arrive = hand.at_s - np.minimum(player.early_s + 0.04, 0.5 * gap)
    leave = arrive - np.minimum(0.10 + 0.5 * np.sqrt(far), 0.9 * gap)
    frames = np.stack([leave, arrive], axis=1).ravel()
    return drift + eased(
        times_s, rising(frames), np.stack([before, hand.spot], axis=1).reshape(-1, 2)
    )


def _arm_bob(times_s: Floats, hand: _Hand) -> Floats:
    """``(T,)`` metres: the wrist rises before a chord and sinks into it, by its loudness."""
    if len(hand.at_s) == 0:
        return np.zeros_like(times_s)
    loud = np.zeros(len(hand.at_s))
    np.maximum.at(loud, hand.event, hand.velocity)
    gap = np.minimum(np.diff(hand.at_s, prepend=hand.at_s[0] - 0.5), 0.7)
    rise = 0.022 * loud * np.clip(gap / 0.5, 0.1, 1.0)
    frames = np.stack([hand.at_s - 0.4 * gap, hand.at_s + 0.015], axis=1).ravel()
    values = np.stack([rise, -0.35 * rise], axis=1).ravel()
    frames = np.append(frames, frames[-1] + 0.5)
    return eased(times_s, rising(frames), np.append(values, 0.0))


def _yaw(hand: _Hand, player: SimulatedPlayer, centre: Floats) -> Floats:
    """``(T,)``: how far the hand is turned to its left, radians: it half follows its forearm."""
    elbow_x = _SIDE[hand.side] * 0.27 * player.scale
    return np.clip(0.6 * np.arctan2(centre[:, 0] - elbow_x, 0.38), -0.5, 0.5)


def _wrist(
    hand: _Hand, player: SimulatedPlayer, centre: Floats, bob: Floats
) -> tuple[Floats, Floats, Floats]:
    """Wrist ``(T, 3)``, palm forward and palm back: the forearm points from elbow to hand."""
    yaw = _yaw(hand, player, centre)
    drop = -0.22 - 0.9 * (player.wrist_height_m - 0.07)
    forward = np.stack([np.sin(yaw), np.full_like(yaw, drop), np.cos(yaw)], axis=1)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    # Wrist to the middle knuckle, and on to the tip of a finger as curved as this player's.
    reach = player.hand_scale * (0.094 + 0.062 / player.curve**0.3)
    flat = np.hypot(forward[:, 0], forward[:, 2])[:, None]
    wrist = np.empty_like(forward)
    wrist[:, [0, 2]] = centre - reach * forward[:, [0, 2]] / flat
    wrist[:, 1] = (
        piano_keys.KEY_TOP_Y_M + player.wrist_height_m * (0.4 + 0.6 * player.hand_scale) + bob
    )
    # The hand is rolled a little towards the thumb.
    up = np.tile([-0.12 * _SIDE[hand.side], 1.0, 0.0], (len(yaw), 1))
    back = up - (up * forward).sum(axis=1, keepdims=True) * forward
    return wrist, forward, back / np.linalg.norm(back, axis=1, keepdims=True)


def _tips(
    times_s: Floats,
    hand: _Hand,
    player: SimulatedPlayer,
    centre: Floats,
    *,
    rng: np.random.Generator,
) -> Floats:
    """``(T, 5, 3)``: where each fingertip is."""
    tips = np.empty((len(times_s), 5, 3))
    strokes = hand.strokes
    yaw = _yaw(hand, player, centre)
    cos, sin = np.cos(yaw), np.sin(yaw)
    for finger in range(5):
        tip_z = _TIP_Z_M[finger] * player.hand_scale
        beside = _SIDE[hand.side] * _IDLE_M[finger] * _span(player)
        turned = [beside * cos + tip_z * sin, tip_z * cos - beside * sin]
        rest = centre + np.stack(turned, axis=1)
        mine = np.flatnonzero(strokes.finger == finger)
        if len(mine) == 0:
            tips[:, finger, [0, 2]] = rest
            above = piano_keys.BLACK_RISE_M * np.clip((rest[:, 1] - _PLAIN_Z_M) / 0.01, 0.0, 1.0)
            tips[:, finger, 1] = piano_keys.KEY_TOP_Y_M + above + 0.006 * player.lift
            continue
        start, stop = strokes.start_s[mine], strokes.stop_s[mine]
        frames = rising(np.stack([start - 0.02, stop], axis=1).ravel())
        spot = eased(times_s, frames, np.repeat(key_spots(strokes, mine, tip_z), 2, axis=0))
        hold = held(times_s, start, stop)[:, None]
        tips[:, finger, [0, 2]] = hold * spot + (1.0 - hold) * rest
        tips[:, finger, 1] = tip_height(times_s, strokes, mine, player, rng=rng)
    return tips
