"""What editors do to notes: pure functions on a take, named as in any piano roll.

``chosen`` are indices into ``take.notes``; None means every note. What comes back is playable:
notes stay in the instrument's range, none lies over another of its pitch. Onsets obey sync
(`foley_post.midi.sync`): a note the picture holds moves only as far as ``loosen_percent`` lets it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from foley_post.core.instruments import instrument
from foley_post.errors import UsageError
from foley_post.midi.notes import Evidence, Note, Take, sorted_notes
from foley_post.midi.playable import SHORTEST_S, in_range, separated
from foley_post.midi.sync import moved_to

__all__ = [
    "articulate",
    "copy",
    "cut_to_length",
    "delete",
    "duplicate",
    "humanise",
    "insert",
    "legato",
    "move",
    "paste",
    "pin",
    "quantise",
    "scale_velocity",
    "set_velocity",
    "split",
    "stretch",
    "transpose",
]

Chosen = Collection[int] | None


def transpose(take: Take, semitones: int, chosen: Chosen = None) -> Take:
    """Higher or lower by semitones; what leaves the range comes back by octaves."""
    return _each(take, chosen, lambda n: replace(n, pitch=_held(n.pitch + semitones)))


def move(take: Take, by_s: float, chosen: Chosen = None, *, loosen_percent: float = 0.0) -> Take:
    """Earlier or later, as far as sync lets each note."""
    return _each(take, chosen, lambda n: moved_to(n, n.onset_s + by_s, loosen_percent))


def quantise(
    take: Take,
    step_s: float,
    chosen: Chosen = None,
    *,
    origin_s: float = 0.0,
    loosen_percent: float = 0.0,
) -> Take:
    """Onsets towards a grid of ``step_s`` seconds that passes through ``origin_s``."""
    if not step_s > 0:
        raise UsageError(f"A grid needs steps above 0 seconds, got {step_s}.")

    def to_grid(note: Note) -> Note:
        line_s = origin_s + round((note.onset_s - origin_s) / step_s) * step_s
        return moved_to(note, line_s, loosen_percent)

    return _each(take, chosen, to_grid)


def humanise(
    take: Take,
    seed: int,
    chosen: Chosen = None,
    *,
    velocity: int = 8,
    time_s: float = 0.01,
    loosen_percent: float = 0.0,
) -> Take:
    """Small differences: velocities by up to ``velocity``, onsets by ``time_s`` (one standard
    deviation) where sync lets them. The same seed gives the same differences.
    """
    random = np.random.default_rng(seed)
    draws = random.standard_normal((len(take.notes), 2))

    def vary(at: int, note: Note) -> Note:
        louder = int(np.clip(round(draws[at, 0] * velocity / 2), -velocity, velocity))
        moved = moved_to(note, note.onset_s + float(draws[at, 1]) * time_s, loosen_percent)
        return replace(moved, velocity=_loud(note.velocity + louder))

    picked = _picked(take, chosen)
    return _redone(take, [vary(i, n) if i in picked else n for i, n in enumerate(take.notes)])


def stretch(
    take: Take, factor: float, chosen: Chosen = None, *, loosen_percent: float = 0.0
) -> Take:
    """Lengths, and the distances from the first chosen onset as far as sync lets, times
    ``factor``.
    """
    if not 0.01 <= factor <= 100:
        raise UsageError(f"Stretching by {factor} is outside 0.01 to 100.")
    picked = _picked(take, chosen)
    first_s = min((take.notes[i].onset_s for i in picked), default=0.0)

    def longer(note: Note) -> Note:
        onset_s = first_s + (note.onset_s - first_s) * factor
        moved = moved_to(note, onset_s, loosen_percent)
        return replace(moved, length_s=max(SHORTEST_S, note.length_s * factor))

    return _each(take, chosen, longer)


def legato(take: Take, chosen: Chosen = None) -> Take:
    """Each chosen note lasts until the next begins."""
    onsets = sorted({n.onset_s for n in take.notes})
    following = dict(pairwise(onsets))

    def carried(note: Note) -> Note:
        next_s = following.get(note.onset_s, note.end_s)
        return replace(note, length_s=max(SHORTEST_S, next_s - note.onset_s))

    return _each(take, chosen, carried)


def delete(take: Take, chosen: Chosen = None) -> Take:
    """Without the chosen notes, pinned ones too: the editor has spoken."""
    picked = _picked(take, chosen)
    return take.with_notes(n for i, n in enumerate(take.notes) if i not in picked)


def set_velocity(take: Take, velocity: int, chosen: Chosen = None) -> Take:
    """All as loud as ``velocity`` (1..127)."""
    return _each(take, chosen, lambda n: replace(n, velocity=_loud(velocity)))


def scale_velocity(take: Take, factor: float, chosen: Chosen = None) -> Take:
    """Velocities times ``factor``, held in 1..127."""
    return _each(take, chosen, lambda n: replace(n, velocity=_loud(round(n.velocity * factor))))


def articulate(take: Take, name: str, chosen: Chosen = None) -> Take:
    """Played that way: its length's share, its accent, its sound. UsageError lists the ways there
    are when the instrument has none such; empty takes the articulation off.
    """
    played = instrument(take.instrument)
    way = played.articulation(name)
    if name and way is None:
        known = ", ".join(a.name for a in played.articulations)
        raise UsageError(f"{played.label} has no articulation {name!r}. It has {known}.")

    def so(note: Note) -> Note:
        if way is None:
            return replace(note, articulation="")
        return replace(
            note,
            articulation=name,
            length_s=max(SHORTEST_S, note.length_s * way.length),
            velocity=_loud(note.velocity + way.accent),
        )

    return _each(take, chosen, so)


def pin(take: Take, chosen: Chosen = None, *, pinned: bool = True) -> Take:
    """Kept through regeneration, or with ``pinned`` False let go again."""
    return _each(take, chosen, lambda n: replace(n, pinned=pinned))


def insert(take: Take, note: Note) -> Take:
    """With one more note, invented by the editor and pinned."""
    own = replace(note, evidence=Evidence.INVENTED, pinned=True, joint=None)
    return _redone(take, [*take.notes, own])


def split(take: Take, at_s: float, chosen: Chosen = None) -> Take:
    """Chosen notes that sound at ``at_s`` become two; the second is invented."""
    picked = _picked(take, chosen)
    notes: list[Note] = []
    for i, note in enumerate(take.notes):
        before_s, after_s = at_s - note.onset_s, note.end_s - at_s
        if i in picked and before_s >= SHORTEST_S and after_s >= SHORTEST_S:
            second = replace(
                note, onset_s=at_s, length_s=after_s, evidence=Evidence.INVENTED, joint=None
            )
            notes += [replace(note, length_s=before_s), second]
        else:
            notes.append(note)
    return _redone(take, notes)


def copy(take: Take, chosen: Chosen = None) -> tuple[Note, ...]:
    """The chosen notes with times from the first one's onset: what `paste` takes."""
    notes = sorted_notes(take.notes[i] for i in _picked(take, chosen))
    return tuple(replace(n, onset_s=n.onset_s - notes[0].onset_s) for n in notes)


