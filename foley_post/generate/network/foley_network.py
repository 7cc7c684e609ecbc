"""The whole network: an encoder with a clock, and a writer of notes."""

from __future__ import annotations

from torch import nn

from foley_post.generate.network.encoder import Encoder, Size
from foley_post.generate.network.note_decoder import NoteDecoder

__all__ = ["Foley"]


class Foley(nn.Module):
    """Both halves under one name, so that they are trained, saved and hashed as one."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.encoder = Encoder(size)
        self.writer = NoteDecoder(size)

    @property
    def parameters_count(self) -> int:
        """How many numbers were learned."""
        return sum(p.numel() for p in self.parameters())
