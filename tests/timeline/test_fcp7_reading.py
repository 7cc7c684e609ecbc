"""Final Cut Pro 7 XML: subclips, multiclips, tracks in disorder, addresses beside the document."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import timeline_material as material
from lxml import etree

from foley_post.core.timecode import Rate
from foley_post.timeline import read_cut, write_cut
from foley_post.timeline.media.media_urls import path_in

F = Fraction
INPUTS = Path(__file__).parent / "inputs"
SUBCLIP = "<subclipinfo><startoffset>240</startoffset><endoffset>500</endoffset></subclipinfo>"


def test_a_subclip_shows_the_media_from_its_start_offset(tmp_path: Path) -> None:
    cut = read_cut(INPUTS / "fcp7_subclip.xml")
    rate = Rate(24000, 1001)
    assert cut.shots[0].time_map.media_range == (rate.seconds(250), rate.seconds(350))
    written = write_cut(cut, [material.stem_for(cut)], tmp_path, formats=["otio", "fcpxml"])
    for path in written.files:
        shot = read_cut(path).shots[0]
        assert shot.time_map.media_range == (rate.seconds(250), rate.seconds(350)), path.suffix


def test_the_sound_of_a_subclip_counts_from_the_same_place(tmp_path: Path) -> None:
    item = material.clipitem(1, 0, 100, extra=SUBCLIP)
    path = material.fcp7(tmp_path / "a.xml", item)
    text = path.read_text()
    sound = item.replace("clipitem-1", "clipitem-9").replace('id="file-1"', 'id="file-9"')
    text = text.replace(
        "<numOutputChannels>2</numOutputChannels>\n\t\t\t\t<track>", f"<track>{sound}"
    )
    path.write_text(text)
    written = write_cut(read_cut(path), [], tmp_path / "out", formats=["otio"])
    import opentimelineio as otio

    timeline = otio.adapters.read_from_file(str(written.files[0]))
    (clip,) = timeline.audio_tracks()[0]
    assert clip.source_range.start_time.value == 250


@pytest.mark.parametrize(("speed", "first"), [(200, 240 + 20), (50, 240 + 5), (-100, 240 + 990)])
def test_a_retimed_subclip_is_retimed_inside_its_own_range(
    tmp_path: Path, speed: int, first: int
) -> None:
    remap = (
        "<filter><effect><effectid>timeremap</effectid><parameter><parameterid>speed"
        f"</parameterid><value>{speed}</value></parameter></effect></filter>"
    )
    item = material.clipitem(1, 0, 100, extra=remap + SUBCLIP)
    shot = read_cut(material.fcp7(tmp_path / "a.xml", item)).shots[0]
    assert shot.time_map.media_at(F(0)) == F(first, 25)


def test_a_multiclip_gives_its_active_angle() -> None:
    shots = read_cut(INPUTS / "fcp7_multiclip.xml").shots
    assert shots[0].media.url == "file://localhost/Volumes/M/CamB.mov"
    assert shots[0].time_map.media_at(F(0)) == Rate(24000, 1001).seconds(10)


def shifted(folder: Path, second_timecode: int) -> Path:
    """The multiclip with its seen angle shifted by 48 frames, its file beginning so much later."""
    text = (INPUTS / "fcp7_multiclip.xml").read_text()
    head, tail = text.split('<clip id="ang2">')
    tail = tail.replace("<in>-1</in>", "<syncoffset>48</syncoffset><in>-1</in>", 1)
    tail = tail.replace("<frame>0</frame>", f"<frame>{second_timecode}</frame>", 1)
    path = folder / "a.xml"
    path.write_text(head + '<clip id="ang2">' + tail)
    return path


def test_an_angle_that_began_later_shows_less_of_its_film(tmp_path: Path) -> None:
    source = shifted(tmp_path, 48)
    source.write_text(
        source.read_text().replace("<in>10</in><out>110</out>", "<in>60</in><out>160</out>")
    )
    cut = read_cut(source)
    assert not any("direction" in n for n in cut.notices)
    assert cut.shots[0].time_map.media_range[0] == cut.rate.seconds(60 - 48)


def test_an_angle_whose_shift_no_timecode_explains_is_told_of(tmp_path: Path) -> None:
    cut = read_cut(shifted(tmp_path, 0))
    assert any("direction" in n for n in cut.notices)
    assert cut.shots[0].time_map.media_range[0] == cut.rate.seconds(10)


def test_a_multiclip_named_by_id_and_without_an_active_angle_says_so(tmp_path: Path) -> None:
    text = (INPUTS / "fcp7_multiclip.xml").read_text()
    again = (
        "<clipitem id='c9'><name>Again</name><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>"
        "<start>220</start><end>250</end><in>0</in><out>30</out><multiclip id='Multi'/></clipitem>"
    )
    text = text.replace("</clipitem><enabled>", f"</clipitem>{again}<enabled>")
    path = tmp_path / "a.xml"
    path.write_text(text)
    assert read_cut(path).shots[2].media.name == "CamB.mov"
    path.write_text(text.replace("<activevideoangle>TRUE", "<activevideoangle>FALSE"))
    cut = read_cut(path)
    assert cut.shots[0].media.name == "CamA.mov"
    assert any("does not say which angle is seen; a1 was taken" in n for n in cut.notices)


def test_clip_items_in_disorder_are_read_in_order_of_place(tmp_path: Path) -> None:
    items = (
        material.clipitem(2, 120, 220, name="second")
        + material.clipitem(3, 300, 340, name="third")
        + material.clipitem(1, 0, 100, name="first")
    )
    shots = read_cut(material.fcp7(tmp_path / "a.xml", items)).shots
    assert [(s.name, s.record_start_frame) for s in shots] == [
        ("first", 0),
        ("second", 120),
        ("third", 300),
    ]


def test_clips_in_disorder_keep_the_dissolves_that_join_them(tmp_path: Path) -> None:
    dissolve = "<transitionitem><start>195</start><end>205</end></transitionitem>"
    items = (
        material.clipitem(1, 100, -1, name="b", first=0, last=105)
        + dissolve
        + material.clipitem(2, -1, 300, name="c", first=20, last=125)
        + material.clipitem(3, 0, 100, name="a")
    )
    shots = read_cut(material.fcp7(tmp_path / "a.xml", items)).shots
    assert [(s.name, s.record_start_frame, s.length_frames) for s in shots] == [
        ("a", 0, 100),
        ("b", 100, 100),
        ("c", 200, 100),
    ]


def test_a_clip_that_overlaps_the_one_before_is_trimmed_and_keeps_its_place(tmp_path: Path) -> None:
    items = material.clipitem(1, 0, 100) + material.clipitem(2, 90, 150, name="late", first=0)
    cut = read_cut(material.fcp7(tmp_path / "a.xml", items))
    late = cut.shots[1]
    assert (late.record_start_frame, late.length_frames) == (100, 50)
    assert late.time_map.media_at(F(0)) == F(10, 25)
    assert any("late overlaps the clip before it" in n for n in cut.notices)


def test_relative_addresses_are_absolute_in_another_folder(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    path.write_bytes((INPUTS / "fcp7_relative_pathurl.xml").read_bytes())
    media = material.film(tmp_path / "sample.mp4")
    cut = read_cut(path)
    written = write_cut(cut, [], tmp_path / "out", formats=["fcp7xml"])
    url = etree.parse(str(written.files[0])).findtext(".//pathurl")
    assert url is not None
    assert url.startswith("file://localhost/")
    assert Path(path_in(url)) == media.resolve()
    beside = write_cut(cut, [], tmp_path, formats=["fcp7xml"])
    assert etree.parse(str(beside.files[0])).findtext(".//pathurl") == "sample.mp4"


@pytest.mark.parametrize("name", ["fcp7_doctype_system.xml", "fcpxml_doctype_system.fcpxml"])
def test_a_dtd_elsewhere_is_not_loaded_and_the_document_is_read(name: str) -> None:
    cut = read_cut(INPUTS / name)
    assert [s.name.partition(".")[0] for s in cut.shots] == ["A", "B"]


@pytest.mark.parametrize(("said", "rate_hz"), [("48", 48_000), ("44.1", 44_100), ("-3", 48_000)])
def test_a_sample_rate_that_makes_no_sense_is_not_taken(
    tmp_path: Path, said: str, rate_hz: int
) -> None:
    path = material.fcp7(tmp_path / "a.xml")
    inner = f"<samplecharacteristics><samplerate>{said}</samplerate></samplecharacteristics>"
    end = "</numOutputChannels>"
    path.write_text(path.read_text().replace(end, f"{end}<format>{inner}</format>"))
    assert read_cut(path).audio_rate_hz == rate_hz


def test_a_clip_whose_master_in_the_bin_is_a_subclip_counts_from_there(tmp_path: Path) -> None:
    text = (INPUTS / "fcp7_subclip.xml").read_text()
    info = text[text.index("<subclipinfo>") : text.index("</subclipinfo>") + len("</subclipinfo>")]
    sequence = text[text.index("<sequence") : text.index("</xmeml>")]
    sequence = sequence.replace(info, "<masterclipid>sub-1</masterclipid>")
    rate = "<rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>"
    master = f'<clip id="sub-1"><name>Sub A</name>{rate}{info}<file id="file-1"/></clip>'
    head = "<?xml version='1.0'?><!DOCTYPE xmeml><xmeml version='5'><bin><children>"
    path = tmp_path / "a.xml"
    path.write_text(f"{head}{sequence}{master}</children></bin></xmeml>")
    assert (
        read_cut(path).shots[0].time_map == read_cut(INPUTS / "fcp7_subclip.xml").shots[0].time_map
    )
    whole = path.read_text().replace("<duration>260</duration>", "<duration>2000</duration>", 1)
    path.write_text(whole)  # as long as the media: it counts from the media's beginning
    cut = read_cut(path)
    assert cut.shots[0].time_map.media_range[0] == cut.rate.seconds(10)
