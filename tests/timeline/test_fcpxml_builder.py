"""FCPXML made from cuts of other formats: valid, exact, and read back the same."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import pytest
import timeline_material as material
from lxml import etree

from foley_post.core.timecode import Rate
from foley_post.timeline import Cut, Marker, check_file, read_cut, write_cut
from foley_post.timeline.fcpxml.storyline import is_our_clip

# What Apple's DTD of 1.10 says of the elements that are written here.
DTD = """
<!ELEMENT fcpxml (resources?, library)> <!ATTLIST fcpxml version CDATA #FIXED "1.10">
<!ELEMENT resources (asset | format)*> <!ELEMENT library (event)*>
<!ELEMENT event (project)*> <!ATTLIST event name CDATA #IMPLIED>
<!ELEMENT project (sequence)> <!ATTLIST project name CDATA #IMPLIED>
<!ELEMENT format EMPTY> <!ATTLIST format id ID #REQUIRED frameDuration CDATA #IMPLIED
  width CDATA #IMPLIED height CDATA #IMPLIED>
<!ELEMENT asset (media-rep+)> <!ATTLIST asset id ID #REQUIRED name CDATA #IMPLIED
  start CDATA #IMPLIED duration CDATA #IMPLIED format IDREF #IMPLIED hasVideo CDATA #IMPLIED
  hasAudio CDATA #IMPLIED audioSources CDATA #IMPLIED audioChannels CDATA #IMPLIED
  audioRate CDATA #IMPLIED>
<!ELEMENT media-rep EMPTY> <!ATTLIST media-rep kind (original-media | proxy-media)
  "original-media" src CDATA #REQUIRED>
<!ELEMENT sequence (spine)> <!ATTLIST sequence format IDREF #REQUIRED duration CDATA #IMPLIED
  tcStart CDATA #IMPLIED tcFormat (DF | NDF) #IMPLIED
  audioLayout (mono | stereo | surround) #IMPLIED
  audioRate (32k | 44.1k | 48k | 88.2k | 96k | 176.4k | 192k) #IMPLIED>
<!ELEMENT spine (asset-clip | gap)*>
<!ELEMENT gap (note?, (asset-clip)*, marker*)> <!ATTLIST gap name CDATA #IMPLIED
  offset CDATA #IMPLIED start CDATA #IMPLIED duration CDATA #REQUIRED enabled (0 | 1) "1">
<!ELEMENT asset-clip (note?, conform-rate?, timeMap?, (asset-clip)*, marker*)>
<!ATTLIST asset-clip ref IDREF #REQUIRED lane CDATA #IMPLIED offset CDATA #IMPLIED
  name CDATA #IMPLIED start CDATA #IMPLIED duration CDATA #IMPLIED enabled (0 | 1) "1"
  srcEnable (all | audio | video) "all" audioRole CDATA #IMPLIED>
<!ELEMENT conform-rate EMPTY> <!ATTLIST conform-rate scaleEnabled (0 | 1) "1"
  srcFrameRate (23.98 | 24 | 25 | 29.97 | 30 | 60 | 47.95 | 48 | 50 | 59.94) #IMPLIED>
<!ELEMENT timeMap (timept)*> <!ELEMENT timept EMPTY>
<!ATTLIST timept time CDATA #REQUIRED value CDATA #REQUIRED
  interp (smooth2 | linear | smooth) "smooth2">
