"""The note network as it learns; `foley_post.listen.note_network` runs what it has learned.

Blocks over time (five frames of one key, ever farther apart) take turns with blocks over keys (what
sounds an octave, a twelfth, a fifth, a semitone away, and the loudest of all). Nothing in it knows
where on the piano it looks but by one of its features: all keys share all weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from foley_post.listen.bands import FEATURES
from foley_post.listen.note_network import DILATIONS, INTERVALS, OUTPUTS, TAPS

__all__ = ["LearningNetwork", "NetworkSize"]

_RARE = -3.0
"""Where the outputs begin: keys seldom sound."""


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """``channels`` of each key, ``shown`` of them to other keys. 64 take no longer to teach than 40
    in half precision, and run on one core at some thirty times real time.
    """

    channels: int = 64
    shown: int = 16


class _OverTime(nn.Module):
    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        reach = TAPS // 2 * dilation
        self.taps = nn.Conv2d(
            channels, channels, (TAPS, 1), padding=(reach, 0), dilation=(dilation, 1)
        )
        self.norm = nn.BatchNorm2d(channels)
        self.out = nn.Conv2d(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        added: Tensor = self.out(functional.relu(self.norm(self.taps(x))))
        return x + added

    def tensors(self) -> dict[str, Tensor]:
        """``taps (TAPS, C, C)`` and ``out (C, C)``, rows are inputs."""
        weight, bias = _folded(self.taps, self.norm)
        return {
            "taps": weight[..., 0].permute(2, 1, 0),
            "taps_bias": bias,
            "out": self.out.weight[..., 0, 0].T,
            "out_bias": _bias(self.out),
        }


class _OverKeys(nn.Module):
    def __init__(self, channels: int, shown: int) -> None:
        super().__init__()
        self.show = nn.Conv2d(channels, shown, 1)
        self.join = nn.Conv2d(shown * (len(INTERVALS) + 2), channels, 1)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        seen = functional.relu(self.show(x))
        parts = [seen]
        for step in INTERVALS:
            moved = seen[..., step:] if step > 0 else seen[..., :step]
            parts.append(functional.pad(moved, (0, step) if step > 0 else (-step, 0)))
        parts.append(seen.amax(3, keepdim=True).expand_as(seen))
        added: Tensor = functional.relu(self.norm(self.join(torch.cat(parts, 1))))
        return x + added

    def tensors(self) -> dict[str, Tensor]:
        """``show (C, S)`` and ``join ((len(INTERVALS) + 2) * S, C)``, rows are inputs."""
        weight, bias = _folded(self.join, self.norm)
        return {
            "show": self.show.weight[..., 0, 0].T,
            "show_bias": _bias(self.show),
            "join": weight[..., 0, 0].T,
            "join_bias": bias,
        }


class LearningNetwork(nn.Module):
    """``(B, T, 88, FEATURES)`` in, ``(B, T, 88, OUTPUTS)`` logits out."""

    def __init__(self, size: NetworkSize = NetworkSize()) -> None:
        super().__init__()
        self.size = size
        self.first = nn.Conv2d(FEATURES, size.channels, 1)
        self.norm = nn.BatchNorm2d(size.channels)
        blocks: list[_OverTime | _OverKeys] = []
        for k, dilation in enumerate(DILATIONS):
            blocks.append(_OverTime(size.channels, dilation))
            if k < len(DILATIONS) - 2:
                blocks.append(_OverKeys(size.channels, size.shown))
        self.blocks = nn.ModuleList(blocks)
        self.last = nn.Conv2d(size.channels, len(OUTPUTS), 1)
        nn.init.constant_(_bias(self.last), _RARE)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, features: Tensor) -> Tensor:
        """The logits."""
        x = functional.relu(self.norm(self.first(features.permute(0, 3, 1, 2))))
        for block in self.blocks:
            x = block(x)
        logits: Tensor = self.last(x).permute(0, 2, 3, 1)
        return logits

    def tensors(self) -> dict[str, npt.NDArray[np.float32]]:
        """What `foley_post.listen.note_network` runs: the norms are folded into the layers."""
        weight, bias = _folded(self.first, self.norm)
        found = {"first": weight[..., 0, 0].T, "first_bias": bias}
        for k, block in enumerate(self.blocks):
            assert isinstance(block, _OverTime | _OverKeys)
            found.update({f"{k}.{name}": value for name, value in block.tensors().items()})
        found |= {"last": self.last.weight[..., 0, 0].T, "last_bias": _bias(self.last)}
        return {name: _plain(value) for name, value in found.items()}


def _bias(layer: nn.Conv2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias


def _folded(layer: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Weight and bias of the layer and the norm after it in one."""
    assert norm.running_var is not None
    assert norm.running_mean is not None
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weight = layer.weight * scale[:, None, None, None]
    return weight, (_bias(layer) - norm.running_mean) * scale + norm.bias


def _plain(value: Tensor) -> npt.NDArray[np.float32]:
    plain: npt.NDArray[np.float32] = np.ascontiguousarray(value.detach().numpy())
    return plain
