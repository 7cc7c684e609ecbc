"""A take of what is seen, joined with the notes that are heard.

A note that is heard tells its pitch, length and loudness, and when it began; the movement tells who
played it and where it belongs in the picture. Every such note is marked *heard*; where a movement
meets it, it names the joint too, and is surer than either makes it. A movement that made no sound,
in a stretch where notes are heard, was none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import instrument
from foley_post.midi.harmony import find_key, fit_to_key
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.midi.playable import playable

__all__ = ["MEET_S", "HeardPart", "is_mostly_heard", "with_heard"]

MEET_S = 0.07
"""Seen and heard are one note within this: movement tells the time to some 30 ms."""

_AROUND_S = 2.0
_KEY_NOTES = 5
"""From so few notes on a key is found in what is heard."""
_SOUNDS_S = 0.06

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeardPart:
    """What is heard of one player, in seconds of the shot: ``notes`` by onset, and ``onsets_s``,
    rising, at which anything begins in the sound at all. ``lag_s`` is how much later the sound is
    than the picture.
    """

    notes: tuple[Note, ...]
    onsets_s: Floats
    lag_s: float = 0.0


def with_heard(take: Take, heard: HeardPart, *, follow_sound: bool = False) -> Take:
    """The take with what is heard of its player.

    Notes go where the picture has them: the sound's lag is taken off, unless ``follow_sound``.
    Pinned notes stay as they are. Without a heard note the take stays as it is.
    """
    if not heard.notes:
        return take
    shift_s = 0.0 if follow_sound else -heard.lag_s
    seen_shift_s = heard.lag_s if follow_sound else 0.0
    known = [n for n in _moved(heard.notes, shift_s) if n.onset_s < take.length_s]
    held = [n for n in take.notes if n.pinned]
    seen = [n for n in take.notes if not n.pinned]
    joined = [_joined(note, _meeting(note, seen, seen_shift_s)) for note in known]
    joined = [n for n in joined if not any(_is_same(n, pin) for pin in held)]
    met = np.array([n.onset_s for n in known])
    sounds = heard.onsets_s + shift_s
    left = [n for n in _moved(seen, seen_shift_s) if _stays(n, met, sounds)]
    agreeing = _agreeing(take, left, [*held, *joined])
    notes = playable([*held, *joined, *agreeing], instrument(take.instrument))
    return take.with_notes(notes)


def _agreeing(take: Take, left: Sequence[Note], known: Sequence[Note]) -> Sequence[Note]:
    """The notes that were not heard, in the key of those that are ``known``: their pitches were
    made up, but for a pianist's, whose keys may be in view.
    """
    if instrument(take.instrument).family == "keyboard" or len(known) < _KEY_NOTES:
        return left
    key, _ = find_key(known)
    return fit_to_key(take.with_notes(left), key).notes


def is_mostly_heard(take: Take) -> bool:
    """Whether the take's pitches are those of a sound, and no key is to be found for them."""
    heard = sum(n.evidence is Evidence.HEARD for n in take.notes)
    return heard > 0 and 2 * heard >= len(take.notes)


def _moved(notes: Iterable[Note], by_s: float) -> list[Note]:
    """The notes moved; what comes to lie before the beginning is cut off."""
    moved = []
    for note in notes:
        onset_s = note.onset_s + by_s
        if onset_s >= 0:
            moved.append(replace(note, onset_s=onset_s))
        elif note.length_s + onset_s > MEET_S:
            moved.append(replace(note, onset_s=0.0, length_s=note.length_s + onset_s))
    return moved


def _meeting(note: Note, seen: Sequence[Note], shift_s: float) -> Note | None:
    """The seen note that is this one: the same pitch if there is one near, else the nearest."""
    near = [n for n in seen if abs(n.onset_s + shift_s - note.onset_s) <= MEET_S]
    near = [n for n in near if n.evidence in (Evidence.SEEN, Evidence.INFERRED)]
    if not near:
        return None
    return min(near, key=lambda n: (n.pitch != note.pitch, abs(n.onset_s + shift_s - note.onset_s)))


def _joined(note: Note, seen: Note | None) -> Note:
    if seen is None:
        return note
    return replace(
        note,
        confidence=1.0 - (1.0 - note.confidence) * (1.0 - seen.confidence),
        joint=seen.joint,
        articulation=seen.articulation,
    )


def _is_same(note: Note, pin: Note) -> bool:
    return note.pitch == pin.pitch and abs(note.onset_s - pin.onset_s) <= MEET_S


def _stays(note: Note, met_s: Floats, sounds_s: Floats) -> bool:
    """Whether a seen note that no heard one meets is left: where no note is heard around it, or
    something sounds just there that no heard note explains.
    """
    if not len(met_s):
        return True
    distance_s = np.abs(met_s - note.onset_s)
    if distance_s.min() > _AROUND_S:
        return True
    if distance_s.min() <= MEET_S or note.evidence is not Evidence.SEEN:
        return False
    return bool(len(sounds_s) and np.abs(sounds_s - note.onset_s).min() <= _SOUNDS_S)
