"""Resolve's scripts, run under LuaJIT and Python in a Resolve that refuses what Resolve refuses."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_hosts import START, FakeResolve
from short_cuts import stems_of

from foley_post.core.serialization import json_text
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import RESULT, JobResult, JobState, StemPlace
from foley_post.hosts.plugins import install

needs_luajit = pytest.mark.skipif(not shutil.which("luajit"), reason="luajit is not installed")
LANGUAGES = [pytest.param("lua", marks=needs_luajit), "python"]


@pytest.fixture(params=LANGUAGES)
def resolve(request: pytest.FixtureRequest, tmp_path: Path, short) -> FakeResolve:
    return FakeResolve(tmp_path / 'Müller\'s "home"', request.param, short.cut)


def stem(folder: Path, name: str, track: str, start: int, *, length: int = 20) -> StemPlace:
    """A stem with a second's handle, whose file is there."""
    path = folder / "stems" / f"{name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF")
    (folder / "manifest.json").write_text('{\n  "foley_post": "0.2.0"\n}')
    return StemPlace(
        str(path), name, track, "V1-001", "cello", "Orange", start, START + start, length, 24,
        "0", "0", "0", 0, 96000, 48000, 2,
    )  # fmt: skip


def answered(resolve: FakeResolve, *stems: StemPlace, **more: Any) -> Path:
    tracks = tuple(dict.fromkeys((s.track, s.channels) for s in stems))
    result = JobResult(
        JobState.DONE, 0, rate=(24, 1), start_frame=START, tracks=tracks, stems=stems
    )
    return resolve.answer(json_text(RESULT.packed(replace(result, **more))).decode())


def laid(found: dict[str, Any]) -> dict[str, list[tuple[int, int, int]]]:
    return {
        track["name"]: [(i["start"] - START, i["length"], i["offset"]) for i in track["items"]]
        for track in found["audio"]
    }


def test_the_timeline_goes_out_and_the_stems_come_back(at_home, resolve: FakeResolve) -> None:
    """the whole way, with the program itself: the stems of `foley-post score`, byte for byte"""
    found = resolve.run("score this timeline")
    assert found["printed"][-1] == "Foley Post: 2 of 2 stems lie at their exact frame."
    assert found["bins"] == ["Foley Post/Reel 1 001"]
    assert found["bin_is_back"]
    folder = JobFolder(resolve.jobs / "Film" / "Reel 1" / "001")
    asked = folder.request()
    assert (asked.host.name, asked.host.version) == ("resolve", "21.1.0")
    assert (folder.path / "timeline.otio").read_bytes() == at_home.cut.read_bytes()
    result = folder.result()
    assert result is not None
    for one in result.stems:
        track = next(t for t in found["audio"] if t["name"] == one.track)
        (item,) = [i for i in track["items"] if i["path"] == one.file]
        assert item["start"] == one.record_frame
        assert item["length"] == one.length_frames
        assert item["offset"] == one.source_start_frame
        assert item["colour"] == one.colour
    assert laid(found)["Audio 1"] == [(0, 99, 0)]
    assert (folder.path / "report.txt").read_text().endswith("exact frame.\n")
    assert stems_of(folder.path) == at_home.made


@pytest.mark.parametrize(
    ("chosen", "clips"),
    [
        ({"playhead": [1, 2]}, [(1, 44, "Take 2")]),
        ({"orange": [0]}, [(1, 24, "Take 1")]),
        ({}, None),
    ],
)
def test_the_selected_clips_are_those_of_the_colour_or_under_the_playhead(
    resolve: FakeResolve, chosen: dict[str, Any], clips: list[tuple[int, int, str]] | None
) -> None:
    install("resolve", replace(resolve.places, program=("true",)))
    for script in resolve.scripts.glob("*selected clips*"):
        script.write_text(script.read_text().replace("WAIT_S = 43200", "WAIT_S = 0"))
    items = [
        {"name": "Take 1", "start": 24, "length": 20},
        {"name": "Take 2", "start": 44, "length": 20},
    ]
    for number in chosen.get("orange", []):
        items[number]["colour"] = "Orange"
    found = resolve.run(
        "score the selected clips",
        video=[{"name": "V", "items": items}],
        playhead=chosen.get("playhead"),
    )
    folder = JobFolder(resolve.jobs / "Film" / "Reel 1" / "001")
    if clips is None:
        assert "No clip is chosen" in found["printed"][-1]
        return
    assert "choose: Foley Post - bring the music in" in found["printed"][-1]
    assert [(c.track, c.start_frame, c.name) for c in folder.request().clips] == clips


def test_stems_lie_at_their_frame_whatever_an_end_means(resolve: FakeResolve) -> None:
    """an end frame that belongs to the clip gives one frame too many: noticed, and put right"""
    music = resolve.jobs / "Film/Reel 1/001/music"
    answered(resolve, stem(music, "a", "Cello", 24), stem(music, "b", "Cello", 44))
    for inclusive in (False, True):
        found = resolve.run("bring the music in", inclusive_end=inclusive)
        assert laid(found)["Cello"] == [(24, 20, 24), (44, 20, 24)]
        assert "2 of 2 stems" in found["printed"][-1]


def test_a_project_of_another_rate_is_counted_in_its_frames(resolve: FakeResolve) -> None:
    music = resolve.jobs / "Film/Reel 1/001/music"
    answered(resolve, stem(music, "a", "Cello", 24, length=48))
    found = resolve.run("bring the music in", project_fps=25)
    assert laid(found)["Cello"] == [(24, 48, 25)]
    answered(resolve, stem(music, "a", "Cello", 24, length=20))
    found = resolve.run("bring the music in", project_fps=25)
    assert "cannot lie at its exact frame" in found["printed"][-2]
    assert "0 of 1 stems" in found["printed"][-1]


def test_a_timeline_whose_rate_changed_is_left_alone(resolve: FakeResolve) -> None:
    answered(resolve, stem(resolve.jobs / "m", "a", "Cello", 24), rate=(25, 1))
    found = resolve.run("bring the music in", fps="23.976")
    assert list(laid(found)) == ["Audio 1"]
    assert "another rate" in found["printed"][-2]
    film = {"fps": "23.976", "project_fps": 23.976, "timeline_fps": 23.976}
    video = {"fps": "29.97 DF", "project_fps": 29.97, "timeline_fps": 29.97}
    answered(resolve, stem(resolve.jobs / "m", "a", "Cello", 24), rate=(24000, 1001))
    assert "1 of 1" in resolve.run("bring the music in", **film)["printed"][-1]
    answered(resolve, stem(resolve.jobs / "m", "a", "Cello", 24), rate=(30000, 1001))
    assert "1 of 1" in resolve.run("bring the music in", **video)["printed"][-1]


def test_a_track_of_theirs_with_the_same_name_is_not_touched(resolve: FakeResolve) -> None:
    answered(resolve, stem(resolve.jobs / "m", "a", "Cello", 24))
    theirs = {"name": "Cello", "items": [{"name": "their cello", "start": 10, "length": 40}]}
    found = resolve.run("bring the music in", audio=[theirs])
    assert laid(found) == {"Cello": [(10, 40, 0)], "Cello (Foley Post)": [(24, 20, 24)]}


def test_once_more_replaces_its_own_and_nothing_else(resolve: FakeResolve) -> None:
    before = resolve.jobs / "Film/Reel 1/000/music"
    old = [stem(before, name, "Cello", at) for name, at in (("a", 24), ("b", 44))]
    ours = [{"name": s.name, "path": s.file, "start": s.start_frame, "length": 20} for s in old]
    gone = stem(before, "c", "Tuba", 24)
    mixed = stem(before, "d", "Cello", 200)
    audio = [
        {"name": "Cello", "items": ours, "enabled": False},
        {"name": "Tuba", "items": [{"name": "c", "path": gone.file, "start": 24, "length": 20}]},
        {"name": "Audio 9", "items": [
            {"name": "atmo", "start": 0, "length": 99},
            {"name": "d", "path": mixed.file, "start": 200, "length": 20},
        ]},
    ]  # fmt: skip
    music = resolve.jobs / "Film/Reel 1/001/music"
    answered(resolve, stem(music, "a", "Cello", 24), stem(music, "v", "Violin", 44))
    found = resolve.run("bring the music in", audio=audio)
    assert laid(found) == {
        "Cello": [(24, 20, 24)],
        "Audio 9": [(0, 99, 0)],
        "Violin": [(44, 20, 24)],
    }
    assert [t["enabled"] for t in found["audio"]] == [False, True, True], "as the editor left them"
    assert "2 of 2" in found["printed"][-1]


