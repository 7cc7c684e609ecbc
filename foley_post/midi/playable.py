"""What an instrument can play: no note outside its range, none over another of the same pitch, no
more at once than it has voices.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from foley_post.core.instruments import Instrument
from foley_post.midi.notes import Note, grouped_by_onset, sorted_notes

__all__ = [
    "CHORD_S",
    "SHORTEST_S",
    "chords",
    "folded",
    "in_range",
    "playable",
    "separated",
    "within_voices",
]

CHORD_S = 0.05
"""Onsets this close are one chord: six strings of a strum take 46 ms (measured)."""

SHORTEST_S = 0.02


def folded(pitch: int, lowest: int, highest: int) -> int:
    """The pitch moved by octaves into the range; the nearest end where no octave fits."""
    while pitch < lowest:
        pitch += 12
    while pitch > highest:
        pitch -= 12
    return pitch if pitch >= lowest else min(max(pitch, lowest), highest)


def in_range(notes: Iterable[Note], played: Instrument) -> tuple[Note, ...]:
    """Every note moved by octaves into the instrument's range."""
    return tuple(
        n
        if played.lowest <= n.pitch <= played.highest
        else replace(n, pitch=folded(n.pitch, played.lowest, played.highest))
        for n in notes
    )


def separated(notes: Iterable[Note]) -> tuple[Note, ...]:
    """No note sounds over another of its pitch: the earlier ends where the later begins.

    Of two of one pitch at one moment (20 ms) the pinned one stays where it is, else the louder at
    the first one's onset.
    """
    kept: list[Note] = []
    last: dict[int, int] = {}
    for note in sorted_notes(notes):
        at = last.get(note.pitch)
        if at is not None and kept[at].end_s > note.onset_s:
            before = kept[at]
            if note.onset_s - before.onset_s < SHORTEST_S:
                if (note.pinned, note.velocity) > (before.pinned, before.velocity):
                    onset_s = note.onset_s if note.pinned else before.onset_s
                    kept[at] = replace(note, onset_s=onset_s)
                continue
            kept[at] = _until(before, note.onset_s)
        last[note.pitch] = len(kept)
        kept.append(note)
    return tuple(kept)


def chords(notes: Iterable[Note]) -> list[list[Note]]:
    """The notes in groups that begin within `CHORD_S` of the group's first."""
    return grouped_by_onset(notes, CHORD_S)


def within_voices(notes: Iterable[Note], played: Instrument) -> tuple[Note, ...]:
    """No more notes at once than the instrument has voices.

    A chord too wide keeps its pinned notes, then the outer ones (a bass its lowest, a single voice
    the highest), then the loud; what still sounds ends when a new note needs its voice. A single
    voice takes a chord's first onset: the movement begins there.
    """
    kept: list[Note] = []
    sounding: list[int] = []
    for chord in chords(notes):
        for note in _thinned(chord, played):
            sounding = [i for i in sounding if kept[i].end_s > note.onset_s]
            while len(sounding) >= played.voices:
                oldest = min(sounding, key=lambda i: kept[i].onset_s)
                if note.onset_s - kept[oldest].onset_s >= SHORTEST_S:
                    kept[oldest] = _until(kept[oldest], note.onset_s)
                    sounding.remove(oldest)
                else:
                    break
            if len(sounding) < played.voices:
                sounding.append(len(kept))
                kept.append(note)
    return tuple(kept)


def _thinned(chord: Sequence[Note], played: Instrument) -> Sequence[Note]:
    if len(chord) <= played.voices:
        return chord
    if played.voices == 1:
        pick = min if played.highest <= 67 else max
        voice = pick(chord, key=lambda n: (n.pinned if pick is max else not n.pinned, n.pitch))
        return [voice if voice.pinned else replace(chord[0], pitch=voice.pitch)]
    outer = (max(chord, key=lambda n: n.pitch), min(chord, key=lambda n: n.pitch))
    ranked = sorted(chord, key=lambda n: (not n.pinned, n not in outer, -n.velocity, n.pitch))
    return sorted_notes(ranked[: played.voices])


def _until(note: Note, end_s: float) -> Note:
    """The note, let go at ``end_s`` and not a rounding error later."""
    length_s = end_s - note.onset_s
    while note.onset_s + length_s > end_s:
        length_s = math.nextafter(length_s, 0.0)
    return replace(note, length_s=length_s)


def playable(notes: Iterable[Note], played: Instrument) -> tuple[Note, ...]:
    """The notes as the instrument can play them; no onset moves, some notes may go.

    A chord whose first note gave way to a pinned one may reach the next, so it is looked at again
    until nothing changes: notes only go or grow shorter, so that ends.
    """
    kept = sorted_notes(notes)
    while True:
        before = kept
        kept = separated(within_voices(separated(in_range(kept, played)), played))
        if kept == before:
            return kept
