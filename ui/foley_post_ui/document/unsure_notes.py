"""Notes of a take that another player could have played as well, as far as they were heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from foley_post.listen.assignment import UnsureNote
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.project.file import ShotTakes

__all__ = ["unsure_notes", "with_unsure"]

_NEAR_S = 0.1
"""A heard note lies so near to where the picture has it; what is further off is another note."""


def unsure_notes(work: ShotTakes, take: Take) -> Mapping[Note, int]:
    """Which notes of the take somebody else could have played, and who; one that is pinned, as a
    given one is, is settled.
    """
    heard = [n for n in take.notes if n.evidence is Evidence.HEARD and not n.pinned]
    there = {t.performer for t in work.current} - {take.performer}
    found: dict[Note, int] = {}
    for one in work.unsure:
        near = [n for n in heard if abs(n.onset_s - one.onset_s) <= _NEAR_S]
        if near and one.player == take.performer and one.other in there:
            apart = {n: (n.pitch != one.pitch, abs(n.onset_s - one.onset_s)) for n in near}
            found[min(near, key=apart.__getitem__)] = one.other
    return found


def with_unsure(
    before: Iterable[UnsureNote], fresh: Iterable[UnsureNote], performers: Iterable[int]
) -> tuple[UnsureNote, ...]:
    """What is unsure once those ``performers`` have new takes."""
    anew = set(performers)
    return (*(one for one in before if one.player not in anew), *fresh)
