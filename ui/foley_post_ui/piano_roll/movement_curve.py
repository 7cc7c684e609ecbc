"""How fast a player moves, as a curve behind the notes, and the moments at which they strike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPolygonF

from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import FINGERTIPS, Motion
from foley_post_ui.piano_roll.geometry import RollGeometry

__all__ = ["MovementCurve", "curve_of", "paint_curve"]

_MOVING = np.array([*FINGERTIPS, Joint.LEFT_WRIST, Joint.RIGHT_WRIST])
_FASTEST_SHARE = 90
"""Of the joints that play, the fast ones tell; a single one may be a slip of the detector."""
_STOPS = 0.25
"""A stroke ends where speed falls by this share of the curve's height within two pictures."""
_APART_S = 0.08
_SHARE_OF_HEIGHT = 0.28

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MovementCurve:
    """``speed (T,)`` 0..1 at ``times_s (T,)``; ``hits_s``: where a fast movement stops short."""

    times_s: Floats
    speed: Floats
    hits_s: tuple[float, ...] = ()


def curve_of(motion: Motion) -> MovementCurve:
    """The curve of a player's hands; flat where they are not seen."""
    times_s = np.asarray(motion.times_s, float)
    if len(times_s) < 4:
        return MovementCurve(times_s, np.zeros(len(times_s)))
    points = np.asarray(motion.points[:, _MOVING, :2], float)
    steps = np.linalg.norm(np.diff(points, axis=0), axis=2) / np.diff(times_s)[:, None]
    seen = np.isfinite(steps).any(axis=1)
    speed = np.zeros(len(times_s))
    if not seen.any():
        return MovementCurve(times_s, speed)
    speed[1:][seen] = np.nanpercentile(steps[seen], _FASTEST_SHARE, axis=1)
    speed = np.convolve(np.pad(speed, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    height = float(np.percentile(speed, 98)) or 1.0
    speed = np.clip(speed / height, 0.0, 1.0)
    return MovementCurve(times_s, speed, _hits(times_s, speed))


def _hits(times_s: Floats, speed: Floats) -> tuple[float, ...]:
    fall = np.zeros(len(speed))
    fall[2:] = speed[:-2] - speed[2:]
    hits: list[float] = []
    for k in np.argsort(-fall[2:]) + 2:
        at_s = float(times_s[k - 2])  # the last picture before it slows down
        if fall[k] < _STOPS:
            break
        if all(abs(at_s - other) >= _APART_S for other in hits):
            hits.append(at_s)
    return tuple(sorted(hits))


def paint_curve(
    painter: QPainter,
    area: QRectF,
    geometry: RollGeometry,
    curve: MovementCurve,
    *,
    colour: QColor,
) -> None:
    """The curve from the foot of the note area up, and a tick where a stroke ends."""
    first = int(np.searchsorted(curve.times_s, geometry.time_at(area.left()))) - 1
    last = int(np.searchsorted(curve.times_s, geometry.time_at(area.right()))) + 2
    span = slice(max(0, first), last)
    times_s, speed = curve.times_s[span], curve.speed[span]
    if len(times_s) < 2:
        return
    step = max(1, len(times_s) // max(1, int(area.width())))  # no more points than pixels
    tall = area.height() * _SHARE_OF_HEIGHT
    points = [
        QPointF(geometry.x_of(float(t)), area.bottom() - float(v) * tall)
        for t, v in zip(times_s[::step], speed[::step], strict=True)
    ]
    foot = [QPointF(points[-1].x(), area.bottom()), QPointF(points[0].x(), area.bottom())]
    fill = QColor(colour)
    fill.setAlpha(34)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF([*points, *foot]))
    line = QColor(colour)
    line.setAlpha(120)
    painter.setPen(line)
    painter.drawPolyline(QPolygonF(points))
    for at_s in curve.hits_s:
        x = geometry.x_of(at_s)
        if area.left() <= x <= area.right():
            painter.drawLine(QPointF(x, area.bottom() - 5), QPointF(x, area.bottom()))
