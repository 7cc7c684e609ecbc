"""Colours and measures: one dark and one light set, chosen after the system.

Evidence and states are told by colour and by shape, and every pair of text and ground holds a
contrast of 4.5 : 1 or more (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from foley_post.midi.notes import Evidence

__all__ = ["DARK", "LIGHT", "Theme", "apply_theme", "follow", "mono_font", "theme"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours, as ``#rrggbb``."""

    name: str
    window: str
    panel: str
    raised: str
    sunken: str
    line: str
    text: str
    dim: str
    accent: str
    on_accent: str
    playhead: str
    seen: str
    heard: str
    inferred: str
    invented: str
    good: str
    busy: str
    bad: str
    clip: str
    clip_text: str
    row_black: str
    tint: str
    knob: str
    on_note: str

    def evidence(self, kind: Evidence) -> QColor:
        """The colour of a note we know of in that way."""
        return QColor(
            {
                Evidence.SEEN: self.seen,
                Evidence.HEARD: self.heard,
                Evidence.INFERRED: self.inferred,
                Evidence.INVENTED: self.invented,
            }[kind]
        )

    def state(self, state: str) -> QColor:
        """The colour of a shot's state."""
        known = {"scored": self.good, "edited": self.accent, "failed": self.bad}
        return QColor(known.get(state, self.busy if state.startswith("scoring") else self.dim))


DARK = Theme(
    name="dark", window="#17191d", panel="#1f2227", raised="#2b2f36", sunken="#121417",
    line="#363b43", text="#e6e8ec", dim="#9aa2ae", accent="#5aa2ff", on_accent="#0b1420",
    playhead="#ff6b5e", seen="#3ecfa4", heard="#6cc4ff", inferred="#f0b950", invented="#c79bff",
    good="#3ecfa4", busy="#f0b950", bad="#ff7a6e", clip="#2f4059", clip_text="#dfe8f5",
    row_black="#1a1c21", tint="#24384f", knob="#e6e8ec", on_note="#06251c",
)  # fmt: skip
LIGHT = Theme(
    name="light", window="#eceef1", panel="#f8f9fa", raised="#ffffff", sunken="#ffffff",
    line="#cdd2d9", text="#1c2026", dim="#59616d", accent="#1463c4", on_accent="#ffffff",
    playhead="#d22f20", seen="#0b8f69", heard="#0f6fa8", inferred="#a86a00", invented="#7a45c9",
    good="#0b7a5b", busy="#8a5a00", bad="#b3261e", clip="#c6d8f0", clip_text="#16283f",
    row_black="#eef0f3", tint="#d6e4f7", knob="#ffffff", on_note="#ffffff",
)  # fmt: skip

_current = DARK
_PICTURES = Path(__file__).resolve().parents[1] / "pictures"


def theme() -> Theme:
    """The colours in use."""
    return _current


def mono_font(size: float = 0.0) -> QFont:
    """Digits that stand still: for timecode."""
    font = QFont(QApplication.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFamilies(["SF Mono", "Cascadia Mono", "DejaVu Sans Mono", "monospace"])
    if size:
        font.setPointSizeF(size)
    return font


def follow(app: QApplication, appearance: str = "system") -> Theme:
    """The theme the user or the system asks for, applied."""
    hints = QGuiApplication.styleHints()
    wanted = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}.get(appearance)
    if wanted is None:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(wanted)
    light = (wanted or hints.colorScheme()) == Qt.ColorScheme.Light
    return apply_theme(app, LIGHT if light else DARK)


def apply_theme(app: QApplication, chosen: Theme) -> Theme:
    """Dress the whole application in ``chosen``."""
    global _current  # noqa: PLW0603  (an application has one look)
    _current = chosen
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_sheet(chosen))
    return chosen


