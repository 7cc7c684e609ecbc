"""The key network as it is taught: from strips of a keyboard to what each of its keys does.

A few convolutions read each picture's strip, the same at every place of it; the features at each
key's column are one vector a key and picture. These are interpolated to a clock of 50 ticks a
second, where a few more convolutions look along time and across neighbouring keys. Nothing in it
knows where on the piano it looks: all keys share all weights. It is run in plain arrays:
`numpy_key_network`.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from foley_post.pose.backends.numpy_key_network import (
    COLUMNS_A_FEATURE,
    FEATURE_ROWS,
    LOOKS,
    KeyNetworkSize,
    NumpyKeyNetwork,
    load_key_network,
)
from foley_post.pose.keyboard.strip_channels import CHANNELS, KEY_KINDS, Between
from foley_post.pose.skeleton import KEY_EVIDENCE

__all__ = ["KeyNetwork", "in_arrays", "interpolated", "trainable_key_network"]

_RARE = (-4.0, -2.5, -4.0, 0.0, 0.0)
"""Where the heads begin: keys seldom go down."""


class _OverTime(nn.Module):
    """Five ticks of each key looked at, then three neighbouring keys, and added."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.ticks = nn.Conv2d(
            width, width, (5, 1), padding=(2 * dilation, 0), dilation=(dilation, 1)
        )
        self.keys = nn.Conv2d(width, width, (1, 3), padding=(0, 1))

    def forward(self, x: Tensor) -> Tensor:
        """``(B, T, K, C)`` to the same."""
        seen = functional.gelu(self.ticks(self.norm(x).permute(0, 3, 1, 2)))
        result: Tensor = x + self.keys(seen).permute(0, 2, 3, 1)
        return result


class KeyNetwork(nn.Module):
    """See the module."""

    def __init__(self, size: KeyNetworkSize | None = None) -> None:
        super().__init__()
        self.size = size = size or KeyNetworkSize()
        looks: list[nn.Module] = []
        for taken, given, stride in LOOKS:
            inputs, outputs = taken * size.channels or len(CHANNELS), given * size.channels
            looks += [
                nn.Conv2d(inputs, outputs, 3, padding=1, stride=stride),
                nn.ReLU(inplace=True),
            ]
        self.look = nn.Sequential(*looks)
        self.key = nn.Conv2d(outputs, size.width, (FEATURE_ROWS, 3), padding=(0, 1))
        self.kind = nn.Linear(KEY_KINDS.shape[1], size.width, bias=False)
        self.dropout = nn.Dropout(size.dropout)
        self.blocks = nn.ModuleList(_OverTime(size.width, d) for d in size.dilations)
        self.norm = nn.LayerNorm(size.width)
        self.heads = nn.Linear(size.width, len(KEY_EVIDENCE))
        with torch.no_grad():
            self.heads.bias.copy_(torch.tensor(_RARE))

    @property
    def parameters_count(self) -> int:
        """How many numbers it has learned."""
        return sum(p.numel() for p in self.parameters())

    def of_pictures(self, shown: Tensor, columns: Tensor, kinds: Tensor) -> Tensor:
        """A vector for each key and picture ``(N, K, width)``.

        ``shown (N, len(CHANNELS), rows, W)``; ``columns (N, K)`` where in W each key lies;
        ``kinds (N, K, 3)``.
        """
        seen = self.look(shown.contiguous(memory_format=torch.channels_last))
        along = self.key(seen)[:, :, 0].float()
        at = (columns / COLUMNS_A_FEATURE - 0.5).round().long().clamp(0, along.shape[2] - 1)
        at = at[:, None].expand(-1, along.shape[1], -1)
        result: Tensor = functional.gelu(along.gather(2, at).transpose(1, 2) + self.kind(kinds))
        return result

    def at_ticks(self, keys: Tensor) -> Tensor:
        """The evidence ``(B, T, K, len(KEY_EVIDENCE))`` of keys' vectors at ticks ``(B, T, K,
        width)``.
        """
        keys = self.dropout(keys)
        for block in self.blocks:
            keys = block(keys)
        result: Tensor = self.heads(self.norm(keys))
        return result


def interpolated(vectors: Tensor, where: Between) -> Tensor:
    """Keys' vectors ``(N, K, width)`` at the moments that `strip_channels.between` gave."""
    before, after, share = where
    weight = torch.from_numpy(share)[:, None, None]
    return vectors[before] * (1 - weight) + vectors[after] * weight


def in_arrays(network: KeyNetwork) -> NumpyKeyNetwork:
    """The network in plain arrays, as it is run and saved."""
    arrays = {n: v.detach().float().cpu().numpy().copy() for n, v in network.state_dict().items()}
    return NumpyKeyNetwork(arrays, network.size)


def trainable_key_network(path: Path) -> KeyNetwork:
    """The network in ``path``, to train further. Raises as `load_key_network`."""
    kept = load_key_network(path)
    network = KeyNetwork(kept.size)
    network.load_state_dict({n: torch.from_numpy(a.copy()) for n, a in kept.arrays.items()})
    return network.eval()
