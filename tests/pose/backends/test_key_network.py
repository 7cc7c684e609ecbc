"""The key network: its shipped weights, and what it gives."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.pose.backends.key_network import (
    KeyNetwork,
    in_arrays,
    trainable_key_network,
)
from foley_post.pose.backends.numpy_key_network import (
    CARD,
    WEIGHTS,
    KeyNetworkSize,
    NumpyKeyNetwork,
    key_network,
    load_key_network,
    save_key_network,
    shipped_key_network,
)
from foley_post.pose.keyboard.evidence import EvidenceReader
from foley_post.pose.keyboard.strip_channels import CHANNELS, KEY_COLUMNS, KEY_KINDS
from foley_post.pose.skeleton import KEY_EVIDENCE

SMALL = KeyNetworkSize(channels=4, width=8, dilations=(1,))


def test_the_shipped_network_is_small_and_loads() -> None:
    assert 100_000 < key_network().parameters_count < 300_000


def test_weights_that_are_not_their_cards_are_refused(tmp_path: Path) -> None:
    where = tmp_path / WEIGHTS
    save_key_network(in_arrays(KeyNetwork(SMALL)), where, {"name": "small"})
    card = json.loads((tmp_path / CARD).read_text())
    (tmp_path / CARD).write_text(json.dumps({**card, "sha256": "0" * 64}))
    with pytest.raises(WeightsRefused, match="their card"):
        load_key_network(where)
    (tmp_path / CARD).unlink()
    with pytest.raises(ModelMissing, match="Install"):
        load_key_network(where)


def test_blocks_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foley_post.pose.keyboard.evidence._REST_EVERY_S", 100.0)
    rng = np.random.default_rng(0)
    strips = rng.integers(0, 255, (130, 60, 624), np.uint8)
    network = in_arrays(KeyNetwork(SMALL))

    def read(block: int) -> np.ndarray:
        monkeypatch.setattr("foley_post.pose.keyboard.evidence._BLOCK", block)
        reader = EvidenceReader(network)
        reader._rest_pictures = lambda shown: strips[:20]  # type: ignore[method-assign]
        for n, strip in enumerate(strips):
            reader.add(strip, n / 25, np.ones(88, np.bool_))
        return reader.evidence()

    whole, pieces = read(1000), read(40)
    assert whole.shape == (130, 88, len(KEY_EVIDENCE))
    assert np.abs(whole - pieces).max() < 0.02


def test_what_is_not_in_view_is_not_known() -> None:
    reader = EvidenceReader(in_arrays(KeyNetwork(SMALL)))
    view = np.arange(88) < 40
    strips = np.random.default_rng(0).integers(0, 255, (12, 60, 624), np.uint8)
    for n, strip in enumerate(strips):
        reader.add(strip, n / 25, view if n < 8 else view & False)
    found = reader.evidence()
    assert np.isfinite(found[:8, :40]).all()
    assert np.isnan(found[:8, 40:]).all()
    assert np.isnan(found[8:]).all()


@pytest.mark.parametrize("size", [None, SMALL])
def test_the_reader_says_what_the_network_says(size: KeyNetworkSize | None) -> None:
    torch.manual_seed(4)
    network = KeyNetwork(size).eval() if size else trainable_key_network(shipped_key_network())
    reader = in_arrays(network)
    rng = np.random.default_rng(1)
    shown = rng.standard_normal((3, len(CHANNELS), 60, 624)).astype(np.float32)
    keys = rng.standard_normal((61, 88, network.size.width)).astype(np.float32)
    with torch.inference_mode():
        columns = torch.from_numpy(KEY_COLUMNS).expand(3, -1)
        kinds = torch.from_numpy(KEY_KINDS).expand(3, -1, -1)
        vectors = network.of_pictures(torch.from_numpy(shown), columns, kinds).numpy()
        ticks = network.at_ticks(torch.from_numpy(keys)[None])[0].numpy()
    np.testing.assert_allclose(reader.read_pictures(shown), vectors, atol=1e-4, rtol=1e-4)
    np.testing.assert_allclose(reader.read_ticks(keys), ticks, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("change", ["lacks", "has more", "another shape"])
def test_weights_of_another_build_are_refused_with_their_name(change: str) -> None:
    kept = key_network()
    arrays = dict(kept.arrays)
    if change == "has more":
        arrays["further"] = np.zeros(2, np.float32)
    else:
        moved = arrays.pop("heads.bias")
        if change == "another shape":
            arrays["heads.bias"] = moved[:-1]
    with pytest.raises(ValueError, match=r"heads\.bias|further"):
        NumpyKeyNetwork(arrays, kept.size)
