"""Whom of the people seen in a shot to score."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from foley_post.errors import UsageError
from foley_post.pose.skeleton import Motion

__all__ = [
    "EVERYBODY",
    "Place",
    "PlayerChoice",
    "left_out",
    "nobody_plays",
    "place_of",
    "read_places",
    "read_players",
    "standing_at",
]

EVERYBODY = "all"
Place: TypeAlias = tuple[float, float]
"""A point of the picture, in shares of its width and height, 0..1."""
_NEAR = 0.3
"""Picture heights within which somebody stands at a place."""


@dataclass(frozen=True, slots=True)
class PlayerChoice:
    """``numbers`` of the people to score, counted from 1; empty means whoever is seen to play, or
    with ``everybody`` all who are seen.
    """

    numbers: frozenset[int] = frozenset()
    everybody: bool = False

    def among(self, motions: Sequence[Motion], *, instrument_named: bool) -> tuple[Motion, ...]:
        """Those of ``motions`` to score.

        Where nobody is seen to play, an instrument that was named is believed: all are players.
        """
        if self.numbers:
            return tuple(m for m in motions if m.performer + 1 in self.numbers)
        playing = tuple(m for m in motions if not m.bystander)
        if self.everybody or (instrument_named and not playing):
            return tuple(motions)
        return playing


def read_players(words: str) -> PlayerChoice:
    """The choice in ``words``: empty, ``all``, or numbers with commas between; UsageError for
    anything else.
    """
    parts = [part.strip() for part in words.split(",") if part.strip()]
    if parts == [EVERYBODY]:
        return PlayerChoice(everybody=True)
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise UsageError(f"Players are numbers from 1 with commas between, or all, not {words!r}.")
    return PlayerChoice(frozenset(int(part) for part in parts))


def place_of(motion: Motion) -> Place | None:
    """Where in the picture that person is, as a rule; None for somebody who is never seen."""
    seen = motion.points[np.isfinite(motion.points[..., 0])]
    if not len(seen):
        return None
    x, y = np.median(seen[:, :2], axis=0)
    return float(np.clip(x / motion.aspect, 0, 1)), float(np.clip(y, 0, 1))


def standing_at(motions: Sequence[Motion], place: Place) -> Motion | None:
    """Who of ``motions`` is nearest to a place of the picture; None where nobody is near it."""
    nearest, least = None, _NEAR
    for motion in motions:
        own = place_of(motion)
        if own is not None:
            across, down = (own[0] - place[0]) * motion.aspect, own[1] - place[1]
            if np.hypot(across, down) < least:
                nearest, least = motion, float(np.hypot(across, down))
    return nearest


def read_places(said: Sequence[str]) -> Mapping[str, Place]:
    """Places by media, of ``FILE@X,Y`` with X and Y in shares of the picture; UsageError for
    anything else.
    """
    places: dict[str, Place] = {}
    for words in said:
        name, _, where = words.rpartition("@")
        try:
            x, y = (float(part) for part in where.split(","))
        except ValueError:
            x = y = -1.0
        if not name or not (0 <= x <= 1 and 0 <= y <= 1):
            raise UsageError(
                f"The only player of a camera is written FILE@X,Y, with X and Y from 0 to 1 of the "
                f"picture's width and height, not {words!r}."
            )
        places[name] = (x, y)
    return places


def nobody_plays(motions: Sequence[Motion]) -> str:
    """A sentence that says why none of ``motions`` is scored."""
    if not any(m.bystander for m in motions):
        return f"None of the chosen players is there; people seen: {len(motions)}."
    said = "; ".join(f"person {m.performer + 1} {m.bystander}" for m in motions if m.bystander)
    return (
        f"Nobody is seen to play: {said}. Choose by number whom to score, or name the instrument."
    )


def left_out(motions: Sequence[Motion], scored: Collection[int], where: str) -> tuple[str, ...]:
    """A sentence for each bystander who is not among the ``scored`` performers of the shot
    ``where``.
    """
    return tuple(
        f"Person {m.performer + 1} of {where} {m.bystander}, and is not scored."
        for m in motions
        if m.bystander and m.performer not in scored
    )
