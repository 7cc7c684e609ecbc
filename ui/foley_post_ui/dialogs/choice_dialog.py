"""One question with a few answers, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from foley_post_ui.dialogs.messages import go_or_cancel

__all__ = ["ChoiceDialog"]

_MOST_ROWS = 10


class ChoiceDialog(QDialog):
    """Asks ``question`` and answers with `chosen`, one of the ``answers``; ``now`` is the one that
    is in use.
    """

    def __init__(
        self,
        title: str,
        question: str,
        answers: Sequence[tuple[str, str]],
        *,
        now: str,
        go: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        say = QLabel(question)
        say.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        for name, words in answers:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
            if name == now:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        rows = min(max(3, self.list.count()), _MOST_ROWS)
        self.list.setFixedHeight(rows * (self.fontMetrics().height() + 10) + 12)
        self.list.itemDoubleClicked.connect(self.accept)
        buttons, self.go = go_or_cancel(self, go)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(14)
        box.addWidget(say)
        box.addWidget(self.list)
        box.addWidget(buttons)
        self.list.setFocus()

    @property
    def chosen(self) -> str:
        """The answer's name."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""
