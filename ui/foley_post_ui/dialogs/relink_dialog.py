"""Relink media: where drives and folders of the timeline's missing media are on this computer.

Asked once: what is answered for a drive is remembered for every timeline that names it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from foley_post.timeline.media.media_urls import path_in
from foley_post.timeline.model import Cut
from foley_post_ui.dialogs.fields import field_rows
from foley_post_ui.dialogs.file_dialogs import choose_folder
from foley_post_ui.dialogs.messages import go_or_cancel

__all__ = ["RelinkDialog", "Relinking", "is_drive", "missing_fronts"]

_MOUNTS = {"Volumes", "mnt", "media", "Users", "home"}
_MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class Relinking:
    """``path_map``: beginnings of paths and what they are here; ``folder`` to search by name,
    ``any_extension`` with another ending too.
    """

    path_map: Mapping[str, str]
    folder: Path | None
    any_extension: bool = False


def missing_fronts(cut: Cut) -> dict[str, int]:
    """How many shots miss their media under each drive or first folder, the most first."""
    found: Counter[str] = Counter()
    for shot in cut.shots:
        path = path_in(shot.media.url) if shot.media.path is None else None
        if path and "/" in path:  # a bare name lies beside the timeline or is to be searched
            found[_front(path)] += 1
    return dict(found.most_common(_MOST_ROWS))


def is_drive(front: str) -> bool:
    """Whether it is a letter of another computer's drive, which nothing here can guess."""
    return len(front) == 2 and front[1] == ":"


def _front(path: str) -> str:
    parts = path.split("/")
    if len(parts[0]) == 2 and parts[0][1] == ":":
        return parts[0]
    if parts[0] == "" and len(parts) > 3 and parts[1] in _MOUNTS:
        return "/".join(parts[:3])
    return "/".join(parts[:-1]) or "/"


class RelinkDialog(QDialog):
    """Asks once and answers with `chosen`."""

    def __init__(
        self,
        fronts: Mapping[str, int],
        known: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        missing: bool = False,
        any_extension: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Relink media"))
        self.setMinimumWidth(560)
        self.places: dict[str, QLineEdit] = {}
        rows: list[tuple[str, QHBoxLayout]] = []
        for front, count in fronts.items():
            self.places[front] = self._line(
                self.tr("Where {0} is").format(front), known.get(front, "")
            )
            rows.append(
                (
                    (
                        self.tr("{0}   (1 clip)") if count == 1 else self.tr("{0}   ({1} clips)")
                    ).format(front, count),
                    self._with_button(self.places[front], self.tr("Where is {0}?").format(front)),
                )
            )
        self.folder = self._line(self.tr("Search by name under"), "")
        words = self.tr("Look for media in this folder")
        rows.append((self.tr("Search by name under"), self._with_button(self.folder, words)))
        self.any_extension = QCheckBox(self.tr("Files of another type with the same name, too"))
        self.any_extension.setToolTip(
            self.tr("Proxies and transcodes: clip.mxf is found as clip.mov or clip.mp4")
        )
        self.any_extension.setChecked(any_extension)
        say = QLabel(
            self.tr(
                "Say where the timeline's media lies on this computer. A folder that is found "
                "finds its neighbours, and drives are remembered."
            )
            if fronts or missing
            else self.tr("All media is there. Another folder can be searched all the same.")
        )
        say.setProperty("role", "dim")
        say.setWordWrap(True)
        buttons, self.go = go_or_cancel(self, self.tr("Relink"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(16)
        box.addWidget(say)
        box.addLayout(field_rows(rows))
        box.addWidget(self.any_extension)
        box.addWidget(buttons)

    @property
    def chosen(self) -> Relinking:
        """What was answered; a place left empty stays as it was."""
        told = {front: line.text().strip() for front, line in self.places.items()}
        folder = self.folder.text().strip()
        return Relinking(
            {front: str(Path(place).expanduser()) for front, place in told.items() if place},
            Path(folder).expanduser() if folder else None,
            self.any_extension.isChecked(),
        )

    def _line(self, name: str, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setPlaceholderText(self.tr("A folder on this computer"))
        return line

    def _with_button(self, line: QLineEdit, title: str) -> QHBoxLayout:
        button = QPushButton(self.tr("Choose ..."))
        button.setAccessibleName(self.tr("Choose: {0}").format(line.accessibleName()))

        def choose() -> None:
            chosen = choose_folder(self, title)
            if chosen is not None:
                line.setText(str(chosen))

        button.clicked.connect(choose)
        box = QHBoxLayout()
        box.setSpacing(8)
        box.addWidget(line, 1)
        box.addWidget(button)
        return box
