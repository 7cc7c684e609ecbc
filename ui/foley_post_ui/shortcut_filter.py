"""Which of two wants a key: the window's shortcut, or the control that has the focus."""

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
    QDialog,
    QScrollBar,
)

__all__ = ["ShortcutFilter"]

_MOVES = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}
_PRESSES = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ShortcutFilter(QObject):
    """Space plays whatever has the focus, but for text fields and dialogs; Return presses a focused
    button of the window, and arrows turn a focused fader.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim a key for the focused control, or press the focused button."""
        if not isinstance(event, QKeyEvent):
            return False
        focus = QApplication.focusWidget()
        key = Qt.Key(event.key())
        if (
            event.type() == QEvent.Type.KeyPress
            and key in _PRESSES
            and isinstance(watched, QAbstractButton)
            and not isinstance(watched.window(), QDialog)
        ):
            watched.click()
            return True
        if focus is None or event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        ):  # fmt: skip
            return False
        in_dialog = isinstance(focus.window(), QDialog)
        button = isinstance(focus, QAbstractButton)
        if event.type() == QEvent.Type.ShortcutOverride:
            pressed = key == Qt.Key.Key_Space and in_dialog and (button or _is_choice(focus))
            turned = key in _MOVES and _is_turned(focus)
            if pressed or turned or (key in _PRESSES and button and not in_dialog):
                event.accept()
                return True
        return False


def _is_choice(control: QObject) -> bool:
    return isinstance(control, QComboBox)


def _is_turned(control: QObject) -> bool:
    kinds = QAbstractSlider | QAbstractSpinBox | QAbstractItemView | QComboBox
    return isinstance(control, kinds) and not isinstance(control, QScrollBar)
