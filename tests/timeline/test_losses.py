"""What a written timeline lacks against its source is carried, or counted and said."""

from __future__ import annotations

from pathlib import Path

import pytest
import timeline_material as material
from lxml import etree

from foley_post.core.timecode import Rate
from foley_post.timeline import Marker, check_file, read_cut, write_cut
from foley_post.timeline.loss_report import _number

INPUTS = Path(__file__).parent / "inputs"


def test_filters_levels_and_labels_are_counted_and_markers_and_links_are_carried(
    tmp_path: Path,
) -> None:
    import opentimelineio as otio

    cut = read_cut(INPUTS / "fcp7_annotated.xml")
    written = write_cut(cut, [material.stem_for(cut)], tmp_path)
    assert [f.suffix for f in written.files] == [".otio", ".xml"]
    assert (
        "2 Basic Motion filters, 4 Audio Levels filters and 2 labels of Reel 1 are not in the "
        ".otio." in written.notices
    )
    assert written.uses == (
        "for Premiere 25.6 and later, Resolve 18.5 and later",
        "for Premiere of any age, Resolve; keeps all of fcp7_annotated.xml",
    )
    timeline = otio.adapters.read_from_file(str(written.files[0]))
    clips = list(timeline.tracks[0].find_clips())
    assert [[m.name for m in c.markers] for c in clips] == [["M1"], ["M1"]]
    assert [m.name for m in timeline.tracks.markers] == ["SEQ MARK"]
    sound = list(timeline.tracks[1].find_clips())
    for key, name in (("PremierePro_OTIO", "LinkID"), ("Resolve_OTIO", "Link Group ID")):
        pairs = [
            (a.metadata[key][name], b.metadata[key][name])
            for a, b in zip(clips, sound, strict=True)
        ]
        assert all(a == b for a, b in pairs)
        assert len(set(pairs)) == 2
    for host in ("premiere", "resolve"):
        assert [f for f in check_file(written.files[0], host) if f.serious] == []


def test_links_of_two_files_are_said_and_not_written_where_premiere_would_mute_one(
    tmp_path: Path,
) -> None:
    text = (INPUTS / "fcp7_annotated.xml").read_text(encoding="utf-8")
    second = '<file id="file-9"><name>wild.wav</name><pathurl>file:///wild.wav</pathurl></file>'
    head, _, tail = text.partition("<audio><numOutputChannels>")
    path = tmp_path / "a.xml"
    sound = tail.replace('<file id="file-1"/>', second, 1).replace(
        '<file id="file-1"/>', '<file id="file-9"/>'
    )
    path.write_text(f"{head}<audio><numOutputChannels>{sound}", encoding="utf-8")
    written = write_cut(read_cut(path), [], tmp_path / "out", formats=["otio"])
    assert any("2 links of picture and sound" in n for n in written.notices)
    assert check_file(written.files[0], "premiere") == ()


@pytest.mark.parametrize("form", ["fcp7xml", "fcpxml"])
def test_markers_of_clips_and_of_the_timeline_are_in_made_documents(
    tmp_path: Path, form: str
) -> None:
    rate = Rate(25)
    one = material.clip("a", "file:///gone/a.mov", (10, 100), rate)
    shown, hidden = ({"OTIO_SCHEMA": "Marker.2", "name": n, "metadata": {}} for n in ("in", "out"))
    shown["marked_range"] = material.time_range(30, 1, 25)
    hidden["marked_range"] = material.time_range(300, 1, 25)
    one["markers"] = [shown, hidden]
    document = material.timeline([material.track([material.gap(40, rate), one])], rate)
    document["tracks"]["markers"] = [shown | {"name": "whole"}]
    cut = read_cut(material.save(document, tmp_path / "a.otio"))
    written = write_cut(
        cut, [material.stem_for(cut)], tmp_path / "out", formats=[form], markers=[Marker(50, "hit")]
    )
    root = etree.parse(str(written.files[0])).getroot()
    names = sorted(m.findtext("name") or m.get("value") for m in root.iter("marker"))
    assert names == ["hit", "in", "whole"]
    again = write_cut(read_cut(written.files[0]), [], tmp_path / "two", formats=[form])
    left = etree.parse(str(again.files[0])).getroot()
    assert sorted(m.findtext("name") or m.get("value") for m in left.iter("marker")) == [
        "in",
        "whole",
    ]
    assert any("1 marker of cut is not in the" in n for n in written.notices)
    places = [m.findtext("in") for m in root.iter("marker")] if form == "fcp7xml" else ["30", "60"]
    assert {"30", "60"} <= set(places)


def test_what_a_project_of_final_cut_holds_beyond_clips_is_counted(tmp_path: Path) -> None:
    text = (INPUTS / "fcpxml_doctype_system.fcpxml").read_text()
    inside = (
        '<adjust-volume amount="-6dB"/><marker start="10011/1000s" duration="1001/24000s" '
        'value="m"/><keyword start="0s" duration="1s" value="k"/>'
        '<filter-video ref="r9" name="Blur"/></asset-clip>'
    )
    head, _, tail = text.partition('duration="5005/1000s"/>')
    path = tmp_path / "a.fcpxml"
    path.write_text(f'{head}duration="5005/1000s">{inside}{tail}')
    cut = read_cut(path)
    written = write_cut(cut, [], tmp_path / "out", formats=["otio", "fcp7xml"])
    for form in (".otio", "FCP7 XML"):
        expected = f"1 adjustment of sound, 1 keyword and 1 Blur filter of P are not in the {form}."
        assert expected in written.notices
    marker = etree.parse(str(written.files[1])).find(".//marker")
    assert marker is not None
    assert marker.findtext("name") == "m"


def test_dissolves_wipes_locators_and_colours_of_a_list_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.edl"
    path.write_text(
        "TITLE: cut\n"
        "001 R1 V C     01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00\n"
        "*ASC_SOP (1 1 1)(0 0 0)(1 1 1)\n*ASC_SAT 1\n* LOC: 00:00:01:00 RED here\n"
        "002 R2 V D 012 02:00:00:00 02:00:02:00 00:00:02:00 00:00:04:00\n"
        "003 R3 V W001 012 02:00:00:00 02:00:02:00 00:00:04:00 00:00:06:00\n"
    )
    written = write_cut(read_cut(path), [], tmp_path / "out", formats=["otio"])
    said = "1 colour decision, 1 locator, 1 dissolve and 1 wipe of cut are not in the .otio."
    assert said in written.notices


def test_counts_are_told_with_the_first_nouns_plural() -> None:
    assert _number(1, "link of picture and sound") == "1 link of picture and sound"
    assert _number(3, "link of picture and sound") == "3 links of picture and sound"
    assert _number(2, "label") == "2 labels"


def test_a_marker_beyond_the_last_clip_is_carried_or_told_of(tmp_path: Path) -> None:
    rate = Rate(24)
    track = material.track([material.clip("a", "file:///gone/a.mov", (0, 48), rate)])
    track["markers"] = [
        {"OTIO_SCHEMA": "Marker.2", "name": "late", "color": "RED", "metadata": {}}
        | {"marked_range": material.time_range(100, 1, 24.0)}
    ]
    cut = read_cut(material.save(material.timeline([track], rate), tmp_path / "a.otio"))
    written = write_cut(cut, [], tmp_path / "out", formats=["fcp7xml", "fcpxml"])
    marker = etree.parse(str(written.files[0])).find(".//sequence/marker")
    assert marker is not None
    assert (marker.findtext("name"), marker.findtext("in")) == ("late", "100")
    assert "Markers beyond the last clip, which are not in the FCPXML: 1." in written.notices
