"""The note network's training."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from foley_post.train.checkpoints import Part, averaged_into, resumed, saved
from foley_post.train.listener.clips import Clips
from foley_post.train.listener.lessons import Lesson, random_lesson
from foley_post.train.listener.network import LearningNetwork, NetworkSize

__all__ = ["Teaching", "losses", "teach"]

_EMA = 0.995
_WEIGHTS = (8.0, 2.0, 2.0, 0.3)
_ONSET_MISSED = 2.0
"""How much an onset that is missed counts more than one that is made up."""
_NEAR = 0.3
_SAVE_EVERY, _TELL_EVERY = 100, 25


@dataclass(frozen=True, slots=True)
class Teaching:
    """The rate rises over 100 steps and falls with a cosine."""

    steps: int = 2400
    batch: int = 4
    seed: int = 0
    rate: float = 4e-3

    def rate_at(self, step: int) -> float:
        """The rate of a step."""
        falling = 0.5 + 0.5 * math.cos(math.pi * step / self.steps)
        return self.rate * min(1.0, (step + 1) / 100) * falling + 2e-5


def teach(
    clips: Clips, out: Path, *, plan: Teaching = Teaching(), size: NetworkSize | None = None
) -> LearningNetwork:
    """The network after the plan: the average of its last steps. A run that stopped goes on from
    ``out / "training.pt"``.
    """
    torch.manual_seed(plan.seed)
    network = LearningNetwork(size or NetworkSize())
    average = copy.deepcopy(network)
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=1e-3)
    parts: dict[str, Part] = {"network": network, "average": average, "optimizer": optimizer}
    checkpoint = out / "training.pt"
    step, recent = resumed(checkpoint, parts), np.zeros(len(_WEIGHTS))
    while step < plan.steps:
        rng = np.random.default_rng((plan.seed, step))
        lessons = [random_lesson(clips, rng) for _ in range(plan.batch)]
        for group in optimizer.param_groups:
            group["lr"] = plan.rate_at(step)
        parted = losses(network, lessons)
        optimizer.zero_grad()
        (parted @ torch.tensor(_WEIGHTS)).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        averaged_into(average, network, min(_EMA, (step + 1) / (step + 20)))
        recent += parted.detach().numpy()
        if step % _TELL_EVERY == 0:
            print(step, *(f"{1000 * x:.2f}" for x in recent / _TELL_EVERY), flush=True)
            recent[:] = 0
        if step % _SAVE_EVERY == 0 or step == plan.steps:
            saved(checkpoint, parts, step)
    return average.eval()


def losses(network: LearningNetwork, lessons: Sequence[Lesson]) -> Tensor:
    """``(4,)``: cross entropies of onset, hold and offset, and the square of the velocity's error
    near onsets.
    """
    features = torch.from_numpy(np.stack([lesson.features for lesson in lessons]))
    said = torch.from_numpy(np.stack([lesson.said for lesson in lessons]))
    with torch.autocast("cpu", torch.bfloat16):
        found = network(features).float()
    entropy = functional.binary_cross_entropy_with_logits
    onset = entropy(found[..., 0], said[..., 0], pos_weight=torch.tensor(_ONSET_MISSED))
    hold = entropy(found[..., 1], said[..., 1])
    offset = entropy(found[..., 2], said[..., 2])
    near = said[..., 0] > _NEAR
    apart = (torch.sigmoid(found[..., 3]) - said[..., 3]) ** 2 * near
    return torch.stack([onset, hold, offset, apart.sum() / (near.sum() + 1)])
