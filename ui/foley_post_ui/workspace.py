"""The five places as docks: moved as the user likes, remembered, and put back on demand."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from foley_post_ui.panels.dock_title import DockTitle
from foley_post_ui.settings_store import SettingsStore

__all__ = ["Workspace"]

_LAYOUT = 1
"""Counted up when the places change, so that an old layout is not forced on new docks."""


class Workspace(QMainWindow):
    """A window inside the window that holds only docks."""

    def __init__(self, places: dict[str, tuple[str, QWidget]], memory: SettingsStore) -> None:
        super().__init__(None, Qt.WindowType.Widget)
        self.memory = memory
        options = QMainWindow.DockOption
        self.setDockOptions(
            options.AllowNestedDocks | options.AllowTabbedDocks | options.GroupedDragging
        )
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.docks: dict[str, QDockWidget] = {}
        self.titles: dict[str, DockTitle] = {}
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._retitle)
        for name, (title, widget) in places.items():
            dock = QDockWidget(title, self)
            dock.setObjectName(name)
            dock.setWidget(widget)
            dock.setAccessibleName(title)
            self.titles[name] = DockTitle(dock)
            dock.setTitleBarWidget(self.titles[name])
            for changed in (dock.visibilityChanged, dock.topLevelChanged, dock.dockLocationChanged):
                changed.connect(self._settle)
            self.docks[name] = dock
        self.reset()

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

    def _settle(self, *_: object) -> None:
        """Docks moved: look at their titles once they have come to rest."""
        self._settling.start(0)

    def _retitle(self) -> None:
        for bar in self.findChildren(QTabBar):
            bar.setAccessibleName(self.tr("Places"))
        for name, dock in self.docks.items():
            shared = [d for d in self.tabifiedDockWidgets(dock) if not d.isHidden()]
            self.titles[name].step_back(bool(shared) and not dock.isFloating())

    def fill(self, menu: QMenu) -> None:
        """A switch for each place, first in the View menu."""
        first = menu.actions()[0]
        for dock in self.docks.values():
            menu.insertAction(first, dock.toggleViewAction())
        menu.insertSeparator(first)
