"""The shots of a cut as rows: where, what state, which instrument and style, how sure."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.timecode import timecode
from foley_post.midi.notes import Evidence
from foley_post.timeline.model import Shot
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.document.shot_state import is_unsure, shot_state
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.style.theme import theme
from foley_post_ui.timeline.paint import state_words

__all__ = ["INSTRUMENT", "STYLE", "ShotsFilter", "ShotsTable"]

NAME, PLACE, STATE, INSTRUMENT, STYLE, SURE = range(6)
_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class ShotsTable(QAbstractTableModel):
    """A row for each shot, in the order of the cut."""

    def __init__(self, session: Session, work: JobQueue) -> None:
        super().__init__()
        self.session, self.work = session, work
        self.shots: tuple[Shot, ...] = ()
        self._rows: dict[str, int] = {}
        self._heads = (
            self.tr("Shot"), self.tr("Timecode"), self.tr("State"),
            self.tr("Instrument"), self.tr("Style"), self.tr("Sure"),
        )  # fmt: skip
        session.opened.connect(self.rebuild)
        session.work_changed.connect(self.refresh)
        work.changed.connect(lambda job: self.refresh(job.shot_id))

    def rebuild(self) -> None:
        """Another cut, or the same with its media found."""
        self.beginResetModel()
        cut = self.session.cut
        self.shots = tuple(sorted(cut.shots, key=lambda s: s.record_start_frame)) if cut else ()
        self._rows = {shot.id: row for row, shot in enumerate(self.shots)}
        self.endResetModel()

    def refresh(self, shot_id: str) -> None:
        """Something of that shot is other than before."""
        row = self._rows.get(shot_id)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, SURE))

    def row_of(self, shot_id: str) -> int | None:
        """Where the shot stands."""
        return self._rows.get(shot_id)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """As many as the cut has shots."""
        return 0 if parent.isValid() else len(self.shots)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """The six columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return self._heads[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Instrument and style can be chosen here."""
        flags = super().flags(index)
        editable = index.column() in (INSTRUMENT, STYLE)
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Words for people; with EditRole the instrument's or style's own name."""
        shot = self.shots[index.row()]
        match role:
            case _ROLE.DisplayRole | _ROLE.ToolTipRole:
                return self._words(shot, index.column())
            case _ROLE.EditRole:
                return self._name(shot, index.column())
            case _ROLE.ForegroundRole if index.column() == STATE:
                return self._state_colour(shot)
            case _ROLE.UserRole:
                return shot.id
        return None

    def _name(self, shot: Shot, column: int) -> str:
        work, project = self.session.project_work(shot.id), self.session.project
        take = next(iter(work.current), None)
        settings = project.settings if project else None
        if column == INSTRUMENT:
            wished = work.instrument or (settings.instrument if settings else "auto")
            return take.instrument if take else wished
        wished = work.style or (settings.style if settings else "")
        return take.style if take else wished

    def _words(self, shot: Shot, column: int) -> str:
        match column:
            case 0:
                return f"{shot.id}  {shot.name}"
            case 1:
                return self._place(shot)
            case 2:
                return state_words(*shot_state(self.session, self.work, shot))
            case 3:
                return self._instruments(shot)
            case 4:
                style = self._name(shot, STYLE)
                return library_word(style.capitalize()) if style else self.tr("As seen")
            case _:
                return self._sure(shot)

    def _place(self, shot: Shot) -> str:
        cut = self.session.cut
        if cut is None:
            return ""
        return timecode(cut.start_frame + shot.record_start_frame, cut.rate, cut.drop_frame)

    def _instruments(self, shot: Shot) -> str:
        takes = self.session.project_work(shot.id).current
        names = list(dict.fromkeys(t.instrument for t in takes)) or [self._name(shot, INSTRUMENT)]
        return ", ".join(
            library_word(INSTRUMENTS[n].label) if n in INSTRUMENTS else self.tr("Auto")
            for n in names
        )

    def _sure(self, shot: Shot) -> str:
        notes = [n for t in self.session.project_work(shot.id).current for n in t.notes]
        known = [n.confidence for n in notes if n.evidence is not Evidence.INVENTED]
        return f"{round(100 * sum(known) / len(known))} %" if known else ""

    def _state_colour(self, shot: Shot) -> QColor:
        return theme().state(shot_state(self.session, self.work, shot)[0])


class ShotsFilter(QSortFilterProxyModel):
    """Only the shots in one state, or whose name has some letters in it."""

    def __init__(self, table: ShotsTable) -> None:
        super().__init__()
        self.table = table
        self.kind = ""
        self.letters = ""
        self.setSourceModel(table)
        self.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def narrow(self, kind: str, letters: str) -> None:
        """``kind``: empty for all, ``unscored``, ``failed``, ``unsure`` or ``offline``."""
        self.kind, self.letters = kind, letters.strip().casefold()
        self.invalidate()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; in the order of the cut nothing has to be compared."""
        as_they_are = column == PLACE and order == Qt.SortOrder.AscendingOrder
        super().sort(-1 if as_they_are else column, order)

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        """Whether the shot is shown."""
        shot, table = self.table.shots[row], self.table
        if self.letters and self.letters not in f"{shot.id} {shot.name}".casefold():
            return False
        if not self.kind:
            return True
        if self.kind == "unsure":
            return is_unsure(table.session, shot)
        return shot_state(table.session, table.work, shot)[0] == self.kind
