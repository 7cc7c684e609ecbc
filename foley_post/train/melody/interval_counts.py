"""How often which interval follows which, counted from scores.

The same shelf gives the same bytes. Every eighth pair of parts of a kind is left out, for measuring
(`held_out`).
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.files import sha256_of, write_whole
from foley_post.core.instruments import instrument
from foley_post.errors import UsageError
from foley_post.generate.melody.melody_model import (
    CARD,
    INTERVALS,
    ORDERS,
    PLACES,
    REACH,
    SPEEDS_S,
    TABLES,
    VOICES,
    contexts_of,
    speed_of,
)
from foley_post.generate.melody.phrases import phrase_starts
from foley_post.midi.harmony import likeliest_key
from foley_post.simulation.score.corpus import Corpus

__all__ = ["KINDS", "Line", "held_out", "lines_of", "teach_melody"]

KINDS: dict[str, tuple[str, ...]] = {
    "violin": ("violin", "violin played", "viola"),
    "cello": ("cello",),
    "bass": ("double bass", "tuba"),
    "guitar": ("guitar",),
    "woodwind": ("flute", "clarinet"),
    "bassoon": ("bassoon",),
    "brass": ("trumpet",),
    "melody": ("melody", "voice"),
    "piano": ("piano",),
    "left hand": ("piano",),
}
"""From the parts of which instruments each voice of the melody model is counted."""
_REFERENCE = {
    "violin": "violin",
    "cello": "cello",
    "bass": "double_bass",
    "guitar": "guitar",
    "woodwind": "flute",
    "bassoon": "bassoon",
    "brass": "trumpet",
    "melody": "accordion",
    "piano": "piano",
    "left hand": "piano",
}
"""The instrument within whose range a voice's place is told."""
_KEY_NOTES = 48
_FEWEST = 12
_TOGETHER_S = 0.04
_EXCERPT = 32
_RARE = (1, 1, 1, 3, 5)
"""Contexts met less often than this, by order, are left out: the shorter ones say it as well."""
_PRIOR = 40.0

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """One voice of a part: ``onset_s (N,)`` rising, ``pitch (N,)``."""

    onset_s: Floats
    pitch: Ints


