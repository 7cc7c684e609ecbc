"""How a bow moves: which notes share a stroke, how far and how fast it goes, on which string.

Numbers (motion capture of a cellist, 22 s): bow speed median 13.7 cm/s, p95 24.7, p99 32.6;
acceleration p95 1.24 m/s2; a stroke lasts 2.6 s at the median; the sound begins 17 ms (IQR 11-21)
after the bow has turned; only one note in eight has a turn. A string crossing leads the bow change
by about 15 degrees of phase (Schoonderwaldt & Altenmueller 2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.curves import eased, rising

__all__ = ["BowHabit", "Bowing", "plan_bow"]

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_PAUSE_S = 0.12
_LIFT_PAUSE_S = 0.45
_NEAREST_M = 0.05
_FASTEST = 0.9


@dataclass(frozen=True, slots=True)
class BowHabit:
    """``slur``: how likely a note joins the stroke before it; ``speed`` in m/s at middling
    loudness; ``longest_s`` a stroke; ``farthest_m``: how far from the frog the bow is used.
    """

    slur: float
    speed: float
    longest_s: float
    farthest_m: float


@dataclass(frozen=True, slots=True)
class Bowing:
    """``turned (E,)``: whether each chord begins a stroke; ``turn_s (S,)`` when strokes begin,
    ``end_s (S,)``; ``frog_m (T,)`` from the string to the frog; ``string (T,)``: the string the bow
    lies on, halves between two; ``lift_m (T,)`` off the string.
    """

    turned: Bools
    turn_s: Floats
    end_s: Floats
    frog_m: Floats
    string: Floats
    lift_m: Floats


@dataclass(frozen=True, slots=True)
class Bowed:
    """What is to be bowed, by chord: ``onset_s``, ``end_s``, ``loud`` 0..1, mean ``string``, and
    whether it ``repeats`` the pitch before.
    """

    onset_s: Floats
    end_s: Floats
    loud: Floats
    string: Floats
    repeats: Bools


def plan_bow(times_s: Floats, music: Bowed, habit: BowHabit, rng: np.random.Generator) -> Bowing:
    """The bow's movement for ``music``."""
    count = len(music.onset_s)
    if count == 0:
        rest = np.full(len(times_s), rng.uniform(0.06, 0.3))
        flat = np.full(len(times_s), 1.5)
        none = np.zeros(0)
        return Bowing(np.zeros(0, bool), none, none, rest, flat, np.full(len(times_s), 0.06))
    turned = _turns(music, habit, rng)
    first = np.flatnonzero(turned)
    lag = np.clip(rng.normal(0.017, 0.006, len(first)), 0.004, 0.035)
    turn = music.onset_s[first] - lag
    last = np.append(first[1:], count) - 1
    turn = np.maximum(turn, np.concatenate([[-1.0], music.onset_s[last[:-1]] + 0.02]))
    following = np.append(turn[1:], music.end_s[-1] + 0.02)
    end = np.minimum(following, np.maximum(music.end_s[last] + 0.02, turn + 0.06))
    # A small gap is no stop: the bow goes on to its turn.
    end = np.where(following - end < 0.05, following, end)
    begin_m, way_m = _distances((turn, end), music.loud[first], habit, rng)
    frog = _travel(times_s, (turn, end), begin_m, way_m)
    lift = _lift(times_s, turn, end, rng)
    return Bowing(turned, turn, end, frog, _crossing(times_s, music, turned), lift)


def _turns(music: Bowed, habit: BowHabit, rng: np.random.Generator) -> Bools:
    """``(E,)``: which chords begin a new stroke."""
    turned = np.ones(len(music.onset_s), dtype=bool)
    begun = music.onset_s[0]
    for e in range(1, len(turned)):
        pause = music.onset_s[e] - music.end_s[e - 1] > _PAUSE_S
        tired = music.end_s[e] - begun > habit.longest_s
        if not (pause or tired or music.repeats[e] or rng.random() > habit.slur):
            turned[e] = False
        else:
            begun = music.onset_s[e]
    return turned


