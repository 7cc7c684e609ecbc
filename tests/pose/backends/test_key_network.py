"""The key network: its shipped weights, and what it gives."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.pose.backends.key_network import (
    CARD,
    WEIGHTS,
    KeyNetwork,
    KeyNetworkSize,
    key_network,
    load_key_network,
    save_key_network,
)
from foley_post.pose.keyboard.evidence import EvidenceReader
from foley_post.pose.skeleton import KEY_EVIDENCE

SMALL = KeyNetworkSize(channels=4, width=8, dilations=(1,))


def test_the_shipped_network_is_small_and_loads() -> None:
    assert 100_000 < key_network().parameters_count < 300_000


def test_weights_that_are_not_their_cards_are_refused(tmp_path: Path) -> None:
    where = tmp_path / WEIGHTS
    save_key_network(KeyNetwork(SMALL), where, {"name": "small"})
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
    network = KeyNetwork(SMALL).eval()

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
    reader = EvidenceReader(KeyNetwork(SMALL).eval())
    view = np.arange(88) < 40
    strips = np.random.default_rng(0).integers(0, 255, (12, 60, 624), np.uint8)
    for n, strip in enumerate(strips):
        reader.add(strip, n / 25, view if n < 8 else view & False)
    found = reader.evidence()
    assert np.isfinite(found[:8, :40]).all()
    assert np.isnan(found[:8, 40:]).all()
    assert np.isnan(found[8:]).all()
