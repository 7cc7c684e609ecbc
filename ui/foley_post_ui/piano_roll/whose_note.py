"""Asks whose the notes are that two players could have played."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from foley_post.midi import edits
from foley_post.midi.notes import Note
from foley_post_ui.document.player_names import player_name
from foley_post_ui.document.session import Session
from foley_post_ui.document.unsure_notes import unsure_notes
from foley_post_ui.panels.elided_label import ElidedLabel
from foley_post_ui.piano_roll.note_changes import indices
from foley_post_ui.piano_roll.roll import PianoRoll

__all__ = ["WhoseNote"]


class WhoseNote(QWidget):
    """A line above the notes, as long as there is something to ask: of the selected notes where
    they are unsure, else of all that are.
    """

    give_wanted = Signal(int)
    """The notes that are selected now are that player's."""

    def __init__(self, session: Session, roll: PianoRoll) -> None:
        super().__init__()
        self.session, self.roll = session, roll
        self._notes: tuple[Note, ...] = ()
        self._other = 0
        self.question = ElidedLabel()
        self.give = QPushButton(self.tr("Give to the other player"))
        self.give.setToolTip(self.give.text())
        self.keep = QPushButton(self.tr("Keep"))
        words = self.tr("They stay with this player, pinned, and are not asked about again")
        self.keep.setToolTip(words)
        self.give.clicked.connect(self._give)
        self.keep.clicked.connect(self._keep)
        box = QHBoxLayout(self)
        box.setContentsMargins(10, 3, 10, 3)
        box.setSpacing(6)
        box.addWidget(self.question, 1)
        box.addWidget(self.give)
        box.addWidget(self.keep)
        roll.chosen_changed.connect(self.refresh)
        session.opened.connect(self.refresh)
        session.current_changed.connect(self.refresh)
        session.work_changed.connect(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Ask of the notes that are there now."""
        take = self.session.current_take
        unsure = unsure_notes(self.session.current_work, take) if take else {}
        chosen = {note: other for note, other in unsure.items() if note in self.roll.chosen}
        asked = chosen or unsure
        self.setVisible(bool(asked))
        if not asked:
            self._notes = ()
            return
        self._other = Counter(asked.values()).most_common(1)[0][0]
        self._notes = tuple(note for note, other in asked.items() if other == self._other)
        name = player_name(self.session, self.session.current, self._other)
        self.question.setText(
            self.tr("1 note could be played by {0}").format(name)
            if len(self._notes) == 1
            else self.tr("{0} notes could be played by {1}").format(len(self._notes), name)
        )
        self.give.setText(self.tr("Give to {0}").format(name))
        self.give.setAccessibleName(self.give.text())
        self.give.setToolTip(self.question.text())

    def _give(self) -> None:
        self.roll.choose(self._notes)
        self.give_wanted.emit(self._other)

    def _keep(self) -> None:
        take = self.session.current_take
        if take is not None:
            kept = edits.pin(take, indices(take, self._notes))
            self.roll.change(kept, self.tr("Keep unsure notes"))
