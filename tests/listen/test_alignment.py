"""The lag of a sound against the picture, whether it fits, and its drift."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.listen.alignment import align


def played(seed: int, count: int = 40, length_s: float = 20.0) -> np.ndarray:
    """Onsets of an uneven rhythm."""
    rng = np.random.default_rng(seed)
    gaps = rng.choice([0.25, 0.5, 0.75, 1.0], count) * rng.uniform(0.9, 1.1, count)
    return np.cumsum(gaps) * length_s / gaps.sum()


@given(st.integers(0, 500), st.floats(-0.25, 0.25))
def test_a_constant_lag_is_found_within_10_ms(seed: int, lag_s: float) -> None:
    rng = np.random.default_rng(seed)
    seen = played(seed)
    heard = np.sort(seen + lag_s + rng.normal(0, 0.01, len(seen)))
    heard = heard[rng.random(len(heard)) < 0.8]
    found = align(seen, heard)
    assert found.fits
    assert found.lag_s == pytest.approx(lag_s, abs=0.01)


def test_other_music_does_not_fit_but_for_2_in_40() -> None:
    fits = [align(played(seed), played(seed + 1000)).fits for seed in range(40)]
    assert sum(bool(f) for f in fits) <= 2


def test_too_few_onsets_tell_nothing() -> None:
    found = align(np.arange(5.0), np.arange(30.0))
    assert found.fits is None
    assert found.sentences("a.mov") == ()


def test_a_lag_is_said_with_its_side() -> None:
    seen = played(3)
    (late,) = align(seen, seen + 0.08).sentences("a.mov")
    assert "a.mov is 80 ms after its picture" in late
    (early,) = align(seen, seen - 0.08).sentences("a.mov")
    assert "80 ms before" in early
    assert align(seen, seen).sentences("a.mov") == ()
    (other,) = align(seen, played(1003)).sentences("a.mov")
    assert "does not fit the movement" in other


def test_a_sound_that_runs_slow_drifts() -> None:
    seen = played(5, count=120, length_s=60.0)
    found = align(seen, seen * 1.001)
    assert found.drift_ms_per_min == pytest.approx(60, rel=0.25)
    assert "drifts" in " ".join(found.sentences("a.mov"))
    assert align(seen, seen + 0.05).drift_ms_per_min == 0
