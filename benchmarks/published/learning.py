"""Teaching the rebuilt network, resumably, for so many seconds of CPU; and having it write.

As published: cross-entropy on the next token, Adam (0.9, 0.98) up to 7e-4, whole clips turned by up
to 10 degrees, scaled by 0.9 to 1.1 and shifted by up to 0.2. Not as published, for want of time:
all instruments in one network unless the clips are of one, fewer clips a step, and a rate that
rises over the first tenth of the run (not over 4000 steps) and falls along a cosine.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from benchmarks.published.network import (
    FRAME_HZ,
    FRAMES,
    MOST_TOKENS,
    Memory,
    Published,
)
from benchmarks.published.vocabulary import CLIP_S, Vocabulary
from foley_post.core.files import finished
from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.features import CHANNELS, Features
from foley_post.midi.notes import Note
from foley_post.train.clips import read_clips

_SHOWN = [CHANNELS.index(name) for name in ("x", "y", "confidence")]
BATCH = 4
"""A step takes some six seconds of one core as it is; the paper's 16 leave too few steps."""
_PEAK_RATE = 7e-4
_SAVE_EVERY = 50
_LOWEST, _HIGHEST = 21, 108
Joints = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """``joints (T, 67, 3)`` x, y, confidence at the clock's ticks; the notes; whose family."""

    joints: npt.NDArray[np.float16]
    notes: tuple[Note, ...]
    family: str


def read_examples(folder: Path) -> list[Example]:
    """What the published network may see of the clips in a folder."""
    return [
        Example(
            clip.features.joints[..., _SHOWN].astype(np.float16),
            clip.notes,
            INSTRUMENTS[clip.instrument].family,
        )
        for path in sorted(folder.glob("[!.]*.npz"))
        for clip in read_clips(path)
    ]


def frames_of(joints: npt.NDArray[np.floating], first_tick: int = 0) -> Joints:
    """``(132, 67, 3)``: six seconds from ``first_tick`` on at 22 frames a second."""
    at = first_tick + np.arange(FRAMES) * TICK_HZ / FRAME_HZ
    at = np.minimum(at, len(joints) - 1)
    left = np.minimum(at.astype(np.intp), len(joints) - 2)
    share = (at - left).astype(np.float32)[:, None, None]
    a, b = joints[left].astype(np.float32), joints[left + 1].astype(np.float32)
    return a * (1 - share) + b * share


def seen(features: Features) -> Joints:
    """The first six seconds of features, as the published network sees them."""
    return frames_of(features.joints[..., _SHOWN])


def learn(
    examples: Sequence[Example],
    vocabulary: Vocabulary,
    path: Path,
    *,
    seconds: float,
    seed: int = 1,
    half: bool = False,
    probe: Callable[[Published], dict[str, float]] | None = None,
    watcher: Watcher = ignore_progress,
) -> Published:
    """The network after ``seconds`` of CPU on ``examples``, going on from ``path``.

    ``half``: products in half precision, twice as fast where the processor has them. Beside
    ``path`` a ``.jsonl`` keeps the loss, and each time it is saved what ``probe`` says of the
    network (which is not counted as learning).
    """
    torch.manual_seed(seed)
    network = Published(vocabulary.size + 3).to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(network.parameters(), lr=_PEAK_RATE, betas=(0.9, 0.98), eps=1e-9)
    step, spent_s = 0, 0.0
    if path.exists():
        state = torch.load(path, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent_s = int(state["step"]), float(state["spent_s"])
    network.train()
    losses: list[float] = []
    while spent_s < seconds:
        began_s = time.process_time()
        rng = np.random.default_rng([seed, step])
        joints, tokens = _batch(examples, vocabulary, BATCH, rng)
        for group in optimizer.param_groups:
            group["lr"] = _PEAK_RATE * _pace(spent_s / seconds)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            logits = network(network.watch(joints), tokens[:, :-1])
        loss = functional.cross_entropy(
            logits.float().flatten(0, 1), tokens[:, 1:].flatten(), ignore_index=vocabulary.padding
        )
        loss.backward()
        optimizer.step()
        step += 1
        losses.append(loss.item())
        spent_s += time.process_time() - began_s
        watcher(Progress(f"{vocabulary.name}: loss {loss.item():.2f}", spent_s, seconds))
        if step % _SAVE_EVERY == 0 or spent_s >= seconds:
            _save(path, network, optimizer, step=step, spent_s=spent_s)
            told = {"step": step, "spent_s": round(spent_s, 1), "loss": float(np.mean(losses))}
            losses.clear()
            if probe is not None:
                told |= probe(network.eval())
                network.train()
            with path.with_suffix(".jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(told) + "\n")
    return network.eval()


def _save(
    path: Path,
    network: Published,
    optimizer: torch.optim.Optimizer,
    *,
    step: int,
    spent_s: float,
) -> None:
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
    with finished(path) as draft:
        torch.save({**state, "step": step, "spent_s": spent_s}, draft)


def _pace(share: float) -> float:
    """The rate's share of its peak: up over a tenth of the run, then down along a cosine."""
    return min(1.0, 10 * share + 0.02) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))


