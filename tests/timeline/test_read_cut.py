from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import timeline_material as material

from foley_post.core.files import sha256_of
from foley_post.core.progress import Progress
from foley_post.core.timecode import Rate
from foley_post.errors import Cancelled, Remedy, TimelineReadError
from foley_post.timeline import read_cut


@pytest.mark.usefixtures("children")
def test_shots_of_an_otio_file_have_places_names_and_stable_ids(tmp_path: Path) -> None:
    path = material.simple_otio(tmp_path / "cut.otio", start_frame=86_400)
    before = sha256_of(path)
    cut = read_cut(path)
    assert (cut.format, cut.rate, cut.start_frame) == ("otio", Rate(24), 86_400)
    assert [(s.id, s.record_start_frame, s.length_frames) for s in cut.shots] == [
        ("V1-001", 0, 48),
        ("V1-002", 72, 96),
    ]
    assert cut.shots[0].time_map.media_at(Fraction(0)) == Fraction(10, 24)
    assert cut.length_frames == 168
    assert cut.source_sha256 == before == sha256_of(path)


@pytest.mark.parametrize("rate", material.RATES, ids=str)
def test_every_rate_is_exact(tmp_path: Path, rate: Rate) -> None:
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio", rate, rate.timebase * 3600))
    assert cut.rate == rate
    assert cut.start_frame == rate.timebase * 3600
    assert cut.shots[1].record_start_s == rate.seconds(72)
    assert cut.shots[1].time_map.length_s == rate.seconds(96)


def test_missing_media_is_a_sentence_on_the_shot_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "here.mov").write_bytes(b"film")
    rate = Rate(25)
    children = [
        material.clip("gone", "file:///nowhere/gone.mov", (0, 25), rate),
        material.clip("here", "here.mov", (0, 25), rate),
        material.clip("nothing", "", (0, 25), rate),
        material.clip("web", "https://example.com/a.mov", (0, 25), rate),
    ]
    path = material.save(material.timeline([material.track(children)], rate), tmp_path / "a.otio")
    gone, here, nothing, web = read_cut(path).shots
    assert "missing" in gone.problem
    assert gone.remedy is Remedy.RELINK
    assert here.problem == ""
    assert here.media.path == tmp_path / "here.mov"
    assert "does not say where" in nothing.problem
    assert "network" in web.problem


def test_disabled_clips_and_tracks_are_marked(tmp_path: Path) -> None:
    rate = Rate(25)
    off = material.clip("off", "file:///a.mov", (0, 25), rate, enabled=False)
    dark = material.track([material.clip("dark", "file:///b.mov", (0, 25), rate)])
    dark["enabled"] = False
    document = material.timeline([material.track([off]), dark], rate)
    for shot in read_cut(material.save(document, tmp_path / "a.otio")).shots:
        assert not shot.enabled
        assert "switched off" in shot.problem


