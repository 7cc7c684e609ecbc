"""What was seen, drawn on the picture: the skeleton, and a mark where a note is struck."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from foley_post.midi.notes import Take
from foley_post.pose.skeleton import EDGES, FINGERTIPS, Motion
from foley_post_ui.style.theme import DARK

__all__ = ["BYSTANDER", "paint_hits", "paint_skeleton", "pose_at"]

BYSTANDER = "#9aa0a6"
_HELD_S = 0.18
"""How long a hit glows."""
_LEAST_CONFIDENCE = 0.15
_EDGES = np.array(EDGES)


def pose_at(motion: Motion, at_s: float) -> npt.NDArray[np.float32] | None:
    """The ``(67, 3)`` pose seen last at ``at_s`` of the shot; None before and long after."""
    if len(motion.times_s) == 0:
        return None
    index = int(np.searchsorted(motion.times_s, at_s + 1e-3, side="right")) - 1
    if index < 0 or at_s - motion.times_s[index] > 0.25:
        return None
    pose: npt.NDArray[np.float32] = motion.points[index]
    return pose


def paint_skeleton(
    painter: QPainter, room: QRectF, motion: Motion, at_s: float, *, scored: bool = True
) -> None:
    """The joints and bones of one person in their hue, in grey where they are not ``scored``;
    ``room`` is where the picture is, and nothing is drawn beside it.
    """
    pose = pose_at(motion, at_s)
    if pose is None:
        return
    at = pose[:, :2] * room.height() + (room.left(), room.top())
    seen = np.isfinite(at).all(axis=1) & (np.nan_to_num(pose[:, 2]) > _LEAST_CONFIDENCE)
    colour = DARK.player(motion.performer) if scored else QColor(BYSTANDER)
    wide = max(1.2, room.height() / 330)
    bones = [QLineF(*at[a], *at[b]) for a, b in _EDGES if seen[a] and seen[b]]
    shade = QColor(0, 0, 0, 120)
    for pen in (QPen(shade, wide + 2), QPen(colour, wide)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(bones)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for joint in np.flatnonzero(seen):
        size = wide * (1.5 if joint in FINGERTIPS or joint < 25 else 0.9)
        painter.drawEllipse(QPointF(*at[joint]), size, size)


def paint_hits(painter: QPainter, room: QRectF, seen: tuple[Motion, Take], at_s: float) -> None:
    """A ring at the joint of each note struck just now, in its evidence's colour."""
    motion, take = seen
    for note in take.notes:
        since = at_s - note.onset_s
        if note.joint is None or not -0.001 <= since < _HELD_S:
            continue
        pose = pose_at(motion, note.onset_s)
        if pose is None or not np.isfinite(pose[note.joint, :2]).all():
            continue
        fade = min(1.0, 1 - since / _HELD_S)
        at = pose[note.joint, :2] * room.height() + (room.left(), room.top())
        colour = DARK.evidence(note.evidence)
        colour.setAlphaF(0.25 + 0.75 * fade)
        size = room.height() * (0.02 + 0.03 * (1 - fade))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, round(130 * fade)), 5))
        painter.drawEllipse(QPointF(*at), size, size)
        painter.setPen(QPen(colour, 2.6))
        painter.drawEllipse(QPointF(*at), size, size)
