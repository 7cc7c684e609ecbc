"""Single keystrokes: when a key goes down and up again, and how a fingertip rides it.

A key takes about 25 ms (forte) to 160 ms (piano) from start to bottom (Askenfelt; Goebl), so the
visible touch leads the sound by that much. A finger is highest about one tone before its keystroke,
and higher at faster tempo (Dalla Bella & Palmer 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core import piano
from foley_post.simulation.planning.curves import eased, rising
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.planning.keyboard.fingering import Fingering
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.score.scores import Score

__all__ = ["Strokes", "key_spots", "key_strokes", "press_s", "push_keys", "tip_height"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

RELEASE_S = 0.05
_STROKE_POWER = 1.7
_ON_WHITE_Z_M = piano_keys.BLACK_FRONT_Z_M - 0.007
_ON_BLACK_Z_M = piano_keys.BLACK_FRONT_Z_M + 0.012


@dataclass(frozen=True, slots=True)
class Strokes:
    """One hand's keystrokes, by onset: ``finger (N,)``, ``key (N,)`` 0..87, ``start_s`` when the
    key begins to move, ``onset_s`` when it is down, ``stop_s`` when it is let go; ``before_s`` when
    the hand played last, ``reach_z_m`` where the hand's centre is over the keys.
    """

    finger: Ints
    key: Ints
    start_s: Floats
    onset_s: Floats
    stop_s: Floats
    before_s: Floats
    reach_z_m: Floats


def press_s(velocity: npt.NDArray[np.generic]) -> Floats:
    """Key start to key bottom in seconds: 160 ms at velocity 20, 25 ms at 120, evenly in ratio."""
    loud = np.clip((velocity.astype(np.float64) - 20.0) / 100.0, 0.0, 1.0)
    taken: Floats = 0.160 * (0.025 / 0.160) ** loud
    return taken


def key_strokes(score: Score, fingering: Fingering, player: SimulatedPlayer) -> Strokes:
    """When each key goes down and up: a finger, a key and a hand can be in one place only, so some
    notes are let go before the score says so.
    """
    key = score.pitch - piano.LOWEST
    reach = _reach_z(fingering, key)
    onset = score.onset_s
    stop = _stops(score, fingering)
    start = onset - press_s(score.velocity) * player.press
    for finger in range(5):
        mine = np.flatnonzero(fingering.finger == finger)
        if len(mine) > 1:
            earliest = stop[mine[:-1]] + 0.25 * (onset[mine[1:]] - stop[mine[:-1]])
            start[mine[1:]] = np.clip(start[mine[1:]], earliest, onset[mine[1:]] - 0.012)
    previous = np.concatenate([fingering.at_s[:1] - 0.5, fingering.at_s[:-1]])
    return Strokes(
        finger=fingering.finger,
        key=key,
        start_s=start,
        onset_s=onset,
        stop_s=stop,
        before_s=previous[fingering.event],
        reach_z_m=reach,
    )


def _stops(score: Score, fingering: Fingering) -> Floats:
    """``(N,)``: when each key is let go."""
    onset, stop = score.onset_s, score.onset_s + score.length_s
    along = piano.KEY_U[score.pitch - piano.LOWEST] * piano_keys.WHITE_PITCH_M
    centre = fingering.centre_m[fingering.event]
    for i in range(len(onset)):
        held = np.flatnonzero((stop[:i] > onset[i] - 0.07) & (onset[:i] < onset[i]))
        if len(held) == 0:
            continue
        same = (fingering.finger[held] == fingering.finger[i]) | (
            score.pitch[held] == score.pitch[i]
        )
        away = np.abs(centre[held] - centre[i]) + 0.3 * np.abs(along[held] - along[i]) > 0.10
        least = onset[held] + 0.4 * (onset[i] - onset[held])
        let_go = np.maximum(onset[i] - np.where(same, 0.07, 0.02), least)
        busy = same | away
        stop[held[busy]] = np.minimum(stop[held], let_go)[busy]
    return np.maximum(stop, onset + 0.03)


def _reach_z(fingering: Fingering, key: Ints) -> Floats:
    """``(E,)``: how far the hand is over the keys at each chord: further in for black keys."""
    reach = np.full(len(fingering.at_s), _ON_WHITE_Z_M)
    needed = _ON_BLACK_Z_M + np.array([0.035, 0.006, 0.0, 0.006, 0.022])[fingering.finger]
    black = piano.IS_BLACK[key]
    np.maximum.at(reach, fingering.event[black], needed[black])
    return reach


def key_spots(strokes: Strokes, mine: Ints, tip_z_m: float) -> Floats:
    """``(n, 2)``: x and z where the finger meets the keys of the strokes ``mine``; ``tip_z_m`` is
    how far this finger reaches beside the hand's centre.
    """
    key = strokes.key[mine]
    z = strokes.reach_z_m[mine] + tip_z_m
    on_white = np.clip(z, piano_keys.KEY_FRONT_Z_M + 0.008, _ON_WHITE_Z_M)
    on_black = np.clip(
        z, _ON_BLACK_Z_M, piano_keys.KEY_FRONT_Z_M + piano_keys.WHITE_LENGTH_M - 0.02
    )
    return np.stack(
        [piano_keys.KEY_X_M[key], np.where(piano.IS_BLACK[key], on_black, on_white)], axis=1
    )


def tip_height(
    times_s: Floats,
    strokes: Strokes,
    mine: Ints,
    player: SimulatedPlayer,
    *,
    rng: np.random.Generator,
) -> Floats:
    """``(T,)``: height of one fingertip: rest, lift, touch, bottom, hold, and off again."""
    key = strokes.key[mine]
    start, onset, stop = strokes.start_s[mine], strokes.onset_s[mine], strokes.stop_s[mine]
    top = piano_keys.KEY_TOP_Y_M + piano_keys.BLACK_RISE_M * piano.IS_BLACK[key]
    over_black = piano_keys.BLACK_RISE_M * (strokes.reach_z_m[mine] > piano_keys.BLACK_FRONT_Z_M)
    rest = piano_keys.KEY_TOP_Y_M + over_black + 0.004 * player.lift
    before = np.concatenate([[start[0] - 2.0], stop[:-1]])
    free = np.maximum(start - before, 0.0)
    gap = np.clip(onset - strokes.before_s[mine], 0.05, 1.0)
    lift = 0.012 * player.lift * np.clip((0.25 / gap) ** 0.4, 0.6, 1.5) * np.clip(free / 0.2, 0, 1)
    # Many strokes fall from a finger that lies on its key already.
    lift = lift * np.where(rng.random(len(onset)) < rng.uniform(0.0, 0.6), 0.08, 1.0)
    lift = lift * np.exp(rng.normal(0, 0.4, len(onset)))
    off = before + np.minimum(RELEASE_S, 0.3 * free)
    peak = np.clip(onset - gap, before + 0.35 * free, start - 0.25 * free)
    peak = np.maximum(peak, start - 0.35)
    wait = np.maximum(off, peak - 0.22)
    rest_then = np.maximum(rest, np.concatenate([rest[:1], rest[:-1]]))
    frames = np.stack([off, wait, peak, start, onset, stop], axis=1).ravel()
    high = np.maximum(rest_then, top) + lift
    values = np.stack(
        [
            rest_then,
            rest_then,
            high,
            top,
            top - piano_keys.KEY_TRAVEL_M[key],
            top - piano_keys.KEY_TRAVEL_M[key],
        ],
        axis=1,
    ).ravel()
    power = np.zeros_like(frames).reshape(-1, 6)
    power[:, 4] = _STROKE_POWER
    frames = np.append(frames, frames[-1] + RELEASE_S)
    return eased(
        times_s,
        rising(frames),
        np.append(values, rest[-1]),
        power=np.append(power.ravel(), 0.0),
    )


def push_keys(times_s: Floats, strokes: Strokes, depth_m: Floats) -> None:
    """Write into ``depth_m (T, 88)`` how far each key is down; the deepest wins."""
    for key, start, onset, stop in zip(
        strokes.key, strokes.start_s, strokes.onset_s, strokes.stop_s, strict=True
    ):
        low, high = np.searchsorted(times_s, [start, stop + RELEASE_S])
        frames = rising(np.array([start, onset, stop, stop + RELEASE_S]))
        travel = piano_keys.KEY_TRAVEL_M[key]
        curve = eased(
            times_s[low:high],
            frames,
            np.array([0.0, travel, travel, 0.0]),
            power=np.array([0.0, _STROKE_POWER, 0.0, 0.0]),
        )
        np.maximum(depth_m[low:high, key], curve, out=depth_m[low:high, key])
