"""What the last export wrote: which file is for whom, each to be dragged into the editor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from foley_post.pipeline.results import Results
from foley_post_ui.i18n.library_sentences import library_sentence
from foley_post_ui.i18n.remedies import with_remedy
from foley_post_ui.i18n.translating import localized
from foley_post_ui.style.icons import icon

__all__ = ["ExportPanel", "files_for", "paths_of"]

_OPENS = {
    "premiere": (".xml", ".otio"),
    "resolve": (".otio", ".xml"),
    "fcp": (".fcpxml",),
}
"""The timelines that each editor opens, the one to take first."""
_PATH = Qt.ItemDataRole.UserRole


def files_for(host: str, made: Results) -> tuple[Path, ...]:
    """The timelines of ``made`` that ``host`` opens, the one to take first."""
    order = _OPENS[host]
    there = [p for p in made.written.files if p.suffix in order]
    return tuple(sorted(there, key=lambda p: order.index(p.suffix)))


class _Files(QTreeWidget):
    """Groups of files; whole groups or single files are dragged to other programs."""

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Files, by their addresses."""
        return ["text/uri-list"]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:  # noqa: N802
        """The files of ``items``; of a group all of them."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in paths_of(items)])
        return data

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        """The other program copies or links; nothing is moved away."""
        return Qt.DropAction.CopyAction


def paths_of(items: Iterable[QTreeWidgetItem]) -> list[str]:
    """The files that rows stand for, each once."""
    found: list[str] = []
    for item in items:
        own = item.data(0, _PATH)
        below = filter(None, (item.child(k) for k in range(item.childCount())))
        rows = [own] if own else [row.data(0, _PATH) for row in below]
        found += [path for path in rows if path and path not in found]
    return found


class ExportPanel(QWidget):
    """Shows `Results`; ``folder_wanted`` and ``export_wanted`` ask for what it cannot do itself."""

    folder_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = QLabel(self.tr("Nothing has been exported yet."))
        self.told.setWordWrap(True)
        self.told.setProperty("role", "dim")
        self.problems = QLabel()
        self.problems.setWordWrap(True)
        self.problems.setProperty("role", "problem")
        self.problems.hide()
        self.files = _Files()
        self.files.setAccessibleName(self.tr("Exported files"))
        self.files.setToolTip(self.tr("Drag a file or a whole group into your editor"))
        self.files.setHeaderHidden(True)
        self.files.header().setAccessibleName(self.tr("Exported files"))
        self.files.setColumnCount(1)
        self.files.setIndentation(14)
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.files.setDragEnabled(True)
        self.files.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.again = QPushButton(self.tr("Export ..."))
        self.again.setToolTip(self.tr("Export stems and timelines (Ctrl+E)"))
        self.again.clicked.connect(self.export_wanted)
        self.again.setEnabled(False)
        self.show_folder = QPushButton(self.tr("Show in folder"))
        self.show_folder.setToolTip(self.tr("Open the folder in the file manager"))
        self.show_folder.clicked.connect(self.folder_wanted)
        self.show_folder.setEnabled(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.again, 1)
        buttons.addWidget(self.show_folder, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(8)
        for part in (self.told, self.problems):
            box.addWidget(part)
        box.addWidget(self.files, 1)
        box.addLayout(buttons)

    def forget(self) -> None:
        """Another cut is open: nothing of it was exported yet."""
        self.files.clear()
        self.problems.hide()
        self.show_folder.setEnabled(False)
        self.told.setText(self.tr("Nothing has been exported yet."))
        self.told.setToolTip("")

    def show_results(self, made: Results, hosts: Iterable[str]) -> None:
        """List what was written, for each of ``hosts`` and then by kind."""
        self.files.clear()
        for host in hosts or _OPENS:
            self._group(_host_name(host), files_for(host, made), "film")
        others = [p for p in made.written.files if p.suffix not in {".otio", ".xml", ".fcpxml"}]
        self._group(self.tr("Other timelines"), others, "film")
        self._group(self.tr("Stems"), [s.path for s in made.stems], "speaker")
        self._group(self.tr("Mix"), [made.mix.path] if made.mix else [], "speaker")
        self._group(self.tr("MIDI"), [p for one in made.shots for p in one.midi], "music")
        overlays = [one.overlay for one in made.shots if one.overlay]
        self._group(self.tr("Clips with what was seen"), overlays, "skeleton")
        self.files.expandAll()
        self.told.setText(self.tr("In {0}").format(_short(made.folder)))
        self.told.setToolTip(str(made.folder))
        failed = [
            f"{one.shot.id}: {with_remedy(one.problem, one.remedy)}"
            for one in made.shots
            if one.problem
        ]
        problems = [*failed, *map(library_sentence, made.problems)]
        self.problems.setText("\n".join(problems))
        self.problems.setVisible(bool(problems))
        notices = [*(n for one in made.shots for n in one.notices), *made.written.notices]
        told = [library_sentence(notice) for notice in dict.fromkeys(notices)]
        self._group(self.tr("To know"), told, "pointer", files=False)
        self.show_folder.setEnabled(True)

    def _group(
        self, title: str, rows: Sequence[Path | str], picture: str, *, files: bool = True
    ) -> None:
        if not rows:
            return
        words = f"{title} ({len(rows)})" if len(rows) > 1 else title
        group = QTreeWidgetItem(self.files, [words])
        group.setIcon(0, icon(picture))
        for row in rows:
            shown = row.name if isinstance(row, Path) else row
            item = QTreeWidgetItem(group, [shown])
            item.setToolTip(0, str(row))
            if files:
                item.setData(0, _PATH, str(row))


def _host_name(host: str) -> str:
    return {
        "premiere": localized("ExportDialog", "Premiere Pro"),
        "resolve": localized("ExportDialog", "DaVinci Resolve"),
        "fcp": localized("ExportDialog", "Final Cut Pro"),
    }[host]


def _short(folder: Path) -> str:
    """The folder's last two names."""
    return "/".join(folder.parts[-2:]) if len(folder.parts) > 3 else str(folder)
