"""File dialogs: which timeline, where to save, which folder."""

from __future__ import annotations

from pathlib import Path

from foley_post_ui.documents import CUT_SUFFIXES
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

__all__ = ["choose_folder", "choose_open", "choose_save"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Choosing", text)


def choose_open(parent: QWidget, recent: list[str]) -> Path | None:
    """A timeline or a project to open."""
    cuts = " ".join(f"*{s}" for s in CUT_SUFFIXES)
    chosen, _ = QFileDialog.getOpenFileName(
        parent,
        _tr("Open a timeline or a project"),
        str(Path(recent[0]).parent) if recent else "",
        _tr("Timelines and projects ({0} *.foley);;All files (*)").format(cuts),
    )
    return Path(chosen) if chosen else None


def choose_save(parent: QWidget, start: Path) -> Path | None:
    """Where to save the project."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, _tr("Save project"), str(start), _tr("Foley Post projects (*.foley)")
    )
    return Path(chosen) if chosen else None


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """A folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None