def _batch(
    examples: Sequence[Example], vocabulary: Vocabulary, count: int, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """``joints (B, 132, 67, 3)`` and ``tokens (B, N)``: each family as often as any other."""
    families = sorted({e.family for e in examples})
    some: list[Example] = []
    for family in rng.choice(families, count):
        own = [e for e in examples if e.family == family]
        some.append(own[int(rng.integers(len(own)))])
    joints, lists = [], []
    for example in some:
        first = int(rng.integers(0, max(len(example.joints) - int(CLIP_S * TICK_HZ), 1)))
        joints.append(_moved(frames_of(example.joints, first), rng))
        notes = within(example.notes, first / TICK_HZ)
        lists.append([vocabulary.start, *vocabulary.encode(notes), vocabulary.end])
    tokens = torch.full((count, max(len(one) for one in lists)), vocabulary.padding)
    for row, one in zip(tokens, lists, strict=True):
        row[: len(one)] = torch.tensor(one)
    return torch.from_numpy(np.stack(joints)), tokens


def within(notes: Sequence[Note], start_s: float = 0.0) -> list[Note]:
    """The piano's range of the notes in six seconds from ``start_s``, ended where those end."""
    return [
        Note(
            n.onset_s - start_s,
            min(n.length_s, start_s + CLIP_S - n.onset_s),
            n.pitch,
            n.velocity,
        )
        for n in notes
        if start_s <= n.onset_s < start_s + CLIP_S - 0.01 and _LOWEST <= n.pitch <= _HIGHEST
    ]


def _moved(joints: Joints, rng: np.random.Generator) -> Joints:
    """The clip turned, scaled and shifted as a whole; joints that are not seen stay at 0."""
    angle, size = np.radians(rng.uniform(-10, 10)), rng.uniform(0.9, 1.1)
    turn = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    there = joints[..., 2:] > 0
    moved = joints[..., :2] @ turn.T.astype(np.float32) + rng.uniform(-0.2, 0.2, 2)
    return np.concatenate([np.where(there, moved, 0), joints[..., 2:]], axis=2).astype(np.float32)


def write(network: Published, vocabulary: Vocabulary, joints: Joints) -> list[list[Note]]:
    """What it writes for clips ``(B, 132, 67, 3)``: the likeliest token each time, as its beam
    search does; with a cache and a stop at the end, which change nothing but the time it takes.
    """
    with torch.inference_mode():
        steps = network.watch(torch.from_numpy(joints))
        memories = [Memory() for _ in network.layers]
        last = torch.full((len(joints), 1), vocabulary.start)
        said: list[list[int]] = [[] for _ in joints]
        done = np.zeros(len(joints), dtype=bool)
        for _ in range(MOST_TOKENS - 1):
            last = network(steps, last, memories)[:, -1:].argmax(dim=2)
            for k, token in enumerate(last[:, 0].tolist()):
                done[k] |= token >= vocabulary.size
                if not done[k]:
                    said[k].append(token)
            if done.all():
                break
    return [vocabulary.decode(tokens) for tokens in said]
