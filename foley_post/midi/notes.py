"""Notes, and a take of them for one performer.

Times are float64 seconds from the shot's first frame: a note's onset is a measurement of the
picture, not a place on a timeline. Pitch and velocity are MIDI's (pitch 60 is middle C; velocity
1..127).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

__all__ = ["Evidence", "Note", "Take", "grouped_by_onset", "sorted_notes"]


class Evidence(StrEnum):
    """How we know of a note."""

    SEEN = "seen"
    """Its movement is in the picture: somebody pressed, plucked, struck or bowed right there."""
    HEARD = "heard"
    """It is in the clip's own sound, or in the guide sound that the editor gave."""
    INFERRED = "inferred"
    """Its time is carried by what is seen around it; its pitch by the music."""
    INVENTED = "invented"
    """Nothing in the picture says so: the editor or the music wanted it."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note. ``confidence`` is 0..1; ``joint`` (0..66) and ``onset_s`` name the joint and moment
    that caused it.

    ``pinned`` notes stay through regeneration. ``articulation`` is a name of the instrument table
    or empty.
    """

    onset_s: float
    length_s: float
    pitch: int
    velocity: int
    evidence: Evidence = Evidence.SEEN
    confidence: float = 1.0
    joint: int | None = None
    articulation: str = ""
    pinned: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.onset_s) and math.isfinite(self.length_s) and self.length_s > 0):
            raise ValueError(
                f"a note needs a finite onset and a length above 0: {self.onset_s}, {self.length_s}"
            )
        if not 0 <= self.pitch <= 127:
            raise ValueError(f"pitch {self.pitch} is outside 0..127")
        if not 1 <= self.velocity <= 127:
            raise ValueError(f"velocity {self.velocity} is outside 1..127")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is outside 0..1")

    @property
    def end_s(self) -> float:
        """When it is let go."""
        return self.onset_s + self.length_s


def sorted_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes by onset, then pitch."""
    return tuple(sorted(notes, key=lambda n: (n.onset_s, n.pitch, n.length_s)))


@dataclass(frozen=True, slots=True)
class Take:
    """One generation for one performer, or an edit of one; notes are kept sorted.

    ``controllers`` maps a MIDI controller number (1, 11, 64; -1 is pitch bend in cents) to
    ``(time_s, value)`` pairs. ``candidates`` are the instruments that look and movement speak for,
    with their probabilities, likeliest first. ``sync_report`` is the model's own estimate of
    sync (see `foley_post.generate`).
    """

    notes: tuple[Note, ...]
    length_s: float
    instrument: str
    seed: int = 0
    style: str = ""
    model_sha256: str = ""
    performer: int = 0
    instrument_confidence: float = 1.0
    controllers: Mapping[int, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    sync_report: Mapping[str, float | str] = field(default_factory=dict)
    candidates: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.length_s) and self.length_s > 0):
            raise ValueError(f"a take needs a length above 0, got {self.length_s}")
        object.__setattr__(self, "notes", sorted_notes(self.notes))

    def with_notes(self, notes: Iterable[Note]) -> Take:
        """The same take with other notes."""
        return replace(self, notes=tuple(notes))


def grouped_by_onset(notes: Iterable[Note], within_s: float) -> list[list[Note]]:
    """The notes in order, in groups that begin within so many seconds of the group's first."""
    groups: list[list[Note]] = []
    for note in sorted_notes(notes):
        if groups and note.onset_s - groups[-1][0].onset_s <= within_s:
            groups[-1].append(note)
        else:
            groups.append([note])
    return groups
