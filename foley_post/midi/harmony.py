"""Keys: what key a take is in, and its notes made to fit one.

A key is found by correlating the pitch classes (weighted by length and loudness) with the profiles
of Krumhansl and Kessler (1982; the figures in Krumhansl, *Cognitive Foundations of Musical Pitch*,
1990, table 2.1). Pitch classes count from C = 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from foley_post.errors import UsageError
from foley_post.instruments import instrument
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import separated

__all__ = [
    "SCALES",
    "Key",
    "common_key",
    "find_key",
    "fit_to_key",
    "key_fit",
    "parse_key",
    "pitch_classes",
    "to_key",
]

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
    "bebop": (0, 2, 4, 5, 7, 9, 10, 11),
    "whole tone": (0, 2, 4, 6, 8, 10),
    "chromatic": tuple(range(12)),
}
_PROFILES = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
_LETTERS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_SHORT = {"": "major", "m": "minor", "maj": "major", "min": "minor"}
_KEY = re.compile(r"^([A-Ga-g])(#|b|♯|♭)?\s*([A-Za-z ]*)$")
_MINOR_SCALES = frozenset(
    {"minor", "harmonic minor", "dorian", "phrygian", "minor pentatonic", "blues"}
)


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic (pitch class) and a scale of `SCALES`."""

    tonic: int
    scale: str = "major"

    def __post_init__(self) -> None:
        if not 0 <= self.tonic < 12:
            raise ValueError(f"a tonic is a pitch class from 0 to 11, not {self.tonic}")
        if self.scale not in SCALES:
            raise UsageError(
                f"There is no scale called {self.scale!r}. Choose one of: {', '.join(SCALES)}."
            )

    def __str__(self) -> str:
        return f"{_NAMES[self.tonic]} {self.scale}"

    @property
    def classes(self) -> frozenset[int]:
        """Its pitch classes."""
        return frozenset((self.tonic + step) % 12 for step in SCALES[self.scale])

    @property
    def is_minor(self) -> bool:
        """Whether its third is small."""
        return self.scale in _MINOR_SCALES

    def with_scale(self, scale: str) -> Key:
        """The same tonic with another scale."""
        return replace(self, scale=scale)


def parse_key(text: str) -> Key:
    """``C``, ``F#m``, ``Bb minor``, ``D dorian``; UsageError for what is none."""
    match = _KEY.match(text.strip())
    if not match:
        raise UsageError(f"{text!r} is not a key. Write it like C, F#m, Bb minor or D dorian.")
    letter, accidental, scale = match.groups()
    shift = {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(accidental or "", 0)
    name = _SHORT.get(scale.strip(), scale.strip().lower())
    return Key((_LETTERS[letter.lower()] + shift) % 12, name)


def pitch_classes(notes: Iterable[Note]) -> npt.NDArray[np.float64]:
    """``(12,)``: each class's share, by length (2 s at most) and loudness; zeros for no notes."""
    weights = np.zeros(12)
    for note in notes:
        weights[note.pitch % 12] += min(note.length_s, 2.0) * note.velocity
    total = weights.sum()
    return weights / total if total else weights


def find_key(notes: Iterable[Note]) -> tuple[Key, float]:
    """The likeliest major or minor key, and how clear it is: 0 (nothing to hear) to 1.

    Clearness is the correlation's lead over the next key with other notes, doubled.
    """
    heard = pitch_classes(notes)
    if not heard.any() or np.ptp(heard) == 0:
        return Key(0), 0.0
    ranked = sorted(
        ((float(np.corrcoef(heard, profile)[0, 1]), key) for key, profile in _profiles()),
        key=lambda pair: -pair[0],
    )
    best, key = ranked[0]
    other = next(c for c, k in ranked[1:] if k.classes != key.classes)
    return key, float(np.clip(2 * (best - other), 0.0, 1.0))


@lru_cache(maxsize=1)
def _profiles() -> tuple[tuple[Key, npt.NDArray[np.float64]], ...]:
    return tuple(
        (Key(tonic, scale), np.roll(np.array(profile), tonic))
        for scale, profile in _PROFILES.items()
        for tonic in range(12)
    )


def common_key(takes: Sequence[Take]) -> Key:
    """One key for neighbouring takes: that of all their pitched notes together."""
    return find_key(
        n for take in takes if not instrument(take.instrument).drums for n in take.notes
    )[0]


def key_fit(notes: Iterable[Note], key: Key) -> float:
    """The share of the notes, by length and loudness, that belong to the key; 1 for no notes."""
    heard = pitch_classes(notes)
    return float(heard[sorted(key.classes)].sum()) if heard.any() else 1.0


def fit_to_key(take: Take, key: Key) -> Take:
    """Notes outside the key moved to its nearest pitch (down when both are near); drums stay.

    Pinned notes stay as they are, and no onset moves.
    """
    played = instrument(take.instrument)
    if played.drums:
        return take
    inside = [p for p in range(played.lowest, played.highest + 1) if p % 12 in key.classes]

    def nearest(note: Note) -> Note:
        if note.pinned or note.pitch % 12 in key.classes:
            return note
        return replace(note, pitch=min(inside, key=lambda p: (abs(p - note.pitch), p)))

    return take.with_notes(separated(nearest(n) for n in take.notes))


def to_key(take: Take, key: Key) -> Take:
    """The take transposed from its own key to ``key`` by the shortest way, then made to fit it."""
    played = instrument(take.instrument)
    if played.drums or not take.notes:
        return take
    own, clear = find_key(take.notes)
    shift = (key.tonic - own.tonic + 6) % 12 - 6 if clear > 0.1 else 0

    def shifted(note: Note) -> Note:
        pitch = note.pitch + shift
        if note.pinned:
            return note
        if pitch < played.lowest:
            pitch += 12
        elif pitch > played.highest:
            pitch -= 12
        return replace(note, pitch=min(max(pitch, played.lowest), played.highest))

    return fit_to_key(take.with_notes(separated(shifted(n) for n in take.notes)), key)
