"""The two vocabularies the rebuilt network is trained with: the published one, and a mended one.

Mended: where the published tokens say how long to wait, each moment with events is named by its
place on an absolute grid of 10 ms. Leading silence stays, nothing is rounded down, nothing adds up;
no note is made 250 ms long. Pitches, velocities and the rest of the network are the same, so that
what it gains is the tokeniser's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.published.tokens import (
    LOUD,
    LOWEST,
    MOST,
    OFF,
    ON,
    SHIFT,
    SHIFTS_S,
    decode,
    encode,
    events_of,
    notes_of,
)
from foley_post.midi.notes import Note

CLIP_S = 6.0
GRID_S = 0.01
_PLACES = round(CLIP_S / GRID_S)
_SHORTEST_S = 0.05


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``size`` tokens, and after them start, end and padding; how notes become tokens and back."""

    name: str
    size: int
    encode: Callable[[Sequence[Note]], list[int]]
    decode: Callable[[Sequence[int]], list[Note]]

    @property
    def start(self) -> int:
        """Begins every list of tokens."""
        return self.size

    @property
    def end(self) -> int:
        """Ends it."""
        return self.size + 1

    @property
    def padding(self) -> int:
        """Fills it up to the longest of a batch."""
        return self.size + 2


def encode_on_grid(notes: Sequence[Note]) -> list[int]:
    """The token list of notes within six seconds, each moment told by its place on the grid."""
    tokens: list[int] = []
    place, loud = -1, -1
    for at_s, starts, pitch, velocity in events_of(notes):
        here = min(max(round(at_s / GRID_S), 0), _PLACES - 1)
        if here != place:
            place = here
            tokens.append(SHIFT + place)
        if starts and velocity // 4 != loud:
            loud = velocity // 4
            tokens.append(LOUD + loud)
        tokens.append((ON if starts else OFF) + pitch - LOWEST)
    return tokens[: MOST - 2]


def decode_from_grid(tokens: Sequence[int]) -> list[Note]:
    """The notes that tokens of `encode_on_grid` say."""
    return notes_of(_timed(tokens), _SHORTEST_S)


def _timed(tokens: Sequence[int]) -> Iterator[tuple[float, int]]:
    now = 0.0
    for token in tokens:
        if token >= SHIFT:
            now = (token - SHIFT) * GRID_S
        else:
            yield now, token


VOCABULARIES: dict[str, Vocabulary] = {
    "published": Vocabulary(
        "published", SHIFT + len(SHIFTS_S), lambda notes: encode(notes)[: MOST - 2], decode
    ),
    "mended": Vocabulary("mended", SHIFT + _PLACES, encode_on_grid, decode_from_grid),
}
