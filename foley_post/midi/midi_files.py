"""Takes as MIDI files, and back.

MIDI knows pitch, velocity and ticks. What it does not know (how we know of a note, its exact onset,
whether it is pinned) travels as text events beside the notes; a program that drops them loses
nothing but that, and :func:`read_midi` can then take it from the take the file came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from foley_post.core.files import finished
from foley_post.core.instruments import INSTRUMENTS, Instrument, instrument
from foley_post.core.timecode import Rate
from foley_post.errors import UsageError
from foley_post.midi.midi_text import TakeText, note_text, read_texts, take_text
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.midi.smf import (
    SmfNote,
    SmfPart,
    SmfScore,
    SmfText,
    StartTime,
    read_smf,
    write_smf,
)

__all__ = ["TICKS_PER_BEAT", "belongs_to", "read_midi", "read_score", "write_midi"]

TICKS_PER_BEAT = 9_600
"""At 120 beats a minute a tick is 52 microseconds: below one sample of an MP3 encoder's frame, and
no note moves by more than half of it."""

_BEND_RANGE_CENTS = 200.0
_SAME_NOTE_S = 0.03
"""A note that a program moved by less is still the note it was."""


def write_midi(
    take: Take,
    path: Path,
    *,
    tempo_bpm: float = 120.0,
    offset_s: float = 0.0,
    timecode: tuple[Rate, int, bool] | None = None,
    shot: str = "",
) -> None:
    """Writes the take as a format-1 MIDI file, whole or not at all.

    Time 0 of the file is the shot's first frame, or lies ``offset_s`` before it. Notes before the
    file's time 0 are left out. ``timecode`` ``(rate, frame, drop_frame)`` is the timeline's frame,
    counted from midnight, at the file's time 0; a program that spots to SMPTE time puts the file
    there. ``shot`` is the id of the shot it is of. Raises OutputError.
    """
    if not 10 <= tempo_bpm <= 500:
        raise UsageError(f"A tempo of {tempo_bpm} beats a minute is outside 10 to 500.")
    played = instrument(take.instrument)
    part = SmfPart(played.program, played.drums, played.label)
    texts = [SmfText(take_text(take, offset_s, shot), 0.0)]
    for note in take.notes:
        start_s = note.onset_s + offset_s
        if start_s >= 0:
            part.notes.append(SmfNote(start_s, note.end_s + offset_s, note.pitch, note.velocity))
            texts.append(SmfText(note_text(note), start_s))
    _add_controllers(part, take.controllers, offset_s)
    score = SmfScore((part,), tuple(texts), TICKS_PER_BEAT, (tempo_bpm,))
    with finished(path) as draft:
        write_smf(draft, score, start=StartTime(*timecode) if timecode else None)


def read_midi(
    path: Path | str,
    *,
    instrument_name: str = "",
    length_s: float | None = None,
    offset_s: float | None = None,
    original: Take | None = None,
) -> Take:
    """The take in a MIDI file, ours or anybody's.

    ``instrument_name`` empty takes the file's own word, else the nearest by program. Notes that
    carry our text keep their evidence, pins and exact times if nobody moved them; without such text
    they are matched with ``original``. Notes nobody knows are invented and pinned: an editor wrote
    them. ``offset_s`` None is the file's own. UsageError when the file is not MIDI or holds no
    notes.
    """
    path = Path(path)
    score = read_smf(path)
    head, known = read_texts(t.text for t in score.texts)
    parts = score.parts
    if not parts:
        raise UsageError(f"{path.name} holds no notes.")
    if not known and original is not None:
        known = original.notes
    said = head or TakeText()
    shift = said.offset_s if offset_s is None else offset_s
    heard = [n for part in parts for n in part.notes]
    notes = _recognised(heard, known, shift, _rounding_s(score))
    name = instrument_name or said.instrument or _nearest(parts[0])
    known_s = said.length_s or (original.length_s if original else None)
    base = original or Take((), 1.0, name)
    return replace(
        base,
        notes=tuple(notes),
        length_s=length_s or known_s or max(n.end_s for n in notes),
        instrument=instrument(name).name,
        controllers=_controllers_of(parts, shift),
        **(head.of_take if head else {}),  # type: ignore[arg-type]
    )


def belongs_to(path: Path) -> tuple[str, int]:
    """The shot's id and the performer that a file of ours says it is of; ``("", 0)`` for another's.

    UsageError when it is not MIDI.
    """
    head, _ = read_texts(t.text for t in read_smf(path).texts)
    return (head.shot, head.performer) if head else ("", 0)


def read_score(path: Path) -> tuple[tuple[Note, ...], float]:
    """Anybody's MIDI file as music to go by: its pitched notes, and its first tempo in beats a
    minute. UsageError when it is not MIDI.
    """
    score = read_smf(path)
    notes = tuple(
        Note(n.start_s, max(1e-3, n.end_s - n.start_s), n.pitch, n.velocity)
        for part in score.parts
        if not part.is_drums
        for n in part.notes
    )
    return notes, score.tempi_bpm[0]


def _rounding_s(score: SmfScore) -> float:
    """How far writing in the file's ticks may have moved a time: half a tick at its slowest tempo,
    at least a millisecond.
    """
    return max(1e-3, 0.51 * 60 / min(score.tempi_bpm) / score.ticks_per_beat)


def _recognised(
    heard: Iterable[SmfNote], known: Iterable[Note], shift_s: float, rounding_s: float
) -> list[Note]:
    """The notes of the file, each with what is known of it."""
    waiting: dict[int, list[Note]] = {}
    for note in known:
        waiting.setdefault(note.pitch, []).append(note)
    result = []
    for one in sorted(heard, key=lambda n: (n.start_s, n.pitch)):
        onset_s = one.start_s - shift_s
        length_s = max(1e-3, one.end_s - one.start_s)
        found = Note(onset_s, length_s, one.pitch, one.velocity, Evidence.INVENTED, pinned=True)
        near = [n for n in waiting.get(one.pitch, []) if abs(n.onset_s - onset_s) < _SAME_NOTE_S]
        if near:
            same = min(near, key=lambda n: abs(n.onset_s - onset_s))
            waiting[one.pitch].remove(same)
            found = _merged(same, found, rounding_s)
        result.append(found)
    return result


def _merged(note: Note, found: Note, rounding_s: float) -> Note:
    """``note`` as it was ``found`` in a program's file, pinned if an editor touched it; its exact
    times unless they were moved by more than rounding does.
    """
    if abs(note.onset_s - found.onset_s) > rounding_s:
        note = replace(note, onset_s=found.onset_s, pinned=True)
    if abs(note.length_s - found.length_s) > 2 * rounding_s:
        note = replace(note, length_s=found.length_s, pinned=True)
    if note.velocity != found.velocity:
        note = replace(note, velocity=found.velocity, pinned=True)
    return note


def _nearest(part: SmfPart) -> str:
    """The instrument of the table with the part's program, or of the same GM family of eight."""
    if part.is_drums:
        return "drums"

    def distance(one: Instrument) -> tuple[bool, int]:
        return one.program // 8 != part.program // 8, abs(one.program - part.program)

    return min((i for i in INSTRUMENTS.values() if not i.drums), key=distance).name


def _add_controllers(
    part: SmfPart, controllers: Mapping[int, tuple[tuple[float, float], ...]], offset_s: float
) -> None:
    for number, points in controllers.items():
        for at_s, value in points:
            time_s = max(0.0, at_s + offset_s)
            if number < 0:
                bend = round(value / _BEND_RANGE_CENTS * 8192)
                part.bends.append((time_s, min(max(bend, -8192), 8191)))
            else:
                part.controls.append((time_s, number, min(max(round(value), 0), 127)))


def _controllers_of(
    parts: Iterable[SmfPart], shift_s: float
) -> dict[int, tuple[tuple[float, float], ...]]:
    found: dict[int, list[tuple[float, float]]] = {}
    for part in parts:
        for time_s, bend in part.bends:
            found.setdefault(-1, []).append((time_s - shift_s, bend / 8192 * _BEND_RANGE_CENTS))
        for time_s, number, value in part.controls:
            found.setdefault(number, []).append((time_s - shift_s, float(value)))
    return {number: tuple(sorted(points)) for number, points in sorted(found.items())}
