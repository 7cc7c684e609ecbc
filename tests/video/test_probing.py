"""What a file holds, and what is said of one that holds nothing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numbered_pictures import numbered, write_with

from foley_post.core.timecode import Rate
from foley_post.errors import MediaMissing, MediaUnreadable
from foley_post.video import probe


def test_a_clip_tells_what_it_is(clip: Path) -> None:
    info = probe(clip)
    assert (info.width, info.height, info.rotation) == (128, 96, 0)
    assert (info.rate, info.frames, info.codec) == (Rate(25), 120, "h264")
    assert info.duration_s == Fraction(120, 25)
    assert (info.variable_rate, info.interlaced, info.hdr) == (False, False, False)
    assert info.audio is not None
    assert (info.audio.rate_hz, info.audio.channels, info.audio.codec) == (48_000, 2, "aac")


def test_pictures_stored_out_of_order_are_not_uneven(tmp_path: Path) -> None:
    pictures = numbered(100, 64, 48)
    times = [Fraction(n, 25) for n in range(260)]
    reordered = {"bf": "8", "b_strategy": "0"}
    write_with(
        tmp_path / "a.mp4", (pictures[n % 100] for n in range(260)), times, options=reordered
    )
    assert not probe(tmp_path / "a.mp4").variable_rate


def test_the_frames_of_a_range_are_counted_up_to_the_files_end(clip: Path) -> None:
    info = probe(clip)
    assert info.frames_between(Fraction(1), Fraction(2)) == 25
    assert info.frames_between(Fraction(4), Fraction(9)) == 20
    assert info.frames_between(Fraction(9), Fraction(10)) == 0


def test_high_dynamic_range_is_recognised(tmp_path: Path) -> None:
    times = [Fraction(n, 25) for n in range(3)]
    write_with(tmp_path / "a.mp4", numbered(3), times, color_trc=16)
    assert probe(tmp_path / "a.mp4").hdr


@pytest.mark.parametrize("content", [b"", b"just some words\n" * 50, bytes(5000)])
def test_a_file_that_is_no_film_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaUnreadable, match=r"film\.mp4 .*(empty|cannot be read).*\."):
        probe(path)
    assert path.read_bytes() == content


def test_a_missing_file_is_named_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing, match=r"gone\.mov"):
        probe(tmp_path / "gone.mov")


def test_a_folder_is_not_a_film(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing):
        probe(tmp_path)


def test_a_playlist_that_points_elsewhere_is_not_followed(clip: Path, tmp_path: Path) -> None:
    playlist = tmp_path / "list.mp4"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{clip}\n#EXT-X-ENDLIST\n")
    with pytest.raises(MediaUnreadable):
        probe(playlist)


def test_a_web_address_is_never_opened() -> None:
    with pytest.raises(MediaMissing):
        probe(Path("http://127.0.0.1:9/film.mp4"))


def test_sound_alone_holds_no_picture(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(4800), 48_000)
    with pytest.raises(MediaUnreadable, match="no picture"):
        probe(tmp_path / "a.wav")
