"""The key network's training: drawn clips first, then drawn and filmed ones together."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from foley_post.core.files import finished, sha256_of
from foley_post.errors import UsageError
from foley_post.pose.backends.key_network import KeyNetwork, in_arrays, interpolated
from foley_post.pose.backends.numpy_key_network import (
    WEIGHTS,
    KeyNetworkSize,
    NumpyKeyNetwork,
    save_key_network,
)
from foley_post.simulation.keyboard_pictures import read_clip
from foley_post.train.keys.filmed_clips import KeyClip, filmed_clip, key_clip
from foley_post.train.keys.lessons import Lesson, random_lesson

__all__ = ["Teaching", "losses", "teach"]

_FILMED_SHARE = 0.45
_EMA = 0.995
_RARE = (3.0, 1.0, 3.0)
"""How much an onset, a hold and an offset that is missed counts more than one that is made up."""
_SAVE_EVERY, _TELL_EVERY = 100, 25
_ABOUT = {
    "name": "Key network: what each key of a filmed keyboard does",
    "licence": "Apache-2.0",
    "input": "strips of 12 x 60 pixels a white key (foley_post.pose.keyboard.strip_channels)",
    "clips_by": "python -m foley_post.simulation.keyboard_pictures",
    "limits": "Keys narrower than about 8 pixels, keyboards seen flat from the side and keys "
    "wholly under a hand are read badly.",
}


@dataclass(frozen=True, slots=True)
class Teaching:
    """Steps on drawn clips, then on both; the rate falls to nothing over the last ``falling`` of
    the second part. At 4e-3 without clipping gradients it dies; 1.6e-3 with clipping at 1 works.
    """

    drawn_steps: int = 2900
    steps: int = 3000
    batch: int = 6
    seed: int = 0
    rate: float = 1.6e-3
    falling: float = 0.5

    def rate_at(self, step: int) -> float:
        """The share of the rate at a step."""
        left = self.drawn_steps + self.steps - step
        return min(1.0, (step + 1) / 100, max(left / max(self.falling * self.steps, 1), 0.01))


def teach(
    drawn: Path,
    films: Sequence[Path],
    out: Path,
    *,
    plan: Teaching = Teaching(),
    size: KeyNetworkSize | None = None,
) -> NumpyKeyNetwork:
    """The network after the plan, written to ``out`` with its card. UsageError without clips."""
    clips = [_drawn_clip(path) for path in sorted(drawn.glob("*.npz"))]
    if not clips:
        raise UsageError(
            f"There is no drawn clip in {drawn}. Make some with python -m "
            "foley_post.simulation.keyboard_pictures."
        )
    filmed = [filmed_clip(path) for path in films]
    torch.manual_seed(plan.seed)
    network = KeyNetwork(size or KeyNetworkSize())
    average = copy.deepcopy(network)
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, plan.rate_at)
    parts = {"network": network, "average": average, "optimizer": optimizer, "rate": schedule}
    begun, last = out / "training.pt", plan.drawn_steps + plan.steps
    step = _resumed(begun, parts)
    while step < last:
        rng = np.random.default_rng((plan.seed, step))
        with_films = filmed if step >= plan.drawn_steps else []
        lessons = [random_lesson(_chosen(clips, with_films, rng), rng) for _ in range(plan.batch)]
        parted = losses(network, lessons)
        loss = parted @ torch.tensor([4.0, 1.0, 2.0, 0.3, 0.05])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        step += 1
        _averaged(average, network, min(_EMA, (1 + step) / (10 + step)))
        if step % _TELL_EVERY == 0:
            print(step, *(f"{value:.4f}" for value in parted.tolist()), flush=True)
        if step % _SAVE_EVERY == 0 or step == last:
            _saved(begun, parts, step)
    card = {
        **_ABOUT,
        "drawn_clips": len(clips),
        "films": {path.name: sha256_of(path) for path in films},
        "seed": plan.seed,
        "steps": [plan.drawn_steps, plan.steps],
        "batch": plan.batch,
    }
    return save_key_network(in_arrays(average), out / WEIGHTS, card)


def losses(network: KeyNetwork, lessons: Sequence[Lesson]) -> Tensor:
    """``(5,)``: of onset, hold and offset per key and tick asked, velocity and time near onsets."""
    shown = torch.from_numpy(np.concatenate([lesson.shown for lesson in lessons]))
    counts = torch.tensor([len(lesson.shown) for lesson in lessons])
    columns, kinds, said, asked = (
        torch.from_numpy(np.stack([getattr(lesson, name) for lesson in lessons]))
        for name in ("columns", "kinds", "said", "asked")
    )
    with torch.autocast("cpu", torch.bfloat16):
        vectors = network.of_pictures(
            shown, columns.repeat_interleave(counts, 0), kinds.repeat_interleave(counts, 0)
        ).float()
    at_ticks = [
        interpolated(part, lesson.where)
        for part, lesson in zip(torch.split(vectors, counts.tolist()), lessons, strict=True)
    ]
    with torch.autocast("cpu", torch.bfloat16):
        found = network.at_ticks(torch.stack(at_ticks)).float()
    odds = functional.binary_cross_entropy_with_logits(
        found[..., :3], said[..., :3], pos_weight=torch.tensor(_RARE), reduction="none"
    )
    near = (said[..., 0] > 0) * asked
    velocity, until = (
        (functional.smooth_l1_loss(found[..., k], said[..., k], reduction="none", beta=beta) * near)
        .sum()
        .div(near.sum() + 1)
        for k, beta in ((3, 0.1), (4, 0.3))
    )
    happens = (odds * asked[..., None]).sum((0, 1, 2)) / (asked.sum() + 1)
    return torch.cat([happens, torch.stack([velocity, until])])


def _drawn_clip(path: Path) -> KeyClip:
    clip = read_clip(path)
    return key_clip(clip.strip, clip.times_s, clip.notes, view=clip.in_view, filmed=False)


def _chosen(
    drawn: Sequence[KeyClip], filmed: Sequence[KeyClip], rng: np.random.Generator
) -> KeyClip:
    """A clip at random, those with more notes oftener; drawn ones without any not seldom, for idle
    hands are no notes.
    """
    if filmed and rng.random() < _FILMED_SHARE:
        weight = np.array([max(len(c.notes), 1) ** 0.7 for c in filmed])
        return filmed[int(rng.choice(len(filmed), p=weight / weight.sum()))]
    weight = np.array([min(len(c.notes), 60) ** 0.5 + 2.5 for c in drawn])
    return drawn[int(rng.choice(len(drawn), p=weight / weight.sum()))]


def _averaged(average: KeyNetwork, network: KeyNetwork, share: float) -> None:
    with torch.no_grad():
        for slow, quick in zip(average.parameters(), network.parameters(), strict=True):
            slow.mul_(share).add_(quick, alpha=1 - share)


def _saved(path: Path, parts: dict[str, object], step: int) -> None:
    states = {name: part.state_dict() for name, part in parts.items()}  # type: ignore[attr-defined]
    with finished(path) as draft:
        torch.save({**states, "step": step}, draft)


def _resumed(path: Path, parts: dict[str, object]) -> int:
    """The step that a stopped run had come to; 0 for a new one."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        return 0
    states = torch.load(path, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(states[name])  # type: ignore[attr-defined]
    return int(states["step"])
