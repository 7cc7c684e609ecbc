"""The five places as docks: moved as the user likes, remembered, and put back on demand."""

from __future__ import annotations

from foley_post_ui.memory import Memory
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabWidget, QWidget

__all__ = ["Workspace"]

_LAYOUT = 1
"""Counted up when the places change, so that an old layout is not forced on new docks."""


class Workspace(QMainWindow):
    """A window inside the window that holds only docks."""

    def __init__(self, places: dict[str, tuple[str, QWidget]], memory: Memory) -> None:
        super().__init__(None, Qt.WindowType.Widget)
        self.memory = memory
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.docks: dict[str, QDockWidget] = {}
        for name, (title, widget) in places.items():
            dock = QDockWidget(title, self)
            dock.setObjectName(name)
            dock.setWidget(widget)
            dock.setAccessibleName(title)
            self.docks[name] = dock
        self.reset()
        self._first = True

    def restore(self) -> None:
        """The layout the user left."""
        kept = self.memory.layout.get("docks", "")
        if kept and not self.restoreState(QByteArray.fromBase64(kept.encode()), _LAYOUT):
            self.reset()

    def keep(self) -> None:
        """Remember the layout."""
        self.memory.layout["docks"] = bytes(self.saveState(_LAYOUT).toBase64().data()).decode()

    def reset(self) -> None:
        """The places as they are meant: picture, notes and choices on top, time below."""
        area = Qt.DockWidgetArea
        docks = self.docks
        for dock in docks.values():
            dock.setFloating(False)
            dock.show()
        self.addDockWidget(area.TopDockWidgetArea, docks["viewer"])
        self.splitDockWidget(docks["viewer"], docks["roll"], Qt.Orientation.Horizontal)
        self.splitDockWidget(docks["roll"], docks["inspector"], Qt.Orientation.Horizontal)
        self.tabifyDockWidget(docks["inspector"], docks["jobs"])
        self.addDockWidget(area.BottomDockWidgetArea, docks["timeline"])
        docks["inspector"].raise_()
        wide, tall = max(self.width(), 1200), max(self.height(), 760)
        self.resizeDocks(
            [docks["viewer"], docks["roll"], docks["inspector"]],
            [round(wide * 0.36), round(wide * 0.42), round(wide * 0.22)],
            Qt.Orientation.Horizontal,
        )
        self.resizeDocks(
            [docks["viewer"], docks["timeline"]],
            [round(tall * 0.64), round(tall * 0.36)],
            Qt.Orientation.Vertical,
        )

    def fill(self, menu: QMenu) -> None:
        """A switch for each place, first in the View menu."""
        first = menu.actions()[0] if menu.actions() else None
        for dock in self.docks.values():
            menu.insertAction(first, dock.toggleViewAction())
        menu.insertSeparator(first)
