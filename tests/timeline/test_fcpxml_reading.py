"""FCPXML: several sounds in a clip, split edits, formats known by name, old versions, checks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import timeline_material as material
from lxml import etree

from foley_post.core.timecode import Rate
from foley_post.timeline import check_file, read_cut, write_cut
from foley_post.timeline.fcpxml.times import format_rate, format_size

F = Fraction
INPUTS = Path(__file__).parent / "inputs"
NTSC = Rate(24000, 1001)


def sounds_in(path: Path) -> list[tuple[str, float, float]]:
    """Address, place and length (seconds) of each clip on the audio tracks of an `.otio`."""
    import opentimelineio as otio

    timeline = otio.adapters.read_from_file(str(path))
    return [
        (
            clip.media_reference.target_url,
            clip.range_in_parent().start_time.to_seconds(),
            clip.duration().to_seconds(),
        )
        for track in timeline.audio_tracks()
        for clip in track.find_clips()
    ]


def test_a_clip_with_two_sounds_has_both_in_every_written_form(tmp_path: Path) -> None:
    cut = read_cut(INPUTS / "fcpxml_two_sounds.fcpxml")
    written = write_cut(cut, [], tmp_path, formats=["otio", "fcp7xml"])
    urls = [url for url, _, _ in sounds_in(written.files[0])]
    assert urls == ["file:///Volumes/M/A.mov", "file:///Volumes/M/B.mov"]
    document = etree.parse(str(written.files[1]))
    names = {
        document.findtext(f".//file[@id='{file.get('id')}']/name")
        for file in document.iterfind(".//audio//file")
    }
    assert names == {"A.mov", "B.mov"}


def test_the_sound_of_a_connected_clip_is_not_heard_twice(tmp_path: Path) -> None:
    text = (INPUTS / "fcpxml_two_sounds.fcpxml").read_text()
    connected = (
        '<clip lane="1" offset="0s" name="D" duration="5005/1000s"><video offset="0s" ref="r3">'
        '<audio lane="-1" offset="3603600/1000s" ref="r3"/></video></clip></clip></spine>'
    )
    path = tmp_path / "a.fcpxml"
    path.write_text(text.replace("</clip></spine>", connected))
    written = write_cut(read_cut(path), [], tmp_path / "out", formats=["otio"])
    assert [url for url, _, _ in sounds_in(written.files[0])].count("file:///Volumes/M/B.mov") == 2


def test_the_sound_of_a_split_edit_starts_and_ends_apart_from_its_picture(tmp_path: Path) -> None:
    text = (INPUTS / "fcpxml_doctype_system.fcpxml").read_text()
    split = (
        'start="3613610/1000s" audioStart="3612609/1000s" audioDuration="12012/1000s" '
        'duration="10010/1000s"'
    )
    text = text.replace('start="3613610/1000s" duration="10010/1000s"', split)
    path = tmp_path / "a.fcpxml"
    path.write_text(text)
    cut = read_cut(path)
    assert [s.record_start_frame for s in cut.shots] == [0, 120]
    written = write_cut(cut, [], tmp_path / "out", formats=["otio"])
    found = [(p, length) for url, p, length in sounds_in(written.files[0]) if "B.mov" in url]
    assert found == [(pytest.approx(4.004), pytest.approx(12.012))]


@pytest.mark.parametrize(
    ("name", "rate", "size"),
    [
        ("FFVideoFormat1080p2398", NTSC, (1920, 1080)),
        ("FFVideoFormat1080p24", Rate(24), (1920, 1080)),
        ("FFVideoFormat1080i50", Rate(25), (1920, 1080)),
        ("FFVideoFormat1080i5994", Rate(30000, 1001), (1920, 1080)),
        ("FFVideoFormat720p5994", Rate(60000, 1001), (1280, 720)),
        ("FFVideoFormat3840x2160p2997", Rate(30000, 1001), (3840, 2160)),
        ("FFVideoFormat1080p60_HEVC", Rate(60), (1920, 1080)),
        ("FFVideoFormatDV720x576i50_16x9", Rate(25), (720, 576)),
        ("FFVideoFormat1080p11988", Rate(120000, 1001), (1920, 1080)),
        ("FFVideoFormatRateUndefined", None, None),
        ("My format 25", None, None),
    ],
)
def test_formats_known_by_name_say_their_rate_and_size(
    name: str, rate: Rate | None, size: tuple[int, int] | None
) -> None:
    element = etree.Element("format", name=name)
    assert (format_rate(element), format_size(element)) == (rate, size)


def test_a_project_whose_format_is_known_by_name_runs_at_its_rate() -> None:
    cut = read_cut(INPUTS / "fcpxml_format_by_name.fcpxml")
    assert (cut.rate, [s.length_frames for s in cut.shots]) == (NTSC, [120, 240])
    assert not any("frame rate" in n for n in cut.notices)


def test_fcpxml_of_before_1_8_is_read_and_written_anew(tmp_path: Path) -> None:
    cut = read_cut(INPUTS / "fcpxml_1_2.fcpxml")
    assert (cut.rate, cut.name) == (NTSC, "Old")
    assert [(s.length_frames, s.media.url) for s in cut.shots] == [(240, "file:///Volumes/M/A.mov")]
    assert any("FCPXML 1.2" in n for n in cut.notices)
    written = write_cut(cut, [material.stem_for(cut)], tmp_path, formats=["fcpxml"])
    assert etree.parse(str(written.files[0])).getroot().get("version") == "1.10"
    assert [s.length_frames for s in read_cut(written.files[0]).shots] == [240]
    assert check_file(written.files[0], "fcp") == ()


def test_titles_as_final_cut_writes_them_keep_the_rules() -> None:
    assert check_file(INPUTS / "fcpxml_titles.fcpxml", "fcp") == ()


def test_a_text_style_that_is_not_there_is_found(tmp_path: Path) -> None:
    text = (INPUTS / "fcpxml_titles.fcpxml").read_text()
    path = tmp_path / "a.fcpxml"
    path.write_text(text.replace('<text-style ref="ts1"', '<text-style ref="ts77"', 1))
    assert [f.message for f in check_file(path, "fcp")] == ["There is no text style ts77."]


@pytest.mark.parametrize(
    ("version", "serious"), [("1.11", []), ("1.12", [False]), ("1.13", [True])]
)
def test_resolves_versions_are_those_of_resolve_21(
    tmp_path: Path, version: str, serious: list[bool]
) -> None:
    text = (INPUTS / "fcpxml_two_sounds.fcpxml").read_text()
    path = tmp_path / "a.fcpxml"
    path.write_text(text.replace('version="1.10"', f'version="{version}"'))
    found = check_file(path, "resolve")
    assert [f.serious for f in found if f.rule == "version"] == serious


def clips(path: Path, *items: str) -> Path:
    """A project with these items in its storyline, media A and B of `fcpxml_two_sounds`."""
    text = (INPUTS / "fcpxml_two_sounds.fcpxml").read_text()
    head, tail = text[: text.index("<spine>") + 7], text[text.index("</spine>") :]
    path.write_text(head + "".join(items) + tail)
    return path


def test_a_sound_that_starts_before_the_timeline_is_heard_from_its_start(tmp_path: Path) -> None:
    split = (
        '<asset-clip ref="r2" offset="3600s" name="A" start="2002/1000s" duration="10010/1000s" '
        'audioStart="1001/1000s" audioDuration="12012/1000s"/>'
    )
    cut = read_cut(clips(tmp_path / "a.fcpxml", split))
    assert any("what lies before was left out" in n for n in cut.notices)
    written = write_cut(cut, [], tmp_path / "out", formats=["otio"])
    (heard,) = sounds_in(written.files[0])
    assert heard[1:] == pytest.approx((0.0, 11.011))


def test_a_clip_whose_length_makes_no_sense_is_named_and_left_out(tmp_path: Path) -> None:
    items = [
        f'<asset-clip ref="r2" name="{name}" duration="{length}"/>'
        for name, length in (("none", "0s"), ("by nothing", "1001/0s"), ("good", "10010/1000s"))
    ]
    cut = read_cut(clips(tmp_path / "a.fcpxml", *items))
    assert [s.name for s in cut.shots] == ["good"]
    said = " ".join(cut.notices)
    assert "none lasts '0s'" in said
    assert "by nothing lasts '1001/0s'" in said
