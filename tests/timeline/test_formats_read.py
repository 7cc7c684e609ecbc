"""FCP7 XML, FCPXML, EDL, bundles: what each says in its own way."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import timeline_material as material
from hypothesis import given
from hypothesis import strategies as st

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.errors import TimelineReadError
from foley_post.timeline import Marker, read_cut, write_cut
from foley_post.timeline.edl.reader import read_edl
from foley_post.timeline.fcpxml.times import text_of
from foley_post.timeline.layout.time_effects import seen_through
from foley_post.timeline.media.media_search import Finder
from foley_post.timeline.media.media_urls import file_url, path_in, premiere_url
from foley_post.timeline.safety.input_checks import parse_xml
from foley_post.timeline.safety.otio_checks import checked_otio

F = Fraction

REMAP = """<filter><effect><effectid>timeremap</effectid>
<parameter><parameterid>speed</parameterid><value>{speed}</value></parameter>
<parameter><parameterid>reverse</parameterid><value>{reverse}</value></parameter>
{more}</effect></filter>"""
GRAPH = """<parameter><parameterid>variablespeed</parameterid><value>1</value></parameter>
<parameter><parameterid>graphdict</parameterid>
<keyframe><when>0</when><value>0</value></keyframe>
<keyframe><when>50</when><value>25</value></keyframe>
<keyframe><when>100</when><value>125</value></keyframe></parameter>"""


@pytest.mark.parametrize(
    ("filter_", "first", "media"),
    [
        (REMAP.format(speed=200, reverse="FALSE", more=""), 50, [(0, 4), (4, 12)]),
        (REMAP.format(speed=50, reverse="FALSE", more=""), 50, [(0, 1), (4, 3)]),
        (REMAP.format(speed=0, reverse="FALSE", more=""), 50, [(0, 2), (4, 2)]),
        (REMAP.format(speed=100, reverse="TRUE", more=""), 50, [(0, 38), (4, 34)]),
        (REMAP.format(speed=100, reverse="FALSE", more=GRAPH), 0, [(0, 0), (2, 1), (4, 5)]),
    ],
    ids=["fast", "slow", "freeze", "reverse", "ramp"],
)
def test_retimed_fcp7_clips_follow_what_is_seen(
    tmp_path: Path, filter_: str, first: int, media: list[tuple[int, int]]
) -> None:
    items = material.clipitem(1, 0, 100, first=first, last=first + 100, extra=filter_)
    shot = read_cut(material.fcp7(tmp_path / "a.xml", items)).shots[0]
    assert shot.time_map.knots == tuple((F(r), F(m)) for r, m in media)


def test_clips_in_a_dissolve_are_cut_where_it_is_cut(tmp_path: Path) -> None:
    dissolve = (
        "<transitionitem><start>95</start><end>105</end><alignment>center</alignment>"
        "</transitionitem>"
    )
    one = material.clipitem(1, 0, -1, first=0, last=105)
    two = material.clipitem(2, -1, 200, first=20, last=125)
    a, b = read_cut(material.fcp7(tmp_path / "a.xml", one + dissolve + two)).shots
    assert (a.record_start_frame, a.length_frames) == (0, 100)
    assert (b.record_start_frame, b.length_frames) == (100, 100)
    assert b.time_map.media_at(F(0)) == F(25, 25)


def test_drop_frame_and_start_of_an_fcp7_sequence(tmp_path: Path) -> None:
    path = material.fcp7(
        tmp_path / "a.xml",
        material.clipitem(1, 0, 100, timebase=30, ntsc="TRUE"),
        timebase=30,
        ntsc="TRUE",
        start="01:00:00;00",
        start_frame=107_892,
        display="DF",
    )
    cut = read_cut(path)
    assert (cut.rate, cut.start_frame, cut.drop_frame) == (Rate(30000, 1001), 107_892, True)


FCPXML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.10">
  <resources>
    <format id="r1" frameDuration="1001/30000s" width="1920" height="1080"/>
    <asset id="r2" name="violin" start="3600s" duration="100s" hasVideo="1" hasAudio="1"
      format="r1" audioChannels="2"><media-rep kind="original-media" src="file:///gone/v.mov"/>
    </asset>
    <media id="r3" name="inside"><sequence format="r1" tcStart="0s"><spine>
      <asset-clip ref="r2" offset="0s" start="3610s" duration="30030/30000s"/>
      <asset-clip ref="r2" offset="30030/30000s" start="3620s" duration="30030/30000s"/>
    </spine></sequence></media>
    <media id="r4" name="cameras"><multicam format="r1" tcStart="0s">
      <mc-angle name="A" angleID="a"><asset-clip ref="r2" offset="0s" start="3600s"
        duration="60060/30000s"/></mc-angle>
      <mc-angle name="B" angleID="b"><asset-clip ref="r2" offset="0s" start="3650s"
        duration="60060/30000s"/></mc-angle>
    </multicam></media>
  </resources>
  <library><event name="e"><project name="cut">
    <sequence format="r1" tcStart="107892108/30000s" tcFormat="DF" audioRate="48k"><spine>
      {items}
    </spine></sequence></project></event></library>
</fcpxml>
"""
PLAIN = """<asset-clip ref="r2" name="one" offset="107892108/30000s" start="3605s"
  duration="60060/30000s"><marker start="3605s" duration="1s" value="m"/></asset-clip>"""


