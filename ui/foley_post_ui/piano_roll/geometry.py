"""Where a note lies in the piano roll: seconds and pitches to pixels and back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from foley_post.midi.notes import Note

__all__ = ["KEYS_WIDTH", "RollGeometry"]

KEYS_WIDTH = 46
LEAD = 10
"""Pixels before the shot's first frame, so that a note at 0 can be grasped."""


@dataclass(slots=True)
class RollGeometry:
    """``scale`` pixels a second, ``row`` pixels a semitone; ``left`` and ``top`` are scrolled away.

    ``x`` and ``y`` are of the note area, right of the keys.
    """

    scale: float = 120.0
    row: float = 11.0
    left: float = 0.0
    top: float = 0.0

    def x_of(self, time_s: float) -> float:
        """Where a moment of the shot is."""
        return time_s * self.scale - self.left + LEAD

    def time_at(self, x: float) -> float:
        """Which moment is there."""
        return (x - LEAD + self.left) / self.scale

    def y_of(self, pitch: int) -> float:
        """The top of a pitch's row."""
        return (127 - pitch) * self.row - self.top

    def pitch_at(self, y: float) -> int:
        """Which pitch is there, 0..127."""
        return min(127, max(0, 127 - int((y + self.top) // self.row)))

    def rect_of(self, note: Note) -> QRectF:
        """A note's bar, at least wide enough to be hit."""
        wide = max(3.0, note.length_s * self.scale)
        return QRectF(self.x_of(note.onset_s), self.y_of(note.pitch), wide, self.row)
