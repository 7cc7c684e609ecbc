"""A toast: what has just happened, with one thing that can be done about it. It takes no focus."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from foley_post_ui.panels.elided_label import shortened
from foley_post_ui.style.icons import icon

__all__ = ["Toast"]

_SHOWN_MS = 9000
_WIDEST = 560
_LONGEST_WORD = 40
_MARGIN = 14


class Toast(QFrame):
    """Stands at the foot of ``home`` for some seconds; a new message takes the old one's place."""

    def __init__(self, home: QWidget) -> None:
        super().__init__(home)
        self.home = home
        self.setProperty("role", "toast")
        self._does: Callable[[], object] | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action = QToolButton()
        self.action.setProperty("role", "toast")
        self.action.setAccessibleName(self.tr("What can be done about it"))
        self.action.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.action.clicked.connect(self._act)
        self.closing = QToolButton()
        self.closing.setIcon(icon("close"))
        self.closing.setProperty("icon_name", "close")
        self.closing.setIconSize(QSize(14, 14))
        self.closing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.closing.setToolTip(self.tr("Close this message"))
        self.closing.setAccessibleName(self.tr("Close this message"))
        self.closing.clicked.connect(self.hide)
        box = QHBoxLayout(self)
        box.setContentsMargins(14, 8, 8, 8)
        box.setSpacing(10)
        box.addWidget(self.words, 1)
        box.addWidget(self.action)
        box.addWidget(self.closing)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.hide)
        home.installEventFilter(self)
        self.hide()

    def show_message(
        self, text: str, action: str = "", does: Callable[[], object] | None = None
    ) -> None:
        """Say ``text``; a button with the words ``action`` calls ``does``."""
        self._does = does
        # A line breaks between words only, and a file's name is one.
        self.words.setText(" ".join(shortened(word, _LONGEST_WORD) for word in text.split(" ")))
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setToolTip(action)
        self.action.setVisible(does is not None)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._over.start(_SHOWN_MS)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _act(self) -> None:
        does, self._does = self._does, None
        self.hide()
        if does is not None:
            does()

    def _place(self) -> None:
        home = self.home
        wide = min(_WIDEST, home.width() - 2 * _MARGIN, self.sizeHint().width())
        wanted = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 40
        beside = self.action.sizeHint().width() * (self._does is not None) + 60
        wide = min(_WIDEST, home.width() - 2 * _MARGIN, max(wide, wanted + beside))
        tall = max(self.sizeHint().height(), self.heightForWidth(wide))
        self.setGeometry((home.width() - wide) // 2, home.height() - tall - 34, wide, tall)
