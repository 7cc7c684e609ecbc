"""What an editor should know of the instruments that were taken from the picture."""

from __future__ import annotations

from collections.abc import Sequence

from foley_post.core.instruments import instrument
from foley_post.midi.notes import Take
from foley_post.pose.skeleton import Motion

__all__ = ["instrument_notices"]

_SURE = 0.3
"""Below this probability it is said what else it could be."""
_POSSIBLE = 0.08


def instrument_notices(
    motions: Sequence[Motion], takes: Sequence[Take], where: str
) -> tuple[str, ...]:
    """A sentence for each take of the shot ``where`` whose instrument the picture leaves open, or
    is only the nearest voice for what is seen. An instrument that was named needs none.
    """
    looks = {m.performer: m.look for m in motions}
    told = []
    for take in takes:
        look = looks.get(take.performer)
        if len(take.candidates) < 2 or take.candidates[0][0] != take.instrument or look is None:
            continue
        who = f"Player {take.performer + 1} of {where}"
        name = instrument(take.instrument).label.lower()
        if look.stands_in and look.best[0] == take.instrument:
            told.append(f"{who} plays what looks like {look.object_name}; the nearest is {name}.")
        elif take.instrument_confidence < _SURE:
            told.append(f"{who} is taken to play {name}, but it is not clear: {_listed(take)}.")
    return tuple(told)


def _listed(take: Take) -> str:
    """Like ``violin 27 %, flute 14 %``."""
    likely = [(n, share) for n, share in take.candidates[:4] if share >= _POSSIBLE]
    listed = likely or list(take.candidates[:2])
    return ", ".join(f"{instrument(n).label.lower()} {round(100 * p)} %" for n, p in listed)
