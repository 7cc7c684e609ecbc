"""The key network: from strips of a keyboard to what each of its keys does.

A few convolutions read each picture's strip, the same at every place of it; the features at each
key's column are one vector a key and picture. These are interpolated to a clock of 50 ticks a
second, where a few more convolutions look along time and across neighbouring keys. Nothing in it
knows where on the piano it looks: all keys share all weights.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from foley_post.core.files import write_whole
from foley_post.core.shipped import shipped
from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.pose.keyboard.strip_channels import (
    CHANNELS,
    KEY_COLUMNS,
    KEY_KINDS,
    Between,
)
from foley_post.pose.skeleton import KEY_EVIDENCE

__all__ = [
    "CARD",
    "WEIGHTS",
    "KeyNetwork",
    "KeyNetworkSize",
    "interpolated",
    "key_network",
    "key_network_version",
    "load_key_network",
    "save_key_network",
    "shipped_key_network",
]

Floats32 = npt.NDArray[np.float32]

WEIGHTS = "keys.safetensors"
CARD = "keys.json"
FORMAT = 1
_STRIDE = 4
"""Strip columns a column of features."""
_FEATURE_ROWS = 4
_RARE = (-4.0, -2.5, -4.0, 0.0, 0.0)
"""Where the heads begin: keys seldom go down."""


@dataclass(frozen=True, slots=True)
class KeyNetworkSize:
    """``channels`` of the first convolutions (the later ones have twice as many); ``width`` of a
    key's vector; ``dilations`` in ticks of the blocks over time (0.28 s either way).
    """

    channels: int = 16
    width: int = 64
    dilations: tuple[int, ...] = (1, 2, 4)
    dropout: float = 0.1


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

    def __init__(self, size: KeyNetworkSize = KeyNetworkSize()) -> None:
        super().__init__()
        self.size = size
        c = size.channels
        self.look = nn.Sequential(
            nn.Conv2d(len(CHANNELS), c, 3, padding=1, stride=(2, 1)),
            nn.ReLU(inplace=True),
            nn.Conv2d(c, c, 3, padding=1, stride=2),
            nn.ReLU(inplace=True),
            nn.Conv2d(c, 2 * c, 3, padding=1, stride=2),
            nn.ReLU(inplace=True),
            nn.Conv2d(2 * c, 2 * c, 3, padding=1, stride=(2, 1)),
            nn.ReLU(inplace=True),
        )
        self.key = nn.Conv2d(2 * c, size.width, (_FEATURE_ROWS, 3), padding=(0, 1))
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
        at = (columns / _STRIDE - 0.5).round().long().clamp(0, along.shape[2] - 1)
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

    def read_pictures(self, shown: Floats32) -> Floats32:
        """`of_pictures` for whole strips ``(N, len(CHANNELS), rows, 624)``: ``(N, 88, width)``."""
        with torch.inference_mode():
            count = len(shown)
            columns = torch.from_numpy(KEY_COLUMNS).expand(count, -1)
            kinds = torch.from_numpy(KEY_KINDS).expand(count, -1, -1)
            return np.asarray(self.of_pictures(torch.from_numpy(shown), columns, kinds).numpy())

    def read_ticks(self, keys: Floats32) -> Floats32:
        """`at_ticks` for one clip: ``(T, 88, width)`` to ``(T, 88, len(KEY_EVIDENCE))``."""
        with torch.inference_mode():
            return np.asarray(self.at_ticks(torch.from_numpy(keys)[None])[0].numpy())


def interpolated(vectors: Tensor, where: Between) -> Tensor:
    """Keys' vectors ``(N, K, width)`` at the moments that `strip_channels.between` gave."""
    before, after, share = where
    weight = torch.from_numpy(share)[:, None, None]
    return vectors[before] * (1 - weight) + vectors[after] * weight


def shipped_key_network() -> Path:
    """Where the shipped weights are."""
    return shipped("resources", "keys", WEIGHTS)


@cache
def key_network() -> KeyNetwork:
    """The shipped network. Raises ModelMissing, WeightsRefused."""
    return load_key_network(shipped_key_network())


@cache
def key_network_version() -> str:
    """A short hash of the shipped weights: part of the key of cached motions."""
    where = shipped_key_network()
    return hashlib.sha256(where.read_bytes()).hexdigest()[:16] if where.is_file() else "none"


def load_key_network(path: Path) -> KeyNetwork:
    """The network in ``path`` (a ``.safetensors`` file with ``keys.json`` beside it), checked
    against its card. Raises ModelMissing, WeightsRefused.
    """
    from safetensors.torch import load

    try:
        content = path.read_bytes()
        card = json.loads(path.with_name(CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"The key network is not at {path}, or its card is missing. Install Foley Post again."
        ) from error
    if (card.get("format"), card.get("sha256")) != (FORMAT, hashlib.sha256(content).hexdigest()):
        raise WeightsRefused(
            f"The weights in {path} are not those that their card describes. Get both files anew."
        )
    try:
        size = dict(card["size"], dilations=tuple(card["size"]["dilations"]))
        network = KeyNetwork(KeyNetworkSize(**size))
        network.load_state_dict({name: value.float() for name, value in load(content).items()})
    except Exception as error:
        raise WeightsRefused(f"The weights in {path} do not fit their card: {error}") from error
    return network.eval()


def save_key_network(network: KeyNetwork, path: Path, card: Mapping[str, object]) -> KeyNetwork:
    """Write ``path`` (half precision) and ``keys.json`` beside it; the network as read back."""
    from safetensors.torch import save

    tensors = {
        name: value.detach().to("cpu", torch.float16).contiguous()
        for name, value in network.state_dict().items()
    }
    write_whole(path, save(tensors))
    whole = {
        **card,
        "format": FORMAT,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "size": asdict(network.size),
        "parameters": network.parameters_count,
        "evidence": list(KEY_EVIDENCE),
    }
    text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    write_whole(path.with_name(CARD), text.encode())
    return load_key_network(path)
