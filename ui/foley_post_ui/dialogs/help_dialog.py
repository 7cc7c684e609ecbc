"""Help: the main job in five lines, and every key."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from foley_post_ui.i18n.translating import localized

__all__ = ["HelpDialog"]


class HelpDialog(QDialog):
    """Shown by F1."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("First steps and keys"))
        self.setMinimumSize(560, 560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        steps = (
            self.tr("Open your editing timeline, or drop it on the window."),
            self.tr("Click the shots in which people play (Ctrl adds one, Shift up to one)."),
            self.tr("Press Generate score. Each shot shows how far it is."),
            self.tr("Press Space and look and listen. Double-click a shot to see its notes; drag, "
                    "draw and delete them. Choose another instrument or take in the inspector."),
            self.tr("Press Ctrl+E to export stems and timelines for Premiere, Resolve or "
                    "Final Cut."),
        )  # fmt: skip
        items = "".join(f"<li style='margin-bottom:4px'>{escape(s)}</li>" for s in steps)
        rows = "".join(
            f"<tr><td style='padding-right:28px'>{escape(_plain(a))}</td>"
            f"<td>{escape(_keys(a))}</td></tr>"
            for a in actions.values()
            if a.shortcuts()
        )
        # Named here: the tool that gathers words does not look into f-strings.
        first, keys = self.tr("First steps"), self.tr("Keys")
        text = QTextBrowser()
        text.setHtml(
            f"<h3>{escape(first)}</h3><ol>{items}</ol>"
            f"<h3>{escape(keys)}</h3><table cellpadding='2'>{rows}</table>"
        )
        text.setAccessibleName(self.tr("First steps and keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 14)
        box.addWidget(text, 1)
        box.addWidget(buttons)


def _plain(action: QAction) -> str:
    """What it does; of Undo and Redo not what they would do now."""
    for name in ("Undo", "Redo"):
        if action.objectName() == name.lower():
            return localized("Actions", name)
    return action.text().replace("&", "").replace(" ...", "")


def _keys(action: QAction) -> str:
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(k.toString(form) for k in action.shortcuts())
