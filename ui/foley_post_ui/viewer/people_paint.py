"""The people in the picture: where they can be clicked, and their names beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from foley_post.pose.skeleton import Motion
from foley_post_ui.style.theme import DARK
from foley_post_ui.viewer.overlay_paint import BYSTANDER, pose_at

__all__ = ["SeenPerson", "box_of", "paint_box", "paint_people", "person_at"]

_ROOM_AROUND = 0.02
_SHADE, _TEXT = QColor(11, 12, 14, 200), QColor("#f2f4f7")


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """One person at a moment: where they are in the view, and how they are shown."""

    motion: Motion
    box: QRectF
    name: str
    scored: bool
    current: bool = False

    @property
    def colour(self) -> QColor:
        """The player's hue; grey for who is not scored."""
        return DARK.player(self.motion.performer) if self.scored else QColor(BYSTANDER)


def box_of(motion: Motion, room: QRectF, at_s: float) -> QRectF | None:
    """Around all that is seen of somebody at a moment; None where nothing is."""
    pose = pose_at(motion, at_s)
    if pose is None:
        return None
    seen = pose[np.isfinite(pose[:, :2]).all(axis=1)]
    if not len(seen):
        return None
    (left, top), (right, bottom) = seen[:, :2].min(axis=0), seen[:, :2].max(axis=0)
    box = QRectF(float(left), float(top), float(right - left), float(bottom - top))
    around = _ROOM_AROUND
    box = box.adjusted(-around, -around, around, around)
    tall = room.height()
    placed = QRectF(room.left() + box.left() * tall, room.top() + box.top() * tall,
                    box.width() * tall, box.height() * tall)  # fmt: skip
    return placed & room


def person_at(people: Sequence[SeenPerson], at: QPointF) -> SeenPerson | None:
    """Who is under a point: of several the smallest, who is the one in front or further away."""
    there = [p for p in people if p.box.contains(at)]
    return min(there, key=lambda p: p.box.width() * p.box.height(), default=None)


def paint_people(
    painter: QPainter, people: Sequence[SeenPerson], room: QRectF, hovered: int | None
) -> None:
    """A name beside each head; a frame around the one whose notes are shown, or who is pointed at.

    Names that would lie on one another move apart.
    """
    font = QFont()
    font.setPointSizeF(8.5)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    taken: list[QRectF] = []
    for person in people:
        if person.current or person.motion.performer == hovered:
            pen = QPen(person.colour, 1.6)
            if not person.current:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(person.box, 4, 4)
        chip = _chip(person, room, metrics)
        while any(chip.intersects(other) for other in taken) and chip.bottom() < room.bottom():
            chip.translate(0, chip.height() + 2)
        taken.append(chip)
        _paint_chip(painter, chip, person)


def paint_box(painter: QPainter, box: QRectF, words: str) -> None:
    """A box that is being drawn, or whose player is being watched."""
    painter.setPen(QPen(QColor("#ffffff"), 1.6, Qt.PenStyle.DashLine))
    painter.setBrush(QColor(255, 255, 255, 24))
    painter.drawRect(box)
    if words:
        painter.setPen(_TEXT)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(4, 4, -4, -4), flags, words)


def _chip(person: SeenPerson, room: QRectF, metrics: QFontMetricsF) -> QRectF:
    wide = metrics.horizontalAdvance(person.name) + 20
    tall = metrics.height() + 5
    left = min(max(room.left() + 2, person.box.left()), room.right() - wide - 2)
    top = max(room.top() + 2, person.box.top() - tall - 3)
    return QRectF(left, top, wide, tall)


def _paint_chip(painter: QPainter, chip: QRectF, person: SeenPerson) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_SHADE)
    painter.drawRoundedRect(chip, 4, 4)
    painter.setBrush(person.colour)
    painter.drawEllipse(QPointF(chip.left() + 9, chip.center().y()), 3.6, 3.6)
    painter.setPen(_TEXT if person.scored else QColor(BYSTANDER))
    painter.drawText(chip.adjusted(16, 0, -3, 0), Qt.AlignmentFlag.AlignVCenter, person.name)
