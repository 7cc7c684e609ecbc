"""Zoom by keys: the notes where they have the focus, else the timeline."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foley_post_ui.document.session import Session
from foley_post_ui.piano_roll.panel import RollPanel
from foley_post_ui.timeline.view import TimelineView

__all__ = ["Zoom"]

_STEP = 1.5
_MARGIN = 0.9
"""How much of the view's width a selection fills."""


class Zoom(QObject):
    """The View menu's zooms."""

    def __init__(
        self, session: Session, view: TimelineView, notes: RollPanel, window: QWidget
    ) -> None:
        super().__init__(window)
        self.session, self.view, self.notes = session, view, notes

    def doing(self) -> dict[str, Callable[[], object]]:
        """The menu entries by name."""
        return {
            "zoom_in": lambda: self.by(_STEP),
            "zoom_out": lambda: self.by(1 / _STEP),
            "zoom_all": self.to_all,
            "zoom_selection": self.to_selection,
        }

    def by(self, factor: float) -> None:
        """In (more than 1) or out."""
        if self._notes_have_focus():
            self.notes.roll.zoom(factor)
        else:
            self.view.zoom(factor)

    def to_all(self) -> None:
        """The whole shot, or the whole timeline."""
        if self._notes_have_focus():
            self.notes.roll.fit()
        else:
            self.view.fit()

    def to_selection(self) -> None:
        """The selected shots."""
        shots = [s for s in map(self.session.shot, self.session.selected) if s is not None]
        if not shots:
            self.view.fit()
            return
        start_s = min(float(s.record_start_s) for s in shots)
        end_s = max(float(s.record_start_s + s.length_s) for s in shots)
        self.view.show_span(start_s, end_s, _MARGIN)

    def _notes_have_focus(self) -> bool:
        return self.notes.roll.hasFocus() or self.notes.lane.hasFocus()