def fcpxml(path: Path, items: str = PLAIN) -> Path:
    path.write_text(FCPXML.format(items=items))
    return path


def test_fcpxml_at_an_ntsc_rate_with_media_rep_and_drop_frame(tmp_path: Path) -> None:
    cut = read_cut(fcpxml(tmp_path / "a.fcpxml"))
    assert (cut.rate, cut.start_frame, cut.drop_frame) == (Rate(30000, 1001), 107_784, True)
    (shot,) = cut.shots
    assert (shot.record_start_frame, shot.length_frames) == (0, 60)
    assert shot.media.url == "file:///gone/v.mov"
    assert shot.media.start_s == 3600
    assert shot.time_map.media_at(F(0)) == 5


def test_compound_clips_give_the_shots_inside_and_multicam_its_active_angle(
    tmp_path: Path,
) -> None:
    items = """<ref-clip ref="r3" name="c" offset="107892108/30000s" start="15015/30000s"
      duration="30030/30000s"/>
      <mc-clip ref="r4" name="m" offset="107922138/30000s" duration="30030/30000s">
      <mc-source angleID="b" srcEnable="video"/></mc-clip>"""
    shots = read_cut(fcpxml(tmp_path / "a.fcpxml", items)).shots
    assert [(s.id, s.record_start_frame, s.length_frames) for s in shots] == [
        ("V1-001.V1-001", 0, 15),
        ("V1-001.V1-002", 15, 15),
        ("V1-002.V1-001", 30, 30),
    ]
    assert [s.time_map.media_at(F(0)) for s in shots] == [10 + F(15015, 30000), 20, 50]


def test_connected_clips_lie_on_their_parents_clock(tmp_path: Path) -> None:
    items = PLAIN.replace(
        "<marker",
        '<asset-clip ref="r2" lane="1" name="two" offset="108180030/30000s" start="3601s" '
        'duration="30030/30000s"/><marker',
    )
    shots = read_cut(fcpxml(tmp_path / "a.fcpxml", items)).shots
    assert [(s.id, s.record_start_frame) for s in shots] == [("V1-001", 0), ("V2-001", 30)]


def test_conformed_clips_play_frame_for_frame(tmp_path: Path) -> None:
    text = FCPXML.replace("1001/30000s", "100/2400s").format(
        items='<asset-clip ref="r2" offset="107892108/30000s" start="3600s" duration="24s">'
        '<conform-rate srcFrameRate="25"/></asset-clip>'
    )
    (tmp_path / "a.fcpxml").write_text(text)
    shot = read_cut(tmp_path / "a.fcpxml").shots[0]
    assert shot.time_map.knots[-1][1] - shot.time_map.knots[0][1] == 24 * F(24, 25)


EDL = b"""TITLE: cut
FCM: %s
001  R1 V C 01:00:10:00 01:00:12:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: violin.mov
002  R2 V C 00:00:00:00 00:00:04:00 01:00:02:00 01:00:04:00
M2   R2       %s                00:00:00:00
003  BL V C 00:00:00:00 00:00:01:00 01:00:04:00 01:00:05:00
004  R1 AA/V C 01:00:20:00 01:00:21:24 01:00:05:00 01:00:06:24
"""


