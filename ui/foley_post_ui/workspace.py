"""The places as docks: moved as the user likes, remembered, and put back on demand."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from foley_post_ui.panels.dock_title import DockTitle
from foley_post_ui.settings_store import SettingsStore

__all__ = ["Workspace", "keep_on_screen"]

_GAP, _TABS = 12, 40
"""Pixels between docks, and for a row of tabs."""
_COMFORT = (380, 480, 0)
"""Pixels of width below which picture and notes rather share one place."""
_LAYOUT = 2
"""Counted up when the places change, so that an old layout is not forced on new docks."""


def keep_on_screen(window: QWidget) -> None:
    """Make a top window no larger than its screen, and move it wholly onto it."""
    room = window.screen().availableGeometry()
    frame = window.frameGeometry().size() - window.size()
    window.resize(window.size().boundedTo(room.size() - frame))
    place = window.frameGeometry()
    place.moveLeft(max(room.left(), min(place.left(), room.right() + 1 - place.width())))
    place.moveTop(max(room.top(), min(place.top(), room.bottom() + 1 - place.height())))
    window.move(place.topLeft())


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
        self._wide: QByteArray | None = None
        self._folding = QTimer(self)
        self._folding.setSingleShot(True)
        self._folding.timeout.connect(self._fold)
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
        if not kept:
            return
        self._wide = None
        if self.restoreState(QByteArray.fromBase64(kept.encode()), _LAYOUT):
            self._fold()
        else:
            self.reset()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """What the panels need when picture and notes share one place."""
        upper = [self.docks[name].minimumSizeHint() for name in ("viewer", "roll")]
        side, below = (self.docks[name].minimumSizeHint() for name in ("inspector", "timeline"))
        wide = max(one.width() for one in upper) + side.width() + _GAP
        tall = max(one.height() for one in upper) + below.height() + 2 * _TABS
        return QSize(max(wide, below.width()), tall)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Picture and notes become tabs of one place where there is no room for both."""
        super().resizeEvent(event)
        self._folding.start(0)  # once Qt has laid out the docks for the new size

    def _fold(self) -> None:
        """Fold or unfold picture and notes; a layout of the user's own is left alone."""
        upper = [self.docks[name] for name in ("viewer", "roll", "inspector")]
        least = [dock.minimumSizeHint().width() for dock in upper]
        needed = sum(map(max, least, _COMFORT)) + 2 * _GAP
        viewer, roll = upper[0], upper[1]
        if any(dock.isFloating() or dock.isHidden() for dock in (viewer, roll)):
            return
        folded = roll in self.tabifiedDockWidgets(viewer)
        if self.width() < needed and not folded:
            self._wide = self.saveState(_LAYOUT)
            self.tabifyDockWidget(viewer, roll)
            viewer.raise_()
            side = upper[2].minimumSizeHint().width()
            shares = [self.width() - side - _GAP, side]
            self.resizeDocks([viewer, upper[2]], shares, Qt.Orientation.Horizontal)
        elif self.width() >= needed and self._wide is not None:
            wide, self._wide = self._wide, None
            self.restoreState(wide, _LAYOUT)
        self._fit(upper if roll not in self.tabifiedDockWidgets(viewer) else [viewer, upper[2]])

    def _fit(self, row: list[QDockWidget]) -> None:
        """Share out the width of the upper docks where Qt keeps that of a larger window: they would
        lie on one another.
        """
        shown = [self._in_front(dock) for dock in row]
        widths = [dock.width() for dock in shown]
        room = self.width() - _GAP * (len(row) - 1)
        if sum(widths) > room and not any(dock.isFloating() for dock in shown):
            least = [dock.minimumSizeHint().width() for dock in row]
            spare = max(0, room - sum(least)) / max(1, sum(widths) - sum(least))
            shares = [
                few + round(max(0, wide - few) * min(1.0, spare))
                for few, wide in zip(least, widths, strict=True)
            ]
            self.resizeDocks(shown, shares, Qt.Orientation.Horizontal)

    def _in_front(self, dock: QDockWidget) -> QDockWidget:
        """Of the docks that share a place, the one that is seen."""
        there = [dock, *self.tabifiedDockWidgets(dock)]
        return next((one for one in there if not one.visibleRegion().isEmpty()), dock)

    def layout_now(self) -> QByteArray:
        """How the places lie now, for `lay_out`."""
        return self.saveState(_LAYOUT)

    def lay_out(self, layout: QByteArray) -> None:
        """The places as they lay before."""
        self.restoreState(layout, _LAYOUT)
        self._settle()

    def keep(self) -> None:
        """Remember the layout."""
        state = self.saveState(_LAYOUT) if self._wide is None else self._wide
        self.memory.layout["docks"] = bytes(state.toBase64().data()).decode()

    def reset(self) -> None:
        """The places as they are meant: picture, notes and choices on top, time below."""
        area = Qt.DockWidgetArea
        docks = self.docks
        for dock in docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)  # else what was a tab stays one
        self.addDockWidget(area.TopDockWidgetArea, docks["viewer"])
        self.splitDockWidget(docks["viewer"], docks["roll"], Qt.Orientation.Horizontal)
        self.splitDockWidget(docks["roll"], docks["inspector"], Qt.Orientation.Horizontal)
        self.tabifyDockWidget(docks["inspector"], docks["jobs"])
        self.tabifyDockWidget(docks["jobs"], docks["export"])
        self.addDockWidget(area.BottomDockWidgetArea, docks["timeline"])
        self.tabifyDockWidget(docks["timeline"], docks["shots"])
        for dock in docks.values():
            dock.show()
        for name in ("inspector", "timeline"):
            docks[name].raise_()
        self._wide = None
        self._share_out()
        self._fold()

    def _share_out(self) -> None:
        docks = self.docks
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
