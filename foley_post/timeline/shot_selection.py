"""Which shots of a cut the user means."""

from __future__ import annotations

from collections.abc import Sequence

from foley_post.errors import UsageError
from foley_post.timeline.model import Cut, Shot

__all__ = ["choose_shots"]


def choose_shots(cut: Cut, wanted: Sequence[str]) -> tuple[Shot, ...]:
    """The shots of those ids or clip names; with none named, every enabled one.

    UsageError names what is not there, and what is.
    """
    if not wanted:
        return tuple(s for s in cut.shots if s.enabled)
    known = {s.id.lower() for s in cut.shots} | {s.name.lower() for s in cut.shots}
    missing = [w for w in wanted if w.lower() not in known]
    if missing:
        there = ", ".join(f"{s.id} ({s.name})" for s in cut.shots[:20]) or "no shots at all"
        raise UsageError(f"{cut.path.name} has no shot {', '.join(missing)}. It has {there}.")
    asked = {w.lower() for w in wanted}
    return tuple(s for s in cut.shots if {s.id.lower(), s.name.lower()} & asked)
