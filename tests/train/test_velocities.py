"""Fitting how loud pianists play to the notes around."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.simulation.score.scores import Score
from foley_post.train.velocities import fit_velocities


def performance(seed: int) -> Score:
    """Higher notes are louder, with some chance in it."""
    rng = np.random.default_rng(seed)
    pitch = rng.integers(40, 90, 200)
    velocity = np.clip(pitch + rng.normal(0, 8, 200), 1, 127).astype(np.int64)
    return Score(
        np.cumsum(rng.uniform(0.1, 0.4, 200)),
        np.full(200, 0.2),
        pitch.astype(np.int64),
        velocity,
        part="piano played",
        human=True,
    )


def test_a_fit_tells_performances_that_it_has_not_seen():
    fit, told = fit_velocities([performance(i) for i in range(24)])
    assert told["performances"] == 24
    assert told["held_out"] == 3
    assert told["rank_correlation_held_out"] > 0.7
    assert fit.weights.shape == (15,)


def test_typeset_scores_teach_nothing():
    with pytest.raises(UsageError, match="too few"):
        fit_velocities([])
