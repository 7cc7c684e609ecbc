"""Which instrument a player is taken to play: by its look first, by the movement where that leaves
it open.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import INSTRUMENTS
from foley_post.pose.look.instrument_ranking import InstrumentRanking

__all__ = ["chosen_instrument", "clearly_seen"]

Candidates = tuple[tuple[str, float], ...]

_CLEAR = 0.3
"""An instrument that is seen with this probability, and"""
_AHEAD = 1.6
"""by this factor before the next, is not held against the movement."""
_MOVEMENT_FLOOR = 0.25
"""Movement that speaks against an instrument makes it a fifth as likely at most."""


def clearly_seen(look: InstrumentRanking | None) -> str:
    """The instrument that the picture shows beyond doubt; empty where it leaves it open."""
    if look is None or not look.candidates:
        return ""
    name, share = look.candidates[0]
    second = look.candidates[1][1] if len(look.candidates) > 1 else 0.0
    return name if share >= _CLEAR and share >= _AHEAD * second else ""


def chosen_instrument(
    look: InstrumentRanking | None, movement: npt.NDArray[np.float32], taught: Sequence[str]
) -> Candidates:
    """The instruments with their probabilities, likeliest first.

    ``movement`` are the probabilities that the model gives the ``taught`` instruments. An
    instrument whose look is clear keeps its probability; else each is weighed by the movement, and
    what the look leaves unknown is the movement's alone.
    """
    moves = {name: float(p) for name, p in zip(taught, movement, strict=True)}
    seen = dict(look.candidates) if look is not None else {}
    if not clearly_seen(look):
        unknown = max(0.0, 1 - sum(seen.values()))
        weights = {
            name: seen.get(name, 0.0) * (_MOVEMENT_FLOOR + moves.get(one.movement, 0.0))
            + unknown * _MOVEMENT_FLOOR * moves.get(name, 0.0)
            for name, one in INSTRUMENTS.items()
        }
        total = sum(weights.values()) or 1.0
        seen = {name: weight / total for name, weight in weights.items()}
    ranked = sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, round(share, 4)) for name, share in ranked if share >= 0.01)
