"""The half of the network that watches: joints at 50 ticks a second in, a clock out.

A spatial-temporal graph convolution, part tokens, and a transformer over time that keeps the clock
of its input.

Shapes: B clips, T ticks, J 67 joints, A actors, C channels, D the transformer's width.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from foley_post.generate.network.attention import Block
from foley_post.generate.network.graph import ACTORS, HOPS, JOINTS, adjacency
from foley_post.generate.network.key_tracks import KeyboardInputs, KeyTracks
from foley_post.generate.network.layout import ARTICULATIONS, LIKELIEST, REGIONS, UNLIKELY, Size
from foley_post.pose.skeleton import PARTS

__all__ = ["ClockHeads", "Encoder"]


class ClockHeads(NamedTuple):
    """What the encoder says at every tick (logits unless told otherwise).

    ``onset (B, T)``; ``offset (B, T)`` where in the neighbourhood the onset lies, in ticks;
    ``sounding (B, T)``; ``velocity (B, T)`` 0..1; ``articulation (B, T, 3)``; ``actors (B, T, A)``
    who causes an onset; ``keys (B, T, 88)`` which key of a keyboard in view goes down; ``instrument
    (B, I)``; ``memory (B, T, D)`` and ``actor_memory (B, T, A, C)`` for the note decoder.
    """

    onset: Tensor
    offset: Tensor
    sounding: Tensor
    velocity: Tensor
    articulation: Tensor
    actors: Tensor
    keys: Tensor
    instrument: Tensor
    memory: Tensor
    actor_memory: Tensor


class GraphBlock(nn.Module):
    """One ST-GCN block at temporal stride 1: each third of the channels is mixed over joints at
    0, 1 or 2 edges (with learned edge weights), then over five ticks.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("rings", torch.from_numpy(adjacency()), persistent=False)
        self.edges = nn.Parameter(torch.ones(HOPS, JOINTS, JOINTS))
        self.norm = nn.LayerNorm(channels)
        self.mix = nn.Linear(channels, channels)
        self.time = nn.Conv2d(channels, channels, (1, 5), padding=(0, 2))
        self.out = nn.Linear(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """``(J, B, T, C) -> (J, B, T, C)``."""
        joints, clips, ticks, channels = x.shape
        ring = torch.as_tensor(self.rings) * self.edges
        y = self.norm(x.reshape(-1, channels)).view(joints, clips * ticks, HOPS, -1)
        y = torch.bmm(ring, y.permute(2, 0, 1, 3).reshape(HOPS, joints, -1))
        y = y.view(HOPS, joints, clips * ticks, -1).permute(1, 2, 0, 3).reshape(-1, channels)
        y = functional.gelu(self.mix(y)).view(joints * clips, 1, ticks, channels)
        y = (
            functional.gelu(self.time(y.permute(0, 3, 1, 2)))
            .permute(0, 2, 3, 1)
            .reshape(-1, channels)
        )
        result: Tensor = x + self.out(y).view(joints, clips, ticks, channels)
        return result


class ActorBlock(nn.Module):
    """One step along time for each actor's track, with the mean of all actors told to each."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.time = nn.Conv2d(
            channels, channels, (1, 5), padding=(0, 2 * dilation), dilation=(1, dilation)
        )
        self.others = nn.Linear(channels, channels)
        self.out = nn.Linear(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """``(A, B, T, C) -> (A, B, T, C)``."""
        actors, clips, ticks, channels = x.shape
        y = self.norm(x).view(actors * clips, 1, ticks, channels).permute(0, 3, 1, 2)
        y = self.time(y).permute(0, 2, 3, 1).reshape(actors, clips, ticks, channels)
        result: Tensor = x + self.out(functional.gelu(y + self.others(y.mean(dim=0))))
        return result


class Encoder(nn.Module):
    """From joints at 50 ticks a second to a `ClockHeads`."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        channels, actors, width = size.channels, size.actor_channels, size.width
        self.size = size
        self.inlet = nn.Linear(size.features, channels)
        self.joint_names = nn.Parameter(torch.randn(JOINTS, 1, 1, channels) * 0.1)
        self.graph = nn.ModuleList(GraphBlock(channels) for _ in range(2))
        self.actor_inlet = nn.Linear(channels + size.features, actors)
        self.actor_names = nn.Parameter(torch.randn(len(ACTORS), 1, 1, actors) * 0.1)
        self.actor_tracks = nn.ModuleList(ActorBlock(actors, d) for d in (1, 2, 4))
        self.actor_onset = nn.Linear(actors, 1)
        self.key_tracks = KeyTracks(actors, size.key_channels)
        self.keys_in = nn.Linear(LIKELIEST, width)
        self.attention = nn.Parameter(torch.zeros(len(PARTS), channels))
        self.parts_in = nn.Linear(len(PARTS) * channels, width)
        self.actors_in = nn.Linear(len(ACTORS) * actors, width)
        self.blocks = nn.ModuleList(
            Block(width, size.heads, size.dropout) for _ in range(size.layers)
        )
        self.told = nn.Embedding(size.instruments + 1, width)
        self.which = nn.Linear(2 * width, size.instruments)
        self.last_norm = nn.LayerNorm(width)
        self.heads = nn.Linear(width, 4 + len(ARTICULATIONS))
        self.from_actors = nn.Parameter(torch.tensor(0.5))
        self.from_keys = nn.Parameter(torch.tensor(0.5))
        nn.init.constant_(self.actor_onset.bias, -3.0)

    def forward(self, joints: Tensor, instrument: Tensor, board: KeyboardInputs) -> ClockHeads:
        """``joints (B, T, J, F)``, ``instrument (B,)``: its index, or the count for unknown."""
        tracks, parts = self._movement(joints)
        actors = self.actor_onset(tracks).squeeze(3).permute(1, 2, 0)
        keys = self.key_tracks(board, tracks)
        flat = tracks.permute(1, 2, 0, 3).flatten(2)
        likeliest = keys.topk(LIKELIEST, dim=2).values.clamp(UNLIKELY, -UNLIKELY) - UNLIKELY
        x = self.parts_in(parts) + self.actors_in(flat) + self.keys_in(likeliest / -UNLIKELY)
        half = len(self.blocks) // 2
        for block in self.blocks[:half]:
            x = block(x)
        which = self.which(torch.cat([x.mean(dim=1), x.amax(dim=1)], dim=1))
        x = x + self.told(instrument)[:, None]
        for block in self.blocks[half:]:
            x = block(x)
        memory = self.last_norm(x)
        heads = self.heads(memory)
        return ClockHeads(
            onset=heads[..., 0]
            + self.from_actors * torch.logsumexp(actors, dim=2)
            + self.from_keys * likeliest[..., 0],
            offset=2.5 * torch.tanh(heads[..., 1]),
            sounding=heads[..., 2],
            velocity=torch.sigmoid(heads[..., 3]),
            articulation=heads[..., 4:],
            actors=actors,
            keys=keys,
            instrument=which,
            memory=memory,
            actor_memory=tracks.permute(1, 2, 0, 3),
        )

    def _movement(self, joints: Tensor) -> tuple[Tensor, Tensor]:
        """The actors' tracks ``(A, B, T, C_a)`` and the parts' tokens ``(B, T, P * C)``."""
        raw = joints.permute(2, 0, 1, 3)
        x = self.inlet(raw.reshape(-1, raw.shape[3])).view(*raw.shape[:3], -1) + self.joint_names
        for block in self.graph:
            x = block(x)
        regions = torch.split(x, list(REGIONS))
        tips = torch.cat([regions[r].index_select(0, self._own(r, ACTORS)) for r in (1, 2, 0)])
        shown = torch.cat([tips, raw[list(ACTORS)]], dim=3)
        tracks = self.actor_inlet(shown) + self.actor_names
        for track in self.actor_tracks:
            tracks = track(tracks)
        pooled = []
        for query, members in zip(self.attention, PARTS.values(), strict=True):
            some = torch.cat(
                [
                    part.index_select(0, own)
                    for r, part in enumerate(regions)
                    if len(own := self._own(r, members))
                ]
            )
            pooled.append((torch.softmax(some @ query, dim=0)[..., None] * some).sum(dim=0))
        return tracks, torch.cat(pooled, dim=2)

    def _own(self, region: int, joints: tuple[int, ...]) -> Tensor:
        """Which of ``joints`` lie in a region (body, left hand, right hand), counted within it.

        Gathering from a region costs its backward pass a third of gathering from all joints.
        """
        first = sum(REGIONS[:region])
        own = [j - first for j in joints if 0 <= j - first < REGIONS[region]]
        return torch.tensor(own, dtype=torch.long, device=self.attention.device)
