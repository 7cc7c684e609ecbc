"""The key network as it is run, in plain arrays: what `KeyNetwork` computes, without torch.

Reading a film's keys needs no framework. `tests/pose/backends/test_key_network.py` holds it to the
network's own answers.

Shapes: N pictures, T ticks, K 88 keys, W a key's width, rows and columns of a strip.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.array_layers import Layers, Linear, gelu, layer_norm
from foley_post.core.shipped import shipped
from foley_post.core.weights import read_weights, write_weights
from foley_post.errors import WeightsRefused
from foley_post.pose.keyboard.strip_channels import CHANNELS, KEY_COLUMNS, KEY_KINDS
from foley_post.pose.skeleton import KEY_EVIDENCE

__all__ = [
    "CARD",
    "COLUMNS_A_FEATURE",
    "FEATURE_ROWS",
    "LOOKS",
    "WEIGHTS",
    "KeyNetworkSize",
    "NumpyKeyNetwork",
    "key_network",
    "key_network_version",
    "load_key_network",
    "save_key_network",
    "shipped_key_network",
]

Floats = npt.NDArray[np.float32]
Pair = tuple[int, int]

WEIGHTS = "keys.safetensors"
CARD = "keys.json"
COLUMNS_A_FEATURE = 4
"""Strip columns a column of features."""
FEATURE_ROWS = 4
LOOKS: tuple[tuple[int, int, Pair], ...] = (
    (0, 1, (2, 1)),
    (1, 1, (2, 2)),
    (1, 2, (2, 2)),
    (2, 2, (2, 1)),
)
"""The first convolutions, 3 x 3: channels in and out, as a multiple of the size's (0: the strip's),
and strides along rows and columns."""
_TAPS = 5
_TICKS_AT_ONCE = 24


@dataclass(frozen=True, slots=True)
class KeyNetworkSize:
    """``channels`` of the first convolutions (the later ones have twice as many); ``width`` of a
    key's vector; ``dilations`` in ticks of the blocks over time (0.28 s either way).
    """

    channels: int = 16
    width: int = 64
    dilations: tuple[int, ...] = (1, 2, 4)
    dropout: float = 0.1


class NumpyKeyNetwork:
    """The network in plain arrays. ValueError for arrays of another build."""

    def __init__(self, arrays: Mapping[str, Floats], size: KeyNetworkSize) -> None:
        wanted = dict(_shapes(size))
        found = {name: array.shape for name, array in arrays.items()}
        if found != wanted:
            wrong = sorted(n for n in {*found, *wanted} if found.get(n) != wanted.get(n))
            raise ValueError(f"a key network of another build: {', '.join(wrong[:3])}")
        self.arrays, self.size = dict(arrays), size
        layers = Layers(arrays)
        self._look = [
            (layers.linear(f"look.{2 * k}"), stride) for k, (*_, stride) in enumerate(LOOKS)
        ]
        self._key = layers.linear("key")
        self._kinds = KEY_KINDS @ layers.array("kind.weight").T
        self._blocks = [
            (
                layers.norm(f"{b}.norm"),
                layers.linear(f"{b}.ticks"),
                layers.linear(f"{b}.keys"),
                dilation,
            )
            for b, dilation in ((f"blocks.{k}", d) for k, d in enumerate(size.dilations))
        ]
        self._norm, self._heads = layers.norm("norm"), layers.linear("heads")
        self._columns = np.round(KEY_COLUMNS / COLUMNS_A_FEATURE - 0.5).astype(np.intp)

    @property
    def parameters_count(self) -> int:
        """How many numbers it has learned."""
        return sum(array.size for array in self.arrays.values())

    def read_pictures(self, shown: Floats) -> Floats:
        """A vector for each key and picture ``(N, 88, W)`` of whole strips ``(N, channels, rows,
        columns)``.
        """
        return np.stack([self._of_picture(one) for one in shown])

    def _of_picture(self, shown: Floats) -> Floats:
        x = np.ascontiguousarray(shown.transpose(1, 2, 0))
        for convolution, stride in self._look:
            x = convolution(_around(x, (3, 3), stride, rows_beyond=1))
            np.maximum(x, 0, out=x)
        along = self._key(_around(x, (FEATURE_ROWS, 3), (1, 1), rows_beyond=0))[0]
        at = np.clip(self._columns, 0, len(along) - 1)
        return gelu(along[at] + self._kinds)

    def read_ticks(self, keys: Floats) -> Floats:
        """The evidence ``(T, 88, len(KEY_EVIDENCE))`` of keys' vectors at ticks ``(T, 88, W)``."""
        x = keys
        for norm, ticks, neighbours, dilation in self._blocks:
            x = x + _over_time(layer_norm(x, norm), ticks, neighbours, dilation)
        return self._heads(layer_norm(x, self._norm))


def _around(x: Floats, taps: Pair, stride: Pair, rows_beyond: int) -> Floats:
    """``(rows, columns, C)`` to ``(rows', columns', taps * C)``: each place with those around it,
    zeros beyond the edges.
    """
    rows, columns, channels = x.shape
    padded = np.zeros((rows + 2 * rows_beyond, columns + 2, channels), dtype=np.float32)
    padded[rows_beyond : rows_beyond + rows, 1:-1] = x
    high = (len(padded) - taps[0]) // stride[0] + 1
    wide = (padded.shape[1] - taps[1]) // stride[1] + 1
    row, column, number = padded.strides
    windows = np.lib.stride_tricks.as_strided(
        padded,  # neighbouring columns lie together: one run for all taps of a row
        (high, wide, taps[0], taps[1] * channels),
        (row * stride[0], column * stride[1], row, number),
        writeable=False,
    )
    return windows.reshape(high, wide, -1)


def _over_time(x: Floats, ticks: Linear, neighbours: Linear, dilation: int) -> Floats:
    """``(T, K, W)``: five ticks of each key, then three neighbouring keys."""
    number, keys, width = x.shape
    reach = _TAPS // 2 * dilation
    padded = np.zeros((number + 2 * reach, keys, width), dtype=np.float32)
    padded[reach : reach + number] = x
    result = np.empty_like(x)
    for first in range(0, number, _TICKS_AT_ONCE):
        last = min(first + _TICKS_AT_ONCE, number)
        seen = [padded[first + tap * dilation : last + tap * dilation] for tap in range(_TAPS)]
        beside = np.zeros((last - first, keys + 2, width), dtype=np.float32)
        beside[:, 1:-1] = gelu(ticks(np.concatenate(seen, axis=2)))
        three = np.concatenate([beside[:, :-2], beside[:, 1:-1], beside[:, 2:]], axis=2)
        result[first:last] = neighbours(three)
    return result


def _shapes(size: KeyNetworkSize) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The shape of every array, as torch has them: outputs first."""
    for number, (taken, given, _) in enumerate(LOOKS):
        inputs = taken * size.channels or len(CHANNELS)
        yield f"look.{2 * number}.weight", (given * size.channels, inputs, 3, 3)
        yield f"look.{2 * number}.bias", (given * size.channels,)
    yield "key.weight", (size.width, LOOKS[-1][1] * size.channels, FEATURE_ROWS, 3)
    yield "key.bias", (size.width,)
    yield "kind.weight", (size.width, KEY_KINDS.shape[1])
    for block in (f"blocks.{k}" for k in range(len(size.dilations))):
        yield f"{block}.ticks.weight", (size.width, size.width, _TAPS, 1)
        yield f"{block}.keys.weight", (size.width, size.width, 1, 3)
        yield from ((f"{block}.{part}", (size.width,)) for part in ("ticks.bias", "keys.bias"))
        yield from ((f"{block}.norm.{part}", (size.width,)) for part in ("weight", "bias"))
    yield from ((f"norm.{part}", (size.width,)) for part in ("weight", "bias"))
    yield "heads.weight", (len(KEY_EVIDENCE), size.width)
    yield "heads.bias", (len(KEY_EVIDENCE),)


def shipped_key_network() -> Path:
    """Where the shipped weights are."""
    return shipped("resources", "keys", WEIGHTS)


@cache
def key_network() -> NumpyKeyNetwork:
    """The shipped network. Raises ModelMissing, WeightsRefused."""
    return load_key_network(shipped_key_network())


@cache
def key_network_version() -> str:
    """A short hash of the shipped weights: part of the key of cached motions."""
    where = shipped_key_network()
    return hashlib.sha256(where.read_bytes()).hexdigest()[:16] if where.is_file() else "none"


def load_key_network(path: Path) -> NumpyKeyNetwork:
    """The network in ``path`` (a ``.safetensors`` file with ``keys.json`` beside it), checked
    against its card. Raises ModelMissing, WeightsRefused.
    """
    found = read_weights(path, path.with_name(CARD))
    try:
        said = dict(found.card["size"])  # type: ignore[call-overload]
        size = KeyNetworkSize(**{**said, "dilations": tuple(said["dilations"])})
        return NumpyKeyNetwork(found.arrays, size)
    except Exception as error:
        raise WeightsRefused(f"The weights in {path} do not fit their card: {error}") from error


def save_key_network(
    network: NumpyKeyNetwork, path: Path, card: Mapping[str, object]
) -> NumpyKeyNetwork:
    """Write ``path`` (half precision) and ``keys.json`` beside it; the network as read back."""
    said = {
        "size": asdict(network.size),
        "parameters": network.parameters_count,
        "evidence": list(KEY_EVIDENCE),
    }
    write_weights(path, path.with_name(CARD), network.arrays, {**card, **said})
    return load_key_network(path)