def held_out(corpus: Corpus, kind: str) -> tuple[list[int], list[int]]:
    """The numbers of the parts of a kind that are taught from, and of those left out."""
    numbers = np.flatnonzero(corpus.kind == kind).tolist()
    left = [n for k, n in enumerate(numbers) if (k // 2) % 8 == 7]
    return [n for n in numbers if n not in set(left)], left


def lines_of(corpus: Corpus, voice: str, *, taught: bool) -> Iterator[Line]:
    """The lines that a voice is counted from, or those left out."""
    for kind in KINDS[voice]:
        for number in held_out(corpus, kind)[0 if taught else 1]:
            score = corpus.score(number)
            if voice in ("piano", "left hand"):
                score = score.where(score.hand == (0 if voice == "left hand" else 1))
            line = _outer_line(score.onset_s, score.pitch, low=voice == "left hand")
            if len(line.pitch) >= _FEWEST:
                yield line


def _outer_line(onset_s: Floats, pitch: Ints, *, low: bool) -> Line:
    """The highest (or lowest) note of each onset."""
    first = np.ones(len(onset_s), dtype=bool)
    first[1:] = np.diff(onset_s) > _TOGETHER_S
    chord = np.cumsum(first) - 1
    outer = np.full(int(chord[-1]) + 1 if len(chord) else 0, 127 if low else 0, dtype=np.int64)
    (np.minimum if low else np.maximum).at(outer, chord, pitch)
    return Line(onset_s[first], outer)


def teach_melody(corpus: Corpus, out: Path, sources: Sequence[str]) -> None:
    """Count every voice's lines; write ``melody.npz`` and its card into ``out``."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    total = [Counter[tuple[int, int]]() for _ in range(ORDERS)]
    places = []
    said = {}
    for voice in VOICES:
        lines = list(lines_of(corpus, voice, taught=True))
        if not lines:
            raise UsageError(f"The shelf has no parts for the voice {voice!r}.")
        rows = [_rows(line) for line in lines]
        table = np.concatenate(rows)
        own = _counted(table)
        for all_, some in zip(total, own, strict=True):
            all_.update(some)
        arrays |= _packed(voice, own)
        arrays[f"{voice}/by_speed"] = _by_speed(table).astype(np.float32)
        arrays[f"{voice}/by_place"] = _by_place(table).astype(np.float32)
        places.append([*_place(lines, voice), float((table[:, 0] >= 12).mean())])
        said[voice] = {"parts": len(lines), "notes": len(table)}
    arrays |= _packed("all", total)
    arrays["places"] = np.array(places, dtype=np.float32)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    write_whole(out / TABLES, file.getvalue())
    card = {
        "name": "Melody model: what pitch comes next in the music of an instrument",
        "licence": "Apache-2.0",
        "data": list(sources),
        "voices": said,
        "held_out": "every eighth pair of parts of a kind",
        "made_by": "python -m foley_post.train.melody",
        "limits": "European music in major and minor; one line a voice; no rhythm, no harmony.",
        "format": 1,
        "sha256": sha256_of(out / TABLES),
    }
    write_whole(out / CARD, (json.dumps(card, indent=2) + "\n").encode())


def _rows(line: Line) -> Ints:
    """``(N - 1, 7)``: the degree before, three intervals before, the interval, the speed class, and
    the degree reached with its place in the phrase (place * 24 + degree); long leaps are left out.
    """
    degrees = _degrees(line)
    steps = np.diff(line.pitch)
    coded = np.where(np.abs(steps) <= REACH, steps + REACH, -1)
    starts = phrase_starts(line.onset_s)
    place = _places(len(line.pitch), starts)
    before = np.zeros((len(steps), 3), dtype=np.int64)
    for k in range(3):
        before[k + 1 :, k] = coded[: len(steps) - k - 1] + 1
    speed = speed_of(np.diff(line.onset_s))
    table = np.column_stack(
        [degrees[:-1], before, coded, speed, place[1:] * 24 + degrees[1:]]
    ).astype(np.int64)
    return table[coded >= 0]


def _places(count: int, starts: Sequence[int]) -> Ints:
    """The index in `PLACES` of every note."""
    place = np.full(count, PLACES.index("inner"), dtype=np.int64)
    ends = [*starts[1:], count]
    for first, end in zip(starts, ends, strict=True):
        if end - first >= 3:
            place[end - 2] = PLACES.index("before the last")
        place[first] = PLACES.index("first")
        place[end - 1] = PLACES.index("last")
    return place


def _degrees(line: Line) -> Ints:
    """``(N,)``: every note's pitch class above the tonic of the key around it, 12 more in minor."""
    degrees = np.zeros(len(line.pitch), dtype=np.int64)
    lengths = np.append(np.minimum(np.diff(line.onset_s), 2.0), 0.5)
    for first in range(0, len(degrees), _KEY_NOTES // 2):
        span = slice(max(first - _KEY_NOTES // 4, 0), first + _KEY_NOTES * 3 // 4)
        classes = line.pitch[span] % 12
        heard: Floats = np.bincount(classes, np.sqrt(2 * lengths[span]), 12).astype(np.float64)
        key, _ = likeliest_key(heard)
        some = slice(first, first + _KEY_NOTES // 2)
        degrees[some] = (line.pitch[some] - key.tonic) % 12 + 12 * key.is_minor
    return degrees


def _counted(table: Ints) -> list[Counter[tuple[int, int]]]:
    """By order, how often each interval followed each context."""
    keys = contexts_of(table[:, 0], table[:, 1:4])
    return [Counter(zip(key.tolist(), table[:, 4].tolist(), strict=True)) for key in keys]


def _packed(
    voice: str, orders: Sequence[Counter[tuple[int, int]]]
) -> dict[str, npt.NDArray[np.generic]]:
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for order, counts in enumerate(orders):
        sums: Counter[int] = Counter()
        for (key, _), number in counts.items():
            sums[key] += number
        known = np.array(sorted(k for k, n in sums.items() if n >= _RARE[order]), dtype=np.int64)
        rows = {int(key): row for row, key in enumerate(known)}
        dense = np.zeros((len(known), INTERVALS), dtype=np.uint32)
        for (key, interval), number in counts.items():
            if key in rows:
                dense[rows[key], interval] = number
        arrays[f"{voice}/{order}/contexts"] = known
        arrays[f"{voice}/{order}/counts"] = dense
    return arrays


def _by_speed(table: Ints) -> Floats:
    """How much likelier a size of interval is after a fast or a slow note than after any."""
    size = np.abs(table[:, 4] - REACH)
    counts = np.zeros((len(SPEEDS_S) + 1, REACH + 1))
    np.add.at(counts, (table[:, 5], size), 1)
    ratio = _ratio(counts)
    return ratio[:, np.abs(np.arange(INTERVALS) - REACH)]


def _by_place(table: Ints) -> Floats:
    """How much likelier a degree is at a place in the phrase than anywhere in the same mode."""
    counts = np.zeros((len(PLACES), 24))
    np.add.at(counts, (table[:, 6] // 24, table[:, 6] % 24), 1)
    return np.concatenate([_ratio(counts[:, :12]), _ratio(counts[:, 12:])], axis=1)


def _ratio(counts: Floats) -> Floats:
    anywhere = (counts.sum(axis=0) + 1) / (counts.sum() + counts.shape[1])
    mixed = counts + _PRIOR * anywhere
    shares = mixed / mixed.sum(axis=1, keepdims=True)
    ratio: Floats = shares / anywhere
    return ratio


def _place(lines: Sequence[Line], voice: str) -> tuple[float, float, float]:
    """Where excerpts lie within the range of the voice's instrument (mean and spread, 0..1), and
    how widely they reach, in semitones.
    """
    what = instrument(_REFERENCE[voice])
    some = [
        line.pitch[k : k + _EXCERPT]
        for line in lines
        for k in range(0, max(len(line.pitch) - _EXCERPT // 2, 1), _EXCERPT)
    ]
    middles = (np.array([p.mean() for p in some]) - what.lowest) / (what.highest - what.lowest)
    spread = float(np.sqrt(np.mean([p.var() for p in some])))
    return float(middles.mean()), float(middles.std()), spread
