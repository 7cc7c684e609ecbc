"""The viewer on the whole screen, and back where it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from foley_post_ui.workspace import Workspace

__all__ = ["FullScreen"]


class FullScreen(QObject):
    """Toggled by F; Escape leaves it. All other keys of the window keep their meaning."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._before: QByteArray | None = None
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), workspace.docks["viewer"])
        self._escape.setContext(Qt.ShortcutContext.WindowShortcut)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.leave)

    @property
    def on(self) -> bool:
        """Whether the picture fills the screen."""
        return self._before is not None

    def doing(self) -> dict[str, Callable[[], object]]:
        """The menu entry."""
        return {"full_screen": self.toggle}

    def toggle(self) -> None:
        """Into it, or out of it."""
        if self.on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Fill the screen that the viewer is on."""
        dock = self.workspace.docks["viewer"]
        self._before = self.workspace.layout_now()
        self._escape.setEnabled(True)
        dock.show()
        dock.setFloating(True)
        self.workspace.titles["viewer"].step_back(True)
        dock.showFullScreen()
        dock.activateWindow()

    def leave(self) -> None:
        """Put everything back as it was."""
        before, self._before = self._before, None
        self._escape.setEnabled(False)
        if before is not None:
            self.workspace.docks["viewer"].showNormal()
            self.workspace.lay_out(before)
