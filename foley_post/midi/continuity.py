"""Several shots as one piece: one key, and one pulse as far as sync lets it.

Shots that follow one another are one performance: whoever plays on over a cut plays on in the same
key and to the same beat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foley_post.midi.harmony import Key, common_key, to_key
from foley_post.midi.notes import Take
from foley_post.midi.tempo import Pulse, align_to, find_pulse

__all__ = ["LONGEST_GAP_S", "Piece", "find_piece", "joined", "runs"]

LONGEST_GAP_S = 2.0
"""A pause of more than this on the timeline ends a performance (a choice, not a measurement)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What several takes share; None leaves it to each. Beats count from the timeline's start."""

    key: Key | None = None
    pulse: Pulse | None = None

    def pulse_from(self, start_s: float) -> Pulse | None:
        """The pulse as heard from a shot that begins at ``start_s``."""
        if self.pulse is None:
            return None
        first_s = (self.pulse.first_beat_s - start_s) % self.pulse.beat_s
        return replace(self.pulse, first_beat_s=first_s)


def runs(spans_s: Sequence[tuple[float, float]]) -> list[list[int]]:
    """Which shots are one performance: indices of ``spans_s`` (start, end), in order of time, with
    no pause longer than `LONGEST_GAP_S` inside a run.
    """
    groups: list[list[int]] = []
    end_s = float("-inf")
    for i in sorted(range(len(spans_s)), key=lambda i: spans_s[i]):
        if spans_s[i][0] - end_s <= LONGEST_GAP_S:
            groups[-1].append(i)
        else:
            groups.append([i])
        end_s = max(end_s, spans_s[i][1])
    return groups


def find_piece(takes: Sequence[Take], starts_s: Sequence[float]) -> Piece:
    """The key and the pulse of takes that begin at ``starts_s`` on the timeline, found in all of
    them together; an empty piece for no notes.
    """
    notes = [
        replace(note, onset_s=note.onset_s + start_s)
        for take, start_s in zip(takes, starts_s, strict=True)
        for note in take.notes
    ]
    return Piece(common_key(takes), find_pulse(notes)) if notes else Piece()


def joined(take: Take, start_s: float, piece: Piece, *, loosen_percent: float = 0.0) -> Take:
    """The take as a part of ``piece``: in its key, on its grid of beats as far as sync lets it."""
    placed = to_key(take, piece.key) if piece.key else take
    pulse = piece.pulse_from(start_s)
    return align_to(placed, pulse, loosen_percent=loosen_percent) if pulse else placed
