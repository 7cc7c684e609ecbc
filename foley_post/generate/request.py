"""What is asked of a generation: the request, and keys by name."""

from __future__ import annotations

import math
from dataclasses import dataclass

from foley_post.core.instruments import instrument
from foley_post.errors import UsageError
from foley_post.midi.harmony import parse_key
from foley_post.midi.notes import Note

__all__ = ["AUTO", "Request", "scale_of"]

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Request:
    """What to write for one performer.

    ``instrument``: a name of the table, or ``auto`` for what the movement looks like. ``key``: like
    ``C``, ``F# minor``, ``Bbm``; empty leaves it to the model. ``density``: how many of the notes,
    1.0 as seen. ``register``: lowest and highest MIDI pitch, None for the instrument's own.
    ``onset_threshold``: 0..1, None for the model's own. ``temperature``: 0 takes the likeliest
    pitch each time. ``pinned``: notes that stay as they are. The same request and motion give the
    same notes.
    """

    length_s: float = 6.0
    instrument: str = AUTO
    seed: int = 0
    key: str = ""
    density: float = 1.0
    register: tuple[int, int] | None = None
    onset_threshold: float | None = None
    temperature: float = 0.6
    pinned: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.length_s) and self.length_s > 0):
            raise UsageError(f"A take needs a length above 0 seconds, got {self.length_s}.")
        if self.instrument != AUTO:
            instrument(self.instrument)
        if self.key:
            scale_of(self.key)
        if not (math.isfinite(self.density) and 0 < self.density <= 4):
            raise UsageError(f"density must be above 0 and at most 4, got {self.density}.")
        if self.onset_threshold is not None and not 0 < self.onset_threshold < 1:
            raise UsageError(
                f"onset threshold must be between 0 and 1, got {self.onset_threshold}."
            )
        if not (math.isfinite(self.temperature) and 0 <= self.temperature <= 3):
            raise UsageError(f"temperature must be from 0 to 3, got {self.temperature}.")
        if self.register is not None and not 0 <= self.register[0] <= self.register[1] <= 127:
            raise UsageError(f"a register is two MIDI pitches, low and high, got {self.register}.")


def scale_of(key: str) -> frozenset[int]:
    """The pitch classes (0 is C) of a key by name; UsageError when it is none.

    A minor key has the leading note beside its own seventh.
    """
    found = parse_key(key)
    leading = {(found.tonic - 1) % 12} if found.scale == "minor" else set()
    return found.classes | leading
