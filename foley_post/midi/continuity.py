"""Several shots as one piece: one key, and one pulse as far as sync lets it."""

from __future__ import annotations

from collections.abc import Sequence

from foley_post.midi.harmony import Key, common_key, to_key
from foley_post.midi.notes import Take
from foley_post.midi.tempo import Pulse, align_to

__all__ = ["as_one_piece"]


def as_one_piece(
    takes: Sequence[Take],
    starts_s: Sequence[float],
    *,
    key: Key | None = None,
    tempo_bpm: float | None = None,
    loosen_percent: float = 0.0,
) -> tuple[Take, ...]:
    """The takes in one key, on one grid of beats that runs through the timeline.

    ``starts_s``: where each take's shot begins on the timeline, in seconds, so that the beat goes
    on over the cut. ``key`` None is found in all of them together; ``tempo_bpm`` None leaves every
    onset alone, and so does ``loosen_percent`` 0 for what the picture holds. Pinned notes keep
    their pitch. ValueError when takes and starts differ in number.
    """
    if len(takes) != len(starts_s):
        raise ValueError(f"{len(takes)} takes and {len(starts_s)} starts")
    shared = key or common_key(takes)
    result = []
    for take, start_s in zip(takes, starts_s, strict=True):
        placed = to_key(take, shared)
        if tempo_bpm is not None:
            beat_s = 60.0 / tempo_bpm
            pulse = Pulse(tempo_bpm, -start_s % beat_s)
            placed = align_to(placed, pulse, loosen_percent=loosen_percent)
        result.append(placed)
    return tuple(result)