def test_scored_clips_replace_only_what_lies_under_them(resolve: FakeResolve) -> None:
    before = resolve.jobs / "Film/Reel 1/000/music"
    old = [stem(before, name, "Cello", at) for name, at in (("a", 24), ("b", 44))]
    ours = [{"name": s.name, "path": s.file, "start": s.start_frame, "length": 20} for s in old]
    music = resolve.jobs / "Film/Reel 1/001/music"
    folder = answered(resolve, stem(music, "b", "Cello", 44))
    asked = json.loads((folder / "job.json").read_text())
    (folder / "job.json").write_text(json.dumps({**asked, "shots": ["V1-002"]}))
    found = resolve.run("bring the music in", audio=[{"name": "Cello", "items": ours}])
    assert laid(found) == {"Cello": [(24, 20, 0), (44, 20, 24)]}


def test_what_could_not_be_laid_is_said(resolve: FakeResolve) -> None:
    music = resolve.jobs / "Film/Reel 1/001/music"
    lost = stem(music, "gone", "Tuba", 24)
    Path(lost.file).unlink()
    locked = stem(resolve.jobs / "old", "x", "Cello", 44)
    items = [{"name": "x", "path": locked.file, "start": 44, "length": 20}]
    answered(resolve, lost, stem(music, "a", "Cello", 44))
    found = resolve.run(
        "bring the music in", audio=[{"name": "Cello", "items": items, "locked": True}]
    )
    said = "\n".join(found["printed"])
    assert "did not import" in said
    assert "is locked" in said
    assert laid(found)["Cello"] == [(44, 20, 0)]
    shifted = resolve.run("bring the music in", audio=[], shifts=1)
    assert "NOT LAID: a is not where it was put" in "\n".join(shifted["printed"])
    assert "0 of 2 stems" in shifted["printed"][-1]


@pytest.mark.parametrize(
    ("project", "says"),
    [
        ({"no_timeline": True}, "Open a timeline first."),
        ({"no_export": True}, "did not export the timeline"),
        ({"before_otio": True}, "Resolve 18.5 and later do"),
    ],
)
def test_what_resolve_refuses_is_told(
    resolve: FakeResolve, project: dict[str, Any], says: str
) -> None:
    assert says in resolve.run("score this timeline", **project)["printed"][-1]


@pytest.mark.parametrize("text", ["", "{", '{"stems": [}', '{"a": "\\u12"}'])
def test_a_result_that_is_damaged_counts_as_none(resolve: FakeResolve, text: str) -> None:
    resolve.answer(text)
    assert "not there yet" in resolve.run("bring the music in")["printed"][-1]


def test_a_failed_job_says_why(resolve: FakeResolve) -> None:
    answered(resolve, state=JobState.FAILED, message='Nothing at "S:\\a" – gone ♫ 𝄞.')
    assert resolve.run("bring the music in")["printed"][-1].endswith('"S:\\a" – gone ♫ 𝄞.')


def test_a_resolve_before_19_gets_its_tracks_too(resolve: FakeResolve) -> None:
    music = resolve.jobs / "m"
    mono = replace(stem(music, "a", "Cello", 24), channels=1)
    answered(resolve, mono)
    found = resolve.run("bring the music in", old=True)
    assert [(t["name"], t["type"]) for t in found["audio"]][1:] == [("Cello", "mono")]
