"""Projects of Kdenlive and Shotcut, and projects that only their own program reads."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
import timeline_material as material

from foley_post.core.timecode import Rate
from foley_post.errors import TimelineReadError
from foley_post.timeline import read_cut, sequences_in, write_cut

F = Fraction


def prop(name: str, value: object) -> str:
    return f'<property name="{name}">{value}</property>'


def producer(name: str, resource: str, length: int = 250, **more: object) -> str:
    told = {"length": length, "resource": resource, "mlt_service": "avformat-novalidate"} | more
    return f'<producer id="{name}">{"".join(prop(k, v) for k, v in told.items())}</producer>'


def track(name: str, *parts: str, audio: bool = False) -> str:
    """A track as Kdenlive has it: a tractor of two playlists."""
    hide = "video" if audio else "audio"
    lists = "".join(f'<playlist id="{name}{n}">{p}</playlist>' for n, p in enumerate(parts))
    inner = "".join(f'<track hide="{hide}" producer="{name}{n}"/>' for n in range(len(parts)))
    flag = prop("kdenlive:audio_track", 1) if audio else ""
    return f'{lists}<tractor id="{name}">{flag}{inner}</tractor>'


def project(path: Path, body: str, root: str = "/films") -> Path:
    profile = '<profile frame_rate_num="25" frame_rate_den="1" width="1920" height="1080"/>'
    path.write_text(f'<?xml version="1.0"?><mlt root="{root}">{profile}{body}</mlt>')
    return path


def kdenlive(path: Path) -> Path:
    guides = prop("kdenlive:docproperties.guides", json.dumps([{"pos": 30, "comment": "here"}]))
    v1 = (
        '<entry producer="p1" in="00:00:00.400" out="00:00:02.360"/><blank length="00:00:01.000"/>'
        '<entry producer="slow" in="20" out="69"/>'
    )
    body = (
        producer("black", "black", mlt_service="color")
        + producer("p1", "a.mp4", **{"kdenlive:clipname": "first"})
        + producer("p2", "/sound/b.wav", video_index=-1)
        + producer("slow", "0.5:a.mp4", 500, mlt_service="timewarp", warp_speed="0.5")
        + f'<playlist id="main_bin">{guides}<entry producer="p1"/></playlist>'
        + track("A", '<entry producer="p2" in="0" out="49"/>', audio=True)
        + track("V", v1, '<blank length="40"/><entry producer="p1" in="100" out="109"/>')
        + '<tractor id="main"><track producer="black"/><track producer="A"/><track producer="V"/>'
        "</tractor>"
    )
    return project(path, body)


def test_a_kdenlive_project_is_read_with_its_places_speeds_and_guides(tmp_path: Path) -> None:
    cut = read_cut(kdenlive(tmp_path / "a.kdenlive"))
    assert (cut.format, cut.rate, cut.picture_size) == ("mlt", Rate(25), (1920, 1080))
    found = [
        (s.name, s.record_start_frame, s.length_frames, s.time_map.media_range, s.media.url)
        for s in cut.shots
    ]
    assert found == [
        ("first", 0, 50, (F(10, 25), F(60, 25)), "/films/a.mp4"),
        ("a.mp4", 75, 50, (F(10, 25), F(35, 25)), "/films/a.mp4"),
        ("first", 40, 10, (F(100, 25), F(110, 25)), "/films/a.mp4"),
    ]
    assert len(cut.audio_tracks) == 1


def test_a_kdenlive_project_is_written_in_the_open_formats(tmp_path: Path) -> None:
    import opentimelineio as otio

    cut = read_cut(kdenlive(tmp_path / "a.kdenlive"))
    written = write_cut(cut, [material.stem_for(cut)], tmp_path / "out")
    assert [f.suffix for f in written.files] == [".kdenlive", ".otio", ".xml"]
    assert "keeps all of a.kdenlive" in written.uses[0]
    assert "Kdenlive" in written.uses[0]
    assert "Kdenlive" not in written.uses[1], (
        "it takes its timecode off films alone: stems would slip"
    )
    markers = otio.adapters.read_from_file(str(written.files[1])).tracks.markers
    assert [(m.name, m.marked_range.start_time.value) for m in markers] == [("here", 30)]
    for file in written.files:
        places = sorted((s.record_start_frame, s.length_frames) for s in read_cut(file).shots)
        assert places == [(0, 50), (40, 10), (75, 50)]


def test_media_of_a_project_are_found_beside_it(tmp_path: Path) -> None:
    media = material.film(tmp_path / "a.mp4", frames=130)
    cut = read_cut(kdenlive(tmp_path / "a.kdenlive"))
    assert cut.shots[0].media.path == media


def test_a_clip_played_backwards_is_counted_from_its_end(tmp_path: Path) -> None:
    body = (
        producer("back", "-2:/films/a.mp4", 100, mlt_service="timewarp", warp_speed="-2")
        + '<playlist id="v"><entry producer="back" in="10" out="19"/></playlist>'
        '<tractor id="t"><track producer="v"/></tractor>'
    )
    shot = read_cut(project(tmp_path / "a.mlt", body)).shots[0]
    assert shot.time_map.knots == ((F(0), F(180, 25)), (F(10, 25), F(160, 25)))


def test_a_shotcut_project_has_picture_and_sound_of_its_video_tracks(tmp_path: Path) -> None:
    body = (
        producer("p1", "/films/a.mp4")
        + f'<playlist id="v">{prop("shotcut:video", 1)}<entry producer="p1" in="0" out="9"/>'
        "</playlist>"
        f'<playlist id="a">{prop("shotcut:audio", 1)}<entry producer="p1" in="0" out="9"/>'
        '</playlist><tractor id="t"><track producer="v"/><track producer="a" hide="video"/>'
        "</tractor>"
    )
    cut = read_cut(project(tmp_path / "a.mlt", body))
    assert [(s.record_start_frame, s.length_frames) for s in cut.shots] == [(0, 10)]
    assert len(cut.audio_tracks) == 2


def sequences(path: Path, loop: bool = False) -> Path:
    """Two of Kdenlive's sequences; the second shows the first."""

    def sequence(name: str, playlist: str) -> str:
        uuid = prop("kdenlive:uuid", f"{{{name}}}") + prop("kdenlive:clipname", name)
        return f'<tractor id="{name}">{uuid}<track producer="{playlist}"/></tractor>'

    inside = '<entry producer="outer" in="0" out="9"/>' if loop else ""
    opened = prop("kdenlive:docproperties.activetimeline", "{outer}")
    body = (
        producer("p1", "/films/a.mp4")
        + f'<playlist id="main_bin">{opened}</playlist>'
        + f'<playlist id="i"><entry producer="p1" in="50" out="99"/>{inside}</playlist>'
        + sequence("inner", "i")
        + '<playlist id="o"><blank length="5"/>'
        + '<entry producer="inner" in="10" out="19"/></playlist>'
        + sequence("outer", "o")
        + f'<tractor id="project">{prop("kdenlive:projectTractor", 1)}<track producer="outer"/>'
        "</tractor>"
    )
    return project(path, body)


