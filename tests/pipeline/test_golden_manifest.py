"""A manifest that was written before is still read, and its MIDI files come out as they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from foley_post.midi.notes import Evidence
from foley_post.pipeline.reproduce import Reproduction, reproduce

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Reproduction:
    home = tmp_path_factory.mktemp("films")
    shutil.copy(GOLDEN / "sample.otio", home)
    (home / "out").mkdir()
    shutil.copy(GOLDEN / "version-1.json", home / "out" / "manifest.json")
    return reproduce(home / "out" / "manifest.json", home / "anew")


def test_its_midi_files_are_the_same_bytes(again: Reproduction) -> None:
    midi = sorted(name for name in again.same if name.endswith(".mid"))
    assert len(midi) == 4
    assert not [name for name in again.different if name.endswith(".mid")]


def test_all_that_it_says_of_the_takes_is_there(again: Reproduction) -> None:
    duo, single = again.outcome.shots
    assert [t.instrument for t in duo.takes] == ["piano", "cello"]
    assert (duo.tempo_bpm, duo.standing[1].pan, duo.standing[1].distance_m) == (93.5, -0.4, 5.0)
    assert [(o.number, o.take.seed) for o in duo.others] == [(2, 3)]
    assert single.given == frozenset({0})
    note = single.takes[0].notes[3]
    assert (note.onset_s, note.evidence, note.pinned) == (0.1 + 0.371 * 3, Evidence.INFERRED, True)


def test_its_settings_are_heeded(again: Reproduction) -> None:
    stems = again.outcome.stems
    assert {(s.rate_hz, s.channels) for s in stems} == {(44_100, 1)}
    assert again.outcome.mix is not None
