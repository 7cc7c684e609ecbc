"""Undo and redo for takes: a history is a value, each step makes a new one."""

from __future__ import annotations

from dataclasses import dataclass

from foley_post.midi.notes import Take

__all__ = ["MOST_STEPS", "History"]

MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class History:
    """A take as it is, as it was before each edit, and as it was before each undo.

    ``past`` and ``future`` hold ``(what was done, the take beside it)``; the newest is last.
    """

    take: Take
    past: tuple[tuple[str, Take], ...] = ()
    future: tuple[tuple[str, Take], ...] = ()

    def done(self, what: str, take: Take) -> History:
        """After an edit called ``what``; nothing is kept of one that changed nothing."""
        if take == self.take:
            return self
        return History(take, (*self.past, (what, self.take))[-MOST_STEPS:])

    @property
    def undoable(self) -> str:
        """What an undo would take back; empty when there is nothing."""
        return self.past[-1][0] if self.past else ""

    @property
    def redoable(self) -> str:
        """What a redo would do again; empty when there is nothing."""
        return self.future[-1][0] if self.future else ""

    def undo(self) -> History:
        """One step back; itself when there is none."""
        if not self.past:
            return self
        what, before = self.past[-1]
        return History(before, self.past[:-1], (*self.future, (what, self.take)))

    def redo(self) -> History:
        """One step forward again; itself when there is none."""
        if not self.future:
            return self
        what, after = self.future[-1]
        return History(after, (*self.past, (what, self.take)), self.future[:-1])
