"""Simulated clips: what any of them must be, for every instrument."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core.instruments import INSTRUMENTS
from foley_post.errors import UsageError
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.planning.plan import PLAYABLE
from foley_post.simulation.simulate import Simulated, simulate


@pytest.fixture(scope="module", params=PLAYABLE)
def clips(request: pytest.FixtureRequest) -> list[Simulated]:
    return [simulate(request.param, seed) for seed in range(3)]


def test_the_same_seed_gives_the_same_bytes(clips: list[Simulated]) -> None:
    again = simulate(clips[0].instrument, clips[0].seed)
    assert again.notes == clips[0].notes
    assert again.motion.points.tobytes() == clips[0].motion.points.tobytes()
    assert again.motion.times_s.tobytes() == clips[0].motion.times_s.tobytes()
    other = simulate(clips[0].instrument, clips[0].seed + 100)
    assert other.motion.points.tobytes() != clips[0].motion.points.tobytes()


def test_notes_are_in_range_and_inside_the_clip(clips: list[Simulated]) -> None:
    for clip in clips:
        what = INSTRUMENTS[clip.instrument]
        for note in clip.notes:
            assert what.lowest <= note.pitch <= what.highest
            assert 0.0 <= note.onset_s < clip.length_s
    assert any(clip.notes for clip in clips)


def test_points_are_finite_or_lost_as_a_whole(clips: list[Simulated]) -> None:
    for clip in clips:
        lost = np.isnan(clip.motion.points)
        assert (lost.all(axis=2) == lost.any(axis=2)).all()
        assert not lost.all()
        sure = clip.motion.points[..., 2][~lost[..., 2]]
        assert sure.min() >= 0.0
        assert sure.max() <= 1.0


def test_cues_are_bounded(clips: list[Simulated]) -> None:
    for clip in clips:
        if clip.motion.cues is not None:
            seen = clip.motion.cues[np.isfinite(clip.motion.cues)]
            assert np.abs(seen).max() <= 1.0


def test_cues_are_absent_in_about_half_of_the_clips() -> None:
    has = [simulate("violin", s, length_s=2.0).motion.cues is not None for s in range(40)]
    assert 10 <= sum(has) <= 30


def test_fingertips_in_the_picture_lie_on_the_keys_that_sound() -> None:
    hits = total = 0
    for seed in range(24):
        clip = simulate("piano", seed, view="above")
        board = clip.motion.keyboard
        if board is None:
            continue
        for note in clip.notes:
            at = int(np.argmin(np.abs(clip.motion.times_s - note.onset_s)))
            assert note.joint in FINGERTIPS
            x, y, sure = clip.motion.points[at, note.joint]
            if not np.isfinite(sure):
                continue
            u, _, w = board.plane[0] @ [x, y, 1.0]
            white = sum(p % 12 in (0, 2, 4, 5, 7, 9, 11) for p in range(21, note.pitch))
            middle = white + (0.5 if note.pitch % 12 in (0, 2, 4, 5, 7, 9, 11) else 0.0)
            hits += abs(u / w - middle) < 1.0
            total += 1
    assert total > 60
    assert hits / total > 0.8


def test_an_instrument_without_a_player_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="theremin"):
        simulate("theremin", 0)
