"""The one button that stands out is the one that is meant to be pressed next."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from foley_post_ui.style.icons import icon

__all__ = ["stress"]


def stress(button: QAbstractButton, on: bool) -> None:
    """Fill ``button`` with the accent, or let it step back among the others."""
    if bool(button.property("primary")) is on:
        return
    button.setProperty("primary", "true" if on else None)
    name = button.property("icon_name")
    if name:
        button.setIcon(icon(str(name), on_accent=on))
    button.style().unpolish(button)
    button.style().polish(button)
