"""Notes given to another player: a sound heard, or a hand seen, may be somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from foley_post.midi import edits
from foley_post_ui.document.player_names import player_label, player_name
from foley_post_ui.document.session import Session
from foley_post_ui.piano_roll.note_changes import indices
from foley_post_ui.piano_roll.roll import PianoRoll
from foley_post_ui.style.icons import swatch
from foley_post_ui.style.theme import theme

__all__ = ["Giving"]


class Giving(QObject):
    """Moves the selected notes into another player's take; one undo takes them back."""

    notice = Signal(str)

    def __init__(self, session: Session, roll: PianoRoll, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.roll = session, roll

    def doing(self) -> dict[str, Callable[[], object]]:
        """The menu entry."""
        return {"give": self.to_next}

    def menu(self, parent: QMenu) -> QMenu:
        """A menu of the other players, filled when it opens."""
        menu = QMenu(self.tr("Give to"), parent)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self._fill(menu)
        return menu

    def others(self) -> list[int]:
        """The other players of the shot who have a take."""
        own = self.session.performer
        return [t.performer for t in self.session.current_work.current if t.performer != own]

    def to_next(self) -> None:
        """Give the selected notes to the player after this one."""
        others = self.others()
        if not others:
            self.notice.emit(self.tr("Nobody else has a take in this shot."))
            return
        after = [p for p in others if p > self.session.performer]
        self.to(after[0] if after else others[0])

    def to(self, performer: int) -> None:
        """Give the selected notes to that player."""
        work, take = self.session.current_work, self.session.current_take
        own = self.session.current_index
        other = next((i for i in work.chosen if work.takes[i].performer == performer), None)
        if take is None or own is None or other is None or not self.roll.chosen:
            return
        given = sorted(self.roll.chosen, key=lambda n: n.onset_s)
        held = [replace(note, pinned=True, joint=None) for note in given]  # as the editor said
        theirs = work.takes[other]
        theirs = edits.transpose(theirs.with_notes([*theirs.notes, *held]), 0)
        rest = edits.delete(take, indices(take, given))
        name = player_name(self.session, self.session.current, performer)
        self.session.change_work(
            self.session.current,
            work.changing(own, rest).changing(other, theirs),
            self.tr("Give notes to {0}").format(name),
        )
        self.notice.emit(self.tr("{0} has them now.").format(name))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for performer in self.others():
            words = player_label(self.session, self.session.current, performer)
            menu.addAction(swatch(theme().player(performer)), words, partial(self.to, performer))
        menu.setEnabled(bool(self.others()) and bool(self.roll.chosen))
