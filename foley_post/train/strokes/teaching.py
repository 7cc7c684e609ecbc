"""The stroke network as it learns, and how it is taught; `foley_post.generate.stroke_network` runs
what it has learned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from foley_post.generate.stroke_network.network import DILATIONS, INPUTS, TAPS
from foley_post.train.strokes.flow_clips import FlowClip
from foley_post.train.strokes.lessons import lessons

__all__ = ["LearningStrokes", "Teaching", "teach"]

_LOST = 0.1
"""Channels that are left out at random after the first convolution."""
_MISSED_WEIGHS = 2.0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Teaching:
    """How long and how fast. More than some thousand steps learn the simulated players' habits by
    heart: rendered ones are then read worse (0.53 to 0.46).
    """

    steps: int = 600
    batch: int = 32
    seed: int = 0
    rate: float = 0.004
    channels: int = 24


class LearningStrokes(nn.Module):
    """``(B, T, INPUTS)`` in, ``(B, T)`` logits out."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        inputs = [INPUTS] + [channels] * (len(TAPS) - 1)
        self.blocks = nn.ModuleList(
            nn.Conv1d(size, channels, taps, padding=taps // 2 * dilation, dilation=dilation)
            for size, taps, dilation in zip(inputs, TAPS, DILATIONS, strict=True)
        )
        self.last = nn.Conv1d(channels, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """The logits."""
        x = x.transpose(1, 2)
        for k, block in enumerate(self.blocks):
            added = functional.relu(block(x))
            x = x + added if k else functional.dropout1d(added, _LOST, self.training)
        logits: Tensor = self.last(x)[:, 0]
        return logits

    def arrays(self) -> Mapping[str, npt.NDArray[np.float32]]:
        """What `foley_post.generate.stroke_network` runs."""
        return {name: value.detach().numpy() for name, value in self.state_dict().items()}


def teach(
    clips: Sequence[FlowClip], others: Sequence[Floats], plan: Teaching = Teaching()
) -> LearningStrokes:
    """A network taught on ``clips`` with ``others`` moving over them; the same for the same."""
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed)
    network = LearningStrokes(plan.channels)
    optimizer = torch.optim.AdamW(network.parameters(), plan.rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, plan.steps)
    missed = torch.tensor(_MISSED_WEIGHS)
    for step in range(plan.steps):
        some = lessons(clips, others, rng, plan.batch)
        told = np.broadcast_to(some.family[:, None], (*some.flow.shape[:2], some.family.shape[1]))
        logits = network(torch.from_numpy(np.concatenate([some.flow, told], axis=2)))
        loss = functional.binary_cross_entropy_with_logits(
            logits, torch.from_numpy(some.onset), pos_weight=missed
        )
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        if (step + 1) % 100 == 0:
            print(f"step {step + 1}: loss {loss.item():.3f}", flush=True)
    return network.eval()
