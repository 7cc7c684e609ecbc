"""The half of the network that writes notes: one step a note, at times it is given and never makes.

Shapes: B clips, N notes, A actors, D width, 88 keys.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from foley_post.core.piano import IS_BLACK, LOWEST
from foley_post.generate.key_layout import KEY_CENTRES
from foley_post.generate.network.attention import Block
from foley_post.generate.network.layout import (
    FAR_KEYS,
    LEAST_KEY,
    NEAR_KEYS,
    PER_KEY_AWAY,
    UNLIKELY,
    UNSEEN,
    Size,
)
from foley_post.generate.tokens import (
    CHORD_MOST,
    CONTROLS,
    LENGTHS,
    PITCHES,
    SCALARS,
    VELOCITIES,
)

__all__ = ["Heads", "NoteDecoder", "NoteSteps"]


class NoteSteps(NamedTuple):
    """What is known before each note is written.

    ``memory (B, N, D)`` and ``actor_memory (B, N, A, C)``: the encoder's at the note's tick;
    ``actors (B, N, A)`` logits of who causes it, those who have played a note of this chord already
    lowered; ``scalars (B, N, 6)``: see `scalars_of`; ``before (B, N)`` the pitch before it (128:
    none); ``chord (B, N)`` its number within the onset; ``pinned (B, N)`` the next pinned pitch
    (128: none); ``tips (B, N, 10, 2)`` and ``tips_known (B, N, 10)`` the fingertips on the
    keyboard; ``keys (B, N, 88)`` log odds that each key goes down now, ``left (B, N)`` the greatest
    of those among the keys that no note of this chord has taken, this one included.
    """

    memory: Tensor
    actor_memory: Tensor
    actors: Tensor
    scalars: Tensor
    before: Tensor
    chord: Tensor
    pinned: Tensor
    tips: Tensor
    tips_known: Tensor
    keys: Tensor
    left: Tensor


class Heads(NamedTuple):
    """Logits for each note: ``pitch (B, N, 128)``, ``velocity (B, N, 32)``, ``length (B, N, 32)``,
    ``another (B, N)`` whether one more note begins with it; ``pointer (B, N, 10, 88)`` which finger
    on which key, in log odds.
    """

    pitch: Tensor
    velocity: Tensor
    length: Tensor
    another: Tensor
    pointer: Tensor


class NoteDecoder(nn.Module):
    """A causal transformer over note events, with a pointer from fingertips to keys."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        width = size.width
        self.instrument = nn.Embedding(size.instruments + 1, width)
        self.before = nn.Embedding(PITCHES + 1, width)
        self.pinned = nn.Embedding(PITCHES + 1, width)
        self.chord = nn.Embedding(CHORD_MOST, width)
        self.scalars = nn.Linear(SCALARS, width)
        self.controls = nn.Linear(CONTROLS, width)
        self.memory = nn.Linear(width + size.actor_channels, width)
        self.blocks = nn.ModuleList(
            Block(width, size.heads, size.dropout) for _ in range(size.note_layers)
        )
        self.norm = nn.LayerNorm(width)
        self.heads = nn.Linear(width, PITCHES + VELOCITIES + LENGTHS + 1)
        self.point = nn.Sequential(nn.Linear(6, 16), nn.GELU(), nn.Linear(16, 1))
        self.from_keys = nn.Parameter(torch.tensor(0.7))
        self.from_left = nn.Parameter(torch.tensor(0.5))
        centres = torch.from_numpy(KEY_CENTRES)
        self.register_buffer("centres", centres, persistent=False)
        self.register_buffer("black", torch.from_numpy(IS_BLACK).float(), persistent=False)

    def forward(self, steps: NoteSteps, instrument: Tensor, controls: Tensor) -> Heads:
        """``instrument (B,)``, ``controls (B, CONTROLS)``; each note is told of those before it."""
        who = torch.softmax(steps.actors, dim=2)[..., None]
        heard = torch.cat([steps.memory, (who * steps.actor_memory).sum(dim=2)], dim=2)
        x = self.memory(heard) + self.before(steps.before) + self.chord(steps.chord)
        x = x + self.pinned(steps.pinned) + self.scalars(steps.scalars)
        x = x + (self.instrument(instrument) + self.controls(controls))[:, None]
        for block in self.blocks:
            x = block(x, causal=True)
        logits = self.heads(self.norm(x))
        pitch, velocity, length, another = logits.split([PITCHES, VELOCITIES, LENGTHS, 1], dim=2)
        pointer = self._pointer(steps)
        more = another[..., 0] + self.from_left * _bounded(steps.left)
        return Heads(_pointed(pitch, pointer, steps), velocity, length, more, pointer)

    def _pointer(self, steps: NoteSteps) -> Tensor:
        """``(B, N, 10, 88)``: log odds that this finger, on this key, makes the note."""
        aside = torch.as_tensor(self.centres) - steps.tips[..., :1]
        depth = steps.tips[..., 1:].expand_as(aside)
        black = torch.as_tensor(self.black).expand_as(aside)
        keys = _bounded(steps.keys)[:, :, None].expand_as(aside)
        near = aside.clamp(-NEAR_KEYS, NEAR_KEYS)
        shown = torch.stack([near, near.abs(), depth, black, keys, black * depth], dim=-1)
        away = PER_KEY_AWAY * aside.abs().clamp(0, FAR_KEYS)
        fit = self.point(shown)[..., 0] - away + self.from_keys * keys
        who = torch.log_softmax(steps.actors, dim=2)[..., :10, None]
        unknown = ~steps.tips_known[..., None]
        pointer: Tensor = (fit + who).masked_fill(unknown, UNSEEN)
        return pointer


def _bounded(keys: Tensor) -> Tensor:
    """Keys' log odds, as far as they are told apart, from 0 (no sign of it) on."""
    return keys.clamp(UNLIKELY, -UNLIKELY) - UNLIKELY


def _pointed(pitch: Tensor, pointer: Tensor, steps: NoteSteps) -> Tensor:
    """Pitch logits with what the fingers say of the keys, where a keyboard is in view."""
    keys = torch.logsumexp(pointer, dim=2).clamp(min=LEAST_KEY)
    keys = keys * steps.tips_known.any(dim=2, keepdim=True)
    below, above = LOWEST, PITCHES - LOWEST - len(KEY_CENTRES)
    return pitch + nn.functional.pad(keys, (below, above))
