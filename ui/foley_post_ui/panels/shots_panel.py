"""The list of shots: found by name, filtered by state, instrument and style chosen in the rows."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from foley_post.core.instruments import INSTRUMENTS
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.panels.shots_table import INSTRUMENT, STYLE, ShotsFilter, ShotsTable

__all__ = ["ShotsPanel"]

_Index = QModelIndex | QPersistentModelIndex
_MOST_FOLLOWED = 2000
"""A larger selection is not marked row by row."""


class _Choice(QStyledItemDelegate):
    """A box to choose from in a cell; what is chosen is told to ``panel``."""

    def __init__(self, panel: ShotsPanel, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__(panel)
        self.panel, self.options = panel, options

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """The box, open at once."""
        box = QComboBox(parent)
        for name, words in self.options:
            box.addItem(words, name)
        box.setAccessibleName(str(self.panel.table.headerData(index.column(), _ACROSS)))
        box.activated.connect(lambda: self._chosen(box))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Begin with what is chosen now."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))
            editor.showPopup()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Tell what was chosen, if it is another."""
        chosen = editor.currentData() if isinstance(editor, QComboBox) else None
        if chosen is not None and chosen != index.data(Qt.ItemDataRole.EditRole):
            shot_id = index.data(Qt.ItemDataRole.UserRole)
            self.panel.choose(str(shot_id), index.column(), str(chosen))

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


_ACROSS = Qt.Orientation.Horizontal


class ShotsPanel(QWidget):
    """A choice in a row that is selected is for all selected rows."""

    instrument_wanted = Signal(str)
    style_wanted = Signal(str)
    sought = Signal(float)

    def __init__(
        self,
        session: Session,
        work: JobQueue,
        styles: tuple[tuple[str, str], ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.table = ShotsTable(session, work)
        self.rows = ShotsFilter(self.table)
        self._following = False
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find shots"))
        self.search.setAccessibleName(self.tr("Find shots by name"))
        self.search.setClearButtonEnabled(True)
        for button in self.search.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear"))
            button.setToolTip(self.tr("Clear"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Which shots are listed"))
        self.kind.setToolTip(self.tr("Which shots are listed"))
        for name, words in (
            ("", self.tr("All shots")),
            ("unscored", self.tr("Not scored")),
            ("failed", self.tr("Failed")),
            ("unsure", self.tr("Unsure")),
            ("offline", self.tr("Offline")),
        ):
            self.kind.addItem(words, name)
        self.told = QLabel()
        self.told.setProperty("role", "dim")
        self.list = QTreeView()
        self._set_up_list(styles)
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 10, 6)
        head.setSpacing(8)
        head.addWidget(self.search, 2)
        head.addWidget(self.kind, 1)
        head.addWidget(self.told, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.list, 1)
        self.search.textChanged.connect(lambda _: self._narrow())
        self.kind.currentIndexChanged.connect(lambda _: self._narrow())
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._select())
        self.list.doubleClicked.connect(self._go_to)
        session.selection_changed.connect(self._follow)
        session.opened.connect(self._follow)
        for changed in (self.rows.modelReset, self.rows.rowsInserted, self.rows.rowsRemoved):
            changed.connect(lambda *_: self._count())
        self._count()

    def choose(self, shot_id: str, column: int, name: str) -> None:
        """Another instrument or style for that shot, or for all selected ones if it is of them."""
        if shot_id not in self.session.selected:
            self.session.select((shot_id,), shot_id)
        elif self.session.current not in self.session.selected:
            self.session.select(self.session.selected, shot_id)
        wanted = self.instrument_wanted if column == INSTRUMENT else self.style_wanted
        wanted.emit(name)

    def _set_up_list(self, styles: tuple[tuple[str, str], ...]) -> None:
        view = self.list
        view.setModel(self.rows)
        view.setAccessibleName(self.tr("Shots"))
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setSortingEnabled(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        header = view.header()
        header.setAccessibleName(self.tr("Shots"))
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in ((1, 96), (2, 110), (3, 130), (4, 110), (5, 64)):
            header.resizeSection(column, wide)
        instruments = tuple((i.name, library_word(i.label)) for i in INSTRUMENTS.values())
        auto = (("auto", self.tr("Auto")),)
        plain = (("", self.tr("As seen")),)
        named = tuple((name, library_word(label)) for name, label in styles)
        view.setItemDelegateForColumn(INSTRUMENT, _Choice(self, auto + instruments))
        view.setItemDelegateForColumn(STYLE, _Choice(self, plain + named))

    def _narrow(self) -> None:
        self.rows.narrow(str(self.kind.currentData()), self.search.text())
        self._count()

    def _count(self) -> None:
        shown, all_ = self.rows.rowCount(), self.table.rowCount()
        self.told.setText(
            self.tr("{0} of {1} shots").format(shown, all_)
            if shown != all_
            else self.tr("1 shot")
            if all_ == 1
            else self.tr("{0} shots").format(all_)
        )

    def _select(self) -> None:
        """What is marked here is selected everywhere."""
        if self._following:
            return
        picked = self.list.selectionModel().selectedRows()
        ids = [str(index.data(Qt.ItemDataRole.UserRole)) for index in picked]
        current = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        self._following = True
        self.session.select(ids, str(current) if current in ids else (ids[0] if ids else None))
        self._following = False

    def _follow(self) -> None:
        """What is selected elsewhere is marked here."""
        if self._following:
            return
        self._following = True
        marked = QItemSelection()
        if len(self.session.selected) <= _MOST_FOLLOWED:
            for shot_id in self.session.selected:
                row = self.table.row_of(shot_id)
                index = self.rows.mapFromSource(self.table.index(row or 0, 0))
                if row is not None and index.isValid():
                    marked.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        chosen = flags.ClearAndSelect | flags.Rows
        self.list.selectionModel().select(marked, chosen)
        if marked.indexes():
            self.list.scrollTo(marked.indexes()[0])
        self._following = False

    def _go_to(self, index: QModelIndex) -> None:
        if index.column() in (INSTRUMENT, STYLE):
            return
        shot = self.session.shot(str(index.data(Qt.ItemDataRole.UserRole)))
        if shot is not None:
            self.sought.emit(float(shot.record_start_s))