def paste(take: Take, clipboard: Iterable[Note], at_s: float) -> Take:
    """The copied notes again from ``at_s``: invented there, and pinned."""
    new = [
        replace(n, onset_s=n.onset_s + at_s, evidence=Evidence.INVENTED, pinned=True, joint=None)
        for n in clipboard
    ]
    return _redone(take, [*take.notes, *new])


def duplicate(take: Take, semitones: int, chosen: Chosen = None) -> Take:
    """The chosen notes doubled at an interval, at the same moments: as well known as the first."""
    picked = _picked(take, chosen)
    doubles = [
        replace(n, pitch=_held(n.pitch + semitones), evidence=_inferred(n.evidence), pinned=False)
        for i, n in enumerate(take.notes)
        if i in picked
    ]
    return _redone(take, [*take.notes, *doubles])


def cut_to_length(take: Take) -> Take:
    """Without what begins after the take's end; what lasts beyond it ends there."""
    inside = [n for n in take.notes if 0 <= n.onset_s <= take.length_s - SHORTEST_S]
    return take.with_notes(
        replace(n, length_s=min(n.length_s, take.length_s - n.onset_s)) for n in inside
    )


def _inferred(evidence: Evidence) -> Evidence:
    return Evidence.INVENTED if evidence is Evidence.INVENTED else Evidence.INFERRED


def _picked(take: Take, chosen: Chosen) -> frozenset[int]:
    every = range(len(take.notes))
    if chosen is None:
        return frozenset(every)
    if wrong := [i for i in chosen if i not in every]:
        raise UsageError(f"The take has {len(take.notes)} notes; there is no note {wrong[0]}.")
    return frozenset(chosen)


def _each(take: Take, chosen: Chosen, change: Callable[[Note], Note]) -> Take:
    picked = _picked(take, chosen)
    return _redone(take, [change(n) if i in picked else n for i, n in enumerate(take.notes)])


def _redone(take: Take, notes: Iterable[Note]) -> Take:
    return take.with_notes(separated(in_range(notes, instrument(take.instrument))))


def _held(pitch: int) -> int:
    """Within MIDI's range by octaves."""
    while pitch < 0:
        pitch += 12
    while pitch > 127:
        pitch -= 12
    return pitch


def _loud(velocity: int) -> int:
    return min(max(velocity, 1), 127)
