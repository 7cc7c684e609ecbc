"""Stems of several players keep their balance, and a mix-down is their sum to the sample."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.errors import SoundError, UsageError
from foley_post.midi.notes import Note, Take
from foley_post.pose.skeleton import Motion
from foley_post.render.loudness import loudness_lufs, true_peak
from foley_post.render.mix import mix_down
from foley_post.render.panning import HERE, Standing, standing_in, stood
from foley_post.render.stems import RenderSettings, render_together
from foley_post.timeline.model import Cut, Media, Shot, Stem

RATE = Rate(25)
SHOT = Shot(
    "V1-001", "duo", "V1", Media("duo.mov"), RATE, 10, 50,
    TimeMap.linear(Fraction(0), Fraction(2)),
)  # fmt: skip
CUT = Cut(Path("duo.otio"), "otio", "Duo", RATE, 90_000, 200, (SHOT,), b"", "", False, ())


@pytest.fixture(scope="module")
def duo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stem, ...]:
    folder = tmp_path_factory.mktemp("duo")
    loud = Take(tuple(Note(0.4 * i, 0.4, 65 + i, 110) for i in range(5)), 2.0, "trumpet")
    soft = Take((Note(0.0, 2.0, 60, 40),), 2.0, "cello", performer=1)
    parts = [(loud, folder / "loud.wav"), (soft, folder / "soft.wav")]
    return render_together(parts, SHOT, CUT, settings=RenderSettings(reverb="dry"))


def sound_of(stem: Stem) -> np.ndarray:
    return soundfile.read(stem.path, always_2d=True)[0]


def test_one_gain_for_all_keeps_the_balance_and_levels_the_sum(duo: tuple[Stem, ...]) -> None:
    loud, soft = (sound_of(s) for s in duo)
    assert loudness_lufs(loud + soft, 48_000) == pytest.approx(-23.0, abs=0.2)
    assert loudness_lufs(loud, 48_000) > loudness_lufs(soft, 48_000) + 3
    assert [s.track for s in duo] == ["Trumpet", "Cello 2"]


def test_a_mix_is_the_sum_of_its_stems_each_at_its_own_sample(
    duo: tuple[Stem, ...], tmp_path: Path
) -> None:
    later = replace(duo[1], record_start_frame=60, start_sample=duo[1].start_sample + 50 * 1920)
    mix = mix_down([duo[0], later], CUT, tmp_path / "mix.wav")
    samples, at = sound_of(mix), 50 * 1920
    expected = np.zeros_like(samples)
    expected[: duo[0].length_samples] += sound_of(duo[0])
    expected[at : at + later.length_samples] += sound_of(later)
    assert np.abs(samples - expected).max() < 2**-21
    assert (mix.record_start_frame, mix.length_frames, mix.head_frames) == (10, 100, 25)
    assert mix.start_sample == duo[0].start_sample
    assert mix.notices == ()


def test_a_sum_that_is_too_loud_is_turned_down_as_a_whole(
    duo: tuple[Stem, ...], tmp_path: Path
) -> None:
    mix = mix_down([duo[0]] * 12, CUT, tmp_path / "mix.wav")
    assert 20 * np.log10(true_peak(sound_of(mix))) <= -1.0
    assert "turned down by" in mix.notices[0]


def test_what_cannot_be_mixed_is_refused(duo: tuple[Stem, ...], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no stems"):
        mix_down([], CUT, tmp_path / "mix.wav")
    with pytest.raises(UsageError, match="44100, 48000"):
        mix_down([duo[0], replace(duo[1], rate_hz=44_100)], CUT, tmp_path / "mix.wav")
    with pytest.raises(SoundError, match="not as it was made"):
        mix_down([replace(duo[0], length_samples=7)], CUT, tmp_path / "mix.wav")
    with pytest.raises(SoundError, match="cannot be read"):
        mix_down([replace(duo[0], path=tmp_path / "gone.wav")], CUT, tmp_path / "mix.wav")
    assert list(tmp_path.iterdir()) == []


def a_player(x: float, width: float) -> Motion:
    points = np.full((5, 67, 3), np.nan, np.float32)
    points[:, 2], points[:, 5] = (x - width / 2, 0.4, 1), (x + width / 2, 0.4, 1)
    return Motion(np.arange(5) / 25, points)


def test_a_player_on_the_left_and_far_is_heard_there() -> None:
    place = standing_in(a_player(0.2, 0.08))
    near = standing_in(a_player(8 / 9, 0.4))
    assert place.pan < -0.3
    assert abs(near.pan) < 0.01
    assert place.distance_m > 3 * near.distance_m
    noise = np.random.default_rng(0).standard_normal((4800, 2)).astype(np.float32)
    left, right = (stood(noise, place, 48_000) ** 2).mean(axis=0)
    assert left > 2 * right
    assert left + right < 0.5 * (noise**2).mean(axis=0).sum()
    assert stood(noise, HERE, 48_000) is noise
    with pytest.raises(UsageError, match="pan of 2"):
        Standing(pan=2)