def test_an_edl_is_read_with_speeds_and_gaps_and_says_what_it_does_not_know() -> None:
    read = read_edl(EDL % (b"NON-DROP FRAME", b"050.0"), "a.edl")
    assert read.rate == Rate(25)
    assert read.start_frame == 90_000
    assert any("does not say its frame rate" in n for n in read.notices)
    video = next(t for t in read.timeline.tracks if t.kind == "Video")
    assert [c.schema_name() for c in video] == ["Clip", "Clip", "Gap", "Clip"]
    assert video[1].effects[0].time_scalar == 2.0


def test_a_drop_frame_edl_is_29_97_and_a_told_rate_wins() -> None:
    drop = EDL % (b"DROP FRAME", b"060.0")
    assert read_edl(drop, "a.edl").rate == Rate(30000, 1001)
    assert read_edl(EDL % (b"NON-DROP FRAME", b"050.0"), "a", Rate(50)).rate == Rate(50)


@pytest.mark.parametrize("content", [b"hello\nthere\n", b"\x00" * 100, b"001 R V C 1 2 3 4"])
def test_what_is_no_edl_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.edl").write_bytes(content)
    with pytest.raises(TimelineReadError):
        read_cut(tmp_path / "a.edl")


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % p * 10) for p, c in pairwise(b"abcdefghi"))
    + b"]><xmeml>&i;</xmeml>"
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xmeml>&e;</xmeml>',
        b'<!DOCTYPE xmeml SYSTEM "http://example.com/x.dtd"><xmeml/>',
        b"<xmeml>" * 5000,
        b"<xmeml><sequence>" + b"<a>" * 300 + b"</a>" * 300 + b"</sequence></xmeml>",
        b"<html><body/></html>",
        b"<xmeml version='4'/>",
        b"\xff\xfe\x00\x00",
    ],
)
@pytest.mark.parametrize("suffix", [".xml", ".fcpxml"])
def test_hostile_or_foreign_xml_is_refused_with_one_sentence(
    tmp_path: Path, content: bytes, suffix: str
) -> None:
    path = tmp_path / f"bad{suffix}"
    path.write_bytes(content)
    with pytest.raises(TimelineReadError):
        read_cut(path)
    assert path.read_bytes() == content


def test_the_doctype_that_editors_write_is_no_threat() -> None:
    assert parse_xml(b"<!DOCTYPE xmeml><xmeml/>", "a").getroot().tag == "xmeml"


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        ('"rate": 0.0', "rate 0"),
        ('"rate": -24.0', "rate -24"),
        ('"rate": NaN', "nan"),
        ('"rate": 1e999', "inf"),
        ('"rate": "24"', "no rate"),
    ],
)
def test_times_that_make_no_sense_are_refused_before_the_parser(broken: str, word: str) -> None:
    import json

    text = json.dumps(material.timeline([], Rate(24))).replace('"rate": 24.0', broken)
    with pytest.raises(TimelineReadError, match=word):
        checked_otio(text.encode(), "a.otio")


def test_a_negative_duration_is_refused_and_infinity_in_metadata_is_not() -> None:
    import json

    one = material.clip("a", "file:///a.mov", (0, -5), Rate(24))
    document = material.timeline([material.track([one])], Rate(24))
    with pytest.raises(TimelineReadError, match="negative duration"):
        checked_otio(json.dumps(document).encode(), "a.otio")
    document = material.timeline([], Rate(24))
    document["metadata"] = {"level": float("-inf")}
    assert "Infinity" in checked_otio(json.dumps(document).encode(), "a.otio").text


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///a/b%20c.mov", "/a/b c.mov"),
        ("file://localhost/a/b.mov", "/a/b.mov"),
        ("file://localhost/D%3a/media/x.mov", "D:/media/x.mov"),
        ("file:///C:/x%23y.mov", "C:/x#y.mov"),
        ("file://C:/x.mov", "C:/x.mov"),
        ("C:\\media\\x.mov", "C:/media/x.mov"),
        ("\\\\nas\\share\\x.mov", "//nas/share/x.mov"),
        ("file://nas/share/x.mov", "//nas/share/x.mov"),
        ("file:////nas/share/x.mov", "//nas/share/x.mov"),
        ("media/x.mov", "media/x.mov"),
        ("https://example.com/x.mov", ""),
        ("file:///a%00b", ""),
        ("", ""),
    ],
)
def test_addresses_of_all_systems_become_paths(url: str, path: str) -> None:
    assert path_in(url) == path


