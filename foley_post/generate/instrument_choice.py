"""Which instrument a player is taken to play: by its look first, by the movement where that leaves
it open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
_SEEN = 0.15
"""Below this evidence no instrument is seen at all, and the movement alone decides."""
_MOVEMENT_FLOOR = 0.5
"""The movement is right on less than half of real clips (measured: 38 of 91), however sure it is:
between instruments that look equally likely it counts three to one at most."""


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

    ``movement`` are the probabilities that the model gives the ``taught`` instruments. It breaks
    ties between instruments that look about as likely, and decides where none is seen.
    """
    moves = {name: float(p) for name, p in zip(taught, movement, strict=True)}
    if look is None or look.evidence < _SEEN or not look.candidates:
        return _ranked(moves)
    seen = dict(look.candidates)
    if not clearly_seen(look):
        least = look.candidates[0][1] / _AHEAD
        tied = {name: share for name, share in seen.items() if share >= least}
        moved = {
            name: share * (_MOVEMENT_FLOOR + moves.get(INSTRUMENTS[name].movement, 0.0))
            for name, share in tied.items()
        }
        scale = sum(tied.values()) / sum(moved.values())
        seen |= {name: share * scale for name, share in moved.items()}
    return _ranked(seen)


def _ranked(shares: Mapping[str, float]) -> Candidates:
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, round(share, 4)) for name, share in ranked if share >= 0.01)
