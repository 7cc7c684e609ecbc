from __future__ import annotations

import copy
from pathlib import Path

import pytest
import timeline_material as material
from lxml import etree

from foley_post.core.files import sha256_of
from foley_post.core.timecode import Rate, samples_at
from foley_post.errors import OutputError, UsageError
from foley_post.timeline import Marker, read_cut, write_cut
from foley_post.timeline.fcp7.document import is_our_clip


def canonical_less_ours(content: bytes) -> bytes:
    """The document without our tracks and without white space between elements, canonical."""
    root = copy.deepcopy(etree.fromstring(content))
    for track in root.findall(".//media/audio/track"):
        clips = track.findall("clipitem")
        if clips and all(is_our_clip(c) for c in clips):
            track.getparent().remove(track)
    for element in root.iter():
        if element.text is not None and not element.text.strip():
            element.text = None
        if element.tail is not None and not element.tail.strip():
            element.tail = None
    return etree.tostring(root, method="c14n")


def test_the_fcp7_document_is_the_input_plus_our_tracks(tmp_path: Path) -> None:
    path = material.fcp7(tmp_path / "cut.xml")
    before = sha256_of(path)
    cut = read_cut(path)
    written = write_cut(cut, [material.stem_for(cut, i) for i in (0, 1)], tmp_path / "out")
    out = next(f for f in written.files if f.suffix == ".xml").read_bytes()
    assert canonical_less_ours(out) == canonical_less_ours(path.read_bytes())
    assert sha256_of(path) == before


@pytest.mark.parametrize("kind", ["otio", "xml"])
def test_written_timelines_read_back_with_the_same_shots(tmp_path: Path, kind: str) -> None:
    make = {"otio": material.simple_otio, "xml": material.fcp7}[kind]
    cut = read_cut(make(tmp_path / f"cut.{kind}"))
    written = write_cut(cut, [material.stem_for(cut)], tmp_path / "out")
    assert [f.name for f in written.files] == ["cut+music.otio", "cut+music.xml"]
    for file in written.files:
        again = read_cut(file)
        assert (again.rate, again.start_frame) == (cut.rate, cut.start_frame)
        assert [(s.id, s.record_start_frame, s.time_map) for s in again.shots] == [
            (s.id, s.record_start_frame, s.time_map) for s in cut.shots
        ]
        assert [t.name for t in again.audio_tracks if t.ours] == ["Foley Violin"]


@pytest.mark.parametrize("kind", ["otio", "xml"])
def test_running_again_on_our_own_output_replaces_our_tracks(tmp_path: Path, kind: str) -> None:
    make = {"otio": material.simple_otio, "xml": material.fcp7}[kind]
    cut = read_cut(make(tmp_path / f"cut.{kind}"))
    first = write_cut(cut, [material.stem_for(cut, i) for i in (0, 1)], tmp_path / "one")
    for file in first.files:
        cut2 = read_cut(file)
        again = write_cut(cut2, [material.stem_for(cut2, 1)], tmp_path / "two")
        for result in again.files:
            tracks = read_cut(result).audio_tracks
            assert [t.name for t in tracks if t.ours] == ["Foley Violin"]
            assert len([t for t in tracks if not t.ours]) == len(
                [t for t in cut.audio_tracks if not t.ours]
            )


def test_two_equal_stems_stay_two_clips_each_in_its_place(tmp_path: Path) -> None:
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio"))
    stem = material.stem_for(cut)
    written = write_cut(cut, [stem, stem], tmp_path / "out")
    root = etree.fromstring(written.files[1].read_bytes())
    clips = [c for c in root.iter("clipitem") if is_our_clip(c)]
    assert len(clips) == 4
    assert len({c.get("id") for c in root.iter("clipitem")}) == len(list(root.iter("clipitem")))
    assert [t.name for t in read_cut(written.files[0]).audio_tracks] == [
        "Foley Violin",
        "Foley Violin 2",
    ]


