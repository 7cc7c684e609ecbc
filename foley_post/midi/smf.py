"""Standard MIDI Files in seconds, read and written through mido.

Events keep the ticks they are written with, however many there are: a file may last for hours at a
fine resolution. Tempo changes are followed on every track.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foley_post.core.timecode import Rate
from foley_post.core.timecode import timecode as smpte
from foley_post.errors import UsageError

__all__ = ["SmfNote", "SmfPart", "SmfScore", "SmfText", "StartTime", "read_smf", "write_smf"]

_DRUM_CHANNEL = 9
_DEFAULT_TEMPO = 500_000
"""Microseconds a beat: 120 beats a minute, the standard's where a file names none."""


@dataclass(frozen=True, slots=True)
class SmfNote:
    """One note in seconds from the file's beginning."""

    start_s: float
    end_s: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class SmfText:
    """A text event."""

    text: str
    time_s: float


@dataclass(slots=True)
class SmfPart:
    """What one channel of a track plays with one program. ``bends`` are ``(seconds, -8192..8191)``,
    ``controls`` ``(seconds, number, value)``.
    """

    program: int
    is_drums: bool
    name: str = ""
    notes: list[SmfNote] = field(default_factory=list)
    bends: list[tuple[float, int]] = field(default_factory=list)
    controls: list[tuple[float, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SmfScore:
    """A file: its parts that have notes, its texts in order of time, ticks a beat, and its tempi in
    beats a minute, in order.
    """

    parts: tuple[SmfPart, ...]
    texts: tuple[SmfText, ...]
    ticks_per_beat: int
    tempi_bpm: tuple[float, ...] = (120.0,)


@dataclass(frozen=True, slots=True)
class StartTime:
    """The timeline's frame, counted from midnight, at the file's time 0."""

    rate: Rate
    frame: int
    drop_frame: bool


class _Clock:
    """Seconds of ticks, along the file's tempo changes."""

    def __init__(self, tracks: Iterable[Sequence[tuple[int, Any]]], ticks_per_beat: int) -> None:
        tempi = [
            (tick, event.tempo)
            for track in tracks
            for tick, event in track
            if event.type == "set_tempo"
        ]
        changes = {0: _DEFAULT_TEMPO} | dict(sorted(tempi, key=lambda change: change[0]))
        self.ticks: list[int] = list(changes)
        self.tick_s: list[float] = [tempo / 1e6 / ticks_per_beat for tempo in changes.values()]
        self.begun_s = [0.0]
        for (first, last), each_s in zip(itertools.pairwise(self.ticks), self.tick_s, strict=False):
            self.begun_s.append(self.begun_s[-1] + each_s * (last - first))
        self.tempi_bpm = tuple(6e7 / tempo for tempo in changes.values())

    def seconds(self, tick: int) -> float:
        at = bisect_right(self.ticks, tick) - 1
        return self.begun_s[at] + self.tick_s[at] * (tick - self.ticks[at])


def read_smf(path: Path) -> SmfScore:
    """The file at ``path``; UsageError when it is not there or not MIDI.

    A note-off ends every note of its key that began before it; notes without an end are left out.
    """
    import mido

    try:
        file = mido.MidiFile(str(path))
    except FileNotFoundError as error:
        raise UsageError(f"There is no MIDI file at {path}.") from error
    except Exception as error:  # media border: the parser raises anything at damaged files
        raise UsageError(f"{path.name} cannot be read as MIDI: {error}.") from error
    if file.ticks_per_beat < 1:
        raise UsageError(f"{path.name} cannot be read as MIDI: it counts frames, not beats.")
    tracks = [
        list(zip(itertools.accumulate(event.time for event in track), track, strict=True))
        for track in file.tracks
    ]
    clock = _Clock(tracks, file.ticks_per_beat)
    texts = [
        SmfText(event.text, clock.seconds(tick))
        for track in tracks
        for tick, event in track
        if event.type == "text"
    ]
    return SmfScore(
        tuple(part for track in tracks for part in _parts(track, clock)),
        tuple(sorted(texts, key=lambda text: text.time_s)),
        file.ticks_per_beat,
        clock.tempi_bpm,
    )


def _parts(track: Sequence[tuple[int, Any]], clock: _Clock) -> Iterator[SmfPart]:
    """The track's parts, in the order in which their first notes end."""
    name = next((event.name for _, event in track if event.type == "track_name"), "")
    parts: dict[tuple[int, int], SmfPart] = {}
    programs = dict.fromkeys(range(16), 0)
    pressed: dict[tuple[int, int], list[tuple[int, int]]] = {}
    turns: list[tuple[int, int, Any]] = []
    for tick, event in track:
        if event.type == "program_change":
            programs[event.channel] = event.program
        elif event.type in {"pitchwheel", "control_change"}:
            turns.append((tick, programs[event.channel], event))
        elif event.type in {"note_on", "note_off"}:
            held = pressed.setdefault((event.channel, event.note), [])
            if event.type == "note_on" and event.velocity > 0:
                held.append((tick, event.velocity))
                continue
            ended = [(start, velocity) for start, velocity in held if start != tick]
            # A note that begins at this very tick goes on, if others were there to be ended.
            held[:] = [one for one in held if one[0] == tick] if ended else []
            if ended:
                key = event.channel, programs[event.channel]
                part = parts.setdefault(key, SmfPart(key[1], key[0] == _DRUM_CHANNEL, name))
                part.notes += [
                    SmfNote(clock.seconds(start), clock.seconds(tick), event.note, velocity)
                    for start, velocity in ended
                ]
    _share_out(turns, parts, clock)
    yield from parts.values()


def _share_out(
    turns: Iterable[tuple[int, int, Any]], parts: dict[tuple[int, int], SmfPart], clock: _Clock
) -> None:
    """Give each bend and controller to the part of its channel and program, else to the first part
    of its channel: what comes before the first note may come before its program, too.
    """
    for tick, program, event in turns:
        channel = event.channel
        first = next((part for key, part in parts.items() if key[0] == channel), None)
        part = parts.get((channel, program), first)
        if part is None:
            continue
        if event.type == "pitchwheel":
            part.bends.append((clock.seconds(tick), event.pitch))
        else:
            part.controls.append((clock.seconds(tick), event.control, event.value))


def write_smf(path: Path, score: SmfScore, *, start: StartTime | None = None) -> None:
    """Writes ``score`` as a format-1 file at its first tempo; ``start`` as its SMPTE offset."""
    import mido

    tempo = int(6e7 / score.tempi_bpm[0])
    tick_s = tempo / 1e6 / score.ticks_per_beat

    def tick(time_s: float) -> int:
        return max(0, round(time_s / tick_s))

    meta = [] if start is None else [_smpte_offset(start)]
    meta += [mido.MetaMessage("set_tempo", tempo=tempo), mido.MetaMessage("time_signature")]
    timing = [(0, event) for event in meta]
    timing += [(tick(t.time_s), mido.MetaMessage("text", text=t.text)) for t in score.texts]
    timing.sort(key=lambda event: event[0])
    file = mido.MidiFile(ticks_per_beat=score.ticks_per_beat)
    file.tracks.append(_track(timing))
    melodic = itertools.cycle(channel for channel in range(16) if channel != _DRUM_CHANNEL)
    for part in score.parts:
        channel = next(melodic)
        events = _part_events(part, _DRUM_CHANNEL if part.is_drums else channel, tick)
        file.tracks.append(_track(events))
    file.save(str(path))


def _part_events(
    part: SmfPart, channel: int, tick: Callable[[float], int]
) -> list[tuple[int, Any]]:
    """The part's events by tick; at one tick the program first, then bends, controllers, ends of
    notes and beginnings.
    """
    import mido

    def control(time_s: float, number: int, value: int) -> tuple[tuple[int, ...], Any]:
        message = mido.Message("control_change", channel=channel, control=number, value=value)
        return (tick(time_s), 3, number, value), message

    def bend(time_s: float, value: int) -> tuple[tuple[int, ...], Any]:
        return (tick(time_s), 2, value), mido.Message("pitchwheel", channel=channel, pitch=value)

    def press(at: int, note: SmfNote, velocity: int) -> tuple[tuple[int, ...], Any]:
        message = mido.Message("note_on", channel=channel, note=note.pitch, velocity=velocity)
        return (at, 4, note.pitch, velocity), message

    program = mido.Message("program_change", channel=channel, program=part.program)
    events: list[tuple[tuple[int, ...], Any]] = [((0, 1), program)]
    if part.name:
        events.append(((0, 0), mido.MetaMessage("track_name", name=part.name)))
    for note in part.notes:
        start = tick(note.start_s)
        events.append(press(start, note, note.velocity))
        events.append(press(max(start + 1, tick(note.end_s)), note, 0))
    events += [bend(*one) for one in part.bends]
    events += [control(*one) for one in part.controls]
    events.sort(key=lambda event: event[0])
    return [(key[0], event) for key, event in events]


def _track(events: Iterable[tuple[int, Any]]) -> Any:
    """A track of events at rising ticks, which ends a tick after the last."""
    import mido

    track, before = mido.MidiTrack(), 0
    for tick, event in events:
        track.append(event.copy(time=tick - before))
        before = tick
    track.append(mido.MetaMessage("end_of_track", time=1))
    return track


def _smpte_offset(start: StartTime) -> Any:
    """The SMPTE offset of the standard, which knows 24, 25, 29.97 drop and 30 frames.

    Doubled rates count half their frames; 23.976 is written as 24 and 29.97 non-drop as 30, as
    sequencers do: the numbers on the clock are what they are there.
    """
    import mido

    clock = smpte(start.frame, start.rate, start.drop_frame).replace(";", ":")
    hours, minutes, seconds, frames = (int(part) for part in clock.split(":"))
    base = start.rate.timebase
    while base > 30:
        base, frames = base // 2, frames // 2
    return mido.MetaMessage(
        "smpte_offset",
        frame_rate=29.97 if start.drop_frame else min((24, 25, 30), key=lambda r: abs(r - base)),
        hours=hours % 24,
        minutes=minutes,
        seconds=seconds,
        frames=frames,
        sub_frames=0,
    )
