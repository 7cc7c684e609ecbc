"""From a score to a gesture, for any instrument there is a player of."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import numpy as np

from foley_post.errors import UsageError
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard.accordion import plan_accordion
from foley_post.simulation.planning.keyboard.pianist import plan_piano
from foley_post.simulation.planning.percussion.struck import STRUCK, plan_struck
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.strings.bowed import BOWED, plan_bowed
from foley_post.simulation.planning.strings.plucked import PLUCKED, plan_plucked
from foley_post.simulation.planning.winds.blown import plan_blown
from foley_post.simulation.planning.winds.grips import BLOWN
from foley_post.simulation.score.scores import Score

__all__ = ["PLAYABLE", "plan"]


class Planner(Protocol):
    """What plays one instrument (or a family of them)."""

    def __call__(
        self,
        score: Score,
        player: SimulatedPlayer,
        rng: np.random.Generator,
        *,
        length_s: float,
        rate_hz: float = ...,
    ) -> Gesture:
        """The gesture of ``player`` playing ``score``."""


_PLANNERS: dict[str, Planner] = {
    "piano": plan_piano,
    "accordion": plan_accordion,
    **{name: partial(plan_bowed, name) for name in BOWED},
    **{name: partial(plan_plucked, name) for name in PLUCKED},
    **{name: partial(plan_blown, name) for name in BLOWN},
    **{name: partial(plan_struck, name) for name in STRUCK},
}

PLAYABLE: tuple[str, ...] = tuple(_PLANNERS)
"""The instruments that have simulated players."""


def plan(
    instrument: str,
    score: Score,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    length_s: float,
    rate_hz: float = 100.0,
) -> Gesture:
    """What ``player`` does to play ``score`` on ``instrument``, in even steps over ``length_s``.

    UsageError where there is no player of that instrument.
    """
    if instrument not in _PLANNERS:
        raise UsageError(
            f"There is no simulated player of {instrument!r}. There are: {', '.join(PLAYABLE)}."
        )
    return _PLANNERS[instrument](score, player, rng, length_s=length_s, rate_hz=rate_hz)
