"""What the piano roll does to notes it holds, said in the library's edits.

The library's edits take indices and keep sync tight; a hand in the piano roll holds notes and moves
them where it wants. Each function is pure and gives a new take.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from foley_post.midi import edits
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import SHORTEST_S

__all__ = ["followed", "indices", "lengthen", "louder", "move", "quantise", "snap_to"]

_BY_HAND = 100.0
"""Percent of sync loosened: what a hand moves, moves."""


def indices(take: Take, notes: Collection[Note]) -> frozenset[int]:
    """Where the notes stand in the take; those that are gone are left out."""
    chosen = frozenset(notes)
    return frozenset(i for i, note in enumerate(take.notes) if note in chosen)


def followed(before: Take, after: Take, chosen: Collection[Note]) -> frozenset[Note]:
    """The chosen notes in their new form.

    A neighbour that only made way (same onset and pitch as before) was not chosen.
    """
    held = frozenset(chosen)
    others = {(n.onset_s, n.pitch) for n in before.notes if n not in held}
    fresh = frozenset(after.notes) - frozenset(before.notes)
    moved = {n for n in fresh if (n.onset_s, n.pitch) not in others}
    return frozenset(moved | (held & frozenset(after.notes)))


def move(take: Take, notes: Collection[Note], by_s: float, by_pitch: int = 0) -> Take:
    """Later by seconds and higher by semitones; all stay inside the shot and 0..127."""
    if not notes:
        return take
    first, last = min(n.onset_s for n in notes), max(n.onset_s for n in notes)
    by_s = min(max(by_s, -first), max(-first, take.length_s - SHORTEST_S - last))
    low, high = min(n.pitch for n in notes), max(n.pitch for n in notes)
    by_pitch = min(max(by_pitch, -low), 127 - high)
    # Together, so that no half-way place of the notes makes their neighbours give way.
    return _each(
        take, notes, lambda n: replace(n, onset_s=n.onset_s + by_s, pitch=n.pitch + by_pitch)
    )


def lengthen(take: Take, notes: Collection[Note], by_s: float) -> Take:
    """Each note's end later by seconds."""
    return _each(take, notes, lambda n: replace(n, length_s=max(SHORTEST_S, n.length_s + by_s)))


def louder(take: Take, notes: Collection[Note], by: int) -> Take:
    """Velocities raised by as much."""
    return _each(take, notes, lambda n: replace(n, velocity=min(127, max(1, n.velocity + by))))


def quantise(take: Take, notes: Collection[Note], step_s: float) -> Take:
    """Onsets on the nearest line of a grid from the shot's first frame on."""
    return edits.quantise(take, step_s, indices(take, notes), loosen_percent=_BY_HAND)


def snap_to(take: Take, notes: Collection[Note], moments: Iterable[float], reach_s: float) -> Take:
    """Onsets on the nearest moment of the movement within reach."""
    there = sorted(moments)

    def snapped(note: Note) -> Note:
        near = min(there, key=lambda m: abs(m - note.onset_s), default=note.onset_s)
        return replace(note, onset_s=near) if abs(near - note.onset_s) <= reach_s else note

    return _each(take, notes, snapped)


def _each(take: Take, notes: Collection[Note], change: Callable[[Note], Note]) -> Take:
    """The take with the notes changed, and made playable as every edit is."""
    chosen = frozenset(notes)
    changed = take.with_notes(change(n) if n in chosen else n for n in take.notes)
    return edits.transpose(changed, 0)
