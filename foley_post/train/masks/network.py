"""The mask network as it learns; `foley_post.listen.mask_network` runs what it has learned."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from torch import Tensor, nn
from torch.nn import functional

from foley_post.listen.mask_network import INPUTS, LAYERS

__all__ = ["LearningMasks"]


class LearningMasks(nn.Module):
    """``(B, INPUTS, F, T)`` in, ``(B, F, T)`` out: what is added to the odds. It begins with 0."""

    def __init__(self, channels: int = 12) -> None:
        super().__init__()
        layers = []
        for k, (taps, spread) in enumerate(LAYERS):
            into = channels if k else INPUTS
            reach = (taps[0] // 2 * spread[0], taps[1] // 2 * spread[1])
            layers.append(nn.Conv2d(into, channels, taps, padding=reach, dilation=spread))
        self.layers = nn.ModuleList(layers)
        self.last = nn.Conv2d(channels, 1, 1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(_bias(self.last))

    def forward(self, inputs: Tensor) -> Tensor:
        """The logits."""
        x = inputs
        for k, layer in enumerate(self.layers):
            new = functional.relu(layer(x))
            x = x + new if k else new
        logits: Tensor = self.last(x)[:, 0]
        return logits

    def tensors(self) -> dict[str, npt.NDArray[np.float32]]:
        """What `foley_post.listen.mask_network` runs."""
        found = {"last": self.last.weight[0, :, 0, 0], "last_bias": _bias(self.last)}
        for k, layer in enumerate(self.layers):
            assert isinstance(layer, nn.Conv2d)
            found[f"{k}.taps"] = layer.weight.permute(2, 3, 1, 0)
            found[f"{k}.bias"] = _bias(layer)
        return {name: np.ascontiguousarray(value.detach().numpy()) for name, value in found.items()}


def _bias(layer: nn.Conv2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias
