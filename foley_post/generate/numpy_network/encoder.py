"""The encoder in plain arrays: what `Encoder.forward` computes, without torch.

Scoring needs no framework: the network is small, and the products it is made of are the machine's
BLAS either way. `tests/generate/test_numpy_encoder.py` holds it to the network's own answers.

Shapes: B clips, T ticks, J 67 joints, A actors, K 88 keys, C channels, D the transformer's width.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from foley_post.core.array_layers import (
    Layers,
    Linear,
    along_ticks,
    gelu,
    layer_norm,
    log_sum_exp,
    softmax,
)
from foley_post.generate.network.graph import ACTORS, HOPS, adjacency
from foley_post.generate.network.layout import LIKELIEST, UNLIKELY, Size
from foley_post.generate.numpy_network.key_tracks import KeyboardArrays, NumpyKeyTracks
from foley_post.pose.skeleton import PARTS

__all__ = ["ClockArrays", "NumpyEncoder"]

Floats = npt.NDArray[np.float32]

_TAPS = 5
_AT_ONCE = 16
"""Tracks that a convolution over time goes through at once: what fits into the cache."""


class ClockArrays(NamedTuple):
    """What the encoder says at every tick, as `foley_post.generate.network.encoder.ClockHeads`."""

    onset: Floats
    offset: Floats
    sounding: Floats
    articulation: Floats
    actors: Floats
    keys: Floats
    instrument: Floats
    memory: Floats
    actor_memory: Floats


class NumpyEncoder:
    """From joints at 50 ticks a second to a `ClockArrays`."""

    def __init__(self, layers: Layers, size: Size) -> None:
        self.size = size
        self.inlet, self.joint_names = layers.linear("inlet"), layers.array("joint_names")
        self.graph = [_GraphBlock(layers.under(f"graph.{k}")) for k in range(2)]
        self.actor_inlet = layers.linear("actor_inlet")
        self.actor_names = layers.array("actor_names")
        self.actor_tracks = [
            _ActorBlock(layers.under(f"actor_tracks.{k}"), dilation)
            for k, dilation in enumerate((1, 2, 4))
        ]
        self.actor_onset = layers.linear("actor_onset")
        self.key_tracks = NumpyKeyTracks(layers.under("key_tracks"))
        self.keys_in, self.parts_in = layers.linear("keys_in"), layers.linear("parts_in")
        self.actors_in, self.attention = layers.linear("actors_in"), layers.array("attention")
        self.blocks = [_Block(layers.under(f"blocks.{k}"), size.heads) for k in range(size.layers)]
        self.told, self.which = layers.array("told.weight"), layers.linear("which")
        self.last_norm, self.heads = layers.norm("last_norm"), layers.linear("heads")
        self.from_actors, self.from_keys = layers.array("from_actors"), layers.array("from_keys")

    def __call__(
        self, joints: Floats, instrument: npt.NDArray[np.int64], board: KeyboardArrays
    ) -> ClockArrays:
        """``joints (B, T, J, F)``, ``instrument (B,)``: its index, or the count for unknown."""
        tracks, parts = self._movement(joints)
        actors = np.moveaxis(self.actor_onset(tracks)[..., 0], 0, 2)
        keys = self.key_tracks(board, tracks)
        by_clip = np.ascontiguousarray(tracks.transpose(1, 2, 0, 3))
        no_sign = np.float32(UNLIKELY)
        likeliest = np.clip(-np.sort(-keys, axis=2)[..., :LIKELIEST], no_sign, -no_sign) - no_sign
        x = self.parts_in(parts) + self.actors_in(by_clip.reshape(*by_clip.shape[:2], -1))
        x += self.keys_in(likeliest / -no_sign)
        half = len(self.blocks) // 2
        for block in self.blocks[:half]:
            x = block(x)
        which = self.which(np.concatenate([x.mean(axis=1), x.max(axis=1)], axis=1))
        x = x + self.told[instrument][:, None]
        for block in self.blocks[half:]:
            x = block(x)
        memory = layer_norm(x, self.last_norm)
        heads = self.heads(memory)
        onset = heads[..., 0] + self.from_actors * log_sum_exp(actors, axis=2)
        return ClockArrays(
            onset=onset + self.from_keys * likeliest[..., 0],
            offset=np.float32(2.5) * np.tanh(heads[..., 1]),
            sounding=heads[..., 2],
            articulation=heads[..., 4:],
            actors=actors,
            keys=keys,
            instrument=which,
            memory=memory,
            actor_memory=by_clip,
        )

    def _movement(self, joints: Floats) -> tuple[Floats, Floats]:
        """The actors' tracks ``(A, B, T, C_a)`` and the parts' tokens ``(B, T, P * C)``."""
        raw = np.ascontiguousarray(joints.transpose(2, 0, 1, 3))
        x = self.inlet(raw) + self.joint_names
        for block in self.graph:
            x = block(x)
        shown = np.concatenate([x[list(ACTORS)], raw[list(ACTORS)]], axis=3)
        tracks = self.actor_inlet(shown) + self.actor_names
        for track in self.actor_tracks:
            tracks = track(tracks)
        pooled = []
        for query, members in zip(self.attention, PARTS.values(), strict=True):
            some = x[list(members)]
            pooled.append((softmax(some @ query, axis=0)[..., None] * some).sum(axis=0))
        return tracks, np.concatenate(pooled, axis=2)


class _GraphBlock:
    """`foley_post.generate.network.encoder.GraphBlock`."""

    def __init__(self, layers: Layers) -> None:
        self.rings = adjacency() * layers.array("edges")
        self.norm, self.mix = layers.norm("norm"), layers.linear("mix")
        self.time, self.out = layers.linear("time"), layers.linear("out")

    def __call__(self, x: Floats) -> Floats:
        joints, clips, ticks, channels = x.shape
        y = layer_norm(x, self.norm)
        mixed = np.empty_like(y)
        share = channels // HOPS
        for hop, ring in enumerate(self.rings):
            span = slice(hop * share, (hop + 1) * share)
            near = ring @ y[..., span].reshape(joints, -1)
            mixed[..., span] = near.reshape(joints, clips, ticks, share)
        tracks = mixed.reshape(joints * clips, ticks, channels)
        result = np.empty_like(tracks)
        for first in range(0, len(tracks), _AT_ONCE):
            some = gelu(self.mix(tracks[first : first + _AT_ONCE]))
            some = gelu(self.time(along_ticks(some, _TAPS)))
            result[first : first + _AT_ONCE] = self.out(some)
        return x + result.reshape(x.shape)


class _ActorBlock:
    """`foley_post.generate.network.encoder.ActorBlock`."""

    def __init__(self, layers: Layers, dilation: int) -> None:
        self.dilation = dilation
        self.norm, self.time = layers.norm("norm"), layers.linear("time")
        self.others, self.out = layers.linear("others"), layers.linear("out")

    def __call__(self, x: Floats) -> Floats:
        y = layer_norm(x, self.norm).reshape(-1, *x.shape[2:])
        seen = [
            self.time(along_ticks(y[k : k + _AT_ONCE], _TAPS, self.dilation))
            for k in range(0, len(y), _AT_ONCE)
        ]
        y = np.concatenate(seen).reshape(x.shape)
        result: Floats = x + self.out(gelu(y + self.others(y.mean(axis=0))))
        return result


class _Block:
    """`foley_post.generate.network.attention.Block`, every tick told of every other."""

    def __init__(self, layers: Layers, heads: int) -> None:
        self.head_count = heads
        self.norm, self.qkv, self.out = (
            layers.norm("norm"), layers.linear("qkv"), layers.linear("out"),
        )  # fmt: skip
        self.feed: tuple[Linear, Linear, Linear] = (
            layers.norm("feed.0"), layers.linear("feed.1"), layers.linear("feed.3"),
        )  # fmt: skip

    def __call__(self, x: Floats) -> Floats:
        clips, ticks, _ = x.shape
        qkv = self.qkv(layer_norm(x, self.norm)).reshape(clips, ticks, 3, self.head_count, -1)
        q, k, v = qkv.transpose(2, 0, 3, 1, 4)
        q, k = _turned(q), _turned(k)
        score: Floats = (q @ k.transpose(0, 1, 3, 2)) * np.float32(1 / np.sqrt(q.shape[3]))
        seen = softmax(score) @ v
        x = x + self.out(np.ascontiguousarray(seen.transpose(0, 2, 1, 3)).reshape(x.shape))
        norm, widen, narrow = self.feed
        result: Floats = x + narrow(gelu(widen(layer_norm(x, norm))))
        return result


def _turned(x: Floats) -> Floats:
    """``x (B, heads, T, d)`` turned by its position, so that only distances matter."""
    half = x.shape[3] // 2
    rate = (10_000.0 ** (-np.arange(half, dtype=np.float32) / half)).astype(np.float32)
    angle = np.arange(x.shape[2], dtype=np.float32)[:, None] * rate
    cos, sin = np.cos(angle), np.sin(angle)
    a, b = x[..., :half], x[..., half:]
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=3)
