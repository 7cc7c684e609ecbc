"""A video is written whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numbered_pictures import numbered

from foley_post.core.timecode import Rate
from foley_post.errors import Cancelled
from foley_post.video import frames, write_video


def test_the_same_pictures_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        write_video(tmp_path / name, numbered(20), Rate(25))
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_an_odd_size_is_evened(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", numbered(3, 127, 95), Rate(25))
    assert next(iter(frames(tmp_path / "a.mp4"))).image.shape == (96, 128, 3)


def test_colours_come_back_as_they_were(tmp_path: Path) -> None:
    image = np.zeros((64, 96, 3), np.uint8)
    image[:, :32], image[:, 32:64], image[:, 64:] = (200, 40, 40), (40, 180, 60), (60, 60, 200)
    write_video(tmp_path / "a.mp4", [image] * 3, Rate(25), crf=8)
    back = next(iter(frames(tmp_path / "a.mp4"))).image.astype(int)
    for x in (16, 48, 80):
        assert np.abs(back[32, x] - image[32, x]).max() < 8


def test_no_pictures_leave_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one picture or more"):
        write_video(tmp_path / "a.mp4", [], Rate(25))
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_job_leaves_no_file(tmp_path: Path) -> None:
    def pictures() -> Iterator[np.ndarray]:
        yield from numbered(3)
        raise Cancelled

    with pytest.raises(Cancelled):
        write_video(tmp_path / "a.mp4", pictures(), Rate(25))
    assert list(tmp_path.iterdir()) == []


def test_pictures_of_two_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the first one was"):
        write_video(tmp_path / "a.mp4", [*numbered(2), *numbered(1, 64, 48)], Rate(25))
