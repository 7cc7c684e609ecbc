"""Takes survive MIDI files: exactly ours, and sensibly a DAW's."""

from __future__ import annotations

import warnings
from pathlib import Path

import mido
import pytest

from foley_post.core.timecode import Rate
from foley_post.errors import UsageError
from foley_post.midi.midi_files import read_midi, read_score, write_midi
from foley_post.midi.notes import Evidence, Note, Take

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pretty_midi

TAKE = Take(
    (
        Note(0.1234567, 0.5, 60, 80, Evidence.SEEN, 0.91, 33, "", True),
        Note(0.75, 0.25, 64, 70, Evidence.INFERRED, 0.5),
        Note(1.5, 1.0, 67, 90, Evidence.INVENTED, 0.1, None, "staccato"),
    ),
    3.2,
    "violin",
    seed=7,
    style="folk",
    performer=1,
    controllers={-1: ((0.5, 50.0),), 11: ((0.0, 90.0), (1.0, 101.0))},
    sync_report={"sync": 0.8},
)


@pytest.mark.parametrize("tempo_bpm", [120.0, 97.3])
@pytest.mark.parametrize("offset_s", [0.0, 1.25])
def test_a_take_comes_back_as_it_was(tmp_path: Path, tempo_bpm: float, offset_s: float) -> None:
    write_midi(TAKE, tmp_path / "a.mid", tempo_bpm=tempo_bpm, offset_s=offset_s)
    back = read_midi(tmp_path / "a.mid")
    assert back.notes == TAKE.notes
    assert (back.instrument, back.length_s, back.seed, back.style) == ("violin", 3.2, 7, "folk")
    assert back.sync_report == TAKE.sync_report
    assert back.controllers[11] == tuple(pytest.approx(p, abs=1e-4) for p in TAKE.controllers[11])
    assert back.controllers[-1][0] == pytest.approx((0.5, 50.0), abs=0.02)


@pytest.mark.parametrize("tempo_bpm", [120.0, 97.3])
@pytest.mark.parametrize("minutes", [9, 180])
def test_a_long_take_comes_back_as_it_was(tmp_path: Path, minutes: int, tempo_bpm: float) -> None:
    """At 9,600 ticks a beat, ten million ticks are over after 8 min 41 s."""
    notes = tuple(Note(60.0 * minute + 0.1234567, 0.3, 60, 80) for minute in range(minutes))
    take = Take(notes, 60.0 * minutes, "piano")
    write_midi(take, tmp_path / "a.mid", tempo_bpm=tempo_bpm)
    back = read_midi(tmp_path / "a.mid")
    assert back.notes == notes
    found, tempo = read_score(tmp_path / "a.mid")
    assert tempo == pytest.approx(tempo_bpm, abs=1e-3)
    assert found[-1].onset_s == pytest.approx(notes[-1].onset_s, abs=6e-5)


def test_the_file_has_the_program_of_the_instrument(tmp_path: Path) -> None:
    write_midi(TAKE, tmp_path / "a.mid")
    score = pretty_midi.PrettyMIDI(str(tmp_path / "a.mid"))
    assert [i.program for i in score.instruments] == [40]
    assert [n.start for n in score.instruments[0].notes] == pytest.approx(
        [n.onset_s for n in TAKE.notes], abs=5e-5
    )


def test_the_same_take_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.mid", "b.mid"):
        write_midi(TAKE, tmp_path / name)
    assert (tmp_path / "a.mid").read_bytes() == (tmp_path / "b.mid").read_bytes()


@pytest.mark.parametrize(
    ("timecode", "expected"),
    [
        ((Rate(24000, 1001), 86_412, False), (24, 1, 0, 0, 12)),
        ((Rate(25), 90_000, False), (25, 1, 0, 0, 0)),
        ((Rate(30000, 1001), 107_892, True), (29.97, 1, 0, 0, 0)),
        ((Rate(50), 180_007, False), (25, 1, 0, 0, 3)),
    ],
)
def test_the_file_knows_its_timecode(
    tmp_path: Path, timecode: tuple[Rate, int, bool], expected: tuple[float, ...]
) -> None:
    write_midi(TAKE, tmp_path / "a.mid", timecode=timecode)
    said = next(m for m in mido.MidiFile(tmp_path / "a.mid").tracks[0] if m.type == "smpte_offset")
    assert (said.frame_rate, said.hours, said.minutes, said.seconds, said.frames) == expected
    assert read_midi(tmp_path / "a.mid").notes == TAKE.notes


