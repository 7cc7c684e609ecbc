"""The picture shown is the one the timeline shows at that moment, retimed shots too."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from foley_post_ui.timeline.layout import TimelineLayout
from foley_post_ui.viewer.frame_buffer import FrameBuffer
from window_material import RATE, make_cut, make_shot

from foley_post.core.time_map import TimeMap
from foley_post.jobs.frame_server import ServedFrame
from foley_post.timeline.model import Media

_BLACK = np.zeros((2, 4, 3), np.uint8)


def _frames(qapp: object, time_map: TimeMap | None = None) -> FrameBuffer:
    """Two seconds of pictures of the second shot, as if decoded."""
    media = Media("a.mov", "a.mov", Path("a.mov"))
    about = {"time_map": time_map} if time_map else {}
    shot = make_shot(2, 50, media=media, **about)
    cut = replace(make_cut(Path("film.otio")), shots=(make_shot(1, 0), shot))
    frames = FrameBuffer()
    frames.show(TimelineLayout(cut, 0))
    for n in range(50):
        frames._take(ServedFrame(0, "V1-002", n / 25, _BLACK))
    return frames


@pytest.mark.parametrize("third", [0.0, 0.3, 0.6])
def test_each_moment_shows_its_own_frame(qapp: object, third: float) -> None:
    frames = _frames(qapp)
    for n in range(49):
        shot, image, media_s = frames.at(2.0 + (n + third) / 25)
        assert shot is not None
        assert image is not None
        assert round(media_s * 25) == n
        assert frames.behind_s < 1 / 25


def test_half_speed_shows_each_frame_twice(qapp: object) -> None:
    frames = _frames(qapp, TimeMap.linear(Fraction(0), RATE.seconds(50), Fraction(1, 2)))
    shown = [round(frames.at(2.0 + n / 25)[2] * 25) for n in range(20)]
    assert shown == [n // 2 for n in range(20)]


def test_a_shot_without_media_has_no_picture(qapp: object) -> None:
    frames = _frames(qapp)
    shot, image, _ = frames.at(0.5)
    assert shot is not None
    assert image is None
    assert frames.at(9.0)[0] is None


def test_what_will_be_seen_is_asked_for_shot_by_shot(qapp: object) -> None:
    frames = _frames(qapp)
    (wanted,) = frames._ranges(0.5, 1.0)
    assert (wanted.key, wanted.start_s) == ("V1-002", 0)
    (back,) = frames._ranges(3.0, -1.0)
    assert back.backward
    assert (back.start_s, back.end_s) == (0, Fraction(26, 25))


def test_a_decoder_that_falls_behind_is_noticed(qapp: object) -> None:
    frames = _frames(qapp)
    frames._made.clear()
    frames._take(ServedFrame(0, "V1-002", 0.2, _BLACK))
    frames.at(3.5)
    assert frames.behind_s == pytest.approx(1.3)