@pytest.mark.parametrize(
    ("effect", "knots"),
    [
        ({"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 2.0}, (100, 200)),
        ({"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 0.5}, (100, 125)),
        ({"OTIO_SCHEMA": "FreezeFrame.1"}, (100, 100)),
        ({"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": -1.0}, (150, 100)),
    ],
)
def test_speed_effects_become_time_maps(
    tmp_path: Path, effect: dict[str, object], knots: tuple[int, int]
) -> None:
    rate = Rate(25)
    whole = {"effect_name": "", "name": "", "metadata": {}, "time_scalar": 0.0} | effect
    one = material.clip("a", "file:///a.mov", (100, 50), rate, effects=[whole])
    document = material.timeline([material.track([one])], rate)
    shot = read_cut(material.save(document, tmp_path / "a.otio")).shots[0]
    assert shot.length_frames == 50
    assert shot.time_map.knots[0][1] == rate.seconds(knots[0])
    assert shot.time_map.knots[-1][1] == rate.seconds(knots[1])


def test_source_ranges_count_from_the_medias_own_timecode(tmp_path: Path) -> None:
    rate = Rate(24)
    one = material.clip("a", "file:///a.mov", (86_410, 24), rate, available=(86_400, 480))
    document = material.timeline([material.track([one])], rate)
    shot = read_cut(material.save(document, tmp_path / "a.otio")).shots[0]
    assert shot.media.start_s == 3600
    assert shot.time_map.media_at(Fraction(0)) == Fraction(10, 24)


TAPE = """TITLE: tape
FCM: NON-DROP FRAME
001  A50 V C 10:00:01:00 10:00:02:00 01:00:00:00 01:00:01:00
* FROM CLIP NAME: a.mov
002  C V C 00:00:01:00 00:00:02:00 01:00:01:00 01:00:02:00
* FROM CLIP NAME: b.mov
003  C V C 00:01:01:00 00:01:02:00 01:00:02:00 01:00:03:00
* FROM CLIP NAME: b.mov
"""


def test_media_tell_the_timecode_and_the_rate_that_an_edl_does_not(tmp_path: Path) -> None:
    material.film(tmp_path / "film" / "a.mov", "10:00:00:00")
    material.film(tmp_path / "film" / "b.mov")
    (tmp_path / "tape.edl").write_text(TAPE)
    assert read_cut(tmp_path / "tape.edl").rate == Rate(24)
    cut = read_cut(tmp_path / "tape.edl", media_roots=[tmp_path])
    assert cut.rate == Rate(25)
    assert any("its pictures run at 25 fps" in notice for notice in cut.notices)
    one, two, beyond = cut.shots
    assert (one.media.start_s, one.media.length_s) == (36_000, 2)
    assert [s.time_map.media_at(Fraction(0)) for s in (one, two)] == [1, 1]
    assert (one.problem, two.problem) == ("", "")
    assert "61.00 s into b.mov, which is 2.00 s long" in beyond.problem


def test_clips_without_an_available_range_count_from_the_files_own_timecode(
    tmp_path: Path,
) -> None:
    material.film(tmp_path / "a.mov", "10:00:00:00")
    rate = Rate(25)
    told = material.clip("told", "a.mov", (900_025, 25), rate)
    zero = material.clip("zero", "a.mov", (25, 25), rate)
    for clip in (told, zero):
        clip["media_references"]["DEFAULT_MEDIA"]["available_range"] = None
    document = material.timeline([material.track([told, zero])], rate)
    cut = read_cut(material.save(document, tmp_path / "a.otio"))
    assert [s.time_map.media_at(Fraction(0)) for s in cut.shots] == [1, 1]
    assert [s.media.start_s for s in cut.shots] == [36_000, 0]


@pytest.mark.usefixtures("children")
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"dear editor, here is the cut", "JSON"),
        (b'{"OTIO_SCHEMA": "Clip.2"}', "not a timeline"),
        (b"[" * 100_000, "deep"),
        (b'{"a": ' * 100_000, "deep"),
        (b"\xff\xfe\x00", "text"),
    ],
)
def test_what_is_no_timeline_gets_one_sentence(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "bad.otio"
    path.write_bytes(content)
    with pytest.raises(TimelineReadError, match=word):
        read_cut(path)
    assert path.read_bytes() == content


def test_a_missing_file_and_an_unknown_kind_are_said(tmp_path: Path) -> None:
    with pytest.raises(TimelineReadError, match="no file"):
        read_cut(tmp_path / "nowhere.otio")
    (tmp_path / "notes.docx").write_text("hello")
    with pytest.raises(TimelineReadError, match="not a timeline"):
        read_cut(tmp_path / "notes.docx")


def test_the_watcher_hears_progress_and_can_stop(tmp_path: Path) -> None:
    path = material.simple_otio(tmp_path / "cut.otio")
    heard: list[float] = []
    read_cut(path, watcher=lambda progress: heard.append(progress.share))
    assert heard == sorted(heard)
    assert heard[-1] == 1

    def stop(progress: Progress) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        read_cut(path, watcher=stop)
