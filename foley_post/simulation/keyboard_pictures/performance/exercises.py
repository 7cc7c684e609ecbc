"""Pieces that learners and testers play: scales, five-finger patterns, tunes, chords, repeated
notes, trills, glissandi, keys tried at random.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import IS_BLACK, LOWEST
from foley_post.simulation.score.scores import Score

__all__ = ["exercise"]

Row: TypeAlias = tuple[float, float, int, float]
"""Onset and length in seconds, pitch, velocity."""
Ints: TypeAlias = npt.NDArray[np.int64]

_MODES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 8, 11), tuple(range(12)))
_CHORDS = ((0, 4, 7), (0, 3, 7), (0, 5, 9), (0, 4, 10), (0, 4, 7, 12), (0, 7), (0, 12))
_END_S = 0.3


def exercise(rng: np.random.Generator, length_s: float, low: int, high: int) -> Score:
    """A made-up exercise of ``length_s`` on the keys ``low .. high`` (pitches)."""
    begin_s = float(rng.uniform(0.3, 1.5))
    play_s = length_s - begin_s - _END_S
    rows = _KINDS[int(rng.integers(len(_KINDS)))](rng, play_s, low, high)
    kept = {
        (round(on, 4), pitch): (on + begin_s, max(length, 0.04), pitch, loud)
        for on, length, pitch, loud in rows
        if low <= pitch <= high and 0 <= on < play_s
    }
    table = np.array(sorted(kept.values(), key=lambda r: (r[0], r[2])), np.float64).reshape(-1, 4)
    return Score(
        onset_s=table[:, 0],
        length_s=table[:, 1],
        pitch=table[:, 2].astype(np.int64),
        velocity=np.clip(table[:, 3], 15, 122).astype(np.int64),
        part="exercise",
    )


def _ladder(rng: np.random.Generator, low: int, high: int) -> Ints:
    """The pitches of a scale."""
    mode, key = _MODES[int(rng.integers(len(_MODES)))], int(rng.integers(12))
    return np.array([p for p in range(low, high + 1) if (p - key) % 12 in mode], np.int64)


def _pace_s(rng: np.random.Generator, quickest_s: float, slowest_s: float) -> float:
    return float(np.exp(rng.uniform(np.log(quickest_s), np.log(slowest_s))))


def _scales(rng: np.random.Generator, length_s: float, low: int, high: int) -> list[Row]:
    ladder = _ladder(rng, low, high)
    pace, loud, hold = _pace_s(rng, 0.09, 0.6), rng.uniform(40, 100), rng.uniform(0.5, 1.1)
    reach = int(rng.integers(5, max(len(ladder) - 1, 6)))
    skip, below = int(rng.choice([1, 1, 1, 2, 3])), int(rng.choice([0, 0, 12, 24]))
    begin = at = int(rng.integers(0, max(len(ladder) - reach, 1)))
    way = 1
    rows: list[Row] = []
    for n in range(int(length_s / pace)):
        pitch = int(ladder[min(at, len(ladder) - 1)])
        rows.append((n * pace, pace * hold, pitch, loud + rng.normal(0, 5)))
        if below:
            on = max(n * pace + float(rng.normal(0, 0.008)), 0.0)
            rows.append((on, pace * hold, pitch - below, loud + rng.normal(0, 5)))
        if not begin <= at + way * skip < min(begin + reach, len(ladder)):
            way = -way
        at = int(np.clip(at + way * skip, 0, len(ladder) - 1))
    return rows


def _five_fingers(rng: np.random.Generator, length_s: float, low: int, high: int) -> list[Row]:
    ladder = _ladder(rng, low, high)
    start = int(rng.integers(0, max(len(ladder) - 8, 1)))
    pattern = rng.permutation(5) if rng.random() < 0.5 else np.array([0, 1, 2, 3, 4, 3, 2, 1])
    pace, loud, hold = _pace_s(rng, 0.11, 0.7), rng.uniform(35, 95), rng.uniform(0.4, 1.15)
    rows: list[Row] = []
    for n in range(int(length_s / pace)):
        at = start + (n // (2 * len(pattern))) % 4 + int(pattern[n % len(pattern)])
        pitch = int(ladder[min(at, len(ladder) - 1)])
        rows.append((n * pace, pace * hold, pitch, loud + rng.normal(0, 8)))
    return rows


def _tune(rng: np.random.Generator, length_s: float, low: int, high: int) -> list[Row]:
    ladder = _ladder(rng, low, high)
    at, now = int(rng.integers(len(ladder))), 0.0
    beat, loud, hold = _pace_s(rng, 0.25, 1.2), rng.uniform(30, 100), rng.uniform(0.3, 1.0)
    rows: list[Row] = []
    while now < length_s:
        long = beat * float(rng.choice([0.5, 0.5, 1, 1, 2]))
        if rng.random() > 0.1:
            rows.append((now, long * hold, int(ladder[at]), loud + rng.normal(0, 9)))
        now += long * float(rng.uniform(0.93, 1.08))
        at = int(np.clip(at + rng.choice([-4, -2, -1, -1, 0, 1, 1, 2, 4]), 0, len(ladder) - 1))
    return rows


def _chords(rng: np.random.Generator, length_s: float, low: int, high: int) -> list[Row]:
    every, loud, hold = _pace_s(rng, 0.3, 2.0), rng.uniform(35, 105), rng.uniform(0.3, 0.98)
    spread_s = float(rng.choice([0.004, 0.012, 0.03, 0.07]))
    root, bass = int(rng.integers(low + 2, max(high - 14, low + 3))), rng.random() < 0.5
    rows: list[Row] = []
    for n in range(int(length_s / every)):
        base = int(np.clip(root + rng.choice([-7, -5, -2, 0, 0, 2, 3, 5, 7]), low, high - 8))
        pitches = [base + step for step in _CHORDS[int(rng.integers(len(_CHORDS)))]]
        pitches += [base - 12 - int(rng.choice([0, 5]))] if bass else []
        for pitch in pitches:
            on = n * every + float(abs(rng.normal(0, spread_s)))
            rows.append((on, every * hold, pitch, loud + rng.normal(0, 7)))
    return rows


def _repeats(rng: np.random.Generator, length_s: float, low: int, high: int) -> list[Row]:
    pace, loud = _pace_s(rng, 0.1, 0.5), rng.uniform(40, 100)
    rows: list[Row] = []
    now = 0.0
    while now < length_s:
        steps = rng.choice([0, 3, 4, 7], int(rng.integers(1, 3)), replace=False)
        pitches = rng.integers(low, high + 1) + steps
        for _ in range(int(rng.integers(2, 12))):
            rows += [(now, pace * 0.6, int(p), loud + rng.normal(0, 7)) for p in pitches]
            now += pace * float(rng.uniform(0.94, 1.06))
        now += float(rng.uniform(0.0, 1.0))
    return rows


def _trills(rng: np.random.Generator, length_s: float, low: int, high: int) -> list[Row]:
    rows: list[Row] = []
    now = 0.0
    while now < length_s:
        pace, loud = _pace_s(rng, 0.065, 0.16), rng.uniform(40, 90)
        base, step = int(rng.integers(low, high - 3)), int(rng.choice([1, 1, 2, 2, 3, 12]))
        for n in range(int(rng.uniform(0.5, 3.0) / pace)):
            pitch = base + step * (n % 2)
            rows.append((now, pace * rng.uniform(0.7, 1.2), pitch, loud + rng.normal(0, 6)))
            now += pace * float(rng.uniform(0.92, 1.08))
        rows.append((now, 0.8, base, loud))
        now += float(rng.uniform(0.4, 1.6))
    return rows


def _glissandi(rng: np.random.Generator, length_s: float, low: int, high: int) -> list[Row]:
    pitches = np.arange(low, high + 1)
    black = IS_BLACK[pitches - LOWEST]
    rows: list[Row] = []
    now = 0.0
    while now < length_s:
        along = pitches[black] if rng.random() < 0.15 else pitches[~black]
        first = int(rng.integers(0, max(len(along) - 10, 1)))
        run = along[first : first + int(rng.integers(8, 25))]
        pace = _pace_s(rng, 0.025, 0.09)
        for pitch in run[:: int(rng.choice([-1, 1]))]:
            rows.append((now, pace * 1.1, int(pitch), rng.uniform(40, 90)))
            now += pace * float(rng.uniform(0.9, 1.1))
        now += float(rng.uniform(0.6, 2.0))
    return rows


def _keys_tried(rng: np.random.Generator, length_s: float, low: int, high: int) -> list[Row]:
    """Keys one after another, black as often as white."""
    pace, at = _pace_s(rng, 0.15, 0.9), float(rng.integers(low, high + 1))
    rows: list[Row] = []
    for n in range(int(length_s / pace)):
        at = float(np.clip(at + rng.normal(0, 5), low, high))
        on = n * pace * float(rng.uniform(0.97, 1.0))
        rows.append((on, pace * rng.uniform(0.2, 1.4), int(at), rng.uniform(20, 115)))
    return rows


_KINDS: tuple[Callable[[np.random.Generator, float, int, int], list[Row]], ...] = (
    _scales,
    _five_fingers,
    _tune,
    _chords,
    _repeats,
    _trills,
    _glissandi,
    _keys_tried,
)
