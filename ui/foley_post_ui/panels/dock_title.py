"""A place's title: its name, and buttons to float and to close it.

Where places share a tab bar the tabs carry the names, so the title steps back.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from foley_post_ui.style.icons import icon

__all__ = ["DockTitle"]

_HEIGHT = 28


class DockTitle(QWidget):
    """The title bar of ``dock``; dragging it moves the dock."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.dock = dock
        self._tall = _HEIGHT
        self.setProperty("role", "place")
        self.setFixedHeight(_HEIGHT)
        self.label = QLabel(dock.windowTitle())
        box = QHBoxLayout(self)
        box.setContentsMargins(10, 2, 4, 0)
        box.setSpacing(0)
        box.addWidget(self.label, 1)
        self.float_ = self._button("float", self.tr("Float {0}").format(dock.windowTitle()))
        self.close_ = self._button("close", self.tr("Close {0}").format(dock.windowTitle()))
        self.float_.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self.close_.clicked.connect(dock.close)
        box.addWidget(self.float_)
        box.addWidget(self.close_)

    def step_back(self, tabbed: bool) -> None:
        """Leave the name to the tab."""
        self._tall = 0 if tabbed else _HEIGHT
        self.setFixedHeight(self._tall)
        self.setVisible(not tabbed)
        self.updateGeometry()
        layout = self.dock.layout()
        if layout is not None:  # a hidden title tells its dock nothing
            layout.invalidate()
            layout.activate()

    def sizeHint(self) -> QSize:  # noqa: N802
        """No height at all while the tab has the name."""
        return QSize(super().sizeHint().width(), self._tall)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As little as the hint."""
        return QSize(80, self._tall)

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setProperty("icon_name", name)
        button.setIconSize(QSize(13, 13))
        button.setAutoRaise(True)
        button.setToolTip(words)
        button.setAccessibleName(words)
        return button
