"""Recent files in columns: a picture, the name, where it lies, when it changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from foley_post.timeline.film.reader import is_film
from foley_post_ui.document.recent import RecentFile, picture_of
from foley_post_ui.style.icons import icon
from foley_post_ui.style.theme import theme

__all__ = ["RecentList"]

_ROW = 42


class RecentList(QTreeWidget):
    """A click or Return opens a row's file; ``path_wanted`` says which."""

    path_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Recent files"))
        self.setHeaderLabels([self.tr("Name"), self.tr("Folder"), self.tr("Changed")])
        self.header().setAccessibleName(self.tr("Recent files"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(48, 27))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in ((1, 130), (2, 118)):
            self.header().resizeSection(column, wide)
        self.itemClicked.connect(self._open)
        self.itemActivated.connect(self._open)

    def show_files(self, files: tuple[RecentFile, ...]) -> None:
        """List them."""
        self.clear()
        for one in files:
            item = QTreeWidgetItem(self, [one.path.name, _short(one.path.parent), _when(one)])
            item.setData(0, Qt.ItemDataRole.UserRole, str(one.path))
            item.setIcon(0, _picture(one.path))
            item.setSizeHint(0, QSize(0, _ROW))
            item.setForeground(1, QBrush(QColor(theme().dim)))
            item.setToolTip(0, str(one.path))
            item.setToolTip(1, str(one.path.parent))
            if one.unsaved_s is not None:
                item.setText(2, self.tr("Unsaved work"))
                item.setForeground(2, QBrush(QColor(theme().inferred)))
                told = self.tr("Kept {0}; open it to recover it").format(_said(one.unsaved_s))
                item.setToolTip(2, told)
        self.setMinimumHeight(min(5, len(files)) * (_ROW + 4) + 34)

    def _open(self, item: QTreeWidgetItem) -> None:
        self.path_wanted.emit(Path(item.data(0, Qt.ItemDataRole.UserRole)))


def _picture(path: Path) -> QIcon:
    image = picture_of(path)
    if image is not None:
        return QIcon(QPixmap.fromImage(image))
    return icon("film" if is_film(path) else "music" if path.suffix == ".foley" else "tracks")


def _when(one: RecentFile) -> str:
    return _said(one.changed_s)


def _said(seconds: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def _short(folder: Path) -> str:
    """The folder's last two names: which one it is, not the whole way there."""
    return "/".join(folder.parts[-2:]) if len(folder.parts) > 3 else str(folder)
