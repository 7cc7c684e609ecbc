"""Files that hold several sequences, projects or timelines: which one is read and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import timeline_material as material

from foley_post.core.timecode import Rate
from foley_post.errors import UsageError
from foley_post.timeline import read_cut, sequences_in, write_cut
from foley_post.timeline.sequence_choice import labels

INPUTS = Path(__file__).parent / "inputs"
FILES = [
    ("fcp7_two_sequences.xml", ("Seq", "Second"), "Z.mov"),
    ("fcpxml_two_projects.fcpxml", ("P", "THE CUT"), "Z"),
]


@pytest.mark.parametrize(("file", "names", "shot"), FILES)
def test_sequences_are_listed_and_the_one_that_is_named_is_read(
    file: str, names: tuple[str, str], shot: str
) -> None:
    assert sequences_in(INPUTS / file) == names
    for wanted in (names[1], names[1].lower(), "2"):
        cut = read_cut(INPUTS / file, sequence=wanted)
        assert [s.name for s in cut.shots] == [shot]
        assert not any("holds 2" in n for n in cut.notices)
    first = read_cut(INPUTS / file)
    assert len(first.shots) == 2
    assert any(f"({names[0]}, {names[1]})" in n for n in first.notices)


@pytest.mark.parametrize(("file", "names", "shot"), FILES)
def test_stems_go_onto_the_sequence_that_was_read(
    tmp_path: Path, file: str, names: tuple[str, str], shot: str
) -> None:
    cut = read_cut(INPUTS / file, sequence=names[1])
    written = write_cut(
        cut, [material.stem_for(cut)], tmp_path, formats=["otio", "fcp7xml", "fcpxml"]
    )
    for path in written.files:
        single = len(sequences_in(path)) < 2
        again = read_cut(path, sequence="" if single else names[1])
        assert [s.name for s in again.shots] == [shot], path.suffix
        assert any(t.ours for t in again.audio_tracks), path.suffix
        if not single:
            assert not any(t.ours for t in read_cut(path, sequence=names[0]).audio_tracks)


def test_timelines_in_bins_of_bins_can_be_chosen(tmp_path: Path) -> None:
    def named(name: str) -> dict[str, object]:
        one = material.clip(name, f"file:///{name}.mov", (0, 24), Rate(24))
        return material.timeline([material.track([one])], Rate(24)) | {"name": name}

    def bin_of(*children: object) -> dict[str, object]:
        schema = "SerializableCollection.1"
        return {"OTIO_SCHEMA": schema, "name": "bin", "children": [*children], "metadata": {}}

    document = bin_of(bin_of(named("a")), named("b"), bin_of(bin_of(named("c"))))
    path = material.save(document, tmp_path / "a.otio")
    assert sequences_in(path) == ("a", "b", "c")
    cut = read_cut(path, sequence="c")
    assert [s.name for s in cut.shots] == ["c"]
    written = write_cut(cut, [material.stem_for(cut)], tmp_path / "out", formats=["otio"])
    assert json.loads(written.files[0].read_text())["name"] == "c"


def test_a_name_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"no sequence 'Third' .* It holds Seq, Second"):
        read_cut(INPUTS / "fcp7_two_sequences.xml", sequence="Third")


def test_equal_and_empty_names_get_labels_of_their_own() -> None:
    assert labels(["cut", "cut", "", "cut "]) == ("cut", "cut (2)", "Sequence 3", "cut (3)")


def test_files_without_a_choice_list_one_name_or_none(tmp_path: Path) -> None:
    assert sequences_in(material.simple_otio(tmp_path / "a.otio")) == ("cut",)
    edl = tmp_path / "a.edl"
    edl.write_text("001 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n")
    assert sequences_in(edl) == ()
