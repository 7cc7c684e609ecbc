"""What the network should say of a clip: the truth of a score, laid on the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import LOWEST
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.key_layout import KEY_CENTRES
from foley_post.generate.network.graph import ACTORS, actor_of
from foley_post.generate.network.layout import ARTICULATIONS
from foley_post.generate.tokens import (
    CHORD_MOST,
    PITCHES,
    VELOCITIES,
    controls_of,
    length_class,
    scalars_of,
)
from foley_post.midi.notes import Note, grouped_by_onset

__all__ = [
    "ONSET_WINDOW_S",
    "ClockTargets",
    "NoteTargets",
    "clock_targets",
    "note_targets",
    "onset_groups",
]

ONSET_WINDOW_S = 0.03
"""Notes that begin this close together are one onset: less than two ticks apart."""

_Flat: TypeAlias = Sequence[tuple[int, int, Note]]
"""Each note with the number of its onset and its own number within it."""
_Pin: TypeAlias = tuple[int, float] | None
"""Pitch and onset of a pinned note."""

_SHARPNESS_TICKS = 0.8
_OFFSET_REACH_TICKS = 2.5

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClockTargets:
    """For each tick: ``onset (T,)`` 1 on an onset, falling off within a tick; ``offset (T,)`` ticks
    to the nearest onset, NaN further off than 2.5; ``sounding (T,)``; ``velocity (T,)`` 0..1, NaN
    away from onsets; ``articulation (T,)``, -1 away from onsets; ``actors (T, A)``, and
    ``actors_known`` whether the notes name their joints; ``keys (T, 88)`` which key of a piano goes
    down.
    """

    onset: Floats
    offset: Floats
    sounding: Floats
    velocity: Floats
    articulation: Ints
    actors: Floats
    actors_known: bool
    keys: Floats


@dataclass(frozen=True, slots=True)
class NoteTargets:
    """For each note, in order: what is known before it is written (see `NoteSteps`), and what
    should be: ``pitch``, ``velocity``, ``length`` classes ``(N,)`` and ``another (N,)``.

    ``used (N, A)``: who has played a note of the same onset already; ``controls (CONTROLS,)``.
    """

    tick: Ints
    scalars: Floats
    before: Ints
    chord: Ints
    pinned: Ints
    used: Floats
    controls: Floats
    pitch: Ints
    velocity: Ints
    length: Ints
    another: Floats


def onset_groups(notes: Iterable[Note]) -> list[list[Note]]:
    """The notes that share an onset of the clock: within `ONSET_WINDOW_S`, by pitch."""
    groups = grouped_by_onset(notes, ONSET_WINDOW_S)
    return [sorted(group, key=lambda n: n.pitch)[:CHORD_MOST] for group in groups]


def clock_targets(notes: Sequence[Note], ticks: int) -> ClockTargets:
    """The truth at each of ``ticks`` ticks."""
    groups = onset_groups(notes)
    at = np.arange(ticks, dtype=np.float64)
    onsets = np.array([min(n.onset_s for n in group) for group in groups]) * TICK_HZ
    offset = np.full(ticks, np.nan, dtype=np.float32)
    velocity = np.full(ticks, np.nan, dtype=np.float32)
    articulation = np.full(ticks, -1, dtype=np.int64)
    onset = np.zeros(ticks, dtype=np.float32)
    if len(groups):
        nearest = np.abs(at[:, None] - onsets).argmin(axis=1)
        away = onsets[nearest] - at
        near = np.abs(away) <= _OFFSET_REACH_TICKS
        offset[near] = away[near]
        onset = np.exp(-0.5 * (away / _SHARPNESS_TICKS) ** 2).astype(np.float32)
        loud = np.array([max(n.velocity for n in group) for group in groups]) / 127
        velocity[near] = loud[nearest][near]
        articulation[near] = _articulations(groups, onsets)[nearest][near]
    return ClockTargets(
        onset=onset,
        offset=offset,
        sounding=_sounding(notes, at),
        velocity=velocity,
        articulation=articulation,
        actors=_actors(notes, at),
        actors_known=all(actor_of(n.joint) is not None for n in notes),
        keys=_keys(notes, at),
    )


def _sounding(notes: Sequence[Note], at: npt.NDArray[np.float64]) -> Floats:
    sounds = np.zeros(len(at), dtype=np.float32)
    for note in notes:
        first, last = note.onset_s * TICK_HZ, note.end_s * TICK_HZ
        sounds[(at >= first) & (at < last)] = 1
    return sounds


def _keys(notes: Sequence[Note], at: npt.NDArray[np.float64]) -> Floats:
    down = np.zeros((len(at), len(KEY_CENTRES)), dtype=np.float32)
    for note in notes:
        key = note.pitch - LOWEST
        if 0 <= key < down.shape[1]:
            away = (at - note.onset_s * TICK_HZ) / _SHARPNESS_TICKS
            down[:, key] = np.maximum(down[:, key], np.exp(-0.5 * away**2))
    return down


def _actors(notes: Sequence[Note], at: npt.NDArray[np.float64]) -> Floats:
    acts = np.zeros((len(at), len(ACTORS)), dtype=np.float32)
    for note in notes:
        actor = actor_of(note.joint)
        if actor is None:
            continue
        away = (at - note.onset_s * TICK_HZ) / _SHARPNESS_TICKS
        acts[:, actor] = np.maximum(acts[:, actor], np.exp(-0.5 * away**2))
    return acts


def _articulations(groups: list[list[Note]], onsets: npt.NDArray[np.float64]) -> Ints:
    """How each onset's longest note fills the time to the next: all, most, or half or less."""
    kinds = np.zeros(len(groups), dtype=np.int64)
    spaces = np.append(np.diff(onsets), 2.0 * TICK_HZ) / TICK_HZ
    for k, (group, space) in enumerate(zip(groups, spaces, strict=True)):
        share = max(n.length_s for n in group) / min(max(space, 0.05), 2.0)
        name = "legato" if share >= 0.95 else "detached" if share > 0.5 else "staccato"
        kinds[k] = ARTICULATIONS.index(name)
    return kinds


