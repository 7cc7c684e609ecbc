"""Lessons: a second or two of a few keys, with what is to be said of them at each tick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEYS, LOWEST
from foley_post.pose.keyboard.rest import levels_of
from foley_post.pose.keyboard.strip import KEY_PX, STRIP_SHAPE
from foley_post.pose.keyboard.strip_channels import (
    KEY_COLUMNS,
    KEY_KINDS,
    TICK_S,
    Between,
    between,
    channels,
)
from foley_post.pose.skeleton import KEY_EVIDENCE
from foley_post.train.keys.filmed_clips import KeyClip
from foley_post.train.keys.worse_photography import worse

__all__ = ["TICKS", "Lesson", "random_lesson"]

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

WIDTH = 14 * KEY_PX
"""Columns of a lesson: two octaves of white keys."""
MOST_KEYS = 27
_LENGTH_S = 1.6
TICKS = round(_LENGTH_S / TICK_S)
_EDGE_PX, _EDGE_S = 14, 0.1
"""Nothing is asked of keys and moments this near an edge: what is needed to tell lies outside."""
_BUMP_S = 0.07
_UNIT_S = 0.05
_NEAR_A_NOTE = 0.8
_LEAST_PICTURES = 6


@dataclass(frozen=True, slots=True)
class Lesson:
    """``shown (N, C, rows, WIDTH)``; ``columns (MOST_KEYS,)`` and ``kinds (MOST_KEYS, 3)`` of its
    keys; ``where`` the ticks lie between the pictures; ``said (TICKS, MOST_KEYS, E)`` in the order
    of `KEY_EVIDENCE`; ``asked (TICKS, MOST_KEYS)`` 1 where it counts.
    """

    shown: Floats32
    columns: Floats32
    kinds: Floats32
    where: Between
    said: Floats32
    asked: Floats32


def random_lesson(clip: KeyClip, rng: np.random.Generator) -> Lesson:
    """A part of ``clip``, mostly near a note, slower or faster, photographed worse; half of them
    mirrored, for a keyboard's pattern is its own mirror image.
    """
    stretch = rng.uniform(0.8, 1.25) if rng.random() < 0.6 else 1.0
    start_s, first = _place(clip, rng, stretch)
    pictures = _pictures(clip, (start_s, start_s + _LENGTH_S * stretch), rng, stretch)
    if len(pictures) < _LEAST_PICTURES:
        return random_lesson(clip, rng)
    strips, rest, columns = _cropped(clip, pictures, first)
    times_s = (clip.times_s[pictures] - start_s) / stretch
    notes = clip.notes.copy()
    notes[:, :2] = (notes[:, :2] - start_s) / stretch
    keys = np.flatnonzero((first + 4 < KEY_COLUMNS) & (first + WIDTH - 4 > KEY_COLUMNS))
    at, kinds = KEY_COLUMNS[keys] - first, KEY_KINDS[keys]
    asked = clip.view[keys] & (at > _EDGE_PX) & (at < WIDTH - _EDGE_PX)
    strips, rest = worse(strips, rest, rng, filmed=clip.filmed)
    if rng.random() < 0.5:
        strips, rest, columns = strips[:, :, ::-1], rest[:, ::-1], columns[::-1]
        keys, at, asked = keys[::-1], (WIDTH - at)[::-1], asked[::-1]
        kinds = kinds[::-1][:, [0, 2, 1]]
    levels = levels_of(rest, columns) if columns.any() else (0.0, 255.0)
    shown = channels(strips, rest, times_s, columns=columns, levels=levels)
    ticks_s = TICK_S * np.arange(TICKS, dtype=np.float64)
    inside = (ticks_s > max(_EDGE_S, times_s[0])) & (
        ticks_s < min(_LENGTH_S - _EDGE_S, times_s[-1])
    )
    return Lesson(
        shown=shown,
        columns=_filled(at, WIDTH / 2),
        kinds=_filled(kinds, 0.0),
        where=between(times_s, ticks_s),
        said=_answers(notes, keys, ticks_s),
        asked=_filled(asked.astype(np.float32), 0.0)[None] * inside[:, None].astype(np.float32),
    )


def _place(clip: KeyClip, rng: np.random.Generator, stretch: float) -> tuple[float, int]:
    """When and at which column a lesson begins."""
    length_s, edge = _LENGTH_S * stretch, 1.5 * KEY_PX
    if len(clip.notes) and rng.random() < _NEAR_A_NOTE:
        note = clip.notes[rng.integers(len(clip.notes))]
        start_s = note[0] - stretch * rng.uniform(0.2, _LENGTH_S - 0.2)
        column = KEY_COLUMNS[int(note[2]) - LOWEST] - rng.uniform(edge, WIDTH - edge)
    else:
        low, high = np.flatnonzero(clip.columns)[[0, -1]]
        start_s = rng.uniform(clip.times_s[0], max(clip.times_s[-1] - length_s, clip.times_s[0]))
        column = rng.uniform(low - KEY_PX, max(high - WIDTH + KEY_PX, low))
    latest_s = max(clip.times_s[-1] - length_s + 0.1, clip.times_s[0])
    start_s = float(np.clip(start_s, clip.times_s[0] - 0.1, latest_s))
    return start_s, round(np.clip(column, -KEY_PX, STRIP_SHAPE[1] - WIDTH + KEY_PX))


def _pictures(
    clip: KeyClip, span_s: tuple[float, float], rng: np.random.Generator, stretch: float
) -> Ints:
    """Which pictures are seen: often every other one of a quick camera, sometimes some are lost."""
    first = max(int(np.searchsorted(clip.times_s, span_s[0])) - 2, 0)
    last = min(int(np.searchsorted(clip.times_s, span_s[1])) + 2, len(clip.times_s))
    pictures = np.arange(first, last)
    rate_hz = stretch / clip.picture_s
    every = max(1, round(rate_hz / 30))
    if every > 1 and rng.random() < 0.85:
        pictures = pictures[rng.integers(every) :: every]
    elif rate_hz > 24 and rng.random() < 0.4:
        pictures = pictures[rng.integers(2) :: 2]
    if rng.random() < 0.2:
        kept = max(_LEAST_PICTURES, int(len(pictures) * rng.uniform(0.75, 1)))
        pictures = pictures[np.sort(rng.permutation(len(pictures))[:kept])]
    return pictures


def _cropped(
    clip: KeyClip, pictures: Ints, first: int
) -> tuple[Floats32, Floats32, npt.NDArray[np.bool_]]:
    """Strips, rest and columns in view of ``WIDTH`` columns from ``first`` on, edges repeated."""
    low, high = max(first, 0), min(first + WIDTH, STRIP_SHAPE[1])
    beyond = (low - first, first + WIDTH - high)
    strips = clip.strips[pictures, :, low:high].astype(np.float32)
    return (
        np.pad(strips, ((0, 0), (0, 0), beyond), mode="edge"),
        np.pad(clip.rest[:, low:high], ((0, 0), beyond), mode="edge"),
        np.pad(clip.columns[low:high], beyond),
    )


def _filled(values: npt.NDArray[np.generic], rest: float) -> Floats32:
    """``values (K, ...)`` as ``(MOST_KEYS, ...)``."""
    out = np.full((MOST_KEYS, *values.shape[1:]), rest, np.float32)
    out[: len(values)] = values
    return out


def _answers(notes: Floats, keys: Ints, ticks_s: Floats) -> Floats32:
    """What is to be said ``(TICKS, MOST_KEYS, E)``: bumps around onsets and offsets, 1 while held,
    velocity and time to the onset around it.
    """
    said = np.zeros((len(ticks_s), MOST_KEYS, len(KEY_EVIDENCE)), np.float32)
    places = np.full(KEYS, -1)
    places[keys] = np.arange(len(keys))
    for onset_s, offset_s, pitch, velocity in notes:
        key = places[int(pitch) - LOWEST]
        if key < 0 or offset_s < -0.2 or onset_s > _LENGTH_S + 0.2:
            continue
        bump = np.clip(1 - np.abs(ticks_s - onset_s) / _BUMP_S, 0, 1)
        higher = bump > said[:, key, 0]
        said[higher, key, 0] = bump[higher]
        said[higher, key, 3] = velocity / 127
        said[higher, key, 4] = (onset_s - ticks_s[higher]) / _UNIT_S
        said[(ticks_s >= onset_s) & (ticks_s < offset_s), key, 1] = 1
        let_go = np.clip(1 - np.abs(ticks_s - offset_s) / _BUMP_S, 0, 1)
        said[:, key, 2] = np.maximum(said[:, key, 2], let_go)
    return said
