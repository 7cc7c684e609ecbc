"""The shipped weights: what anyone gets who asks for nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foley_post.core.instruments import TAUGHT_INSTRUMENTS
from foley_post.generate import Model, Request, generate_take, load_model
from foley_post.simulation.simulate import simulate
from foley_post.train.evaluate import onset_f, onset_times, random_like


@pytest.fixture(scope="module")
def shipped() -> Model:
    return load_model()


def test_it_knows_every_instrument_and_says_what_it_was_made_from(shipped: Model):
    assert shipped.instruments == TAUGHT_INSTRUMENTS
    assert {"data", "scores", "training", "steps", "licence", "limits"} <= set(shipped.card)
    assert shipped.card["sha256"] == shipped.sha256


@pytest.mark.parametrize(("name", "margin"), [("piano", 0.15), ("violin", 0.2), ("guitar", 0.2)])
def test_it_beats_chance_and_another_clips_movement_clearly(
    shipped: Model, name: str, margin: float
):
    rng = np.random.default_rng(0)
    clips = [simulate(name, 8_000_000 + k) for k in range(5)]
    asked = Request(length_s=6.0, instrument=name)
    found = [onset_times(generate_take(c.motion, asked, model=shipped).notes) for c in clips]
    truth = [onset_times(c.notes) for c in clips]
    ours = np.mean([onset_f(t, f, 0.05) for t, f in zip(truth, found, strict=True)])
    shuffled = np.mean(
        [onset_f(t, f, 0.05) for t, f in zip(truth, found[1:] + found[:1], strict=True)]
    )
    chance = np.mean([onset_f(t, random_like(len(t) / 6, 6.0, rng), 0.05) for t in truth])
    assert ours > max(shuffled, chance) + margin


def test_it_hears_nobody_as_silence(shipped: Model):
    still = simulate("piano", 8_100_000)
    points = np.full_like(still.motion.points, np.nan)
    nobody = replace(still.motion, points=points, keyboard=None, cues=None)
    assert generate_take(nobody, Request(length_s=6.0), model=shipped).notes == ()
