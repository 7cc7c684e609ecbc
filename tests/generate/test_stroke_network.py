"""The stroke network runs in plain arrays what torch computes, and refuses what is not its own."""

import json
from pathlib import Path

import numpy as np
import pytest

from foley_post.core.weights import write_weights
from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.generate.stroke_network import (
    FAMILIES,
    even_flow,
    load_stroke_network,
    scaled_flow,
    shipped_stroke_network,
)
from foley_post.generate.stroke_network.network import CARD, WEIGHTS

CHANNELS = 12


def test_even_flow_stands_between_the_pictures_that_it_is_of():
    times_s = np.arange(25) / 25
    flow = np.full((25, 3, 4), np.nan)
    flow[1:] = 0.0
    flow[10] = 1.0
    even = even_flow(times_s, flow, 1.0)
    assert even.shape == (51, CHANNELS)
    assert even[:, 0].argmax() == 19
    assert np.isfinite(even).all()


def test_flow_is_read_by_its_own_size():
    flow = np.random.default_rng(0).uniform(0, 1, (100, CHANNELS))
    assert scaled_flow(flow * 7) == pytest.approx(scaled_flow(flow), abs=1e-4)
    assert not scaled_flow(np.zeros((100, CHANNELS))).any()


def test_the_shipped_network_is_the_one_that_its_card_describes():
    network = shipped_stroke_network()
    assert network.card["families"] == list(FAMILIES)
    flow = np.random.default_rng(1).uniform(0, 1, (200, CHANNELS))
    likely = network.likely(flow, "struck")
    assert likely.shape == (200,)
    assert ((likely > 0) & (likely < 1)).all()
    assert (likely == network.likely(flow, "struck")).all()
    assert (likely != network.likely(flow, "bowed")).any()


def test_plain_arrays_give_what_torch_computes(tmp_path: Path):
    torch = pytest.importorskip("torch")
    from foley_post.train.strokes.teaching import LearningStrokes

    torch.manual_seed(0)
    taught = LearningStrokes(8).eval()
    write_weights(tmp_path / WEIGHTS, tmp_path / CARD, taught.arrays(), {})
    network = load_stroke_network(tmp_path / WEIGHTS)
    flow = np.random.default_rng(2).uniform(0, 1, (60, CHANNELS))
    told = np.eye(len(FAMILIES))[[3]].repeat(60, axis=0)
    seen = np.concatenate([scaled_flow(flow), told], axis=1).astype(np.float32)
    with torch.no_grad():
        expected = torch.sigmoid(taught(torch.from_numpy(seen[None])))[0].numpy()
    assert network.likely(flow, "bowed") == pytest.approx(expected, abs=2e-3)


def test_missing_or_foreign_weights_are_refused(tmp_path: Path):
    with pytest.raises(ModelMissing):
        load_stroke_network(tmp_path / WEIGHTS)
    write_weights(tmp_path / WEIGHTS, tmp_path / CARD, {"other": np.zeros(3, np.float32)}, {})
    with pytest.raises(WeightsRefused, match="lacks"):
        load_stroke_network(tmp_path / WEIGHTS)
    card = json.loads((tmp_path / CARD).read_text())
    (tmp_path / CARD).write_text(json.dumps({**card, "sha256": "0" * 64}))
    with pytest.raises(WeightsRefused):
        load_stroke_network(tmp_path / WEIGHTS)
