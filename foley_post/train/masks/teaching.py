"""The mask network's training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from foley_post.listen.mask_network import LEAST, SCALE, mask_inputs
from foley_post.train.checkpoints import Part, resumed, saved
from foley_post.train.masks.mixtures import Mixture, read_mixture
from foley_post.train.masks.network import LearningMasks

__all__ = ["Teaching", "losses", "teach"]

_SAVE_EVERY, _TELL_EVERY = 100, 100
_BINS, _FRAMES = 384, 96
_ANYWHERE = 0.4
"""So many of the pieces are from any frequency, the rest from the lowest, where most is."""


@dataclass(frozen=True, slots=True)
class Teaching:
    """The rate rises over three tenths of the steps and falls with a cosine."""

    steps: int = 4000
    batch: int = 4
    seed: int = 0
    rate: float = 3e-3


def teach(mixtures: Path, out: Path, *, plan: Teaching = Teaching()) -> LearningMasks:
    """The network after the plan. A run that stopped goes on from ``out / "training.pt"``."""
    torch.manual_seed(plan.seed)
    network = LearningMasks()
    optimizer = torch.optim.Adam(network.parameters(), lr=plan.rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=plan.steps)
    parts: dict[str, Part] = {"network": network, "optimizer": optimizer, "schedule": schedule}
    paths = sorted(mixtures.glob("*.npz"))
    checkpoint = out / "training.pt"
    step, recent = resumed(checkpoint, parts), 0.0
    while step < plan.steps:
        rng = np.random.default_rng((plan.seed, step))
        drawn = [paths[k] for k in rng.integers(len(paths), size=plan.batch)]
        loss = losses(network, [read_mixture(path) for path in drawn], rng).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        step += 1
        recent += float(loss.detach())
        if step % _TELL_EVERY == 0:
            print(step, f"{recent / _TELL_EVERY:.3f}", flush=True)
            recent = 0.0
        if step % _SAVE_EVERY == 0 or step == plan.steps:
            saved(checkpoint, parts, step)
    return network.eval()


def losses(network: LearningMasks, mixtures: Sequence[Mixture], rng: np.random.Generator) -> Tensor:
    """``(B,)``: of a piece of each, for one of its players, the logarithm of how much of what is
    heard goes wrong, beside how much there is.
    """
    pieces = [_piece(one, rng) for one in mixtures]
    inputs, ideal, heard = (torch.from_numpy(np.stack(part)) for part in zip(*pieces, strict=True))
    share = torch.exp(SCALE * inputs[:, 1]).clamp(LEAST, 1 - LEAST)
    found = torch.sigmoid(torch.logit(share) + network(inputs))
    wrong = ((heard * (found - ideal)) ** 2).mean((1, 2))
    there = ((heard * ideal) ** 2).mean((1, 2))
    return torch.log((wrong + 1e-3) / (there + 1e-2))


def _piece(one: Mixture, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    player = int(rng.integers(len(one.shares) - 1))
    inputs = mask_inputs(one.heard, one.shares, player)
    bins, frames = one.heard.shape
    low = int(rng.integers(max(bins - _BINS, 1))) if rng.random() < _ANYWHERE else 0
    early = int(rng.integers(max(frames - _FRAMES, 1)))
    part = np.s_[low : low + _BINS, early : early + _FRAMES]
    heard = one.heard[part]
    scaled = heard / (np.sqrt((heard**2).mean()) + np.float32(1e-6))
    return inputs[:, part[0], part[1]], one.ideal[player][part], scaled
