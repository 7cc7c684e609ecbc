"""The window's typeface: Inter, shipped, with figures of one width so that numbers stand still."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

__all__ = ["FAMILY", "figure_font", "install_typeface"]

FAMILY = "Inter"
_FOLDER = Path(__file__).resolve().parents[1] / "fonts"
_TABULAR = QFont.Tag("tnum")


def install_typeface(app: QApplication) -> bool:
    """Make it the application's font, in the size the system asks for; False where it is missing
    or damaged, and the system's own font stays.
    """
    loaded = [QFontDatabase.addApplicationFont(str(p)) for p in sorted(_FOLDER.glob("*.otf"))]
    if not loaded or min(loaded) < 0:
        return False
    font = QFont(app.font())
    font.setFamilies([FAMILY, *font.families()])
    font.setFeature(_TABULAR, 1)
    app.setFont(font)
    return True


def figure_font(size: float = 0.0) -> QFont:
    """Figures of one width: for timecode."""
    font = QFont(QApplication.font())
    font.setFeature(_TABULAR, 1)
    if size:
        font.setPointSizeF(size)
    return font
