"""Scores made up on the spot: scales, arpeggios, melodies and chords, for tests and for users with
no corpus at hand.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument
from foley_post.simulation.score.scores import Score, excerpt

__all__ = ["made_up_score"]

Floats: TypeAlias = npt.NDArray[np.float64]
Row: TypeAlias = tuple[float, float, int, float]

_MODES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 9, 10), (0, 2, 4, 7, 9))
_RHYTHMS = ((1.0,), (0.5, 0.5), (0.75, 0.25), (0.5, 0.25, 0.25), (0.25,) * 4, (1 / 3,) * 3, (2.0,))
_DRUM_BARS = (
    ((36, (0, 4, 10)), (38, (4, 12)), (42, (0, 2, 4, 6, 8, 10, 12, 14))),
    ((36, (0, 8, 14)), (38, (4, 12)), (51, (0, 4, 6, 8, 12, 14))),
    ((36, (0, 6, 8)), (38, (4, 7, 12, 15)), (42, (0, 4, 8, 12)), (46, (14,))),
    ((36, (0,)), (45, (2, 3, 8)), (41, (6, 10, 11)), (38, (4, 12, 14)), (49, (0,))),
)


def made_up_score(instrument: Instrument, rng: np.random.Generator, length_s: float) -> Score:
    """A score of about ``length_s`` in the instrument's range: some pieces slow, some fast, some
    scales, some with chords where the instrument can play them.
    """
    beat_s = 60.0 / float(np.exp(rng.uniform(np.log(42), np.log(160))))
    if instrument.drums:
        return excerpt(_as_score(_drums(rng, length_s, beat_s), instrument), 0.0, length_s)
    rows = _line(instrument, rng, length_s, beat_s)
    if instrument.voices >= 4 and rng.random() < 0.7:
        rows += _chords(instrument, rng, length_s, beat_s)
    elif instrument.voices > 1 and rng.random() < 0.3:
        rows += _doubles(instrument, rng, rows)
    return excerpt(_as_score(rows, instrument), 0.0, length_s)


def _as_score(rows: list[Row], instrument: Instrument) -> Score:
    rows = sorted(
        {
            (round(on, 6), pitch): (on, length, pitch, loud) for on, length, pitch, loud in rows
        }.values()
    )
    table = np.array(sorted(rows, key=lambda r: (r[0], r[2])), dtype=np.float64).reshape(-1, 4)
    return Score(
        onset_s=table[:, 0],
        length_s=np.maximum(table[:, 1], 0.03),
        pitch=table[:, 2].astype(np.int64),
        velocity=np.clip(table[:, 3], 20, 120).astype(np.int64),
        part=instrument.label,
    )


def _pitches(instrument: Instrument, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """A scale over the range that most music of the instrument uses: its ends are rare."""
    mode = _MODES[rng.integers(len(_MODES))]
    key = int(rng.integers(12))
    spare = (instrument.highest - instrument.lowest) // 6
    everything = range(instrument.lowest + spare // 2, instrument.highest + 1 - spare)
    return np.array([p for p in everything if (p - key) % 12 in mode], dtype=np.int64)


def _line(
    instrument: Instrument, rng: np.random.Generator, length_s: float, beat_s: float
) -> list[Row]:
    scale = _pitches(instrument, rng)
    low, high = 0, len(scale) - 1
    at = int(rng.integers(low + high // 4, max(high - high // 4, low + high // 4) + 1))
    way, kind = 1, rng.integers(3)
    now, rows, loud = float(rng.uniform(0.0, 0.4)), [], rng.uniform(45, 95)
    detached = rng.uniform(0.5, 1.0)
    while now < length_s:
        for part in _RHYTHMS[rng.integers(len(_RHYTHMS))]:
            long = part * beat_s
            if long < 0.07:
                continue
            if rng.random() > 0.07:
                rows.append((now, long * detached, int(scale[at]), loud + rng.normal(0, 6)))
            now += long
            jump = (way, way * 2, int(rng.choice([-3, -2, -1, -1, 0, 1, 1, 2, 3, 4])))[kind]
            if not low <= at + jump <= high or rng.random() < 0.06:
                way = -way
                jump = -jump
            at = int(np.clip(at + jump, low, high))
        loud = float(np.clip(loud + rng.normal(0, 7), 35, 112))
    return rows


def _chords(
    instrument: Instrument, rng: np.random.Generator, length_s: float, beat_s: float
) -> list[Row]:
    """Broken or whole triads below the middle of the range."""
    root = int(rng.integers(instrument.lowest + 6, (instrument.lowest + instrument.highest) // 2))
    every = beat_s * float(rng.choice([1, 2, 4]))
    broken = rng.random() < 0.4
    rows: list[Row] = []
    now = 0.0
    while now < length_s:
        third, fifth = int(rng.choice([3, 4])), 7
        base = root + int(rng.choice([-5, -3, 0, 0, 2, 4, 5]))
        loud = float(rng.uniform(40, 85))
        for k, pitch in enumerate((base, base + third, base + fifth)):
            if instrument.lowest <= pitch <= instrument.highest:
                begin = now + (k * every / 4 if broken else 0.0)
                rows.append((begin, every * (0.24 if broken else 0.9), pitch, loud))
        now += every
    return rows


def _doubles(instrument: Instrument, rng: np.random.Generator, rows: list[Row]) -> list[Row]:
    """A second voice a sixth or a third below some notes (double stops)."""
    below = [
        (on, length, pitch - int(rng.choice([3, 4, 8, 9])), loud)
        for on, length, pitch, loud in rows
        if rng.random() < 0.2
    ]
    return [row for row in below if row[2] >= instrument.lowest]


def _drums(rng: np.random.Generator, length_s: float, beat_s: float) -> list[Row]:
    rows: list[Row] = []
    now = 0.0
    bar = _DRUM_BARS[rng.integers(len(_DRUM_BARS))]
    while now < length_s:
        if rng.random() < 0.2:
            bar = _DRUM_BARS[rng.integers(len(_DRUM_BARS))]
        for pitch, steps in bar:
            for step in steps:
                if rng.random() > 0.06:
                    accent = 20.0 if step % 8 == 0 else 0.0
                    loud = rng.uniform(55, 90) + accent
                    rows.append((now + step * beat_s / 4, 0.1, pitch, loud))
        now += 4 * beat_s
    return rows