def test_a_stereo_stem_is_two_exploded_tracks_and_a_mono_stem_one(tmp_path: Path) -> None:
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio"))
    stems = [
        material.stem_for(cut, 0),
        material.stem_for(cut, 1, channels=1, track="Foley Piano"),
    ]
    written = write_cut(cut, stems, tmp_path / "out", formats=["fcp7xml"])
    tracks = etree.fromstring(written.files[0].read_bytes()).findall(".//audio/track")
    assert [
        (t.get("currentExplodedTrackIndex"), t.get("totalExplodedTrackCount")) for t in tracks
    ] == [("0", "2"), ("1", "2"), ("0", "1")]
    assert [t.findtext("clipitem/sourcetrack/trackindex") for t in tracks] == ["1", "2", "1"]
    assert [t.find("clipitem").get("premiereChannelType") for t in tracks] == [
        "stereo",
        "stereo",
        "mono",
    ]


@pytest.mark.parametrize(
    ("rate", "rate_hz"),
    [(r, (44_100, 48_000, 96_000)[i % 3]) for i, r in enumerate(material.RATES)],
)
def test_one_value_places_the_stem_in_every_format(
    tmp_path: Path, rate: Rate, rate_hz: int
) -> None:
    start = rate.timebase * 3600
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio", rate, start))
    stem = material.stem_for(cut, 1, rate_hz=rate_hz)
    written = write_cut(cut, [stem], tmp_path / "out")
    import opentimelineio as otio

    timeline = otio.adapters.read_from_file(str(written.files[0]))
    clip = timeline.find_clips()[-1]
    available = clip.media_reference.available_range
    frame = int(available.start_time.value)
    assert samples_at(rate.seconds(frame), rate_hz) == stem.start_sample
    assert clip.source_range.start_time.value - frame == stem.head_frames
    item = etree.fromstring(written.files[1].read_bytes()).findall(".//audio/track/clipitem")[0]
    assert int(item.findtext("file/timecode/frame")) == frame
    assert int(item.findtext("in")) == stem.head_frames
    assert int(item.findtext("start")) == stem.record_start_frame
    assert int(item.findtext("end")) - int(item.findtext("start")) == stem.length_frames


def test_hosts_and_formats_choose_what_is_written(tmp_path: Path) -> None:
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio"))
    for more, names in (
        ({"formats": ["otio"]}, [".otio"]),
        ({"hosts": ["premiere"]}, [".otio", ".xml"]),
        ({"hosts": ["resolve"], "formats": ["fcp7xml"]}, [".xml", ".otio"]),
    ):
        written = write_cut(cut, [], tmp_path / "out", **more)
        assert [f.suffix for f in written.files] == names
    with pytest.raises(UsageError, match="avid"):
        write_cut(cut, [], tmp_path, hosts=["avid"])
    assert [f.suffix for f in write_cut(cut, [], tmp_path, hosts=["fcp"]).files] == [".fcpxml"]
    with pytest.raises(UsageError, match="mp4"):
        write_cut(cut, [], tmp_path, formats=["mp4"])


def test_the_input_is_never_overwritten_even_in_its_own_folder(tmp_path: Path) -> None:
    path = material.simple_otio(tmp_path / "cut+music.otio")
    before = path.read_bytes()
    written = write_cut(read_cut(path), [], tmp_path)
    assert path not in written.files
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio"))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="folder you can write to"):
        write_cut(cut, [], tmp_path / "file" / "out")


