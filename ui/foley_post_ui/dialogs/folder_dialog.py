"""A folder was dropped: which of its timelines, films and projects is to be opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from foley_post_ui.dialogs.fields import heading
from foley_post_ui.dialogs.messages import go_or_cancel

__all__ = ["FolderDialog"]


class FolderDialog(QDialog):
    """Answers with `chosen`, one of ``files``."""

    def __init__(self, folder: Path, files: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open from {0}").format(folder.name))
        self.setMinimumSize(460, 320)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Timelines, films and projects in this folder"))
        for path in files:
            item = QListWidgetItem(path.name)
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(self.accept)
        buttons, self.go = go_or_cancel(self, self.tr("Open"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        box.addWidget(heading(self.tr("Timelines, films and projects in this folder")))
        box.addWidget(self.list, 1)
        box.addWidget(buttons)

    @property
    def chosen(self) -> Path:
        """The file that is marked."""
        return Path(self.list.currentItem().data(Qt.ItemDataRole.UserRole))
