"""Pictures come with the file's own times, upright, with square pixels."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numbered_pictures import number_of, numbered, turned, write_with

from foley_post.core.timecode import Rate
from foley_post.errors import MediaUnreadable
from foley_post.video import frames, hardware, probe, reading, write_video

RATES = [Rate(24000, 1001), Rate(25), Rate(30000, 1001), Rate(50), Rate(60000, 1001), Rate(120)]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_frame_has_its_exact_time(tmp_path: Path, rate: Rate) -> None:
    write_video(tmp_path / "a.mp4", numbered(40), rate)
    read = list(frames(tmp_path / "a.mp4"))
    assert [number_of(f.image) for f in read] == list(range(40))
    assert [f.time_s for f in read] == pytest.approx([float(rate.seconds(n)) for n in range(40)])
    assert probe(tmp_path / "a.mp4").rate == rate


@settings(max_examples=12, deadline=None)
@given(start=st.integers(0, 110), length=st.integers(1, 30))
def test_a_range_holds_the_frames_from_its_start_to_before_its_end(
    clip: Path, start: int, length: int
) -> None:
    read = frames(clip, Fraction(start, 25), Fraction(start + length, 25))
    assert [number_of(f.image) for f in read] == list(range(start, min(120, start + length)))


def test_a_range_far_into_a_long_file_is_found_by_seeking(tmp_path: Path) -> None:
    pictures = numbered(250, 64, 48)
    write_video(tmp_path / "a.mp4", (pictures[n % 250] for n in range(1000)), Rate(25))
    first = next(iter(frames(tmp_path / "a.mp4", Fraction(30), None)))
    assert (first.time_s, number_of(first.image)) == (pytest.approx(30.0), 0)


def test_uneven_times_stay_as_they_are(tmp_path: Path) -> None:
    times = [Fraction(n * n, 300) + Fraction(n, 30) for n in range(30)]
    write_with(tmp_path / "a.mp4", numbered(30), times)
    read = list(frames(tmp_path / "a.mp4"))
    assert [f.time_s for f in read] == pytest.approx([float(t) for t in times], abs=1e-4)
    assert probe(tmp_path / "a.mp4").variable_rate


def test_times_count_from_the_first_picture_of_a_file_that_starts_late(tmp_path: Path) -> None:
    times = [Fraction(10) + Fraction(n, 25) for n in range(10)]
    write_with(tmp_path / "a.ts", numbered(10), times)
    read = list(frames(tmp_path / "a.ts"))
    assert [f.time_s for f in read] == pytest.approx([n / 25 for n in range(10)], abs=1e-4)


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.mov", "prores_ks", "yuv422p10le"),
        ("a.mp4", "mpeg4", "yuv420p"),
        ("a.mkv", "libx264", "yuv420p"),
        ("a.avi", "mjpeg", "yuvj420p"),
    ],
)
def test_the_codecs_of_editing_are_read(tmp_path: Path, name: str, codec: str, pixels: str) -> None:
    options = {"bf": "2"} if codec == "libx264" else {}
    times = [Fraction(n, 25) for n in range(12)]
    write_with(tmp_path / name, numbered(12), times, codec=codec, pixels=pixels, options=options)
    read = list(frames(tmp_path / name))
    assert [number_of(f.image) for f in read] == list(range(12))
    assert [f.time_s for f in read] == pytest.approx([n / 25 for n in range(12)], abs=2e-3)


@pytest.mark.parametrize(
    ("matrix", "turns", "rotation"),
    [
        ((0, 1, -1, 0), 3, 90),
        ((-1, 0, 0, -1), 2, 180),
        ((0, -1, 1, 0), 1, 270),
    ],
)
def test_people_stand_upright_in_phone_video(
    clip: Path, tmp_path: Path, *, matrix: tuple[int, int, int, int], turns: int, rotation: int
) -> None:
    turned(clip, tmp_path / "a.mp4", matrix)
    straight = next(iter(frames(clip))).image
    shown = next(iter(frames(tmp_path / "a.mp4"))).image
    assert np.array_equal(shown, np.rot90(straight, turns))
    info = probe(tmp_path / "a.mp4")
    assert (info.rotation, info.width, info.height) == (rotation, *shown.shape[1::-1])


def test_a_mirrored_picture_is_shown_mirrored(clip: Path, tmp_path: Path) -> None:
    turned(clip, tmp_path / "a.mp4", (-1, 0, 0, 1))
    straight, shown = (next(iter(frames(p))).image for p in (clip, tmp_path / "a.mp4"))
    assert np.array_equal(shown, straight[:, ::-1])


def test_anamorphic_pixels_become_square(tmp_path: Path) -> None:
    times = [Fraction(n, 25) for n in range(5)]
    write_with(tmp_path / "a.mp4", numbered(5), times, aspect=Fraction(3, 2))
    image = next(iter(frames(tmp_path / "a.mp4"))).image
    assert image.shape == (96, 192, 3)
    assert probe(tmp_path / "a.mp4").aspect == 2.0


def test_a_smaller_height_keeps_the_aspect(clip: Path) -> None:
    assert next(iter(frames(clip, height=48))).image.shape == (48, 64, 3)


def test_the_thread_ends_when_the_reader_stops_early(clip: Path) -> None:
    reader = frames(clip)
    next(reader)
    assert any(t.name == "ahead" for t in threading.enumerate())
    reader.close()
    assert not any(t.name == "ahead" for t in threading.enumerate())


def test_half_a_file_gives_the_frames_it_still_has(clip: Path, tmp_path: Path) -> None:
    content = clip.read_bytes()
    (tmp_path / "half.mp4").write_bytes(content[: len(content) * 6 // 10])
    info = probe(tmp_path / "half.mp4")
    read = [number_of(f.image) for f in frames(tmp_path / "half.mp4")]
    assert info.frames == 120
    assert 10 < len(read) < 120
    assert read == list(range(len(read)))


def test_a_damaged_middle_does_not_stop_the_rest(clip: Path, tmp_path: Path) -> None:
    content = bytearray(clip.read_bytes())
    middle = len(content) * 7 // 10
    content[middle : middle + 400] = bytes(400)
    (tmp_path / "torn.mp4").write_bytes(content)
    read = list(frames(tmp_path / "torn.mp4"))
    assert len(read) > 60
    assert all(a.time_s < b.time_s for a, b in pairwise(read))


def test_reading_a_file_without_pictures_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("not a film")
    with pytest.raises(MediaUnreadable, match=r"notes\.mp4"):
        frames(tmp_path / "notes.mp4")


def test_an_image_sequence_is_read_by_its_pattern(tmp_path: Path) -> None:
    for n, image in enumerate(numbered(6)):
        cv2.imwrite(str(tmp_path / f"shot.{n + 86:04d}.png"), image[..., ::-1])
    read = list(frames(tmp_path / "shot.%04d.png"))
    assert [number_of(f.image) for f in read] == list(range(6))
    assert [f.time_s for f in read] == pytest.approx([n / 25 for n in range(6)])
    (still,) = frames(tmp_path / "shot.0088.png")
    assert (still.time_s, number_of(still.image)) == (0.0, 2)


def test_interlaced_pictures_come_without_combs(tmp_path: Path) -> None:
    """A bright bar jumps ten pixels between the two fields of each picture."""
    pictures = []
    for n in range(10):
        image = np.full((96, 256, 3), 40, np.uint8)
        image[::2, 40 + 20 * n : 60 + 20 * n] = 220
        image[1::2, 50 + 20 * n : 70 + 20 * n] = 220
        pictures.append(image)
    options = {"flags": "+ilme+ildct", "x264-params": "tff=1", "crf": "5"}
    times = [Fraction(n, 25) for n in range(10)]
    write_with(tmp_path / "a.mp4", pictures, times, options=options, pixels="yuv444p")
    assert probe(tmp_path / "a.mp4").interlaced
    read = list(frames(tmp_path / "a.mp4"))
    assert [f.time_s for f in read] == pytest.approx([n / 25 for n in range(10)], abs=1e-3)
    for n in (3, 5, 7):
        comb = np.abs(np.diff(read[n].image[20:76, :, 0].astype(int), axis=0)).mean()
        assert comb < 0.35 * np.abs(np.diff(pictures[n][20:76, :, 0].astype(int), axis=0)).mean()


def test_high_dynamic_range_is_brought_to_the_screens(tmp_path: Path) -> None:
    """White of 203 nits in PQ (code 0.58) is bright, not grey."""
    picture = np.full((96, 128, 3), round(0.58 * 255), np.uint8)
    times = [Fraction(n, 25) for n in range(3)]
    write_with(tmp_path / "a.mp4", [picture] * 3, times, color_trc=16)
    assert next(iter(frames(tmp_path / "a.mp4"))).image.mean() > 200


def test_hardware_that_is_not_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    hardware.hardware.cache_clear()
    monkeypatch.setattr(hardware, "_present", list)
    assert hardware.accelerator() is None
    hardware.hardware.cache_clear()


def test_hardware_that_fails_leaves_the_pictures_to_software(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening fails for the device, and again in the middle: no picture is lost or shown twice."""
    opened: list[object] = []
    real = reading.open_media

    @contextmanager
    def failing(path: Path, hwaccel: object = None) -> Iterator[object]:
        opened.append(hwaccel)
        with real(path) as container:
            yield container
            if hwaccel is not None:
                raise MediaUnreadable("the device is lost")

    monkeypatch.setattr(reading, "accelerator", lambda: "a device")
    monkeypatch.setattr(reading, "open_media", failing)
    read = [number_of(f.image) for f in frames(clip)]
    assert read == list(range(120))
    assert opened == ["a device", None]
