"""Names of pitches: C4 is MIDI 60."""

from __future__ import annotations

import re

from foley_post.core.piano import HIGHEST, LOWEST

__all__ = ["pitch_name", "read_key"]

_NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_STEPS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_RAISED = {"": 0, "#": 1, "♯": 1, "s": 1, "b": -1, "♭": -1}


def pitch_name(pitch: int) -> str:
    """``C4`` for 60."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def read_key(text: str) -> int:
    """The MIDI pitch of a piano's key: ``C3``, ``Bb2``, ``F#4`` or its number. ValueError for
    anything else, and for what no piano has.
    """
    word = text.strip().lower()
    match = re.fullmatch(r"([a-g])([#♯s♭b]?)(-?\d)", word)
    if match:
        step, sign, octave = match.groups()
        pitch = _STEPS[step] + _RAISED[sign] + 12 * (int(octave) + 1)
    elif word.isdigit():
        pitch = int(word)
    else:
        raise ValueError(f"A key is named like C3, Bb2 or 48, not {text!r}.")
    if not LOWEST <= pitch <= HIGHEST:
        raise ValueError(f"A piano's keys go from A0 to C8; {text} is not among them.")
    return pitch
