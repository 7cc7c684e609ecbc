"""Figures in words, as the window says them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

__all__ = ["pitch_name", "spoken_time"]

_NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")


def pitch_name(pitch: int) -> str:
    """``C4`` for 60."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def spoken_time(seconds: float) -> str:
    """How long something still takes."""
    whole = max(1, round(seconds))
    if whole < 60:
        return QCoreApplication.translate("Words", "{0} s left").format(whole)
    if whole < 3600:
        return QCoreApplication.translate("Words", "{0} min left").format(-(-whole // 60))
    hours, minutes = divmod(whole // 60, 60)
    return QCoreApplication.translate("Words", "{0} h {1} min left").format(hours, minutes)
