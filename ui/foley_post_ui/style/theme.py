"""Colours and measures: one dark and one light set, chosen after the system.

Evidence and states are told by colour and by shape, and every pair of text and ground holds a
contrast of 4.5 : 1 or more (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from foley_post.midi.notes import Evidence

__all__ = ["DARK", "LIGHT", "Theme", "apply_theme", "follow", "theme"]


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
    on_state: str
    solo: str
    players: tuple[str, ...]

    def player(self, number: int) -> QColor:
        """The hue of a player, the same on lanes, lists and skeletons; 0 is the first."""
        return QColor(self.players[number % len(self.players)])

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
        known = {
            "scored": self.good,
            "edited": self.accent,
            "failed": self.bad,
            "offline": self.bad,
        }
        return QColor(known.get(state, self.busy if state.startswith("scoring") else self.dim))


DARK = Theme(
    name="dark", window="#17191d", panel="#1f2227", raised="#2b2f36", sunken="#121417",
    line="#363b43", text="#e6e8ec", dim="#9aa2ae", accent="#5aa2ff", on_accent="#0b1420",
    playhead="#ff6b5e", seen="#3ecfa4", heard="#6cc4ff", inferred="#f0b950", invented="#c79bff",
    good="#3ecfa4", busy="#a9b8cf", bad="#ff7a6e", clip="#2f4059", clip_text="#dfe8f5",
    row_black="#1a1c21", tint="#24384f", knob="#e6e8ec", on_note="#06251c",
    on_state="#0d1114", solo="#ffe14d",
    players=("#4fc4cf", "#f08fb4", "#b5cf4e", "#c9a27a",
             "#8f9bff", "#cfcfe8", "#7fb37f", "#d58ce0"),
)  # fmt: skip
LIGHT = Theme(
    name="light", window="#eceef1", panel="#f8f9fa", raised="#ffffff", sunken="#ffffff",
    line="#cdd2d9", text="#1c2026", dim="#59616d", accent="#1463c4", on_accent="#ffffff",
    playhead="#d22f20", seen="#0b8f69", heard="#0f6fa8", inferred="#a86a00", invented="#7a45c9",
    good="#0b7a5b", busy="#4f6076", bad="#b3261e", clip="#c6d8f0", clip_text="#16283f",
    row_black="#eef0f3", tint="#d6e4f7", knob="#ffffff", on_note="#ffffff",
    on_state="#ffffff", solo="#806600",
    players=("#007c88", "#b8326b", "#5c7a00", "#8a5a2b",
             "#4a55c9", "#5f5f80", "#3f7a3f", "#8f3fa0"),
)  # fmt: skip

_current = DARK
_SHEET = Path(__file__).with_name("window.qss")
_PICTURES = Path(__file__).resolve().parents[1] / "pictures"


def theme() -> Theme:
    """The colours in use."""
    return _current


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
    """The style sheet with the colours of ``t``."""
    names = ("arrow", "up", "check")
    pictures = {name: (_PICTURES / f"{name}-{t.name}.svg").as_posix() for name in names}
    return Template(_SHEET.read_text(encoding="utf-8")).substitute(asdict(t), **pictures)
