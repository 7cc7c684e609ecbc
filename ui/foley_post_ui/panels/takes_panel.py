"""The takes of one player: heard one against the other, kept, deleted, made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from foley_post.core.instruments import INSTRUMENTS
from foley_post.project.shot_takes import TakeLabel
from foley_post_ui.dialogs.fields import heading, side_by_side
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.library_strings import library_word

__all__ = ["TakesPanel"]

_MOST_ROWS = 5


class TakesPanel(QWidget):
    """The current player's takes. What is to be done with them is told by signals."""

    take_wanted = Signal(int)
    another_wanted = Signal()
    rest_wanted = Signal()
    compare_wanted = Signal()
    keep_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._filling = False
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Takes"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip(self.tr("Choose a take to hear it; takes play equally loud"))
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemDoubleClicked.connect(lambda _: self.rename())
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda at: self.menu().popup(self.list.mapToGlobal(at))
        )
        self.another = self._button(
            self.tr("Another take"), self.tr("Generate one more take with the next seed")
        )
        self.rest = self._button(
            self.tr("Regenerate the rest"),
            self.tr("Keep the pinned notes (P) and generate the others anew"),
        )
        self.compare = self._button(
            self.tr("A / B"), self.tr("Switch to the take heard before, equally loud (B)")
        )
        self.keep = self._button(
            self.tr("Keep only this"), self.tr("Delete this player's other takes")
        )
        self.drop = self._button(self.tr("Delete"), self.tr("Delete this take"))
        for button, signal in (
            (self.another, self.another_wanted),
            (self.rest, self.rest_wanted),
            (self.compare, self.compare_wanted),
            (self.keep, self.keep_wanted),
            (self.drop, self.delete_wanted),
        ):
            button.clicked.connect(signal)
        for quiet in (self.rest, self.compare, self.keep, self.drop):
            quiet.setProperty("role", "quiet")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(7)
        box.addWidget(heading(self.tr("Takes")))
        box.addWidget(self.list)
        for row in ((self.another, self.compare), (self.keep, self.drop), (self.rest,)):
            box.addLayout(side_by_side(*row, stretch=0))

    def refresh(self) -> None:
        """Show the takes of the current shot's current player."""
        shot, work, take = (
            self.session.current_shot, self.session.current_work, self.session.current_take,
        )  # fmt: skip
        self._filling = True
        self.list.clear()
        for number, index in enumerate(work.of(self.session.performer)):
            item = QListWidgetItem(f"{number + 1}   {self._words(index)}")
            seed = work.takes[index].seed
            tip = self.tr("Take {0}, seed {1}").format(number + 1, seed)
            comment = work.labels.get(index, TakeLabel()).comment
            item.setToolTip(f"{tip}\n{comment}" if comment else tip)
            item.setData(Qt.ItemDataRole.UserRole, index)
            self.list.addItem(item)
            if index == self.session.current_index:
                self.list.setCurrentItem(item)
        count = self.list.count()
        rows = min(max(count, 1), _MOST_ROWS)
        self.list.setFixedHeight(rows * (self.fontMetrics().height() + 9) + 10)
        self.another.setEnabled(shot is not None and not shot.problem)
        self.rest.setEnabled(take is not None and any(n.pinned for n in take.notes))
        self.drop.setEnabled(take is not None)
        for button in (self.keep, self.compare):
            button.setEnabled(count > 1)
        self._filling = False

    def menu(self) -> QMenu:
        """What can be said of the take that is chosen."""
        menu = QMenu(self.list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        starred = self._label().starred
        menu.addAction(self.tr("Rename ..."), self.rename)
        menu.addAction(self.tr("Remove the star") if starred else self.tr("Star"), self.star)
        menu.addAction(self.tr("Comment ..."), self.comment)
        for action in menu.actions():
            action.setEnabled(self.session.current_take is not None)
        return menu

    def rename(self) -> None:
        """Ask what the take is called."""
        self._ask(self.tr("Name of the take"), self._label().name, self._named)

    def comment(self) -> None:
        """Ask for a comment."""
        self._ask(self.tr("Comment on the take"), self._label().comment, self._commented)

    def star(self) -> None:
        """Mark the take as one that is liked, or no longer."""
        label = self._label()
        words = self.tr("Remove a take's star") if label.starred else self.tr("Star a take")
        self._put(replace(label, starred=not label.starred), words)

    def _named(self, text: str) -> None:
        self._put(replace(self._label(), name=text.strip()), self.tr("Rename a take"))

    def _commented(self, text: str) -> None:
        self._put(replace(self._label(), comment=text.strip()), self.tr("Comment on a take"))

    def _label(self) -> TakeLabel:
        index = self.session.current_index
        return self.session.current_work.labels.get(-1 if index is None else index, TakeLabel())

    def _put(self, label: TakeLabel, words: str) -> None:
        index = self.session.current_index
        if index is not None:
            work = self.session.current_work.labelling(index, label)
            self.session.change_work(self.session.current, work, words)

    def _ask(self, title: str, text: str, put: Callable[[str], None]) -> None:
        if self.session.current_take is None:
            return
        dialog = QInputDialog(self.window())
        dialog.setWindowTitle(title)
        dialog.setLabelText(f"{title}:")
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(put)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _words(self, index: int) -> str:
        work = self.session.current_work
        take = work.takes[index]
        known = INSTRUMENTS.get(take.instrument)
        label = work.labels.get(index, TakeLabel())
        parts = [
            *((label.name,) if label.name else ()),
            library_word(known.label) if known else take.instrument,
            self.tr("1 note")
            if len(take.notes) == 1
            else self.tr("{0} notes").format(len(take.notes)),
        ]
        if take.style:
            parts.append(library_word(take.style.capitalize()))
        if index in work.edited:
            parts.append(self.tr("edited"))
        return ("\u2605 " if label.starred else "") + "  \u00b7  ".join(parts)

    def _button(self, words: str, why: str) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(why)
        button.setAccessibleName(f"{words}: {why}")
        return button

    def _choose(self, row: int) -> None:
        if not self._filling and row >= 0:
            self.take_wanted.emit(self.list.item(row).data(Qt.ItemDataRole.UserRole))
