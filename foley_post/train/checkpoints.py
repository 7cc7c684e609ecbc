"""A run's parts on disk, so that one that stopped goes on where it was; averages of weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn

from foley_post.core.files import finished

__all__ = ["Part", "averaged_into", "resumed", "saved"]


class Part(Protocol):
    """A network, an optimizer, a schedule."""

    def state_dict(self) -> dict[str, Any]:
        """What it is."""

    def load_state_dict(self, state_dict: dict[str, Any]) -> object:
        """Become that."""


def saved(path: Path, parts: Mapping[str, Part], step: int) -> None:
    """Write all parts and the step they have come to."""
    states = {name: part.state_dict() for name, part in parts.items()}
    with finished(path) as draft:
        torch.save({**states, "step": step}, draft)


def resumed(path: Path, parts: Mapping[str, Part]) -> int:
    """The step that a stopped run had come to, its parts read; 0 for a new one."""
    if not path.is_file():
        return 0
    states = torch.load(path, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(states[name])
    return int(states["step"])


def averaged_into(average: nn.Module, network: nn.Module, share: float) -> None:
    """Move ``average`` towards ``network``: it keeps ``share`` of itself; counts are copied."""
    with torch.no_grad():
        slow, quick = average.state_dict(), network.state_dict()
        for name, value in slow.items():
            if value.dtype.is_floating_point:
                value.mul_(share).add_(quick[name], alpha=1 - share)
            else:
                value.copy_(quick[name])
