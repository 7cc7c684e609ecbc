"""The published network, rebuilt from what is known of it: ST-GCN in, music transformer out.

Encoder: ten ST-GCN blocks (64 x 4, 128 x 3, 256 x 3 channels), temporal kernel 9, stride 2 at the
fifth and the eighth, all joints averaged, no position: 132 frames become 33 steps of 182 ms.
Decoder: six layers, 512 wide, 8 heads, feed-forward 1024, relative self-attention (Huang et al.,
arXiv 1809.04281), dropout 0.1; 22.7 million parameters in all.

Shapes: B clips, C channels, T frames, J 67 joints, N tokens, S 33 steps, H heads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from foley_post.pose.skeleton import EDGES

FRAMES, FRAME_HZ, JOINTS = 132, 22.0, 67
MOST_TOKENS = 512
WIDTH, HEADS, LAYERS, FORWARD, DROPOUT = 512, 8, 6, 1024, 0.1
_CHANNELS = (*(64,) * 4, *(128,) * 3, *(256,) * 3)
_STRIDED = (4, 7)
_CENTRE = 1


def partition() -> Tensor:
    """``(3, J, J)``: the published spatial partition, collapsed as it is there. Hop distances are
    known to one edge only, so that all edges but those at the centre fall into one subset.
    """
    edges = np.zeros((3, JOINTS, JOINTS), dtype=np.float32)
    edges[0] = np.eye(JOINTS, dtype=np.float32)
    for a, b in EDGES:
        for start, end in ((a, b), (b, a)):
            subset = 1 if end == _CENTRE else 2 if start == _CENTRE else 0
            edges[subset, end, start] = 1
    degree = edges.sum(axis=(0, 2), keepdims=True)
    return torch.from_numpy(edges / np.maximum(degree, 1))


class GraphBlock(nn.Module):
    """One ST-GCN block: joints mixed by a weighted graph, then nine frames by a convolution."""

    def __init__(self, inside: int, outside: int, stride: int) -> None:
        super().__init__()
        self.register_buffer("edges", partition(), persistent=False)
        self.importance = nn.Parameter(torch.ones(3, JOINTS, JOINTS))
        self.mix = nn.Linear(inside, 3 * outside)
        self.time = nn.Sequential(
            nn.BatchNorm2d(outside),
            nn.ReLU(),
            nn.Conv2d(outside, outside, (9, 1), (stride, 1), (4, 0)),
            nn.BatchNorm2d(outside),
        )
        same = inside == outside and stride == 1
        self.past = nn.Identity() if same else nn.Conv2d(inside, outside, 1, (stride, 1))

    def forward(self, x: Tensor) -> Tensor:
        """``(B, C, T, J) -> (B, C', T', J)``."""
        graph = torch.as_tensor(self.edges) * self.importance
        # Channels last, all the way: a third less time on a CPU.
        parts = self.mix(x.permute(0, 2, 3, 1)).chunk(3, dim=3)
        y = sum(graph[k] @ part for k, part in enumerate(parts)).permute(0, 3, 1, 2)
        result: Tensor = functional.relu(self.time(y) + self.past(x))
        return result


@dataclass(slots=True)
class Memory:
    """What one layer has computed of the tokens so far, and of the encoder's steps."""

    seen: tuple[Tensor, Tensor] | None = None
    written: list[Tensor] = field(default_factory=list)


class Layer(nn.Module):
    """Relative self-attention, attention to the encoder, feed-forward; each normed after."""

    def __init__(self) -> None:
        super().__init__()
        self.own, self.own_out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.distance = nn.Parameter(torch.randn(MOST_TOKENS, WIDTH // HEADS) * 0.02)
        self.asked, self.shown = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 2 * WIDTH)
        self.shown_out = nn.Linear(WIDTH, WIDTH)
        self.feed = nn.Sequential(
            nn.Linear(WIDTH, FORWARD), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(FORWARD, WIDTH)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, steps: Tensor, memory: Memory | None = None) -> Tensor:
        """``x (B, N, 512)`` after ``steps (B, S, 512)``; with a ``memory`` the tokens follow those
        it has seen, and it takes them in.
        """
        q, k, v = (_heads(part) for part in self.own(x).split(WIDTH, dim=2))
        if memory is not None:
            if memory.written:
                k, v = (torch.cat([a, b], 2) for a, b in zip(memory.written, (k, v), strict=True))
            memory.written = [k, v]
        x = self.norms[0](x + self.drop(self.own_out(_merged(self._itself(q, k, v)))))
        if memory is None or memory.seen is None:
            shown = tuple(_heads(part) for part in self.shown(steps).split(WIDTH, dim=2))
            if memory is not None:
                memory.seen = (shown[0], shown[1])
        else:
            shown = memory.seen
        y = functional.scaled_dot_product_attention(_heads(self.asked(x)), shown[0], shown[1])
        x = self.norms[1](x + self.drop(self.shown_out(_merged(y))))
        result: Tensor = self.norms[2](x + self.drop(self.feed(x)))
        return result

    def _itself(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Attention of the last tokens to all up to each, with a learned vector a distance."""
        new, whole = q.shape[2], k.shape[2]
        at = torch.arange(whole, device=q.device)
        away = at[whole - new :, None] - at
        near = (q @ self.distance[:whole].T).gather(
            3, away.clamp(min=0).expand(*q.shape[:2], -1, -1)
        )
        score = (q @ k.transpose(2, 3) + near) / math.sqrt(q.shape[3])
        return self.drop(torch.softmax(score.masked_fill(away < 0, -1e9), dim=3)) @ v


def _heads(x: Tensor) -> Tensor:
    return x.view(len(x), x.shape[1], HEADS, -1).transpose(1, 2)


def _merged(x: Tensor) -> Tensor:
    return x.transpose(1, 2).flatten(2)


class Published(nn.Module):
    """The whole of it, over a vocabulary of ``tokens`` (special ones included)."""

    def __init__(self, tokens: int) -> None:
        super().__init__()
        self.inlet = nn.BatchNorm1d(3 * JOINTS)
        sizes = (3, *_CHANNELS)
        self.graph = nn.Sequential(
            *(
                GraphBlock(sizes[k], sizes[k + 1], 2 if k in _STRIDED else 1)
                for k in range(len(_CHANNELS))
            )
        )
        self.widen = nn.Linear(_CHANNELS[-1], WIDTH)
        self.embed = nn.Embedding(tokens, WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.say = nn.Linear(WIDTH, tokens)

    def watch(self, joints: Tensor) -> Tensor:
        """``joints (B, T, J, 3)``: x, y, confidence; the encoder's steps ``(B, S, 512)``."""
        clips, frames = joints.shape[:2]
        x = self.inlet(joints.permute(0, 2, 3, 1).reshape(clips, -1, frames))
        x = x.view(clips, JOINTS, 3, frames).permute(0, 2, 3, 1)
        steps: Tensor = self.widen(self.graph(x).mean(dim=3).transpose(1, 2))
        return steps

    def forward(
        self, steps: Tensor, tokens: Tensor, memories: list[Memory] | None = None
    ) -> Tensor:
        """Logits of the token after each of ``tokens (B, N)``: ``(B, N, vocabulary)``."""
        x = self.embed(tokens) * math.sqrt(WIDTH)
        for k, layer in enumerate(self.layers):
            x = layer(x, steps, None if memories is None else memories[k])
        logits: Tensor = self.say(x)
        return logits