def note_targets(notes: Sequence[Note], ticks: int, rng: np.random.Generator) -> NoteTargets | None:
    """The notes as steps to learn from; None for no notes.

    ``rng`` decides which notes are told ahead as pinned, and which controls are given.
    """
    groups = [g for g in onset_groups(notes) if min(n.onset_s for n in g) * TICK_HZ <= ticks - 1]
    if not groups:
        return None
    flat = [(k, c, note) for k, group in enumerate(groups) for c, note in enumerate(group)]
    pins = _next_pinned(flat, rng.random(len(flat)) < rng.choice([0.0, 0.0, 0.0, 0.15]))
    earlier = [None, *(note for _, _, note in flat[:-1])]
    table = np.array(
        [
            (
                round(min(n.onset_s for n in groups[k]) * TICK_HZ),
                previous.pitch if previous else PITCHES,
                c,
                pin[0] if pin else PITCHES,
                note.pitch,
                (note.velocity - 1) * VELOCITIES // 127,
                length_class(note.length_s),
                c + 1 < len(groups[k]),
            )
            for (k, c, note), previous, pin in zip(flat, earlier, pins, strict=True)
        ]
    )
    tick, before, chord, pinned, pitch, velocity, length = table[:, :7].T.astype(np.int64)
    return NoteTargets(
        tick=np.clip(tick, 0, ticks - 1),
        scalars=_scalars(groups, flat, pins, ticks),
        before=before,
        chord=chord,
        pinned=pinned,
        used=_used(flat),
        controls=_controls(notes, ticks / TICK_HZ, rng),
        pitch=pitch,
        velocity=np.clip(velocity, 0, VELOCITIES - 1),
        length=length,
        another=table[:, 7].astype(np.float32),
    )


def _scalars(
    groups: Sequence[Sequence[Note]], flat: _Flat, pins: Sequence[_Pin], ticks: int
) -> Floats:
    """``(N, SCALARS)``: what `scalars_of` tells of each note."""
    onsets = [min(n.onset_s for n in group) for group in groups]
    gaps = [20.0, *np.diff(onsets)]
    ahead = [*np.diff(onsets), ticks / TICK_HZ - onsets[-1]]
    rows = []
    for i, (k, _, _) in enumerate(flat):
        previous = flat[i - 1][2] if i else None
        pin = pins[i]
        sounds = max(n.length_s for n in groups[k]) / max(ahead[k], 0.02)
        rows.append(
            scalars_of(
                gap_s=gaps[k],
                next_s=ahead[k],
                velocity=previous.velocity / 127 if previous else 0.0,
                length_s=previous.length_s if previous else 0.0,
                pinned_s=pin[1] - onsets[k] if pin else 20.0,
                sounding=min(sounds, 1.0),
            )
        )
    return np.array(rows, dtype=np.float32)


def _used(flat: _Flat) -> Floats:
    """``(N, A)``: who has played a note of the same onset already."""
    used = np.zeros((len(flat), len(ACTORS)), dtype=np.float32)
    for i, (_, number, _) in enumerate(flat):
        if number:
            used[i] = used[i - 1]
            actor = actor_of(flat[i - 1][2].joint)
            if actor is not None:
                used[i, actor] = 1
    return used


def _next_pinned(flat: _Flat, pinned: npt.NDArray[np.bool_]) -> list[_Pin]:
    """For each note the pitch and onset of the next pinned one after it."""
    ahead: list[_Pin] = []
    coming: _Pin = None
    for (_, _, note), pin in zip(reversed(flat), reversed(pinned.tolist()), strict=True):
        ahead.append(coming)
        if pin:
            coming = (note.pitch, note.onset_s)
    return ahead[::-1]


def _controls(notes: Sequence[Note], length_s: float, rng: np.random.Generator) -> Floats:
    """Key, register and density of the notes themselves, each told at times: see `controls_of`."""
    pitches = np.array([n.pitch for n in notes])
    histogram = np.bincount(pitches % 12, minlength=12).astype(np.float64)
    classes = frozenset(np.flatnonzero(histogram > 0.02 * histogram.sum()).tolist())
    key, register, density = rng.random(3) < 0.25
    return controls_of(
        classes if key else None,
        (float(pitches.min()), float(pitches.max())) if register else None,
        len(notes) / length_s if density else None,
    )
