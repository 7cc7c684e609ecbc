"""Keys: what key a take is in, and its notes made to fit one.

A key is the likeliest source of the notes, each drawn from the key's profile of pitch classes and
counting with the square root of its length. The profiles are how often each class occurs in the
segments of the Kostka-Payne corpus (Temperley, *Music and Probability*, 2007, chapter 6). Of eight
notes of a real song the signature is found in 0.59, of 64 in 0.76; the profiles of Krumhansl and
Kessler (1982) find it in 0.33 and 0.54 (``python -m benchmarks.keys``). Classes count from C = 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import instrument
from foley_post.errors import UsageError
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import separated

__all__ = [
    "SCALES",
    "Key",
    "common_key",
    "find_key",
    "fit_to_key",
    "key_fit",
    "likeliest_key",
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
    "major": (0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400),
    "minor": (0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330),
}
_PLAIN_S = 0.5
"""A note of this length is one note of evidence."""
_CLEARLY = 20.0
_LETTERS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_SHORT = {
    **{"": "major", "M": "major", "maj": "major", "ionian": "major"},
    **{"m": "minor", "min": "minor", "natural minor": "minor", "aeolian": "minor"},
}
_KEY = re.compile(r"^([A-Ga-g])(#|b|♯|♭|(?i:[\s-]*(?:sharp|flat))(?![a-z]))?[\s-]*([A-Za-z ]*)$")
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
    """``C``, ``F#m``, ``Bb minor``, ``B flat major``, ``D dorian``; UsageError for what is none."""
    match = _KEY.match(text.strip())
    if not match:
        raise UsageError(f"{text!r} is not a key. Write it like C, F#m, Bb minor or D dorian.")
    letter, accidental, scale = match.groups()
    sign = (accidental or "").strip(" -").lower()
    shift = {"#": 1, "♯": 1, "sharp": 1, "b": -1, "♭": -1, "flat": -1}.get(sign, 0)
    words = " ".join(scale.split())
    name = _SHORT.get(words) or _SHORT.get(words.lower(), words.lower())
    return Key((_LETTERS[letter.lower()] + shift) % 12, name)


def pitch_classes(notes: Iterable[Note]) -> npt.NDArray[np.float64]:
    """``(12,)``: each class's share, by length (2 s at most) and loudness; zeros for no notes."""
    weights = np.zeros(12)
    for note in notes:
        weights[note.pitch % 12] += min(note.length_s, 2.0) * note.velocity
    total = weights.sum()
    return weights / total if total else weights


def find_key(notes: Iterable[Note]) -> tuple[Key, float]:
    """The likeliest major or minor key, and how clear it is: see `likeliest_key`."""
    return likeliest_key(_evidence(notes))


def _evidence(notes: Iterable[Note]) -> npt.NDArray[np.float64]:
    """``(12,)``: notes a pitch class, each by the square root of its length."""
    heard = np.zeros(12)
    for note in notes:
        heard[note.pitch % 12] += np.sqrt(min(note.length_s, 2.0) / _PLAIN_S)
    return heard


def likeliest_key(heard: npt.NDArray[np.float64]) -> tuple[Key, float]:
    """The key of ``heard (12,)``, notes a pitch class, and how clear it is: 0 (nothing) to 1.

    Clearness is how much likelier it is than the next key with other notes: 1 - 1 / odds.
    """
    if np.ptp(heard) == 0:
        return Key(0), 0.0
    ranked = sorted(
        ((float(heard @ profile), key) for key, profile in _profiles()), key=lambda pair: -pair[0]
    )
    best, key = ranked[0]
    other = next(likely for likely, k in ranked[1:] if k.classes != key.classes)
    return key, float(-np.expm1(other - best))


@lru_cache(maxsize=1)
def _profiles() -> tuple[tuple[Key, npt.NDArray[np.float64]], ...]:
    """Every key with the logarithms of its classes' shares, ``(12,)``."""
    shares = {name: np.array(profile) / sum(profile) for name, profile in _PROFILES.items()}
    return tuple(
        (Key(tonic, name), np.log(np.roll(share, tonic)))
        for name, share in shares.items()
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
    """The take brought to ``key``: transposed where that makes it much likelier there than it is
    (`_CLEARLY` times), by the shortest such way, then made to fit. Pinned notes stay.
    """
    played = instrument(take.instrument)
    if played.drums or not take.notes:
        return take
    shift = _shift_to(take.notes, key)

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


def _shift_to(notes: Iterable[Note], key: Key) -> int:
    """Semitones, -6 to 5, after which the notes are likeliest in ``key``; 0 unless clearly so."""
    heard = _evidence(notes)
    plain = key.with_scale("minor" if key.is_minor else "major")
    profile = dict(_profiles())[plain]
    likely = {s: float(np.roll(heard, s) @ profile) for s in range(-6, 6)}
    best = max(likely, key=lambda s: (likely[s], -abs(s)))
    return best if likely[best] > likely[0] + np.log(_CLEARLY) else 0
