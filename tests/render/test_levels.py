"""A stem is as loud, and on that side, as its player's fader says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from test_stems import DRY, a_cut, a_take

from foley_post.errors import UsageError
from foley_post.render.levels import Level, read_levels, turned_to
from foley_post.render.loudness import true_peak
from foley_post.render.stems import render_together


def _render(folder: Path, levels: dict[int, Level], **about: object) -> list[np.ndarray]:
    cut = a_cut(**about)
    takes = [replace(a_take(), performer=n) for n in range(2)]
    parts = [(take, folder / f"{take.performer}.wav") for take in takes]
    stems = render_together(parts, cut.shots[0], cut, settings=DRY, levels=levels)
    assert [(s.gain_db, s.pan) for s in stems] == [
        (one.gain_db, one.pan if s.channels == 2 else 0.0)
        for s in stems
        for one in [levels.get(s.performer, Level())]
    ]
    return [soundfile.read(s.path, always_2d=True)[0] for s in stems]


def test_only_the_turned_player_is_turned(tmp_path: Path) -> None:
    for name in ("plain", "turned"):
        (tmp_path / name).mkdir()
    plain = _render(tmp_path / "plain", {})
    turned = _render(tmp_path / "turned", {1: Level(-12.0, 1.0)})
    assert np.array_equal(turned[0], plain[0])
    assert turned[1][:, 1] == pytest.approx(plain[1][:, 1] * 10 ** (-12 / 20), abs=1e-6)
    assert not turned[1][:, 0].any()


def test_a_mono_stem_has_no_side(tmp_path: Path) -> None:
    both = _render(tmp_path, {1: Level(-6.0, -1.0)}, audio_channels=1)
    assert np.abs(both[1]).max() == pytest.approx(np.abs(both[0]).max() * 10 ** (-6 / 20), rel=1e-3)


def test_a_fader_at_its_lower_end_is_silence() -> None:
    made = turned_to(np.ones((100, 2), np.float32), Level(-40.0), 1.0)
    assert not made.samples.any()


def test_a_fader_that_would_pass_the_true_peak_is_held_and_says_so() -> None:
    rng = np.random.default_rng(0)
    samples = (0.25 * rng.standard_normal((4000, 2))).astype(np.float32)
    samples *= np.float32(0.7 / true_peak(samples))
    made = turned_to(samples, Level(6.0), 0.9)
    assert true_peak(made.samples) == pytest.approx(0.9, rel=1e-3)
    assert made.level.gain_db == pytest.approx(20 * np.log10(0.9 / 0.7), abs=0.01)
    assert made.notices == ("The level of +6 dB is held to +2.2 by the true peak.",)


def test_levels_are_read_from_words() -> None:
    assert read_levels(["2=-6", "1=3,-0.5"]) == {1: Level(-6.0), 0: Level(3.0, -0.5)}
    for words in ("2", "a=1", "0=1", "1=7", "1=0,2", "1=0,x", "1=nan"):
        with pytest.raises(UsageError):
            read_levels([words])
