"""The whole network: an encoder with a clock, and a writer of notes."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from foley_post.generate.network.encoder import Encoder
from foley_post.generate.network.layout import Size
from foley_post.generate.network.note_decoder import NoteDecoder
from foley_post.generate.weights import ShotNetwork, load_model

__all__ = ["Foley", "in_arrays", "load_network"]


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


def in_arrays(network: Foley) -> ShotNetwork:
    """The network in plain arrays, as it is run and saved."""
    arrays = {
        name: value.detach().float().cpu().numpy().copy()
        for name, value in network.state_dict().items()
    }
    return ShotNetwork(network.size, arrays)


def load_network(path: Path | None = None) -> Foley:
    """The network in ``path``, or the shipped one, to train further. Raises as `load_model`."""
    kept = load_model(path).network
    network = Foley(kept.size)
    network.load_state_dict({n: torch.from_numpy(a.copy()) for n, a in kept.arrays.items()})
    return network.eval()
