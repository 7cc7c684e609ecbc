"""Whole drawn clips: what any of them must be."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from foley_post.simulation.keyboard_pictures import DrawnClip, drawn_clip, read_clip
from foley_post.simulation.keyboard_pictures.__main__ import main

SEEDS = range(3)
LENGTH_S = 2.5


@pytest.fixture(scope="module")
def clips() -> list[DrawnClip]:
    return [drawn_clip(seed, length_s=LENGTH_S) for seed in SEEDS]


def same(one: DrawnClip, other: DrawnClip) -> bool:
    fields = [field.name for field in dataclasses.fields(DrawnClip)]
    return all(getattr(one, n).tobytes() == getattr(other, n).tobytes() for n in fields)


def test_the_same_seed_gives_the_same_bytes(clips: list[DrawnClip]) -> None:
    assert same(drawn_clip(1, length_s=LENGTH_S), clips[1])
    assert not same(clips[0], clips[1])


def test_a_strip_has_a_picture_for_each_time(clips: list[DrawnClip]) -> None:
    for clip in clips:
        assert clip.strip.shape == (len(clip.times_s), 60, 624)
        assert clip.strip.dtype == np.uint8
        assert (np.diff(clip.times_s) > 0).all()
        assert clip.times_s[0] == 0.0
        assert LENGTH_S - 0.2 < clip.times_s[-1] < LENGTH_S


def test_notes_are_sorted_and_inside_the_clip(clips: list[DrawnClip]) -> None:
    for clip in clips:
        onset_s, offset_s, pitch, velocity = clip.notes.T
        assert (np.diff(onset_s) >= 0).all()
        assert (offset_s > onset_s).all()
        assert ((onset_s > 0) & (onset_s < LENGTH_S)).all()
        assert ((pitch >= 21) & (pitch <= 108)).all()
        assert ((velocity >= 1) & (velocity <= 127)).all()
    assert sum(len(clip.notes) for clip in clips) > 5


def test_pictures_of_a_keyboard_are_bright_where_keys_are_white(clips: list[DrawnClip]) -> None:
    """The front of the white keys against the backs of the black keys, in the first picture."""
    blacks = np.isin(np.arange(21, 109) % 12, (1, 3, 6, 8, 10))
    columns = 12 * np.cumsum(~blacks)
    for clip in clips:
        seen = np.flatnonzero(blacks & clip.in_view)
        black = np.median([clip.strip[0, 40:55, columns[k] - 1 : columns[k] + 2] for k in seen])
        white = np.median([clip.strip[0, 8:18, columns[k] + 4 : columns[k] + 8] for k in seen])
        assert white > black + 20


def test_the_command_writes_a_set_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    asked = [str(tmp_path), "--seed", "7", "--length", "0.5"]
    main([*asked, "--clips", "1"])
    first = (tmp_path / "00007.npz").stat()
    main([*asked, "--clips", "2"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["00007.npz", "00008.npz"]
    assert (tmp_path / "00007.npz").stat().st_mtime_ns == first.st_mtime_ns
    assert same(read_clip(tmp_path / "00008.npz"), drawn_clip(8, length_s=0.5))
