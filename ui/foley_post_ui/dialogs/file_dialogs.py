"""File dialogs: which timeline, where to save, which folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from foley_post.timeline.film.reader import FILM_SUFFIXES
from foley_post_ui.document.drops import CUT_SUFFIXES
from foley_post_ui.i18n.translating import localized

__all__ = ["choose_folder", "choose_open", "choose_save"]


def choose_open(parent: QWidget, recent: list[str]) -> Path | None:
    """A timeline or a project to open."""
    cuts = " ".join(f"*{s}" for s in (*CUT_SUFFIXES, *FILM_SUFFIXES))
    chosen, _ = QFileDialog.getOpenFileName(
        parent,
        localized("Choosing", "Open a timeline, a film or a project"),
        str(Path(recent[0]).parent) if recent else "",
        localized("Choosing", "Timelines, films and projects ({0} *.foley);;All files (*)").format(
            cuts
        ),
    )
    return Path(chosen) if chosen else None


def choose_save(parent: QWidget, start: Path) -> Path | None:
    """Where to save the project."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        localized("Choosing", "Save project"),
        str(start),
        localized("Choosing", "Foley Post projects (*.foley)"),
    )
    return Path(chosen) if chosen else None


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """A folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None
