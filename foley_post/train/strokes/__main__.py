"""Teach the stroke network, and write it with its card.

``python -m foley_post.train.strokes CORPUS.npz --out FOLDER [--others WATCHED.npz ...]``:
``WATCHED.npz`` is what ``foley-post watch --motion`` writes of a film in which people move.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from foley_post.core.weights import write_weights
from foley_post.generate.stroke_network.network import CARD, FAMILIES, WEIGHTS
from foley_post.simulation.planning.plan import PLAYABLE
from foley_post.simulation.score.corpus import read_shelf
from foley_post.train.strokes.flow_clips import movement_alone, simulated_clip
from foley_post.train.strokes.teaching import Teaching, teach

__all__ = ["main"]

_FIRST_SEED = 9_000_000
_LENGTH_S = 8.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Teach, print the losses, write ``strokes.safetensors`` and ``strokes.json``; 0."""
    parser = argparse.ArgumentParser(
        prog="python -m foley_post.train.strokes", description="Teach the stroke network."
    )
    parser.add_argument("corpus", type=Path, help="scores to play")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--others", type=Path, nargs="*", default=[], help="movement of no note")
    parser.add_argument("--clips", type=int, default=180, help="simulated clips an instrument")
    parser.add_argument("--steps", type=int, default=Teaching().steps)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    corpus = read_shelf(asked.corpus)
    clips = [
        simulated_clip(name, _FIRST_SEED + number, _LENGTH_S, corpus)
        for name in PLAYABLE
        for number in range(asked.clips)
    ]
    others = [flow for path in asked.others for flow in movement_alone(path)]
    plan = Teaching(asked.steps, seed=asked.seed)
    network = teach(clips, others, plan)
    card = {
        "name": "Stroke network: when a note begins, from the flow at a player's hands",
        "licence": "Apache-2.0",
        "input": "flow at both hands and over the player, in four directions, at 50 Hz; the family",
        "output": "how likely a note begins at each moment",
        "families": FAMILIES,
        "simulated_clips": len(clips),
        "others": [path.name for path in asked.others],
        "plan": asdict(plan),
        "parameters": sum(value.numel() for value in network.parameters()),
        "limits": "Taught on simulated players: what real ones do otherwise it does not know.",
        "built_by": "python -m foley_post.train.strokes",
    }
    asked.out.mkdir(parents=True, exist_ok=True)
    write_weights(asked.out / WEIGHTS, asked.out / CARD, network.arrays(), card)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