def _palette(t: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: t.panel,
        QPalette.ColorRole.WindowText: t.text,
        QPalette.ColorRole.Base: t.sunken,
        QPalette.ColorRole.AlternateBase: t.panel,
        QPalette.ColorRole.Text: t.text,
        QPalette.ColorRole.Button: t.raised,
        QPalette.ColorRole.ButtonText: t.text,
        QPalette.ColorRole.BrightText: t.bad,
        QPalette.ColorRole.Highlight: t.accent,
        QPalette.ColorRole.HighlightedText: t.on_accent,
        QPalette.ColorRole.ToolTipBase: t.raised,
        QPalette.ColorRole.ToolTipText: t.text,
        QPalette.ColorRole.PlaceholderText: t.dim,
        QPalette.ColorRole.Link: t.accent,
        QPalette.ColorRole.Mid: t.line,
        QPalette.ColorRole.Light: t.raised,
        QPalette.ColorRole.Dark: t.sunken,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    off = QPalette.ColorGroup.Disabled
    faded = QColor(t.dim)
    faded.setAlpha(150)
    for role in (
        QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText,
    ):  # fmt: skip
        palette.setColor(off, role, faded)
    return palette


def _sheet(t: Theme) -> str:
    arrow, up, check = (
        (_PICTURES / f"{name}-{t.name}.svg").as_posix() for name in ("arrow", "up", "check")
    )
    return f"""
QMainWindow {{ background: {t.window}; }}
QMainWindow::separator {{ background: {t.window}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {t.accent}; }}
QMenuBar {{ background: {t.window}; color: {t.text}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {t.raised}; }}
QMenu {{ background: {t.raised}; border: 1px solid {t.line}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 22px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
QMenu::item:disabled {{ color: {t.dim}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 5px 8px; }}
QWidget[role="place"] QLabel {{ color: {t.dim}; font-weight: 600; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {t.dim}; border: 0; padding: 7px 14px 5px;
  border-bottom: 2px solid transparent; font-weight: 600; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
QTabBar::tab:hover:!selected {{ color: {t.text}; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line};
  padding: 4px 6px; }}
QStatusBar {{ background: {t.window}; color: {t.dim}; }}
QStatusBar::item {{ border: 0; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 5px;
  padding: 4px; color: {t.text}; }}
QToolButton:hover {{ background: {t.raised}; border-color: {t.line}; }}
QToolButton:pressed {{ background: {t.line}; }}
QToolButton:checked {{ background: {t.tint}; border-color: {t.tint}; color: {t.accent}; }}
QToolButton[role="mute"]:checked {{ background: {t.bad}; border-color: {t.bad};
  color: {t.window}; }}
QToolButton[role="solo"]:checked {{ background: {t.busy}; border-color: {t.busy};
  color: {t.window}; }}
QToolButton[role="letter"], QToolButton[role="mute"], QToolButton[role="solo"] {{ padding: 0;
  font-weight: 600; border-color: {t.line}; border-radius: 4px; color: {t.dim}; }}
QToolButton[role="text"] {{ padding: 3px 8px; border-color: {t.line}; }}
QToolButton[role="text"]:disabled {{ color: {t.dim}; }}
QToolButton:focus, QPushButton:focus {{ border-color: {t.accent}; }}
QPushButton {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 5px;
  padding: 5px 14px; color: {t.text}; min-height: 1.25em; }}
QPushButton:hover {{ border-color: {t.dim}; }}
QPushButton:pressed {{ background: {t.line}; }}
QPushButton:disabled {{ color: {t.dim}; background: {t.panel}; }}
QPushButton[role="row"] {{ text-align: left; background: transparent; border-color: transparent;
  padding: 5px 8px; }}
QPushButton[role="row"]:hover, QPushButton[role="row"]:focus {{ background: {t.raised}; }}
QPushButton[primary="true"] {{ background: {t.accent}; color: {t.on_accent};
  border-color: {t.accent}; font-weight: 600; }}
QPushButton[primary="true"]:focus {{ border-color: {t.text}; }}
QPushButton[primary="true"]:disabled {{ background: {t.raised}; color: {t.dim};
  border-color: {t.line}; }}
QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {{ background: {t.sunken}; color: {t.text};
  border: 1px solid {t.line}; border-radius: 5px; padding: 3px 7px; min-height: 1.35em; }}
QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus {{
  border-color: {t.accent}; }}
QComboBox::drop-down {{ border: 0; width: 22px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.line}; }}
QSpinBox, QDoubleSpinBox {{ padding: 3px 0; min-height: 1.35em; }}
QAbstractSpinBox QLineEdit {{ border: 0; padding: 0; margin: 0 20px 0 6px; min-height: 1em;
  background: transparent; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 18px; border: 0;
  subcontrol-origin: border; background: transparent; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{arrow}"); width: 10px; height: 10px; }}
QComboBox:disabled, QAbstractSpinBox:disabled, QLineEdit:disabled {{ color: {t.dim};
  background: {t.panel}; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {t.dim}; border-radius: 4px;
  background: {t.sunken}; }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {t.accent}; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
  image: url("{check}"); }}
QCheckBox::indicator:disabled {{ border-color: {t.line}; background: {t.panel}; }}
QCheckBox:focus {{ color: {t.accent}; }}
QCheckBox:disabled {{ color: {t.dim}; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.line}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {t.accent}; }}
QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
  background: {t.knob}; border: 1px solid {t.dim}; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{
  border-color: {t.accent}; }}
QSlider:focus {{ border: 0; }}
QMessageBox QLabel#qt_msgbox_informativelabel {{ min-width: 300px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QTextBrowser, QPlainTextEdit {{ background: {t.sunken}; border: 1px solid {t.line};
  border-radius: 5px; padding: 6px; }}
QListView, QTreeView, QTableView {{ background: {t.sunken}; border: 1px solid {t.line};
  border-radius: 5px; outline: 0; padding: 3px; }}
QListView::item {{ padding: 4px 6px; border-radius: 4px; color: {t.text}; }}
QListView::item:hover {{ background: {t.raised}; }}
QListView::item:selected {{ background: {t.tint}; color: {t.text}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 2px; min-width: 28px;
  min-height: 28px; }}
QScrollBar::handle:hover {{ background: {t.dim}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QLabel[role="heading"] {{ font-weight: 600; color: {t.text}; }}
QLabel[role="dim"] {{ color: {t.dim}; }}
QLabel[role="small"] {{ color: {t.dim}; font-size: 8.5pt; }}
QLabel[role="title"] {{ font-size: 20pt; font-weight: 600; color: {t.text}; }}
QLabel[role="problem"] {{ color: {t.bad}; }}
QFrame[role="line"] {{ background: {t.line}; max-height: 1px; border: 0; }}
QProgressBar {{ background: {t.sunken}; border: 0; border-radius: 3px; height: 6px;
  max-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
"""
