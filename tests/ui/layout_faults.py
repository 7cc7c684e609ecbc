"""What is wrong with how widgets lie: one on another, cut off, too narrow for their text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from foley_post_ui.panels.elided_label import ElidedLabel
from foley_post_ui.panels.toast import Toast
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizeGrip,
    QSizePolicy,
    QToolButton,
    QWidget,
)

__all__ = ["layout_faults"]

_FLOATING = (Toast, QSizeGrip)


def layout_faults(top: QWidget) -> list[str]:
    """A sentence for each fault."""
    behind = [d for d in top.findChildren(QDockWidget) if d.visibleRegion().isEmpty()]
    seen = [
        w
        for w in top.findChildren(QWidget)
        if _in_sight(w, top) and not any(d is w or d.isAncestorOf(w) for d in behind)
    ]
    return [*_overlaps(seen), *_cut_off(seen, top), *_too_narrow(seen)]


def _in_sight(widget: QWidget, top: QWidget) -> bool:
    inner = widget.objectName().startswith("qt_") or type(widget).__name__ == "QTabBar"
    return (
        not inner
        and widget.isVisible()
        and widget.window() is top.window()
        and not isinstance(widget, _FLOATING)
        and not isinstance(widget.parent(), (QComboBox, QLineEdit, *_FLOATING))
        and widget.width() > 0
        and widget.height() > 0
    )


def _overlaps(seen: list[QWidget]) -> Iterator[str]:
    """Two widgets of one parent on one another."""
    by_parent: dict[int, list[QWidget]] = {}
    for widget in seen:
        parent = widget.parentWidget()
        if parent is not None and not isinstance(parent, QAbstractScrollArea):
            by_parent.setdefault(id(parent), []).append(widget)
    for family in by_parent.values():
        for one, other in itertools.combinations(family, 2):
            if one.visibleRegion().isEmpty() or other.visibleRegion().isEmpty():
                continue
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > 1 and shared.height() > 1:
                yield f"{_name(one)} lies on {_name(other)}"


def _cut_off(seen: list[QWidget], top: QWidget) -> Iterator[str]:
    """A widget that its parent does not hold; what is scrolled may be longer."""
    for widget in seen:
        parent = widget.parentWidget()
        if widget is top or parent is None or widget.isWindow():
            continue
        if isinstance(parent.parentWidget(), QAbstractScrollArea) or _scrolls(parent):
            continue
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
            yield f"{_name(widget)} at {_place(widget.geometry())} is cut off by {_name(parent)}"


def _scrolls(widget: QWidget) -> bool:
    """Whether it is a column of headers that scrolls with its lanes."""
    return bool(widget.property("scrolls"))


def _too_narrow(seen: list[QWidget]) -> Iterator[str]:
    """Words that have no room."""
    for widget in seen:
        if isinstance(widget, QLabel) and widget.text() and not isinstance(widget, ElidedLabel):
            wraps = widget.wordWrap() or widget.textFormat() == Qt.TextFormat.RichText
            if not wraps and widget.width() + 1 < widget.sizeHint().width():
                yield f"{_name(widget)} has {widget.width()} of {widget.sizeHint().width()} px"
            if wraps and widget.height() + 2 < widget.heightForWidth(widget.width()):
                yield f"{_name(widget)} has too little height"
        elif _has_words(widget):
            assert isinstance(widget, QPushButton | QToolButton | QCheckBox)
            fixed = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
            words = widget.fontMetrics().horizontalAdvance(widget.text())
            needed = words if fixed else min(widget.sizeHint().width(), words + 16)
            if widget.width() + 1 < needed:
                yield f"{_name(widget)} has {widget.width()} of {needed} px"


def _has_words(widget: QWidget) -> bool:
    """Whether it is a button that shows its text, not only an icon."""
    if isinstance(widget, QToolButton):
        only_icon = widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        return bool(widget.text()) and not (only_icon and not widget.icon().isNull())
    return isinstance(widget, QPushButton | QCheckBox) and bool(widget.text())


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    words = text() if callable(text) else ""
    return f"{type(widget).__name__} {(widget.accessibleName() or words or widget.objectName())!r}"


def _place(rect: QRect) -> str:
    return f"({rect.x()}, {rect.y()}) {rect.width()}x{rect.height()}"
