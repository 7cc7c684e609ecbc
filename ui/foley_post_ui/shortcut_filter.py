"""Keeps single-key shortcuts from taking keys that the focused control needs for itself."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
)

__all__ = ["ShortcutFilter"]

_MOVES = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}


class ShortcutFilter(QObject):
    """Space presses a focused button and arrows turn a focused fader, whatever else they do."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the key for the focused control."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        focus = QApplication.focusWidget()
        key = Qt.Key(event.key())
        if event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        ):  # fmt: skip
            return False
        pressed = key == Qt.Key.Key_Space and isinstance(focus, QAbstractButton | QComboBox)
        turned = key in _MOVES and isinstance(
            focus, QAbstractSlider | QAbstractSpinBox | QAbstractItemView | QComboBox
        )
        if (pressed or turned) and not isinstance(focus, QScrollBar):
            event.accept()
            return True
        return False
