"""`.otio` documents with source ranges on tracks and stacks, and with clips that make no sense."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import timeline_material as material

from foley_post.core.timecode import Rate
from foley_post.errors import TimelineReadError
from foley_post.timeline import Cut, Marker, read_cut, write_cut

F = Fraction
INPUTS = Path(__file__).parent / "inputs"


def places(cut: Cut) -> list[tuple[str, int, int, Fraction]]:
    """Name, place, length, and the first frame of the media that is seen."""
    return [
        (s.name, s.record_start_frame, s.length_frames, s.time_map.media_at(F(0)) * cut.rate.fps)
        for s in cut.shots
    ]


def test_a_track_shows_its_source_range_only() -> None:
    cut = read_cut(INPUTS / "otio_track_source_range.otio")
    assert places(cut) == [("A", 0, 50, 50), ("B", 50, 50, 0)]
    assert cut.length_frames == 100


def test_a_stack_shows_its_source_range_only() -> None:
    cut = read_cut(INPUTS / "otio_stack_source_range.otio")
    assert places(cut) == [("A", 0, 50, 24)]
    assert cut.length_frames == 50


def test_a_track_whose_source_range_starts_before_0_starts_later(tmp_path: Path) -> None:
    rate = Rate(24)
    track = material.track([material.clip("a", "file:///a.mov", (100, 9), rate)])
    track["source_range"] = material.time_range(-7, 16, 24)
    path = material.save(material.timeline([track], rate), tmp_path / "a.otio")
    assert places(read_cut(path)) == [("a", 7, 9, 100)]


def test_source_ranges_of_nested_stacks_and_tracks_are_cut_out_in_turn(tmp_path: Path) -> None:
    rate = Rate(24)
    inner = material.track([material.clip("a", "file:///a.mov", (0, 100), rate)])
    inner["source_range"] = material.time_range(10, 60, 24)
    stack = material.timeline([inner], rate)["tracks"] | {
        "source_range": material.time_range(5, 40, 24)
    }
    outer = material.track([stack])
    outer["source_range"] = material.time_range(3, 20, 24)
    path = material.save(material.timeline([outer], rate), tmp_path / "a.otio")
    assert places(read_cut(path)) == [("a", 0, 20, 18)]


@pytest.mark.parametrize("start", [24, -24])
def test_stems_and_hits_lie_under_their_shot_where_the_stack_has_a_source_range(
    tmp_path: Path, start: int
) -> None:
    rate = Rate(24)
    tracks = [material.track([material.clip("a", "file:///a.mov", (0, 200), rate)])]
    document = material.timeline(tracks, rate, 86_400)
    document["tracks"]["source_range"] = material.time_range(start, 100, 24)
    cut = read_cut(material.save(document, tmp_path / "a.otio"))
    hit = Marker(cut.shots[0].record_start_frame, "hit")
    written = write_cut(
        cut, [material.stem_for(cut)], tmp_path / "out", formats=["otio"], markers=[hit]
    )
    stack = json.loads(written.files[0].read_text())["tracks"]
    first = stack["children"][1]["children"][0]
    gap = first["source_range"]["duration"]["value"] if first["OTIO_SCHEMA"] == "Gap.1" else 0
    assert gap - start == cut.shots[0].record_start_frame
    marked = stack["markers"][0]["marked_range"]["start_time"]["value"]
    assert marked - start == cut.shots[0].record_start_frame


def test_a_clip_without_its_active_reference_takes_the_best_of_the_others() -> None:
    cut = read_cut(INPUTS / "otio_active_reference_missing.otio")
    assert cut.shots[0].media.url == "file:///M/A.mov"
    assert any("the one called high was taken" in n for n in cut.notices)


def test_a_missing_active_reference_that_is_there_as_missing_gives_way_too(tmp_path: Path) -> None:
    one = material.clip("a", "", (0, 24), Rate(24))
    proxy = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "file:///p.mov", "metadata": {}}
    one["media_references"]["proxy"] = proxy
    document = material.timeline([material.track([one])], Rate(24))
    cut = read_cut(material.save(document, tmp_path / "a.otio"))
    assert cut.shots[0].media.url == "file:///p.mov"


@pytest.mark.parametrize(
    ("file", "bad", "names"),
    [
        ("otio_negative_duration.otio", "Neg was left out", ["A", "B"]),
        ("otio_rate_zero.otio", "A was left out", ["B"]),
    ],
)
def test_one_clip_that_makes_no_sense_is_named_and_left_out(
    file: str, bad: str, names: list[str]
) -> None:
    cut = read_cut(INPUTS / file)
    assert [s.name for s in cut.shots] == names
    assert cut.shots[-1].record_start_frame == 100
    assert any(bad in n for n in cut.notices)


@pytest.mark.parametrize("number", ["NaN", "1e999", '"24"', "null", "true"])
def test_any_number_of_a_clip_that_is_none_costs_that_clip_only(
    tmp_path: Path, number: str
) -> None:
    rate = Rate(25)
    clips = [material.clip(n, f"file:///{n}.mov", (0, 50), rate) for n in "abc"]
    clips[1]["source_range"]["start_time"]["value"] = "HERE"
    document = json.dumps(material.timeline([material.track(clips)], rate))
    path = tmp_path / "a.otio"
    path.write_text(document.replace('"HERE"', number))
    cut = read_cut(path)
    assert [s.name for s in cut.shots] == ["a", "c"]
    assert any(n.startswith("b was left out") for n in cut.notices)


def test_a_bad_marker_costs_the_marker_and_not_its_clip(tmp_path: Path) -> None:
    rate = Rate(25)
    one = material.clip("a", "file:///a.mov", (0, 50), rate)
    range_ = material.time_range(0, -1, 25)
    one["markers"] = [{"OTIO_SCHEMA": "Marker.2", "name": "m", "marked_range": range_}]
    document = material.timeline([material.track([one])], rate)
    cut = read_cut(material.save(document, tmp_path / "a.otio"))
    assert [s.name for s in cut.shots] == ["a"]
    assert any("1 of the markers of a" in n for n in cut.notices)


def test_a_timeline_of_bad_clips_only_is_refused_with_the_reason(tmp_path: Path) -> None:
    one = material.clip("a", "file:///a.mov", (0, -5), Rate(24))
    document = material.timeline([material.track([one])], Rate(24))
    with pytest.raises(TimelineReadError, match="negative duration"):
        read_cut(material.save(document, tmp_path / "a.otio"))


def test_a_clip_with_a_vendors_reference_is_offline_and_the_rest_is_read() -> None:
    cut = read_cut(INPUTS / "otio_unknown_schema.otio")
    assert [(s.name, s.media.url) for s in cut.shots] == [("A", ""), ("B", "file:///M/B.mov")]
    assert "does not say where its media is" in cut.shots[0].problem
    assert any("VendorRef.3" in n for n in cut.notices)


def test_what_vendors_put_into_a_timeline_is_written_as_it_was(tmp_path: Path) -> None:
    path = INPUTS / "otio_unknown_schema.otio"
    cut = read_cut(path)
    written = write_cut(cut, [material.stem_for(cut, 1)], tmp_path, formats=["otio"])
    before = json.loads(path.read_text())["tracks"]["children"][0]["children"]
    after = json.loads(written.files[0].read_text())["tracks"]["children"][0]["children"]
    assert after[0]["media_references"] == before[0]["media_references"]
    assert after[1]["effects"] == before[1]["effects"]
    assert [s.name for s in read_cut(written.files[0]).shots] == ["A", "B"]


@pytest.mark.parametrize(
    "child", [{"OTIO_SCHEMA": "VendorClip.1", "name": "x"}, {"OTIO_SCHEMA": "Clip.9", "name": "x"}]
)
def test_an_item_of_an_unknown_schema_keeps_its_place_and_comes_back(
    tmp_path: Path, child: dict[str, Any]
) -> None:
    rate = Rate(25)
    child["source_range"] = material.time_range(0, 10, 25)
    clips = [child, material.clip("a", "file:///a.mov", (0, 50), rate)]
    document = material.timeline([material.track(clips)], rate)
    cut = read_cut(material.save(document, tmp_path / "a.otio"))
    assert [(s.name, s.record_start_frame) for s in cut.shots] == [("a", 10)]
    assert any(n.startswith("x is a ") for n in cut.notices)
    written = write_cut(cut, [material.stem_for(cut)], tmp_path / "out", formats=["otio"])
    track = json.loads(written.files[0].read_text())["tracks"]["children"][0]
    assert track["children"][0] == child


@pytest.mark.parametrize(
    ("clips", "start", "start_frame"),
    [
        (Rate(25), (108_000, 30.0), 90_000),
        (Rate(24000, 1001), (86_400, 24.0), 86_400),
        (Rate(25), (90_000, 25.0), 90_000),
    ],
)
def test_a_start_timecode_of_another_rate_than_all_clips_gives_way(
    tmp_path: Path, clips: Rate, start: tuple[int, float], start_frame: int
) -> None:
    one = material.clip("a", "file:///a.mov", (0, 50), clips)
    document = material.timeline([material.track([one])], clips)
    document["global_start_time"] = material.rational(*start)
    cut = read_cut(material.save(document, tmp_path / "a.otio"))
    assert (cut.rate, cut.start_frame, cut.shots[0].length_frames) == (clips, start_frame, 50)
    assert any("start timecode counts" in n for n in cut.notices) == (start[1] != float(clips.fps))
