"""Rows of a label and its field, on one line each, as all dialogs and the inspector show them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QWidget,
)

__all__ = ["field_rows", "heading", "indent_spins", "side_by_side"]


def field_rows(rows: Iterable[tuple[str, QWidget | QLayout]], *, gap: int = 9) -> QGridLayout:
    """A column of labels and a column of fields; an empty label leaves its place free.

    Each label belongs to its field, so that a screen reader says it and a mnemonic reaches it.
    """
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(gap)
    grid.setColumnStretch(1, 1)
    for row, (words, field) in enumerate(rows):
        if words:
            label = QLabel(words)
            label.setProperty("role", "dim")
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            if isinstance(field, QWidget):
                label.setBuddy(field)
        if isinstance(field, QWidget):
            grid.addWidget(field, row, 1)
        else:
            grid.addLayout(field, row, 1)
    return grid


def side_by_side(*widgets: QWidget, stretch: int | None = None) -> QHBoxLayout:
    """Widgets on one line; the one numbered ``stretch`` takes the room, else what is right."""
    box = QHBoxLayout()
    box.setSpacing(8)
    for number, widget in enumerate(widgets):
        box.addWidget(widget, 1 if number == stretch else 0)
    if stretch is None:
        box.addStretch(1)
    return box


def heading(words: str) -> QLabel:
    """A small title within a panel or a dialog."""
    label = QLabel(words)
    label.setProperty("role", "heading")
    return label


def indent_spins(top: QWidget) -> None:
    """Numbers begin where the text of other fields does; a style sheet cannot say it."""
    for spin in top.findChildren(QAbstractSpinBox):
        for line in spin.findChildren(QLineEdit):
            line.setTextMargins(6, 0, 0, 0)
