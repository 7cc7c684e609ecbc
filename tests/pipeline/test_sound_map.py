"""Where in the picture the sound comes from, player by player."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from foley_post import video
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pipeline.guide.sound_map import draw_sound_map, loudness_over, sound_sources
from foley_post.timeline import read_cut
from foley_post.timeline.model import Shot

FPS, LENGTH_S, WIDE, HIGH = 25, 6.0, 192, 96
LEFT = tuple(0.4 + 0.8 * k for k in range(7))
RIGHT = (0.75, 1.3, 2.2, 2.65, 3.4, 4.15, 5.3)


def take(onsets: tuple[float, ...], performer: int, evidence: Evidence = Evidence.HEARD) -> Take:
    notes = tuple(Note(t, 0.2, 60, 100, evidence) for t in onsets)
    return Take(notes, LENGTH_S, "piano", performer=performer)


@pytest.fixture
def shot(tmp_path: Path) -> Shot:
    """Two spots that jump: one on the left, one on the right, each at times of its own."""
    path = tmp_path / "two.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        for n in range(round(LENGTH_S * FPS)):
            image = np.full((HIGH, WIDE, 3), 60, np.uint8)
            for onsets, x in ((LEFT, 30), (RIGHT, 140)):
                jumped = 10 * sum(t <= n / FPS + 1e-6 for t in onsets) % 20
                image[30 + jumped : 46 + jumped, x : x + 16] = 220
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image)))
        container.mux(stream.encode(None))
    return read_cut(path).shots[0]


def test_each_player_is_where_it_moves_when_they_are_heard() -> None:
    at_s = np.arange(round(LENGTH_S * FPS)) / FPS
    moves = np.random.default_rng(3).uniform(0, 0.1, (len(at_s), 12, 24))
    for onsets, column in ((LEFT, 4), (RIGHT, 18)):
        for onset_s in onsets:
            moves[round(onset_s * FPS), 5:7, column] += 1.0
    for player, (onsets, column) in enumerate(((LEFT, 4), (RIGHT, 18))):
        where = sound_sources(moves, at_s, take(onsets, player))
        assert where.max() == 1.0
        assert np.unravel_index(where.argmax(), where.shape)[1] == column
        rest = where.copy()
        rest[5:7, column] = 0
        assert rest.max() < 0.2


def test_the_glow_follows_the_notes() -> None:
    level = loudness_over(take((1.0,), 0), np.array([0.9, 1.0, 1.1, 2.0]))
    assert level[0] == 0
    assert level[1] == pytest.approx(100 / 127)
    assert level[1] > level[2] > level[3]
    assert level[3] < 0.01


def test_the_film_glows_on_the_side_that_sounds(shot: Shot, tmp_path: Path) -> None:
    path = tmp_path / "map.mp4"
    assert draw_sound_map(shot, (), (take(LEFT, 0), take(RIGHT, 1)), path)
    frames = list(video.frames(path, None, None, height=HIGH))
    assert len(frames) == round(LENGTH_S * FPS)
    for onset_s, own, other in ((LEFT[6], slice(20, 60), slice(130, 170)),
                                (RIGHT[4], slice(130, 170), slice(20, 60))):  # fmt: skip
        image = frames[round(onset_s * FPS) + 1].image.astype(float)
        colour = image.max(axis=2) - image.min(axis=2)  # the picture itself is grey
        assert colour[20:80, own].max() > 60
        assert colour[20:80, own].max() > 2 * colour[20:80, other].max()


def test_without_a_heard_note_there_is_no_film(shot: Shot, tmp_path: Path) -> None:
    seen = take(LEFT, 0, Evidence.SEEN)
    assert not draw_sound_map(shot, (), (seen, replace(seen, notes=())), tmp_path / "map.mp4")
    assert not (tmp_path / "map.mp4").exists()