def _distances(
    strokes: tuple[Floats, Floats], loud: Floats, habit: BowHabit, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Where each stroke begins (metres from the frog) and how far it goes, signed: + is down-bow,
    away from the frog.
    """
    turn_s, end_s = strokes
    span = end_s - turn_s
    speed = habit.speed * (0.5 + loud) * np.exp(rng.normal(0, 0.25, len(span)))
    # Short strokes are faster: nobody plays sixteenths with a centimetre of bow.
    speed = np.minimum(np.maximum(speed, 0.03 / np.maximum(span, 0.02)), _FASTEST)
    far = np.minimum(speed * span, 0.85 * (habit.farthest_m - _NEAREST_M))
    begin, way = np.empty_like(far), np.empty_like(far)
    down = rng.random() < 0.7
    at = _NEAREST_M + rng.uniform(0.0, 0.4) * (habit.farthest_m - _NEAREST_M)
    for j in range(len(far)):
        if j and turn_s[j] - end_s[j - 1] > _LIFT_PAUSE_S:
            down = rng.random() < 0.75
            at = rng.uniform(0.1, 0.4) if down else rng.uniform(0.6, 0.9)
            at = _NEAREST_M + at * (habit.farthest_m - _NEAREST_M)
        room = habit.farthest_m - at if down else at - _NEAREST_M
        if room < 0.35 * far[j] and j and turn_s[j] - end_s[j - 1] > 0.02:
            down = not down
            room = habit.farthest_m - at if down else at - _NEAREST_M
        step = min(far[j], max(room, 0.012))
        begin[j], way[j] = at, step if down else -step
        at += way[j]
        down = not down
    return begin, way


def _travel(
    times_s: Floats, strokes: tuple[Floats, Floats], begin_m: Floats, way_m: Floats
) -> Floats:
    """``(T,)``: distance of frog and string: each stroke speeds up, goes evenly and slows down;
    between strokes that do not meet the bow waits, or goes where the next begins.
    """
    turn_s, end_s = strokes
    j = np.clip(np.searchsorted(turn_s, times_s, side="right") - 1, 0, len(turn_s) - 1)
    span = end_s - turn_s
    speed = np.abs(way_m) / span
    ramp = np.minimum(np.clip(speed / 1.24, 0.03, 0.12), 0.4 * span) / span
    u = np.clip((times_s - turn_s[j]) / span[j], 0.0, 1.0)
    a = ramp[j]
    part = np.where(
        u < a,
        u * u / (2 * a),
        np.where(u > 1 - a, (1 - a) - (1 - u) ** 2 / (2 * a), u - a / 2),
    )
    frog = begin_m[j] + way_m[j] * part / (1 - a)
    arrive = np.append(begin_m[1:], begin_m[-1] + way_m[-1])
    pause = np.append(turn_s[1:], end_s[-1] + 1.0) - end_s
    v = np.clip((times_s - end_s[j]) / np.maximum(pause[j], 1e-3), 0.0, 1.0)
    back = arrive[j] - (begin_m[j] + way_m[j])
    return frog + back * v * v * (3 - 2 * v)


def _crossing(times_s: Floats, music: Bowed, turned: Bools) -> Floats:
    """``(T,)``: the string under the bow; crossings lead turns by 15 degrees of a stroke pair."""
    gap = np.diff(music.onset_s, prepend=music.onset_s[0] - 0.5)
    lead = np.where(turned, np.minimum(15.0 / 360.0 * 2.0 * gap, 0.06), 0.0)
    half = np.minimum(0.06, 0.3 * gap)
    before = np.concatenate([music.string[:1], music.string[:-1]])
    frames = np.stack([music.onset_s - lead - half, music.onset_s - lead + 0.3 * half], axis=1)
    values = np.stack([before, music.string], axis=1)
    return eased(times_s, rising(frames.ravel()), values.ravel())


def _lift(times_s: Floats, turn_s: Floats, end_s: Floats, rng: np.random.Generator) -> Floats:
    """``(T,)``: off the string before the first stroke, after the last and in long pauses."""
    high = rng.uniform(0.01, 0.08)
    frames = [turn_s[0] - rng.uniform(0.3, 0.8), turn_s[0] - rng.uniform(0.05, 0.2)]
    values = [high, 0.0]
    for stop, start in zip(end_s[:-1], turn_s[1:], strict=True):
        if start - stop > _LIFT_PAUSE_S:
            frames += [stop, stop + 0.18, start - 0.2, start - 0.04]
            values += [0.0, high, high, 0.0]
    frames += [end_s[-1] + 0.05, end_s[-1] + 0.6]
    values += [0.0, high]
    return eased(times_s, rising(np.array(frames)), np.array(values))
