"""The taught network as the listener reads it, with its card."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from foley_post.core.weights import write_weights
from foley_post.listen.note_network import CARD, OUTPUTS, WEIGHTS
from foley_post.train.listener.network import LearningNetwork
from foley_post.train.listener.teaching import Teaching

__all__ = ["publish"]


def publish(network: LearningNetwork, out: Path, *, plan: Teaching, clips: int) -> Path:
    """Write ``notes.safetensors`` (half precision) and ``notes.json``; the former's path."""
    path = out / WEIGHTS
    card = {
        "name": "Note network: what sounds at each moment of a recording",
        "licence": "Apache-2.0",
        "trained_on": "renders of freely licensed scores (FluidR3 and MuseScore General, MIT, "
        "not the programs that are measured, and another piano) and a synthesizer of its own, with "
        "rooms, noise, hum, codecs, clipping, speech-like sound and applause",
        "clips": clips,
        "lesson_s": 5.0,
        "plan": asdict(plan),
        "size": asdict(network.size),
        "parameters": sum(value.numel() for value in network.parameters()),
        "input": "mono sound at 22,050 Hz",
        "output": f"50 frames a second of 88 keys: {', '.join(OUTPUTS)}, each 0..1",
        "built_by": "python -m foley_post.train.listener",
    }
    write_weights(path, path.with_name(CARD), network.tensors(), card)
    return path
