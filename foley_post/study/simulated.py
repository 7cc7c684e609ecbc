"""Listeners whose taste is known: what the report must find again. Nobody listened."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from foley_post.study.folder import Answer, Study
from foley_post.study.plan import Kind

__all__ = ["Taste", "simulate"]

_STEEP = 4.0


@dataclass(frozen=True, slots=True)
class Taste:
    """What the listeners hear: ``strengths`` of conditions in log odds for every question, the lag
    that three in four notice, how often each condition is taken for recorded, and how many
    listeners answer without listening.
    """

    strengths: Mapping[str, float]
    notice_ms: float = 80.0
    recorded: Mapping[str, float] = field(default_factory=dict)
    careless: int = 0


def simulate(study: Study, taste: Taste, listeners: int, seed: int = 0) -> tuple[Answer, ...]:
    """The answers of ``listeners`` to every question of the study."""
    draw = np.random.default_rng(seed)
    answers = []
    for person in range(listeners):
        careless = person < taste.careless
        for trial in study.trials:
            for question in trial.questions:
                share = 0.5 if careless else _share(trial.kind, trial.sounds, taste)
                chosen = int(draw.random() < share)
                answers.append(
                    Answer(f"simulated-{person:03}", trial.number, question, chosen, True, True)
                )
    return tuple(answers)


def _share(kind: Kind, sounds: tuple[str, ...], taste: Taste) -> float:
    """How likely B is chosen, or a single sound is taken for recorded."""
    if kind is Kind.REAL:
        return taste.recorded.get(sounds[0], 0.5)
    if kind is Kind.PAIR:
        a, b = (taste.strengths.get(name, 0.0) for name in sounds)
        return 1.0 / (1.0 + math.exp(a - b))
    late = next(name for name in sounds if name.startswith("shifted"))
    lag_ms = float(late.removeprefix("shifted"))
    noticed: float = 0.5 + 0.5 / (1 + (taste.notice_ms / lag_ms) ** _STEEP)
    return noticed if sounds[0] == late else 1 - noticed