def test_markers_are_laid_and_replaced_and_others_stay(tmp_path: Path) -> None:
    path = material.fcp7(tmp_path / "cut.xml")
    theirs = "<marker><comment/><name>theirs</name><in>5</in><out>-1</out></marker></sequence>"
    path.write_text(path.read_text().replace("</sequence>", theirs))
    cut = read_cut(path)
    marks = [Marker(10, "hit 1"), Marker(30, "hit 2", "bow")]
    first = write_cut(cut, [], tmp_path / "one", formats=["fcp7xml"], markers=marks)
    again = write_cut(
        read_cut(first.files[0]), [], tmp_path / "two", formats=["fcp7xml"], markers=marks[:1]
    )
    root = etree.fromstring(again.files[0].read_bytes())
    assert [(m.findtext("name"), m.findtext("in")) for m in root.iter("marker")] == [
        ("theirs", "5"),
        ("hit 1", "10"),
    ]
    otio_file = write_cut(cut, [], tmp_path / "three", formats=["otio"], markers=marks).files[0]
    import opentimelineio as otio

    found = otio.adapters.read_from_file(str(otio_file)).tracks.markers
    assert [(m.name, m.marked_range.start_time.value) for m in found] == [
        ("theirs", 5.0),
        ("hit 1", 10.0),
        ("hit 2", 30.0),
    ]


def test_what_cannot_be_carried_is_said_and_writing_reports_its_progress(tmp_path: Path) -> None:
    rate = Rate(25)
    blur = {"OTIO_SCHEMA": "Effect.1", "name": "", "effect_name": "blur", "metadata": {}}
    dissolve = {
        "OTIO_SCHEMA": "Transition.1",
        "name": "",
        "transition_type": "SMPTE_Dissolve",
        "metadata": {},
        "in_offset": material.rational(5, 25.0),
        "out_offset": material.rational(5, 25.0),
    }
    children = [
        material.clip("a", "file:///a.mov", (10, 50), rate, effects=[blur]),
        dissolve,
        material.clip("b", "file:///b.mov", (10, 50), rate, effects=[blur]),
    ]
    path = tmp_path / "cut.otio"
    cut = read_cut(material.save(material.timeline([material.track(children)], rate), path))
    heard: list[float] = []
    forms = ["otio", "fcp7xml", "fcpxml"]
    written = write_cut(
        cut, [], tmp_path / "out", formats=forms, watcher=lambda p: heard.append(p.share)
    )
    for form in ("FCP7 XML", "FCPXML"):
        assert f"2 effects and 1 transition of cut are not in the {form}." in written.notices
    assert heard == sorted(heard)
    assert (len(heard), heard[-1]) == (4, 1.0)
    for file in written.files[1:]:
        assert [s.record_start_frame for s in read_cut(file).shots] == [0, 50]


def test_relative_addresses_stay_true_in_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    home = tmp_path / "project"
    material.film(home / "film" / "a b.mov")
    rate = Rate(25)
    children = [
        material.clip("here", "film/a%20b.mov", (0, 25), rate),
        material.clip("gone", "film/gone.mov", (0, 25), rate),
    ]
    cut = read_cut(
        material.save(material.timeline([material.track(children)], rate), home / "cut.otio")
    )
    forms = ["otio", "fcp7xml", "fcpxml", "aaf", "otioz"]
    written = write_cut(cut, [], tmp_path / "elsewhere" / "out", formats=forms)
    for file in written.files:
        here, gone = read_cut(file).shots
        assert (here.problem, here.time_map) == ("", cut.shots[0].time_map), file.name
        assert "missing" in gone.problem
    beside = write_cut(cut, [], home, formats=["otio"])
    assert [s.media.url for s in read_cut(beside.files[0]).shots] == [
        "film/a%20b.mov",
        "film/gone.mov",
    ]
    document = written.files[2]
    text = document.read_text()
    (home / "own.fcpxml").write_text(text.replace((home / "film").resolve().as_uri(), "film", 1))
    own = read_cut(home / "own.fcpxml")
    assert own.shots[0].media.url == "film/a%20b.mov"
    again = read_cut(write_cut(own, [], tmp_path / "third", formats=["fcpxml"]).files[0])
    assert again.shots[0].problem == ""
