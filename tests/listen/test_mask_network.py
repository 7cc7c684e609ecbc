"""The mask network in numpy: it computes what torch does, and shares out no more than there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from foley_post.core.weights import write_weights
from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.listen.mask_network import (
    CARD,
    INPUTS,
    MaskNetwork,
    load_mask_network,
    shipped_mask_network,
)
from foley_post.train.masks.network import LearningMasks


def learned() -> LearningMasks:
    torch.manual_seed(0)
    network = LearningMasks(channels=5)
    with torch.no_grad():
        network.last.weight.normal_()
    return network.eval()


def shared(players: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    heard = rng.gamma(1.0, 1.0, (40, 30)).astype(np.float32)
    shares = rng.gamma(0.5, 1.0, (players + 1, 40, 30)).astype(np.float32)
    return heard, shares / shares.sum(axis=0)


def test_numpy_computes_what_torch_does_whatever_the_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = learned()
    inputs = np.random.default_rng(0).normal(0, 1, (INPUTS, 40, 50)).astype(np.float32)
    with torch.no_grad():
        wanted = network(torch.from_numpy(inputs[None]))[0].numpy()
    plain = MaskNetwork(network.tensors())
    assert np.abs(plain.logits(inputs) - wanted).max() < 0.01
    assert np.ptp(wanted) > 0.5
    monkeypatch.setattr("foley_post.listen.mask_network._PIECE", 9)
    assert np.abs(plain.logits(inputs) - wanted).max() < 0.01


@pytest.mark.parametrize("players", [2, 3])
def test_corrected_shares_add_up_to_all_there_is(players: int) -> None:
    heard, shares = shared(players)
    found = MaskNetwork(learned().tensors()).corrected(heard, shares)
    assert found.shape == shares.shape
    assert found.min() >= 0
    assert np.allclose(found.sum(axis=0), 1, atol=1e-5)


def test_a_network_that_has_learned_nothing_leaves_the_shares() -> None:
    heard, shares = shared(2)
    found = MaskNetwork(LearningMasks().tensors()).corrected(heard, shares)
    assert np.abs(found - shares).max() < 0.003


def test_weights_that_are_missing_damaged_or_others_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "masks.safetensors"
    with pytest.raises(ModelMissing, match="There is no model"):
        load_mask_network(path)
    write_weights(path, path.with_name(CARD), learned().tensors(), {})
    load_mask_network(path)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(WeightsRefused, match="not those that their card describes"):
        load_mask_network(path)
    with pytest.raises(WeightsRefused, match="not the weights"):
        MaskNetwork({"last": np.zeros(3, np.float16)})


def test_the_shipped_network_is_the_one_on_its_card() -> None:
    heard, shares = shared(2)
    assert np.isfinite(shipped_mask_network().corrected(heard, shares)).all()
