"""Pictures come in the order of play, never more than there is room for."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from foley_post.core.timecode import Rate
from foley_post.jobs.frame_server import FrameServer, Range, ServedFrame
from foley_post.video import write_video


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds at 25 fps, brighter with each frame."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    images = (np.full((64, 96, 3), 4 * n, np.uint8) for n in range(50))
    write_video(path, images, Rate(25))
    return path


@pytest.fixture(scope="module")
def heard() -> queue.Queue[ServedFrame]:
    return queue.Queue()


@pytest.fixture(scope="module")
def pictures(heard: queue.Queue[ServedFrame]) -> Iterator[FrameServer]:
    made = FrameServer(heard.put, height=32)
    yield made
    made.close()


def _until_end(heard: queue.Queue[ServedFrame], run: int) -> list[ServedFrame]:
    found: list[ServedFrame] = []
    while True:
        picture = heard.get(timeout=60)
        if picture.run != run:
            continue
        if picture.image is None:
            return [*found, picture]
        found.append(picture)


def test_forwards_and_backwards(
    pictures: FrameServer, heard: queue.Queue[ServedFrame], film: Path
) -> None:
    for backward in (False, True):
        wanted = Range("V1-001", film, Fraction(0), Fraction(1), backward)
        *found, end = _until_end(heard, pictures.show([wanted], 60))
        frames = [round(p.time_s * 25) for p in found]
        assert frames == (list(range(24, -1, -1)) if backward else list(range(25)))
        assert end.problem == ""
        brightness = [float(p.image.mean()) for p in found]  # type: ignore[union-attr]
        assert brightness == sorted(brightness, reverse=backward)
        assert found[0].image is not None
        assert found[0].image.shape == (32, 48, 3)


def test_no_more_than_there_is_room_for(
    pictures: FrameServer, heard: queue.Queue[ServedFrame], film: Path
) -> None:
    wanted = Range("V1-001", film, Fraction(0), Fraction(2))
    run = pictures.show([wanted], 5)
    first = [heard.get(timeout=60) for _ in range(5)]
    assert {p.run for p in first} == {run}
    with pytest.raises(queue.Empty):
        heard.get(timeout=0.3)
    pictures.more(100)
    assert len(_until_end(heard, run)) == 46


def test_a_file_that_is_no_film_is_a_sentence_and_the_next_range_goes_on(
    pictures: FrameServer, heard: queue.Queue[ServedFrame], film: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"not a film at all")
    ranges = [Range("V1-001", bad, Fraction(0), Fraction(1)),
              Range("V1-002", film, Fraction(0), Fraction(1, 5))]  # fmt: skip
    run = pictures.show(ranges, 60)
    (end,) = _until_end(heard, run)
    assert "bad.mp4 cannot be read" in end.problem
    assert len(_until_end(heard, run)) == 6
