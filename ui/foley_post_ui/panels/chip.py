"""A chip: one word about the state of something, on a ground of the state's colour."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

__all__ = ["Chip"]


class Chip(QLabel):
    """``kind`` is ``good``, ``warn``, ``bad``, ``accent`` or ``plain``: what the sheet colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def say(self, text: str, kind: str) -> None:
        """Show ``text``; nothing at all where it is empty."""
        self.setText(text)
        self.setVisible(bool(text))
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