def test_a_tempo_map_is_followed(tmp_path: Path) -> None:
    track = mido.MidiTrack(
        [
            mido.MetaMessage("set_tempo", tempo=500_000, time=0),
            mido.MetaMessage("set_tempo", tempo=1_000_000, time=480),
            mido.Message("note_on", note=60, velocity=80, time=480),
            mido.Message("note_off", note=60, time=480),
        ]
    )
    mido.MidiFile(tracks=[track]).save(tmp_path / "a.mid")
    note = read_midi(tmp_path / "a.mid").notes[0]
    assert (note.onset_s, note.length_s) == pytest.approx((1.5, 1.0))


def test_a_program_that_drops_our_text_loses_no_pins(tmp_path: Path) -> None:
    write_midi(TAKE, tmp_path / "a.mid")
    score = pretty_midi.PrettyMIDI(str(tmp_path / "a.mid"))
    score.text_events.clear()
    score.instruments[0].notes[1].start += 0.02
    score.instruments[0].notes.append(pretty_midi.Note(64, 72, 2.9, 3.0))
    score.write(str(tmp_path / "b.mid"))
    back = read_midi(tmp_path / "b.mid", original=TAKE)
    assert back.notes[0] == TAKE.notes[0]
    assert back.notes[1].evidence is Evidence.INFERRED
    assert back.notes[1].onset_s == pytest.approx(0.77, abs=1e-3)
    assert (back.notes[3].evidence, back.notes[3].pinned) == (Evidence.INVENTED, True)


def _as_a_daw_saves(source: Path, target: Path, ticks_per_beat: int) -> None:
    """The file in coarser ticks, as one track, note-offs as note-ons of velocity 0, without text;
    the last note gone, one moved by 0.2 s, one new.
    """
    pressed = {}
    heard = []
    at_s = 0.0
    for message in mido.MidiFile(source):
        at_s += message.time
        if message.type == "note_on" and message.velocity:
            pressed[message.note] = (at_s, message.velocity)
        elif message.type in {"note_on", "note_off"}:
            start_s, velocity = pressed.pop(message.note)
            heard.append([message.note, start_s, at_s, velocity])
    heard[1][1] += 0.2
    heard[1][2] += 0.2
    heard[2:] = [[72, 2.9, 3.0, 64]]
    events = sorted(
        (round(at * 2 * ticks_per_beat), volume, key)
        for key, start, end, velocity in heard
        for at, volume in ((start, velocity), (end, 0))
    )
    track = mido.MidiTrack([mido.MetaMessage("track_name", name="Violin (bounced)", time=0)])
    before = 0
    for ticks, volume, key in events:
        track.append(mido.Message("note_on", note=key, velocity=volume, time=ticks - before))
        before = ticks
    mido.MidiFile(type=0, ticks_per_beat=ticks_per_beat, tracks=[track]).save(target)


@pytest.mark.parametrize("ticks_per_beat", [96, 480, 960])
def test_a_daws_own_file_keeps_what_it_left_alone(tmp_path: Path, ticks_per_beat: int) -> None:
    write_midi(TAKE, tmp_path / "a.mid")
    _as_a_daw_saves(tmp_path / "a.mid", tmp_path / "b.mid", ticks_per_beat)
    back = read_midi(tmp_path / "b.mid", original=TAKE)
    assert [n.pitch for n in back.notes] == [60, 64, 72]
    assert back.notes[0] == TAKE.notes[0], "untouched: its exact onset, its pin, how we know of it"
    moved, new = back.notes[1:]
    tick_s = 0.5 / ticks_per_beat
    assert moved.onset_s == pytest.approx(TAKE.notes[1].onset_s + 0.2, abs=tick_s)
    assert moved.pinned, "an editor's hand was on it"
    assert (new.onset_s, new.velocity) == (pytest.approx(2.9, abs=tick_s), 64)
    assert (new.evidence, new.pinned) == (Evidence.INVENTED, True)


def test_what_is_not_midi_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.mid").write_bytes(b"hello")
    with pytest.raises(UsageError, match="cannot be read as MIDI"):
        read_midi(tmp_path / "a.mid")
    with pytest.raises(UsageError, match="no MIDI file"):
        read_midi(tmp_path / "none.mid")
    pretty_midi.PrettyMIDI().write(str(tmp_path / "empty.mid"))
    with pytest.raises(UsageError, match="no notes"):
        read_midi(tmp_path / "empty.mid")
