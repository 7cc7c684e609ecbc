"""A film is a cut of one shot."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import timeline_material as material

from foley_post.core.timecode import Rate, timecode
from foley_post.errors import TimelineReadError
from foley_post.timeline import check_file, films_in, is_film, read_cut, sequences_in, write_cut

F = Fraction


def with_sound(path: Path) -> Path:
    """A film of two seconds with stereo sound at 44.1 kHz."""
    import av

    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=25)
        picture.width, picture.height, picture.pix_fmt = 64, 32, "yuv420p"
        sound = container.add_stream("aac", rate=44_100)
        sound.layout = "stereo"
        for _ in range(50):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 64, 3), np.uint8), "rgb24")
            container.mux(picture.encode(frame))
        noise = np.zeros((2, 44_100), np.float32)
        for _ in range(2):
            part = av.AudioFrame.from_ndarray(noise, "fltp", layout="stereo")
            part.sample_rate = 44_100
            container.mux(sound.encode(part))
        container.mux(picture.encode())
        container.mux(sound.encode())
    return path


def test_a_film_is_read_as_a_cut_of_one_shot(tmp_path: Path) -> None:
    path = material.film(tmp_path / "my clip #1 100%.mov", "10:00:00:05", frames=60)
    cut = read_cut(path)
    assert (cut.format, cut.name, cut.rate, cut.length_frames) == ("film", path.stem, Rate(25), 60)
    assert timecode(cut.start_frame, cut.rate) == "10:00:00:05"
    assert (cut.picture_size, cut.audio_tracks, cut.notices) == ((32, 32), (), ())
    (shot,) = cut.shots
    assert (shot.id, shot.name, shot.problem) == ("V1-001", path.stem, "")
    assert (shot.record_start_frame, shot.length_frames, shot.media.path) == (0, 60, path)
    assert shot.time_map.knots == ((F(0), F(0)), (F(60, 25), F(60, 25)))


def test_a_film_without_timecode_starts_at_0_and_its_sound_is_a_track(tmp_path: Path) -> None:
    cut = read_cut(with_sound(tmp_path / "a.mp4"))
    assert cut.start_frame == 0
    assert len(cut.audio_tracks) == 1
    assert (cut.audio_rate_hz, cut.picture_size) == (44_100, (64, 32))


def test_a_films_timelines_hold_the_film_its_sound_and_the_stems(tmp_path: Path) -> None:
    path = with_sound(tmp_path / "a b.mp4")
    before = path.read_bytes()
    cut = read_cut(path)
    written = write_cut(cut, [material.stem_for(cut)], tmp_path / "a b-foley")
    assert [f.name for f in written.files] == [
        "a b+music.otio",
        "a b+music.xml",
        "a b+music.fcpxml",
    ]
    assert written.notices == ()
    for file, host in zip(written.files, ("premiere", "resolve", "fcp"), strict=True):
        again = read_cut(file)
        assert [(s.record_start_frame, s.length_frames) for s in again.shots] == [(0, 50)]
        assert again.shots[0].media.path == path
        assert again.rate == cut.rate
        assert sum(t.ours for t in again.audio_tracks) == 1
        assert len(again.audio_tracks) == 2
        assert [f for f in check_file(file, host) if f.serious] == []
    assert path.read_bytes() == before


def test_picture_and_sound_of_a_film_stay_linked(tmp_path: Path) -> None:
    import opentimelineio as otio

    cut = read_cut(with_sound(tmp_path / "a.mp4"))
    written = write_cut(cut, [], tmp_path / "out", formats=["otio"])
    timeline = otio.adapters.read_from_file(str(written.files[0]))
    links = [c.metadata["PremierePro_OTIO"]["LinkID"] for c in timeline.find_clips()]
    assert links == ["1", "1"]


def test_another_film_of_the_same_name_is_another_cut(tmp_path: Path) -> None:
    one = read_cut(material.film(tmp_path / "one" / "a.mov", frames=50))
    same = tmp_path / "two" / "a.mov"
    same.parent.mkdir()
    same.write_bytes(one.path.read_bytes())
    assert read_cut(same).source_sha256 == one.source_sha256
    other = read_cut(material.film(tmp_path / "three" / "a.mov", "01:00:00:00", frames=50))
    assert other.source_sha256 != one.source_sha256


def test_a_file_without_a_picture_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    path.write_bytes(b"no film")
    with pytest.raises(TimelineReadError, match=r"a\.mov"):
        read_cut(path)
    sound = tmp_path / "b.mp4"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(bytes(96_000))
    with pytest.raises(TimelineReadError, match="holds no picture"):
        read_cut(sound)


def test_the_films_of_a_folder_are_listed_by_name(tmp_path: Path) -> None:
    for name in ("b.MOV", "a.mp4", ".hidden.mov", "notes.txt", "cut.otio"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "deeper.mov").mkdir()
    assert [p.name for p in films_in(tmp_path)] == ["a.mp4", "b.MOV"]
    assert is_film(tmp_path / "b.MOV")
    assert not is_film(tmp_path / "cut.otio")


def test_a_film_has_no_choice_of_sequences(tmp_path: Path) -> None:
    assert sequences_in(material.film(tmp_path / "a.mov", frames=4)) == ()
