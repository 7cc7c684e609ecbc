"""The encoder in plain arrays says what the network says; its weights are held to their shapes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from foley_post.core.array_layers import Linear, along_ticks, gelu, layer_norm
from foley_post.generate.network.foley_network import Foley, in_arrays, load_network
from foley_post.generate.network.graph import JOINTS
from foley_post.generate.network.key_tracks import KeyboardInputs
from foley_post.generate.network.layout import Size
from foley_post.generate.network.shapes import shapes_of
from foley_post.generate.numpy_network.key_tracks import KeyboardArrays
from foley_post.generate.weights import ShotNetwork, load_model
from foley_post.pose.skeleton import KEY_CUES

SMALL = Size(channels=6, actor_channels=8, key_channels=4, width=16, heads=2, layers=2)


@pytest.fixture(scope="module", params=["shipped", "random"])
def network(request: pytest.FixtureRequest) -> Foley:
    if request.param == "shipped":
        return load_network()
    torch.manual_seed(5)
    return Foley(SMALL).eval()


@pytest.mark.parametrize("ticks", [1, 3, 97])
def test_each_tick_gets_the_networks_own_logits(network: Foley, ticks: int) -> None:
    rng = np.random.default_rng(ticks)

    def some(*shape: int) -> np.ndarray:
        return rng.standard_normal(shape).astype(np.float32)

    clips, told = 3, np.array([0, 4, network.size.instruments])
    joints = some(clips, ticks, JOINTS, network.size.features)
    tips = np.stack([rng.uniform(0, 52, (clips, ticks, 10)), rng.uniform(0, 1, (clips, ticks, 10))])
    tips = np.moveaxis(tips, 0, 3).astype(np.float32)
    known, cues = rng.random((clips, ticks, 10)) < 0.7, some(clips, ticks, 88, len(KEY_CUES))
    known[1], cues[1] = False, 0.0  # a clip without a keyboard
    with torch.inference_mode():
        wanted = network.encoder(
            torch.from_numpy(joints),
            torch.from_numpy(told),
            KeyboardInputs(*(torch.from_numpy(part) for part in (tips, known, cues))),
        )
    found = in_arrays(network).encoder(joints, told, KeyboardArrays(tips, known, cues))
    for name in found._fields:
        ours, theirs = getattr(found, name), getattr(wanted, name).numpy()
        assert ours.shape == theirs.shape, name
        np.testing.assert_allclose(ours, theirs, atol=5e-4, rtol=1e-4, err_msg=name)


def test_the_shapes_are_those_of_the_network(network: Foley) -> None:
    wanted = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    assert shapes_of(network.size) == wanted


@pytest.mark.parametrize("change", ["lacks", "has more", "another shape"])
def test_weights_of_another_build_are_refused_with_their_name(change: str) -> None:
    kept = load_model().network
    arrays = dict(kept.arrays)
    if change == "has more":
        arrays["encoder.further"] = np.zeros(2, np.float32)
    else:
        moved = arrays.pop("encoder.heads.bias")
        if change == "another shape":
            arrays["encoder.heads.bias"] = moved[:-1]
    with pytest.raises(ValueError, match=r"encoder\.(heads\.bias|further)"):
        ShotNetwork(kept.size, arrays)


def test_layers_are_those_of_torch() -> None:
    rng = np.random.default_rng(2)
    x = (4 * rng.standard_normal((3, 40, 7))).astype(np.float32)
    there = torch.from_numpy(x)
    np.testing.assert_allclose(gelu(x), functional.gelu(there).numpy(), atol=2e-6)
    far = np.array([-1e30, -40.0, -4.001, 0.0, 4.001, 40.0, 1e30], np.float32)
    np.testing.assert_allclose(gelu(far), functional.gelu(torch.from_numpy(far)).numpy(), atol=2e-4)
    norm = Linear(*rng.standard_normal((2, 7)).astype(np.float32))
    wanted = functional.layer_norm(there, (7,), *(torch.from_numpy(part) for part in norm))
    np.testing.assert_allclose(layer_norm(x, norm), wanted.numpy(), atol=2e-5)
    weight = rng.standard_normal((5, 7, 5)).astype(np.float32)
    for dilation in (1, 4):
        wanted = functional.conv1d(
            there.transpose(1, 2), torch.from_numpy(weight), padding=2 * dilation, dilation=dilation
        ).transpose(1, 2)
        product = weight.transpose(2, 1, 0).reshape(-1, 5)
        found = along_ticks(x, 5, dilation) @ product
        np.testing.assert_allclose(found, wanted.numpy(), atol=2e-4)