paths = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="/\\"), min_size=1
).filter(lambda t: t.strip() == t and t not in {".", ".."} and ":" not in t and "|" not in t)


@given(paths)
def test_any_name_comes_back_from_its_address(name: str) -> None:
    path = Path("/footage") / name
    assert path_in(file_url(path)) == path.as_posix()
    assert path_in(premiere_url(path)) == path.as_posix()
    assert re.fullmatch(r"(?:[^% #?]|%[0-9A-F]{2})+", file_url(path))


def test_a_drive_is_written_as_premiere_does() -> None:
    assert premiere_url("S:/media/x y.mov") == "file://localhost/S%3a/media/x%20y.mov"


def test_moved_media_are_found_and_lead_to_their_neighbours(tmp_path: Path) -> None:
    for name in ("day1/a.mov", "day1/b.mov", "day2/c.mov", "other/c.mov"):
        (tmp_path / "new" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "new" / name).write_bytes(b"x")
    new = tmp_path / "new"
    finder = Finder(tmp_path / "home", [new])
    assert finder.find("file:///old/day1/a.mov") == new / "day1/a.mov"
    assert finder.find("file:///old/day2/c.mov") == new / "day2/c.mov"
    assert finder.find("file:///old/day9/nowhere.mov") is None
    mapped = Finder(tmp_path / "home", (), {"S:": str(new)})
    assert mapped.find("file://localhost/S%3a/day1/a.mov") == new / "day1/a.mov"
    beside = Finder(new)
    assert beside.find("C:\\project\\day1\\b.mov") == new / "day1/b.mov"
    neighbours = Finder(tmp_path / "home", (), {"/old/day1": str(new / "day1")})
    assert neighbours.find("/old/day1/a.mov") == new / "day1/a.mov"
    assert neighbours.find("/old/day2/c.mov") == new / "day2/c.mov"


def test_two_files_of_one_name_are_told_apart_by_their_folders_or_said(tmp_path: Path) -> None:
    for name in ("x/day1/a.mov", "x/day2/a.mov"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"x")
    finder = Finder(tmp_path / "home", [tmp_path / "x"])
    assert finder.find("file:///old/day2/a.mov") == tmp_path / "x/day2/a.mov"
    unsure = Finder(tmp_path / "home", [tmp_path / "x"])
    assert unsure.find("file:///old/day3/a.mov") is not None
    assert "2 files are called a.mov" in unsure.notices[0]


moments = st.fractions(min_value=0, max_value=100, max_denominator=1001)
spans = st.fractions(min_value=F(1, 30), max_value=50, max_denominator=1001)
speeds = st.fractions(min_value=-4, max_value=4, max_denominator=10)


@given(st.tuples(moments, spans, speeds), moments, spans)
def test_what_is_seen_of_a_nested_clip_is_what_it_would_show(
    outside: tuple[F, F, F], inner_start: F, inner_length: F
) -> None:
    outer = TimeMap.linear(*outside)
    length = outside[1]
    inner = TimeMap.linear(F(7), inner_length)
    for at, warp in seen_through(outer, inner, inner_start):
        assert 0 <= at < length
        for share in (F(0), F(1, 3), F(1)):
            moment = at + warp.length_s * share
            nested = outer.media_at(moment)
            assert inner_start <= nested <= inner_start + inner_length
            assert warp.media_at(warp.length_s * share) == inner.media_at(nested - inner_start)


def test_markers_in_fcpxml_lie_on_their_items_clock(tmp_path: Path) -> None:
    cut = read_cut(fcpxml(tmp_path / "a.fcpxml"))
    for marks in ([Marker(15, "hit"), Marker(40, "late")], [Marker(30, "hit")]):
        written = write_cut(cut, [], tmp_path / "out", formats=["fcpxml"], markers=marks)
        cut = read_cut(written.files[0])
        root = parse_xml(written.files[0].read_bytes(), "a").getroot()
        found = {m.get("value"): m.get("start") for m in root.iter("marker")}
        wanted = {m.name: text_of(3605 + cut.rate.seconds(m.frame)) for m in marks}
        assert found == {"m": "3605s"} | wanted
