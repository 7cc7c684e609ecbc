"""CMX 3600 lists: rates, drop-frame, midnight, keys, sound tracks, encodings, names."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import timeline_material as material
from hypothesis import given
from hypothesis import strategies as st

from foley_post.core.timecode import Rate, timecode
from foley_post.errors import Remedy
from foley_post.timeline import Cut, possible_rates, read_cut
from foley_post.timeline.edl.reader import possible_rates as rates_in
from foley_post.timeline.edl.reader import read_edl

F = Fraction
INPUTS = Path(__file__).parent / "inputs"
NTSC_30, NTSC_60 = Rate(30000, 1001), Rate(60000, 1001)


def edl(path: Path, *lines: str) -> Path:
    path.write_text("TITLE: cut\n" + "\n".join(lines) + "\n")
    return path


def places(cut: Cut) -> list[tuple[str, int, int]]:
    return [(s.name, s.record_start_frame, s.length_frames) for s in cut.shots]


@pytest.mark.parametrize(
    ("file", "rate", "start", "shots"),
    [
        ("edl_59_94_drop.edl", NTSC_60, "01:00:00;00", [("A.MOV", 0, 659), ("B.MOV", 659, 600)]),
        (
            "edl_drop_without_fcm.edl",
            NTSC_30,
            "01:00:00;00",
            [("A.MOV", 0, 300), ("B.MOV", 300, 1798)],
        ),
    ],
)
def test_drop_frame_is_told_by_the_timecodes_themselves(
    file: str, rate: Rate, start: str, shots: list[tuple[str, int, int]]
) -> None:
    cut = read_cut(INPUTS / file)
    assert (cut.rate, cut.drop_frame, places(cut)) == (rate, True, shots)
    assert timecode(cut.start_frame, cut.rate, True) == start


@pytest.mark.parametrize("rate", [NTSC_30, NTSC_60], ids=str)
@given(
    starts=st.lists(st.integers(0, 2_000_000), min_size=2, max_size=6, unique=True),
    marked=st.booleans(),
)
def test_drop_frame_lists_give_the_frames_they_were_written_from(
    rate: Rate, starts: list[int], marked: bool
) -> None:
    cuts = [rate.timebase * 3600, *(rate.timebase * 3600 + s + 1 for s in sorted(starts))]
    lines = ["TITLE: x", *([] if marked else ["FCM: DROP FRAME"])]
    for n, (first, last) in enumerate(pairwise(cuts), 1):
        times = [timecode(f, rate, True) for f in (first, last, first, last)]
        text = " ".join(times) if marked else " ".join(times).replace(";", ":")
        lines.append(f"{n:03d} R{n} V C {text}")
    read = read_edl("\n".join(lines).encode(), "x", rate)
    track = read.timeline.tracks[0]
    assert read.drop_frame is True
    assert [c.duration().value for c in track] == [b - a for a, b in pairwise(cuts)]
    assert read.start_frame == cuts[0]


def test_a_change_of_fcm_is_that_of_the_sources_that_follow(tmp_path: Path) -> None:
    path = edl(
        tmp_path / "a.edl",
        "FCM: DROP FRAME",
        "001 R1 V C 00:01:00:02 00:01:10:02 01:00:00:00 01:00:10:00",
        "FCM: NON-DROP FRAME",
        "002 R2 V C 00:01:00:00 00:01:10:00 01:00:10:00 01:00:20:00",
    )
    cut = read_cut(path)
    assert (cut.rate, cut.drop_frame) == (NTSC_30, True)
    assert [s.time_map.media_at(F(0)) for s in cut.shots] == [
        NTSC_30.seconds(1800),
        NTSC_30.seconds(1800),
    ]


def test_a_number_that_drop_frame_skips_is_the_next_one(tmp_path: Path) -> None:
    path = edl(tmp_path / "a.edl", "001 R V C 00:00:00;00 00:01:00;00 00:00:00;00 00:01:00;00")
    assert places(read_cut(path)) == [("R", 0, 1800)]


def test_what_fcm_says_is_not_believed_against_the_timecodes(tmp_path: Path) -> None:
    path = edl(
        tmp_path / "a.edl",
        "FCM: DROP FRAME",
        "001 R V C 00:00:00:00 00:01:00:00 01:00:00:00 01:01:00:00",
    )
    assert read_cut(path).drop_frame is False


def test_events_after_midnight_follow_those_before(tmp_path: Path) -> None:
    path = edl(
        tmp_path / "a.edl",
        "001 R1 V C 10:00:00:00 10:00:10:00 23:59:50:00 00:00:00:00",
        "002 R2 V C 23:59:58:00 00:00:03:00 00:00:00:00 00:00:05:00",
        "003 R3 V C 01:00:00:00 01:00:05:00 00:00:05:00 00:00:10:00",
    )
    cut = read_cut(path, rate=Rate(25))
    assert places(cut) == [("R1", 0, 250), ("R2", 250, 125), ("R3", 375, 125)]
    assert timecode(cut.start_frame, cut.rate) == "23:59:50:00"
    assert cut.shots[1].time_map.is_plain


def test_an_event_over_midnight_is_one_event(tmp_path: Path) -> None:
    path = edl(tmp_path / "a.edl", "001 R V C 23:59:59:00 00:00:01:00 23:59:59:00 00:00:01:00")
    assert places(read_cut(path, rate=Rate(25))) == [("R", 0, 50)]


@pytest.mark.parametrize("mark", ["K B", "KB"])
def test_a_key_lies_over_its_background(tmp_path: Path, mark: str) -> None:
    path = edl(
        tmp_path / "a.edl",
        f"001 BACK V {mark}      01:00:00:00 01:00:04:00 00:00:00:00 00:00:04:00",
        "001 FRONT V K    012 02:00:00:00 02:00:04:00 00:00:00:00 00:00:04:00",
        "* KEY CLIP NAME: TITLE",
        "002 LAST V K O  012 03:00:00:00 03:00:02:00 00:00:04:00 00:00:06:00",
    )
    cut = read_cut(path, rate=Rate(25))
    assert [(s.track, s.name, s.record_start_frame) for s in cut.shots] == [
        ("V1", "BACK", 0),
        ("V2", "TITLE", 0),
        ("V2", "LAST", 100),
    ]


def test_aud_lines_give_the_third_and_fourth_track() -> None:
    cut = read_cut(INPUTS / "edl_aud_lines.edl")
    assert [t.name for t in cut.audio_tracks] == ["A1", "A2", "A3", "A4"]
    assert len(cut.shots) == 1


@pytest.mark.parametrize(
    ("channels", "more", "tracks"),
    [
        ("AA/V", "", ["V1", "A1", "A2"]),
        ("A3", "", ["A3"]),
        ("A1A2", "", ["A1", "A2"]),
        ("B", "AUD 3", ["V1", "A1", "A3"]),
        ("V2", "", ["V2"]),
        ("NONE", "AUD   3   4", ["A3", "A4"]),
    ],
)
def test_channels_name_their_tracks(channels: str, more: str, tracks: list[str]) -> None:
    text = f"001 R {channels} C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n{more}\n"
    read = read_edl(text.encode(), "a.edl")
    assert [t.name for t in read.timeline.tracks] == tracks


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_lists_in_utf_16_are_read(tmp_path: Path, encoding: str) -> None:
    assert places(read_cut(INPUTS / "edl_utf16.edl")) == [
        ("CLIP A.MOV", 0, 115),
        ("CLIP B.MOV", 115, 48),
    ]
    line = "001 R V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n* FROM CLIP NAME: Größe\n"
    path = tmp_path / "a.edl"
    path.write_bytes(line.encode(encoding))
    assert [s.name for s in read_cut(path).shots] == ["Größe"]


def test_a_short_list_says_all_the_rates_it_fits_and_takes_the_one_it_is_given() -> None:
    path = INPUTS / "edl_short_25.edl"
    cut = read_cut(path)
    said = next(n for n in cut.notices if "does not say its frame rate" in n)
    assert "23.976, 24, 25, 29.97, 30, 50, 59.94 and 60 fps; 24 fps was taken" in said
    assert set(possible_rates(path)) > {Rate(24), Rate(25), NTSC_30, Rate(30), Rate(50), Rate(60)}
    told = read_cut(path, rate=Rate(25))
    assert places(told) == [("A1", 0, 262), ("A2", 262, 250)]
    assert not any("frame rate" in n for n in told.notices)


def test_a_long_list_leaves_its_rate_in_little_doubt() -> None:
    def times(frame: int) -> str:
        return f"{timecode(frame, Rate(25))} {timecode(frame + 37, Rate(25))}"

    lines = [f"{n:03d} R V C {times(n * 37)} {times(n * 37)}" for n in range(1, 200)]
    assert rates_in("\n".join(lines).encode(), "a.edl") == (Rate(25),)


def test_other_formats_have_no_choice_of_rates(tmp_path: Path) -> None:
    assert possible_rates(material.simple_otio(tmp_path / "a.otio")) == ()


@pytest.mark.parametrize(
    "note", ["* FROM CLIP NAME: take 7", "* FROM CLIP: take 7", "FROM CLIP NAME:  take 7 "]
)
def test_clip_names_in_whatever_form_are_read(note: str) -> None:
    text = f"001 AX V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n{note}\n"
    assert read_edl(text.encode(), "a.edl").timeline.tracks[0][0].name == "take 7"


def test_both_clips_of_a_dissolve_have_their_names(tmp_path: Path) -> None:
    path = edl(
        tmp_path / "a.edl",
        "001 R1 V C     01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00",
        "001 R2 V D 012 02:00:00:00 02:00:02:00 00:00:02:00 00:00:04:00",
        "* FROM CLIP NAME: leaves",
        "* TO CLIP NAME: comes",
    )
    assert [s.name for s in read_cut(path, rate=Rate(25)).shots] == ["leaves", "comes"]


@pytest.mark.parametrize("how", ["beside", "root", "clip name", "reel", "long reel"])
def test_media_are_found_by_clip_or_reel_name_without_extension(tmp_path: Path, how: str) -> None:
    folder = tmp_path if how == "beside" else tmp_path / "media" / "day 1"
    media = material.film(folder / "A001_C001.mp4", frames=4)
    line = "001 {} V C 00:00:00:00 00:00:00:04 01:00:00:00 01:00:00:04"
    lines = {
        "clip name": [line.format("AX"), "* FROM CLIP NAME: a001_c001"],
        "long reel": [line.format("A001"), "* FINAL CUT PRO REEL: A001 REPLACED BY: A001_C001"],
    }.get(how, [line.format("A001_C001")])
    path = edl(tmp_path / "cut.edl", *lines)
    cut = read_cut(path, media_roots=[] if how == "beside" else [tmp_path / "media"])
    assert cut.shots[0].media.path == media
    assert cut.shots[0].problem == ""
    assert read_cut(path).shots[0].problem == "" if how == "beside" else True


def test_the_reel_of_no_reel_finds_nothing(tmp_path: Path) -> None:
    material.film(tmp_path / "AX.mp4", frames=4)
    path = edl(tmp_path / "a.edl", "001 AX V C 00:00:00:00 00:00:00:04 01:00:00:00 01:00:00:04")
    assert read_cut(path).shots[0].media.path is None


def test_another_extension_than_the_lists_is_taken_on_request_only(tmp_path: Path) -> None:
    media = material.film(tmp_path / "A001.mp4", frames=4)
    path = edl(
        tmp_path / "a.edl",
        "001 AX V C 00:00:00:00 00:00:00:04 01:00:00:00 01:00:00:04",
        "* FROM CLIP NAME: A001.MOV",
    )
    assert read_cut(path).shots[0].media.path is None
    cut = read_cut(path, any_extension=True)
    assert cut.shots[0].media.path == media
    assert any("A001.mp4 was taken in its place" in n for n in cut.notices)


def test_a_source_that_drops_frames_under_a_record_that_does_not_tells_the_rate(
    tmp_path: Path,
) -> None:
    """By an FCM line for the sources that follow, or by its own separators."""
    by_fcm = (
        "TITLE: x\nFCM: NON-DROP FRAME\n"
        "001 A1 V C 01:00:00:00 01:01:00:00 01:00:00:00 01:01:00:00\nFCM: DROP FRAME\n"
        "002 A2 V C 01:00:00:00 01:01:00:02 01:01:00:00 01:02:00:00\n"
    )
    by_marks = by_fcm.replace("FCM: DROP FRAME\n", "").replace(
        "01:00:00:00 01:01:00:02", "01:00:00;00 01:01:00;02"
    )
    for text in (by_fcm, by_marks):
        path = tmp_path / "a.edl"
        path.write_text(text)
        cut = read_cut(path)
        assert (cut.rate, cut.drop_frame, cut.start_frame) == (Rate(30000, 1001), False, 108_000)
        assert [s.length_frames for s in cut.shots] == [1800, 1800]
        assert cut.shots[1].time_map.media_range[0] == cut.rate.seconds(107_892)


def test_media_that_a_list_names_without_an_address_can_be_said_where_they_are(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.edl"
    path.write_text("TITLE: x\n001 A1_C2 V C 01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00\n")
    (shot,) = read_cut(path).shots
    assert "by name only (A1_C2)" in shot.problem
    assert shot.remedy is Remedy.RELINK
