"""Takes survive MIDI files: exactly ours, and sensibly a DAW's."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from foley_post.errors import UsageError
from foley_post.midi.files import read_midi, write_midi
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
    certificate={"sync": 0.8},
)


@pytest.mark.parametrize("tempo_bpm", [120.0, 97.3])
@pytest.mark.parametrize("offset_s", [0.0, 1.25])
def test_a_take_comes_back_as_it_was(tmp_path: Path, tempo_bpm: float, offset_s: float) -> None:
    write_midi(TAKE, tmp_path / "a.mid", tempo_bpm=tempo_bpm, offset_s=offset_s)
    back = read_midi(tmp_path / "a.mid")
    assert back.notes == TAKE.notes
    assert (back.instrument, back.length_s, back.seed, back.style) == ("violin", 3.2, 7, "folk")
    assert back.certificate == TAKE.certificate
    assert back.controllers[11] == tuple(pytest.approx(p, abs=1e-4) for p in TAKE.controllers[11])
    assert back.controllers[-1][0] == pytest.approx((0.5, 50.0), abs=0.02)


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


def test_what_is_not_midi_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.mid").write_bytes(b"hello")
    with pytest.raises(UsageError, match="cannot be read as MIDI"):
        read_midi(tmp_path / "a.mid")
    with pytest.raises(UsageError, match="no MIDI file"):
        read_midi(tmp_path / "none.mid")
    pretty_midi.PrettyMIDI().write(str(tmp_path / "empty.mid"))
    with pytest.raises(UsageError, match="no notes"):
        read_midi(tmp_path / "empty.mid")