def test_kdenlives_sequences_are_nested_and_can_be_chosen(tmp_path: Path) -> None:
    path = sequences(tmp_path / "a.kdenlive")
    assert sequences_in(path) == ("inner", "outer")
    (shot,) = read_cut(path).shots
    assert (shot.record_start_frame, shot.length_frames) == (5, 10)
    assert shot.time_map.media_at(F(0)) == F(60, 25)
    assert read_cut(path, sequence="inner").shots[0].length_frames == 50


def test_a_sequence_that_shows_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TimelineReadError, match="shows itself"):
        read_cut(sequences(tmp_path / "a.kdenlive", loop=True))


@pytest.mark.parametrize(
    ("suffix", "menu"),
    [
        (".prproj", "In Premiere choose File > Export > Final Cut Pro XML"),
        (".drp", "In Resolve choose File > Export > Timeline"),
        (".avb", "In Media Composer choose File > Output"),
        (".fcpbundle", "In Final Cut Pro choose File > Export XML"),
    ],
)
def test_projects_of_other_programs_are_answered_with_their_export_menu(
    tmp_path: Path, suffix: str, menu: str
) -> None:
    path = tmp_path / f"film{suffix}"
    path.write_bytes(b"x")
    with pytest.raises(TimelineReadError) as caught:
        read_cut(path)
    assert menu in str(caught.value)
    assert str(caught.value).startswith(f"film{suffix} is a")


@pytest.mark.parametrize("body", ["", "<tractor/>", '<tractor><track producer="x"/></tractor>'])
def test_what_is_no_project_or_empty_is_said_or_empty(tmp_path: Path, body: str) -> None:
    path = project(tmp_path / "a.mlt", body)
    if "track" not in body.replace("tractor", ""):
        with pytest.raises(TimelineReadError, match="no project of Kdenlive"):
            read_cut(path)
    else:
        assert read_cut(path).shots == ()
