"""Whom of the people seen in a shot to score."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from foley_post.errors import UsageError
from foley_post.pose.skeleton import Motion

__all__ = ["EVERYBODY", "PlayerChoice", "left_out", "nobody_plays", "read_players"]

EVERYBODY = "all"


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
