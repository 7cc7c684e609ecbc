"""What a synthesizer must do, in samples: which note begins and ends where, which controller turns.

A schedule is made from a take alone; the pedal is worked out here (a note held by it rings until
the pedal comes up or its key is struck again), so every synthesizer is asked the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import instrument
from foley_post.midi.notes import Note, Take

__all__ = ["BEND", "PEDAL", "Samples", "Schedule", "Strike", "Turn", "schedule"]

Samples: TypeAlias = npt.NDArray[np.float32]
BEND, PEDAL = -1, 64
"""Keys of ``Take.controllers``: pitch bend in cents, and MIDI's sustain pedal."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One sounding note: samples from the file's first, the index of its sound, pitch, velocity."""

    start: int
    end: int
    sound: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A controller's new value (0..127; cents for ``BEND``) at a sample."""

    at: int
    controller: int
    value: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything in order of time. ``sounds`` are SoundFont presets ``(bank, program)``."""

    sounds: tuple[tuple[int, int], ...]
    strikes: tuple[Strike, ...]
    turns: tuple[Turn, ...]
    length: int


def schedule(
    take: Take,
    rate_hz: int,
    *,
    length_s: Fraction | float,
    lead_s: Fraction | float = 0,
    sound: tuple[int, int] | None = None,
) -> Schedule:
    """The take at ``rate_hz``: ``lead_s`` of silence, then the take's time 0, ``length_s`` in all
    after it.

    ``sound`` ``(bank, program)`` stands in for the instrument's own and its articulations'. Notes
    that would begin before the file or after its end are left out.
    """
    lead, rate = Fraction(lead_s), Fraction(rate_hz)

    def sample(time_s: float) -> int:
        return round((lead + Fraction(time_s)) * rate)

    length = round((lead + Fraction(length_s)) * rate)
    played = instrument(take.instrument)
    sounds: list[tuple[int, int]] = []
    strikes = []
    for note, end_s in zip(take.notes, _let_go(take.notes, take.controllers), strict=True):
        chosen = sound or played.sound_of(note.articulation)
        if chosen not in sounds:
            sounds.append(chosen)
        start = sample(note.onset_s)
        if 0 <= start < length:
            end = max(start + 1, sample(end_s))
            strikes.append(Strike(start, end, sounds.index(chosen), note.pitch, note.velocity))
    turns = [
        Turn(min(max(sample(at_s), 0), length), number, value)
        for number, points in take.controllers.items()
        if number != PEDAL
        for at_s, value in points
    ]
    strikes.sort(key=lambda s: (s.start, s.pitch))
    turns.sort(key=lambda t: t.at)
    return Schedule(tuple(sounds), tuple(strikes), tuple(turns), length)


def _let_go(
    notes: Sequence[Note], controllers: Mapping[int, tuple[tuple[float, float], ...]]
) -> list[float]:
    """When each note's sound is let go: after the pedal, and before its own key is struck again."""
    ups = _pedal_ups(controllers.get(PEDAL, ()))
    ends = [_after_pedal(n.end_s, ups) for n in notes]
    following: dict[int, float] = {}
    for i in range(len(notes) - 1, -1, -1):
        note = notes[i]
        next_s = following.get(note.pitch)
        if next_s is not None and next_s > note.onset_s:
            ends[i] = min(ends[i], next_s)
        following[note.pitch] = note.onset_s
    return ends


def _pedal_ups(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The spans ``(down_s, up_s)`` in which the pedal is down (64 and more)."""
    spans: list[tuple[float, float]] = []
    down: float | None = None
    for at_s, value in sorted(points):
        if value >= 64 and down is None:
            down = at_s
        elif value < 64 and down is not None:
            spans.append((down, at_s))
            down = None
    if down is not None:
        spans.append((down, float("inf")))
    return spans


def _after_pedal(end_s: float, spans: Sequence[tuple[float, float]]) -> float:
    at = bisect_right(spans, (end_s, float("inf"))) - 1
    if at < 0 or not spans[at][0] <= end_s < spans[at][1]:
        return end_s
    up_s = spans[at][1]
    return up_s if up_s != float("inf") else end_s + _LONGEST_RING_S


_LONGEST_RING_S = 20.0
