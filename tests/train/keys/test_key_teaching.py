"""Teaching the key network: what a lesson asks, and a run from clips to weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from foley_post.core.piano import LOWEST
from foley_post.errors import UsageError
from foley_post.pose.backends.numpy_key_network import CARD, WEIGHTS, KeyNetworkSize
from foley_post.pose.keyboard.strip_channels import KEY_COLUMNS, TICK_S
from foley_post.simulation.keyboard_pictures import DrawnClip, write_clip
from foley_post.train.keys import lessons
from foley_post.train.keys.filmed_clips import KeyClip, key_clip
from foley_post.train.keys.lessons import random_lesson
from foley_post.train.keys.teaching import Teaching, teach
from foley_post.train.keys.worse_photography import worse

SMALL = KeyNetworkSize(channels=4, width=8, dilations=(1,))
NOTE = (1.5, 1.9, 60.0, 80.0)


def clip() -> KeyClip:
    """Middle C brightens while it is held; nothing else happens."""
    rng = np.random.default_rng(0)
    strips = np.full((75, 60, 624), 120, np.uint8)
    strips[:, 30:, ::24] = 30
    column = int(KEY_COLUMNS[60 - LOWEST])
    held = slice(round(NOTE[0] * 25), round(NOTE[1] * 25))
    strips[held, :, column - 4 : column + 4] = 200
    strips += rng.integers(0, 3, strips.shape, np.uint8)
    view = np.ones(88, np.bool_)
    return key_clip(strips, np.arange(75) / 25, np.array([NOTE]), view=view, filmed=True)


def test_a_lesson_asks_for_the_note_at_its_key_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_it_is(strips: np.ndarray, rest: np.ndarray, *_: object, **__: object) -> object:
        return strips, rest

    monkeypatch.setattr(lessons, "worse", as_it_is)
    asked = 0
    for seed in range(12):
        lesson = random_lesson(clip(), np.random.default_rng(seed))
        onset = lesson.said[..., 0] * lesson.asked
        if onset.max() < 0.9:
            continue
        asked += 1
        tick, key = np.unravel_index(onset.argmax(), onset.shape)
        before = lesson.where[0]
        column = round(float(lesson.columns[key]))
        change = lesson.shown[:, 0, 10, max(column - 1, 0) : column + 1].mean(axis=1)
        lit = [change[before[t]] for t in (int(tick) - 4, int(tick) + 6)]
        assert lit[1] - lit[0] > 0.5
        assert TICK_S * lesson.said[:, key, 1].sum() == pytest.approx(0.4, abs=0.14)
    assert asked >= 5


def test_worse_photography_is_the_same_for_the_same_seed_and_stays_a_picture() -> None:
    some = clip()
    strips = some.strips[30:50, :, 200:368].astype(np.float32)
    first, rest = worse(strips, some.rest[:, 200:368], np.random.default_rng(5), filmed=True)
    again, _ = worse(strips, some.rest[:, 200:368], np.random.default_rng(5), filmed=True)
    assert np.array_equal(first, again)
    assert first.shape == strips.shape
    assert rest.shape == strips.shape[1:]
    assert 0 <= first.min() <= first.max() <= 255


def test_a_run_that_stopped_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    drawn = tmp_path / "drawn"
    drawn.mkdir()
    some = clip()
    write_clip(
        drawn / "00000.npz",
        DrawnClip(some.strips, some.times_s, some.notes.astype(np.float32), some.view),
    )
    plan = Teaching(drawn_steps=2, steps=2, batch=2)
    whole = teach(drawn, (), tmp_path / "whole", plan=plan, size=SMALL)
    assert (tmp_path / "whole" / WEIGHTS).is_file()
    assert (tmp_path / "whole" / CARD).is_file()
    again = teach(drawn, (), tmp_path / "whole", plan=plan, size=SMALL)
    assert whole.arrays.keys() == again.arrays.keys()
    for name, array in whole.arrays.items():
        np.testing.assert_array_equal(array, again.arrays[name])


def test_without_clips_there_is_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="keyboard_pictures"):
        teach(tmp_path, (), tmp_path / "out")
