"""Standard MIDI Files of all programs, as parts with notes in seconds."""

from __future__ import annotations

from pathlib import Path

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.errors import UsageError
from foley_post.midi.smf import SmfNote, SmfPart, SmfScore, SmfText, read_smf, write_smf


def saved(path: Path, *tracks: list[mido.Message | mido.MetaMessage]) -> SmfScore:
    mido.MidiFile(tracks=[mido.MidiTrack(t) for t in tracks], ticks_per_beat=480).save(path)
    return read_smf(path)


def on(key: int, after: int, velocity: int = 80, channel: int = 0) -> mido.Message:
    return mido.Message("note_on", note=key, velocity=velocity, time=after, channel=channel)


def off(key: int, after: int, channel: int = 0) -> mido.Message:
    return mido.Message("note_off", note=key, time=after, channel=channel)


def test_a_file_is_parts_by_track_channel_and_program(tmp_path: Path) -> None:
    score = saved(
        tmp_path / "a.mid",
        [mido.MetaMessage("track_name", name="Band"), on(60, 0), off(60, 480)],
        [
            mido.Message("control_change", control=7, value=99),
            mido.Message("program_change", program=40),
            on(62, 0), off(62, 480),
            mido.Message("program_change", program=41),
            on(64, 0), off(64, 480),
            on(38, 0, channel=9), off(38, 10, channel=9),
        ],
    )  # fmt: skip
    told = [(p.name, p.program, p.is_drums, [n.pitch for n in p.notes]) for p in score.parts]
    assert told == [
        ("Band", 0, False, [60]), ("", 40, False, [62]), ("", 41, False, [64]), ("", 0, True, [38]),
    ]  # fmt: skip
    assert score.parts[1].controls == [(0.0, 7, 99)], "said before the program, meant for it"


def test_tempo_changes_on_any_track_are_followed(tmp_path: Path) -> None:
    score = saved(
        tmp_path / "a.mid",
        [on(60, 960), off(60, 480)],
        [mido.MetaMessage("set_tempo", tempo=1_000_000, time=480)],
    )
    assert score.parts[0].notes == [SmfNote(1.5, 2.5, 60, 80)]
    assert score.tempi_bpm == (120.0, 60.0)


def test_a_key_struck_while_it_is_down_is_two_notes_that_end_together(tmp_path: Path) -> None:
    score = saved(tmp_path / "a.mid", [on(60, 0), on(60, 480), off(60, 480), off(60, 480)])
    assert [(n.start_s, n.end_s) for n in score.parts[0].notes] == [(0.0, 1.0), (0.5, 1.0)]


def test_a_key_let_go_and_struck_at_one_tick_goes_on(tmp_path: Path) -> None:
    score = saved(tmp_path / "a.mid", [on(60, 0), on(60, 480), on(60, 0, velocity=0), off(60, 480)])
    assert [(n.start_s, n.end_s) for n in score.parts[0].notes] == [(0.0, 0.5), (0.5, 1.0)]


def test_notes_without_an_end_and_ends_without_a_note_are_left_out(tmp_path: Path) -> None:
    score = saved(tmp_path / "a.mid", [off(60, 0), on(62, 480), on(64, 0), off(64, 480)])
    assert [n.pitch for p in score.parts for n in p.notes] == [64]


def test_a_file_that_counts_frames_is_refused(tmp_path: Path) -> None:
    content = b"MThd\0\0\0\6\0\0\0\1\xe7\x28MTrk\0\0\0\4\0\xff\x2f\0"
    (tmp_path / "a.mid").write_bytes(content)
    with pytest.raises(UsageError, match="counts frames"):
        read_smf(tmp_path / "a.mid")


times = st.floats(0, 40_000, allow_nan=False)
notes = st.builds(
    lambda start, length, pitch, velocity: SmfNote(start, start + length, pitch, velocity),
    times, st.floats(0.001, 60), st.integers(0, 127), st.integers(1, 127),
)  # fmt: skip


@given(
    st.lists(notes, min_size=1, max_size=8, unique_by=lambda n: n.pitch), st.floats(10, 500), times
)
def test_what_is_written_comes_back_within_half_a_tick(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[SmfNote], tempo: float, said_s: float
) -> None:
    path = tmp_path_factory.mktemp("smf") / "a.mid"
    part = SmfPart(40, False, "Violin", wanted)
    write_smf(path, SmfScore((part,), (SmfText("said", said_s),), 9_600, (tempo,)))
    back = read_smf(path)
    half_s = 0.51 * 60 / tempo / 9_600
    found = {n.pitch: n for n in back.parts[0].notes}
    for note in wanted:
        assert found[note.pitch].velocity == note.velocity
        assert found[note.pitch].start_s == pytest.approx(note.start_s, abs=half_s)
        assert found[note.pitch].end_s == pytest.approx(note.end_s, abs=half_s)
    assert back.texts[0].time_s == pytest.approx(said_s, abs=half_s)
