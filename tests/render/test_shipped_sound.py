"""The shipped SoundFont, heard by an ear of its own: in tune and without clicks.

All keys are measured by `benchmarks/sound.py`; here the ends and the middle of each range.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from foley_post.core.instruments import INSTRUMENTS, Instrument

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def ear() -> ModuleType:
    """The benchmark's own pitch tracker and click finder."""
    spec = importlib.util.spec_from_file_location("sound_ear", ROOT / "benchmarks" / "sound.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sound_ear"] = module
    spec.loader.exec_module(module)
    return module


def tone(ear: ModuleType, key: int, cents: float) -> np.ndarray:
    """A known pitch with five partials, a vibrato of 15 cents and a decay."""
    times = np.arange(round(ear.SLOT_S * ear.RATE_HZ)) / ear.RATE_HZ
    bend = 15 * np.sin(2 * np.pi * 5 * times)
    hertz = 440 * 2 ** ((key - 69 + (cents + bend) / 100) / 12)
    phase = 2 * np.pi * np.cumsum(hertz) / ear.RATE_HZ
    sound = sum(np.sin(k * phase) / k for k in range(1, 6)) * np.exp(-times)
    return np.stack([sound, sound], axis=1) * 0.1


@pytest.mark.parametrize("key", [28, 60, 100])
@pytest.mark.parametrize("cents", [-30.0, 0.0, 12.0])
def test_the_ear_hears_a_known_pitch(ear: ModuleType, key: int, cents: float) -> None:
    assert ear.cents_off(tone(ear, key, cents), key) == pytest.approx(cents, abs=2.0)


def test_the_ear_hears_a_click_and_no_click(ear: ModuleType) -> None:
    clean = tone(ear, 60, 0)
    assert not ear.clicks(clean)
    clean[30_000] += 0.05
    assert ear.clicks(clean)


@pytest.mark.parametrize("one", INSTRUMENTS.values(), ids=lambda i: i.name)
def test_an_instrument_is_in_tune_and_does_not_click(
    ear: ModuleType, one: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ear, "SLOT_S", 5.1)  # a harp's lower strings ring over its highest
    keys = (one.lowest, (one.lowest + one.highest) // 2, one.highest)
    found = ear.measure(one, keys)
    assert found.silent == ()
    assert found.clicks == ()
    assert abs(found.worst_cents) <= 10
