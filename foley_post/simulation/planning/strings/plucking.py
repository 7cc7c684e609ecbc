"""How a hand sounds strings: strums across them, a plectrum on one of them, or single fingers.

Numbers (motion capture of guitarists at 120 fps): a strum peaks at 1.12 m/s (p95 1.82), travels 160
mm in 212 ms and takes 46 ms over six strings, 9.3 ms a string, 117 ms after the hand has turned;
picking peaks at 0.18 m/s (p95 0.29).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.curves import eased, rising
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.strings.strings import FingerPlace

__all__ = ["STRUM_STRINGS", "Plucking", "plan_fingers", "plan_plectrum"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

STRUM_STRINGS = 3
"""From this many notes a chord is strummed by a player with a plectrum."""
_STRUM_S, _STRUM_M = 0.212, 0.160
_PICK_M = 0.018


@dataclass(frozen=True, slots=True)
class Plucking:
    """``onset_s (N,)``: when each string sounds; ``finger (N,)`` 0..4 what plucks it; ``aside_m (T,
    5)`` and ``off_m (T, 5)``: each fingertip's place across the strings (from their middle, + to
    the highest) and above them; ``sweep_m (T,)`` how far the whole hand has moved across.
    """

    onset_s: Floats
    finger: Ints
    aside_m: Floats
    off_m: Floats
    sweep_m: Floats


def plan_plectrum(
    times_s: Floats,
    placed: FingerPlace,
    place_m: Floats,
    player: SimulatedPlayer,
    *,
    rng: np.random.Generator,
) -> Plucking:
    """Strums and picked notes of one hand with a plectrum (or with the index finger).

    ``place_m (N,)``: where each note's string is across the neck. Chords of three notes and more
    are strummed, down (to the highest string) or up; the notes then sound one after the other as
    the hand passes, whatever their onsets were.
    """
    onset = placed.score.onset_s.copy()
    count = len(placed.at_s)
    size = np.bincount(placed.event, minlength=count)
    gap = np.diff(placed.at_s, append=placed.at_s[-1] + 1.0) if count else np.zeros(0)
    before = np.diff(placed.at_s, prepend=placed.at_s[0] - 1.0) if count else np.zeros(0)
    frames: list[float] = []
    values: list[tuple[float, float]] = []
    down = False
    for e in range(count):
        mine = np.flatnonzero(placed.event == e)
        quick = before[e] < 0.4
        down = (not down) if quick and rng.random() < 0.9 else rng.random() < 0.8
        way = 1.0 if down else -1.0
        strum = size[e] >= STRUM_STRINGS
        loud = float(placed.score.velocity[mine].mean()) / 80.0
        room = max(min(gap[e], before[e]), 0.05)
        if strum:
            span = _STRUM_S * float(np.exp(rng.normal(0, 0.15))) / np.clip(loud, 0.7, 1.4) ** 0.5
            span, half = min(span, 0.9 * room), 0.5 * _STRUM_M * np.clip(loud, 0.6, 1.3)
            middle = float(place_m[mine].mean())
        else:
            span = float(np.clip(0.11 * np.exp(rng.normal(0, 0.2)), 0.05, 0.9 * room))
            half = 0.5 * _PICK_M * np.clip(loud, 0.6, 1.6) + 0.5 * float(np.ptp(place_m[mine]))
            middle = float(place_m[mine].mean())
        # The way eased between key frames is steepest in its middle, 1.5 times its mean speed.
        pace = 1.5 * 2.0 * half / span * way
        passing = (place_m[mine] - middle) / pace
        onset[mine] = placed.at_s[e] + passing - passing.min()
        centre = placed.at_s[e] - passing.min()
        frames += [centre - 0.5 * span, centre + 0.5 * span]
        values += [(middle - way * half, 0.0), (middle + way * half, 0.0)]
    path = _path(times_s, frames, values, player=player, rng=rng)
    fingers = np.ones(len(onset), dtype=np.int64)
    return Plucking(
        onset_s=onset,
        finger=fingers,
        aside_m=np.repeat(path[:, :1], 5, axis=1),
        off_m=np.repeat(path[:, 1:], 5, axis=1),
        sweep_m=path[:, 0],
    )


def _path(
    times_s: Floats,
    frames: list[float],
    values: list[tuple[float, float]],
    *,
    player: SimulatedPlayer,
    rng: np.random.Generator,
) -> Floats:
    """``(T, 2)``: across and off the strings; between strokes in one direction the hand comes back
    in the air.
    """
    if not frames:
        return np.tile([rng.uniform(-0.03, 0.03), 0.03], (len(times_s), 1))
    high = 0.02 * player.lift
    at, place = [frames[0] - rng.uniform(0.3, 0.9)], [(values[0][0] - 0.02, 0.05)]
    for k in range(0, len(frames), 2):
        at += frames[k : k + 2]
        place += values[k : k + 2]
        free = (frames[k + 2] if k + 2 < len(frames) else frames[k + 1] + 1.5) - frames[k + 1]
        if free > 0.12:
            end, then = values[k + 1][0], (values[k + 2] if k + 2 < len(values) else values[k + 1])
            at += [frames[k + 1] + 0.45 * min(free, 0.5)]
            place += [(0.5 * (end + then[0]), high)]
            if free > 0.8:
                at += [frames[k + 1] + free - 0.3]
                place += [(then[0], high)]
    return eased(times_s, rising(np.array(at)), np.array(place))


def plan_fingers(
    times_s: Floats,
    placed: FingerPlace,
    place_m: Floats,
    player: SimulatedPlayer,
    *,
    rng: np.random.Generator,
) -> Plucking:
    """Each note by a finger: the thumb below, index, middle and ring above, never one finger twice
    in quick succession.

    A finger waits over its string, touches it, pulls through at the onset (to the palm; the thumb
    away from it) and comes back.
    """
    top = float(place_m.max()) if len(place_m) else 0.0
    finger = _fingers(placed, rng)
    home = np.array([-0.4, -0.05, 0.35, 0.75, 0.9]) * max(top, 0.015)
    aside, off = np.empty((len(times_s), 5)), np.empty((len(times_s), 5))
    for f in range(5):
        mine = np.flatnonzero(finger == f)
        path = _pluck(
            times_s,
            (placed.score.onset_s[mine], place_m[mine], placed.score.velocity[mine] / 80.0),
            home[f],
            1.0 if f == 0 else -1.0,
            lift=player.lift,
        )
        aside[:, f], off[:, f] = path[:, 0], path[:, 1]
    drift = 0.3 * aside[:, 1:4].mean(axis=1)
    return Plucking(placed.score.onset_s, finger, aside, off, drift)


def _fingers(placed: FingerPlace, rng: np.random.Generator) -> Ints:
    """``(N,)``: chords low to high by thumb, index, middle, ring; lines alternate two fingers."""
    finger = np.zeros(len(placed.string), dtype=np.int64)
    strings = int(placed.string.max()) + 1 if len(placed.string) else 1
    pair = [1, 2] if rng.random() < 0.8 else [2, 3]
    turn = 0
    for e in range(len(placed.at_s)):
        mine = np.flatnonzero(placed.event == e)
        mine = mine[np.argsort(placed.string[mine])]
        if len(mine) == 1:
            low = placed.string[mine[0]] < 0.45 * strings and strings > 4
            finger[mine] = 0 if low else pair[turn % 2]
            turn += 1
        elif len(mine) <= 4:
            hand = (
                [0, 1, 2, 3][: len(mine)]
                if placed.string[mine[0]] < 3
                else [1, 2, 3, 4][: len(mine)]
            )
            finger[mine] = hand
        else:
            finger[mine] = [0] * (len(mine) - 3) + [1, 2, 3]
    return finger


def _pluck(
    times_s: Floats, notes: tuple[Floats, Floats, Floats], home_m: float, way: float, *, lift: float
) -> Floats:
    """``(T, 2)``: one fingertip across and off the strings."""
    onset, place, loud = notes
    if len(onset) == 0:
        return np.tile([home_m, 0.012 * lift], (len(times_s), 1))
    keep = np.concatenate([[True], np.diff(onset) > 0.02])
    onset, place, loud = onset[keep], place[keep], loud[keep]
    before = np.minimum(np.diff(onset, prepend=onset[0] - 1.0), 0.8)
    after = np.minimum(np.diff(onset, append=onset[-1] + 1.0), 0.8)
    far = 0.011 * np.clip(loud, 0.5, 1.6) * lift**0.5
    frames = np.stack(
        [
            onset - 0.35 * before,
            onset - np.minimum(0.06, 0.2 * before),
            onset - 0.004,
            onset + np.minimum(0.045, 0.25 * after),
            onset + 0.5 * after,
        ],
        axis=1,
    )
    across = np.stack(
        [place - way * 0.008, place - way * 0.002, place, place + way * far, place - way * 0.008], 1
    )
    off = np.stack([0.9 * far, 0.0 * far, -0.001 + 0.0 * far, 0.6 * far, 0.9 * far], axis=1)
    values = np.stack([across.ravel(), off.ravel()], axis=1)
    power = np.tile([0.0, 0.0, 0.0, 0.6, 0.0], len(onset))
    return eased(times_s, rising(frames.ravel()), values, power=power)
