"""A run made again from its manifest: the same MIDI files and stems, byte for byte."""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path

import mido
import pytest

from foley_post.errors import ProjectError, UsageError
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pipeline.edited_takes import read_edited_takes
from foley_post.pipeline.options import Options
from foley_post.pipeline.reproduce import reproduce
from foley_post.pipeline.results import Results, ScoredShot
from foley_post.pipeline.score import lay
from foley_post.render.panning import Standing
from foley_post.timeline import read_cut

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pretty_midi

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


def a_take(seed: int, name: str, performer: int = 0) -> Take:
    notes = tuple(
        Note(
            0.1 + 0.371 * i, 0.3 / (i + 1) ** 0.5, 60 + (5 * i * seed) % 12, 60 + 7 * i,
            Evidence.INFERRED if i % 2 else Evidence.SEEN, 1 / (i + 2), i, pinned=i == 3,
        )
        for i in range(6)
    )  # fmt: skip
    return Take(
        notes, 4.7, name, seed, "folk", "f" * 64, performer,
        controllers={11: ((0.0, 90.0), (0.123456789, 101.0))},
        sync_report={"verdict": "in sync", "offset_ms": -6.3},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("again")
    for name in ("sample.otio", "sample.mp4"):
        shutil.copy(SAMPLE / name, home / name)
    return home


@pytest.fixture(scope="module")
def made(folder: Path) -> Results:
    """Two shots: a duo, one of them standing left, with another take; and a single player."""
    cut = read_cut(folder / "sample.otio")
    duo = ScoredShot(
        cut.shots[0],
        takes=(a_take(1, "piano"), a_take(2, "cello", 1)),
        others=((2, a_take(3, "piano")),),
        standing={1: Standing(-0.4, 5.0)},
        tempo_bpm=93.5,
    )
    single = ScoredShot(cut.shots[1], takes=(a_take(4, "flute"),), given=frozenset({0}))
    return lay(cut, [duo, single], Options(out=folder / "out", mix=True))


def test_every_stem_and_midi_file_is_the_same_bytes_again(made: Results, folder: Path) -> None:
    again = reproduce(made.manifest, folder / "anew")
    assert again.different == ()
    assert len(again.same) == 8, "three stems and an other take, each with its MIDI file"
    for name in again.same:
        assert (folder / "anew" / name).read_bytes() == (folder / "out" / name).read_bytes()
    assert (folder / "anew" / "mix" / "Sample.wav").is_file()


def test_a_file_that_changed_since_is_named(made: Results, folder: Path) -> None:
    told = json.loads(made.manifest.read_text())
    told["shots"][1]["stems"][0]["sha256"] = "0" * 64
    (folder / "told").mkdir(exist_ok=True)
    (folder / "told" / "manifest.json").write_text(json.dumps(told))
    again = reproduce(folder / "told" / "manifest.json", folder / "told-again")
    assert again.different == (told["shots"][1]["stems"][0]["file"],)


def test_what_cannot_be_made_again_is_told(made: Results, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder of its own"):
        reproduce(made.manifest, folder / "out")
    for text in ("{", "[]", '{"foley_post": 1}'):
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(ProjectError, match=r"manifest\.json"):
            reproduce(tmp_path / "manifest.json", tmp_path / "out")
    told = json.loads(made.manifest.read_text())
    told["shots"][0]["takes"][0]["music"]["notes"][0]["pitch"] = 900
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(ProjectError, match="pitch 900"):
        reproduce(tmp_path / "manifest.json", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_edited_file_comes_back_with_its_pins_and_what_is_known_of_it(
    made: Results, folder: Path, tmp_path: Path
) -> None:
    """As a sequencer leaves it: our text gone, one note transposed."""
    shots, exported = made.cut.shots, folder / "out" / "midi"
    path = made.shots[0].midi[1]
    before = made.shots[0].takes[1]
    ours = read_edited_takes([str(path)], shots, exported)["V1-001", 1]
    assert (ours.notes, ours.seed, ours.style) == (before.notes, before.seed, before.style)
    assert dict(ours.controllers[11])[0.0] == 90.0
    score = mido.MidiFile(path)
    for track in score.tracks:
        kept, waiting = [], 0
        for message in track:
            if message.type in ("text", "smpte_offset"):
                waiting += message.time
                continue
            kept.append(message.copy(time=message.time + waiting))
            waiting = 0
        track[:] = kept
    for message in [m for t in score.tracks for m in t if m.type == "note_on"]:
        if message.note == before.notes[1].pitch:
            message.note += 1
    edited = tmp_path / f"{path.stem} edited.mid"
    score.save(edited)
    (back,) = read_edited_takes([f"V1-001/2={edited}"], shots, exported).values()
    assert (back.performer, back.instrument, back.seed) == (1, "cello", before.seed)
    assert back.notes[0] == before.notes[0]
    assert back.notes[3].pinned
    changed = back.notes[1]
    assert (changed.evidence, changed.pinned) == (Evidence.INVENTED, True)


def test_a_file_of_nobody_is_asked_about(tmp_path: Path) -> None:
    shots = read_cut(SAMPLE / "sample.otio").shots
    stranger = tmp_path / "tune.mid"
    score = pretty_midi.PrettyMIDI()
    score.instruments = [pretty_midi.Instrument(0)]
    score.instruments[0].notes = [pretty_midi.Note(80, 60 + i, i, i + 0.5) for i in range(4)]
    score.write(str(stranger))
    with pytest.raises(UsageError, match=r"ID=tune\.mid, of V1-001, V1-002"):
        read_edited_takes([str(stranger)], shots, tmp_path)
    (take,) = read_edited_takes([f"v1-002={stranger}"], shots, tmp_path).values()
    assert [n.pinned for n in take.notes] == [True] * 4
    with pytest.raises(UsageError, match="no MIDI file"):
        read_edited_takes([str(tmp_path / "gone.mid")], shots, tmp_path)
    with pytest.raises(UsageError, match="Two takes"):
        read_edited_takes([f"V1-001={stranger}"] * 2, shots, tmp_path)