<!ELEMENT note (#PCDATA)> <!ELEMENT marker EMPTY>
<!ATTLIST marker start CDATA #REQUIRED duration CDATA #IMPLIED value CDATA #REQUIRED
  note CDATA #IMPLIED>
"""


def facts(cut: Cut) -> list[tuple[object, ...]]:
    """What of the shots must come back, but for which track they lie on."""
    return sorted(
        (s.record_start_frame, s.length_frames, s.name, s.time_map.knots, s.media.start_s)
        for s in cut.shots
    )


def for_final_cut(cut: Cut, folder: Path, **more: object) -> Path:
    stems = [material.stem_for(cut, i) for i in range(len(cut.shots))]
    return write_cut(cut, stems, folder, hosts=["fcp"], **more).files[0]  # type: ignore[arg-type]


def busy_otio(path: Path, rate: Rate, start_frame: int) -> Path:
    """Two tracks of pictures, gaps, slow motion, a freeze, reverse, sound."""

    def warp(kind: str, speed: float) -> dict[str, object]:
        return {
            "OTIO_SCHEMA": kind,
            "effect_name": "",
            "name": "",
            "metadata": {},
            "time_scalar": speed,
        }

    slow = warp("LinearTimeWarp.1", 0.5)
    back = warp("LinearTimeWarp.1", -1.0)
    still = warp("FreezeFrame.1", 0.0)
    v1 = [
        material.gap(12, rate),
        material.clip(
            "violin", "file:///gone/v%20in.mov", (86_410, 48), rate, available=(86_400, 900)
        ),
        material.clip("slow", "file:///gone/slow.mov", (40, 48), rate, effects=[slow]),
        material.gap(24, rate),
        material.clip("back", "S:\\film\\back.mov", (40, 48), rate, effects=[back]),
    ]
    v2 = [
        material.gap(70, rate),
        material.clip("still", "file:///gone/still.mov", (30, 10), rate, effects=[still]),
        material.clip("off", "file:///gone/off.mov", (0, 20), rate, enabled=False),
    ]
    sound = [
        material.gap(12, rate),
        material.clip(
            "violin", "file:///gone/v%20in.mov", (86_410, 48), rate, available=(86_400, 900)
        ),
        material.clip("room", "file:///gone/room.wav", (5, 30), rate),
    ]
    tracks = [material.track(v1), material.track(v2)]
    tracks.append(material.track(sound, kind="Audio"))
    return material.save(material.timeline(tracks, rate, start_frame), path)


@pytest.mark.parametrize("rate", material.RATES, ids=str)
def test_a_busy_cut_comes_back_from_fcpxml_to_the_frame(tmp_path: Path, rate: Rate) -> None:
    cut = read_cut(busy_otio(tmp_path / "cut.otio", rate, rate.timebase * 3600))
    path = for_final_cut(cut, tmp_path / "out", markers=[Marker(20, "hit")])
    again = read_cut(path)
    assert facts(again) == facts(cut)
    assert (again.rate, again.start_frame) == (cut.rate, cut.start_frame)
    assert [s.enabled for s in again.shots].count(False) == 1
    for host in ("fcp", "resolve"):
        assert check_file(path, host) == ()


def test_what_is_written_keeps_the_document_type_definition(tmp_path: Path) -> None:
    cut = read_cut(busy_otio(tmp_path / "cut.otio", Rate(25), 90_000))
    path = for_final_cut(cut, tmp_path / "out", markers=[Marker(20, "hit"), Marker(90, "hit")])
    dtd = etree.DTD(io.StringIO(DTD))
    assert dtd.validate(etree.fromstring(path.read_bytes())), dtd.error_log


def test_stems_are_connected_below_with_a_role_and_exact_times(tmp_path: Path) -> None:
    rate = Rate(24000, 1001)
    cut = read_cut(busy_otio(tmp_path / "cut.otio", rate, 86_400))
    root = etree.fromstring(for_final_cut(cut, tmp_path / "out").read_bytes())
    ours = [c for c in root.iter("asset-clip") if is_our_clip(c)]
    assert len(ours) == len(cut.shots)
    theirs = [int(c.get("lane")) for c in root.iter("asset-clip") if c.get("lane")]
    assert all(int(c.get("lane")) < 0 for c in ours)
    assert min(theirs) == min(int(c.get("lane")) for c in ours)
    assert {c.get("audioRole") for c in ours} == {"music.Foley"}
    for clip in root.iter("asset-clip", "gap"):
        length = Fraction(clip.get("duration").rstrip("s")) * rate.fps
        assert length.denominator == 1, clip.attrib


def test_sound_of_the_picture_is_not_laid_twice_and_other_sound_is_kept(tmp_path: Path) -> None:
    cut = read_cut(busy_otio(tmp_path / "cut.otio", Rate(25), 0))
    root = etree.fromstring(for_final_cut(cut, tmp_path / "out").read_bytes())
    enabled = [(c.get("name"), c.get("srcEnable")) for c in root.iter("asset-clip")]
    assert ("violin", None) in enabled
    assert ("violin", "audio") not in enabled
    assert ("room", "audio") in enabled
    assert ("slow", "video") in enabled


def test_media_of_another_rate_keep_their_own_speed(tmp_path: Path) -> None:
    items = material.clipitem(1, 0, 100) + material.clipitem(
        2, 100, 200, name="ntsc", timebase=30, ntsc="TRUE", last=130
    )
    cut = read_cut(material.fcp7(tmp_path / "cut.xml", items))
    path = for_final_cut(cut, tmp_path / "out")
    conform = etree.fromstring(path.read_bytes()).find(".//conform-rate")
    assert dict(conform.attrib) == {"scaleEnabled": "0", "srcFrameRate": "29.97"}
    assert facts(read_cut(path)) == facts(cut)


def test_running_again_on_the_made_document_replaces_our_stems(tmp_path: Path) -> None:
    cut = read_cut(material.fcp7(tmp_path / "cut.xml"))
    first = read_cut(for_final_cut(cut, tmp_path / "one"))
    second = write_cut(first, [material.stem_for(first, 1)], tmp_path / "two", hosts=["fcp"])
    root = etree.fromstring(second.files[0].read_bytes())
    assert len([c for c in root.iter("asset-clip") if is_our_clip(c)]) == 1
    assert facts(read_cut(second.files[0])) == facts(cut)


def test_every_real_xml_and_edl_comes_back_from_fcpxml(shared_data: Path, tmp_path: Path) -> None:
    tried = 0
    for path in sorted(shared_data.glob("timelines/*/*")):
        if path.suffix not in {".xml", ".edl"} or path.name == "premiere_example_filter.xml":
            continue
        if path.stat().st_size > 60_000:
            continue
        cut = read_cut(path)
        written = write_cut(cut, [], tmp_path, hosts=["fcp"])
        with_film = [s for s in cut.shots if f"{s.id} (" not in " ".join(written.notices)]
        again = read_cut(written.files[0])
        assert len(again.shots) == len(with_film), path.name
        assert [f for f in check_file(written.files[0], "fcp") if f.serious] == [], path.name
        tried += 1
    assert tried > 20
