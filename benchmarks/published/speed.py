"""Ours against the published decoder, in CPU seconds for a minute of music at 8 notes a second."""

from __future__ import annotations

import time

import numpy as np
import torch

from benchmarks.model_speed import RATE, seconds_for
from benchmarks.published.network import FRAMES, JOINTS, MOST_TOKENS, Memory, Published
from benchmarks.published.tokens import piece
from benchmarks.published.vocabulary import CLIP_S, VOCABULARIES
from foley_post.generate.weights import Model

_LENGTH_S = 60.0
_BEAMS = 5
_EACH = 32
"""Every 32nd step is timed and counts for 32: all of them would take hours."""


def speed_table(model: Model, network: Published) -> str:
    """A markdown table. The published decoder works on clips of six seconds, ten of them."""
    hearing_s, writing_s, _ = seconds_for(model, _LENGTH_S)
    clips = round(_LENGTH_S / CLIP_S)
    vocabulary = VOCABULARIES["published"]
    tokens = len(vocabulary.encode(piece(RATE, 0.1, np.random.default_rng(0))))
    rows = [
        ("ours, writing", writing_s),
        ("ours, hearing too", hearing_s + writing_s),
        (
            "published: beam of five, no cache, no stop",
            clips * _again(network, _BEAMS, MOST_TOKENS),
        ),
        (f"published, greedy, stopped after {tokens} tokens", clips * _again(network, 1, tokens)),
        ("published, greedy, stopped, with a cache", clips * _cached(network, tokens)),
    ]
    lines = ["| decoder | CPU seconds | times our writing |", "|---|---:|---:|"]
    lines += [f"| {name} | {spent:.1f} | {spent / writing_s:.1f} |" for name, spent in rows]
    return "\n".join(lines)


def _again(network: Published, beams: int, tokens: int) -> float:
    """Seconds for one clip when each step computes all tokens anew."""
    steps = _steps(network, beams)
    total = 0.0
    with torch.inference_mode():
        for count in range(_EACH // 2, tokens, _EACH):
            began_s = time.process_time()
            network(steps, torch.zeros(beams, count, dtype=torch.long))
            total += _EACH * (time.process_time() - began_s)
    return total


def _cached(network: Published, tokens: int) -> float:
    """Seconds for one clip when each step computes its own token only."""
    steps, memories = _steps(network, 1), [Memory() for _ in network.layers]
    began_s = time.process_time()
    with torch.inference_mode():
        for _ in range(tokens):
            network(steps, torch.zeros(1, 1, dtype=torch.long), memories)
    return time.process_time() - began_s


def _steps(network: Published, beams: int) -> torch.Tensor:
    with torch.inference_mode():
        return network.watch(torch.zeros(beams, FRAMES, JOINTS, 3))
