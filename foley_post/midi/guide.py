"""What the film's music goes by: its key and tempo, named, or found in a file or in the takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from foley_post.core.files import there_is_file
from foley_post.errors import UsageError
from foley_post.midi.continuity import Piece
from foley_post.midi.harmony import Key, find_key, parse_key
from foley_post.midi.midi_files import read_score
from foley_post.midi.tempo import Pulse

__all__ = ["AUTO", "FREE", "Guide", "check_key", "check_tempo", "read_guide"]

AUTO, FREE = "auto", "free"
_MIDI = {".mid", ".midi", ".smf"}


@dataclass(frozen=True, slots=True)
class Guide:
    """What is settled before anything is played, and where the rest is found.

    ``key_over`` says where a key that nobody named is found: in each performance (empty; shots that
    follow one another), in the whole cut (`AUTO`), or nowhere (`FREE`). ``tempo_over`` `AUTO` finds
    one pulse in the whole cut; empty leaves the beat to each style.
    """

    piece: Piece = field(default_factory=Piece)
    key_over: str = ""
    tempo_over: str = ""


def read_guide(key: str = "", tempo: str = "") -> Guide:
    """The guide that an editor's words mean.

    ``key``: a name (``F#m``), a MIDI file, a recording, ``auto`` (one for the whole cut, found in
    its takes), ``free``, or nothing. ``tempo``: beats a minute, a file, ``auto`` or nothing. A
    file's first moment is the timeline's first frame. UsageError for what is none of these,
    MediaUnreadable for a recording without sound.
    """
    asked = Piece(
        _key_from(key) if key not in ("", AUTO, FREE) else None,
        _pulse_from(tempo) if tempo not in ("", AUTO, FREE) else None,
    )
    return Guide(asked, key if key in (AUTO, FREE) else "", AUTO if tempo == AUTO else "")


def check_key(text: str) -> None:
    """UsageError when the words can mean no key; a file is looked at by `read_guide` alone."""
    if text not in ("", AUTO, FREE) and not _may_be_file(text):
        parse_key(text)


def check_tempo(text: str) -> None:
    """UsageError when the words can mean no tempo; a file is looked at by `read_guide` alone."""
    if text not in ("", AUTO, FREE) and (_is_number(text) or not _may_be_file(text)):
        _pulse_of_words(text)


def _may_be_file(text: str) -> bool:
    path = Path(text)
    if len(path.suffix) > 1 or "/" in text or "\\" in text:
        return True
    return there_is_file(path)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _key_from(text: str) -> Key:
    path = Path(text)
    if not there_is_file(path):
        if path.suffix and len(path.suffix) > 1:
            raise UsageError(f"There is no file at {text} to take the key from.")
        return parse_key(text)
    if path.suffix.lower() in _MIDI:
        found, clear = find_key(read_score(path)[0])
    else:
        from foley_post.midi.temp_track import key_heard

        found, clear = key_heard(path)
    if clear == 0.0:
        raise UsageError(f"No key can be heard in {path.name}. Name one, like C or F#m.")
    return found


def _pulse_from(text: str) -> Pulse:
    path = Path(text)
    if not there_is_file(path):
        return _pulse_of_words(text)
    if path.suffix.lower() in _MIDI:
        return Pulse(read_score(path)[1])
    from foley_post.midi.temp_track import pulse_heard

    found = pulse_heard(path)
    if found.clear < _CLEAR:
        raise UsageError(f"No steady beat can be heard in {path.name}. Give beats a minute.")
    return found


def _pulse_of_words(text: str) -> Pulse:
    if not _is_number(text):
        raise UsageError(
            f"{text!r} is not a tempo: give beats a minute, a MIDI file, a recording or auto."
        )
    return Pulse(float(text))


_CLEAR = 0.15
"""Onsets at random give 0.1 and less from a minute on (`Pulse.clear` is their mean resultant)."""
