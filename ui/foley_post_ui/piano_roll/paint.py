"""How the piano roll looks: rows, keys, ruler, notes coloured by what we know of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.piano import is_black
from foley_post.core.pitches import pitch_name
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.timeline.model import Cut, Shot
from foley_post_ui.piano_roll.geometry import KEYS_WIDTH, RollGeometry
from foley_post_ui.style.theme import Theme, theme

__all__ = ["note_brush", "paint_ghosts", "paint_keys", "paint_notes", "paint_rows"]


def note_brush(kind: Evidence, t: Theme) -> tuple[QBrush, QPen]:
    """How notes of that evidence are filled and edged: told by pattern as well as by colour.

    Seen is solid, heard is lined upright, inferred is pale with an edge, invented is hatched.
    """
    colour = t.evidence(kind)
    edge = QPen(colour, 1.2)
    if kind is Evidence.SEEN:
        return QBrush(colour), edge
    pale = QColor(colour)
    if kind is Evidence.INFERRED:
        pale.setAlpha(110)
        return QBrush(pale), edge
    pale.setAlpha(200)
    if kind is Evidence.HEARD:
        return QBrush(pale, Qt.BrushStyle.VerPattern), edge
    return QBrush(pale, Qt.BrushStyle.BDiagPattern), edge


def paint_rows(
    painter: QPainter, area: QRectF, geometry: RollGeometry, *, shot: Shot, take: Take | None
) -> None:
    """Rows of pitches, the instrument's range lit; frames and seconds as lines."""
    t = theme()
    painter.fillRect(area, QColor(t.sunken))
    known = INSTRUMENTS.get(take.instrument) if take else None
    dark, line = QColor(t.row_black), QColor(t.line)
    line.setAlpha(90)
    high, low = geometry.pitch_at(area.top()), geometry.pitch_at(area.bottom())
    for pitch in range(low, high + 1):
        y = geometry.y_of(pitch)
        row = QRectF(area.left(), y, area.width(), geometry.row)
        if is_black(pitch):
            painter.fillRect(row, dark)
        if known is not None and not known.lowest <= pitch <= known.highest:
            veil = QColor(t.bad)
            veil.setAlpha(14)
            painter.fillRect(row, veil)
        if pitch % 12 == 0:
            painter.setPen(QPen(line, 1))
            painter.drawLine(QLineF(area.left(), y + geometry.row, area.right(), y + geometry.row))
    _paint_times(painter, area, geometry, shot)


def paint_keys(
    painter: QPainter,
    height: float,
    top: float,
    geometry: RollGeometry,
    *,
    pressed: int | None = None,
) -> None:
    """The keyboard at the left edge; ``top`` is where the rows begin, ``pressed`` a key that is
    held down.
    """
    t = theme()
    painter.fillRect(QRectF(0, top, KEYS_WIDTH, height), QColor("#f2f3f5"))
    font = QFont()
    font.setPointSizeF(7.5)
    painter.setFont(font)
    painter.setClipRect(QRectF(0, top, KEYS_WIDTH, height))
    for pitch in range(geometry.pitch_at(height), geometry.pitch_at(0) + 1):
        y = geometry.y_of(pitch) + top
        if is_black(pitch):
            painter.fillRect(QRectF(0, y, KEYS_WIDTH * 0.6, geometry.row), QColor("#23262b"))
        elif pitch % 12 in {0, 5}:
            painter.setPen(QPen(QColor("#b9bec6"), 1))
            painter.drawLine(QLineF(0, y + geometry.row, KEYS_WIDTH, y + geometry.row))
        if pitch == pressed:
            painter.fillRect(QRectF(0, y, KEYS_WIDTH, geometry.row), QColor(t.accent))
        if pitch % 12 == 0 and geometry.row >= 7:
            painter.setPen(QColor("#3b4048"))
            room = QRectF(KEYS_WIDTH * 0.6, y, KEYS_WIDTH * 0.4 - 2, geometry.row)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, flags | Qt.TextFlag.TextDontClip, pitch_name(pitch))
    painter.setClipping(False)
    painter.setPen(QPen(QColor(t.line), 1))
    painter.drawLine(QLineF(KEYS_WIDTH - 0.5, top, KEYS_WIDTH - 0.5, top + height))


def paint_notes(
    painter: QPainter,
    geometry: RollGeometry,
    area: QRectF,
    take: Take,
    *,
    chosen: Collection[Note],
    unsure: Mapping[Note, int],
) -> None:
    """Every note in view; one of the ``unsure`` is edged in the hue of who could have played it."""
    t = theme()
    looks = {kind: note_brush(kind, t) for kind in Evidence}
    ring, gap = QPen(QColor(t.text), 1.8), QPen(QColor(t.sunken), 1)
    font = QFont()
    font.setPointSizeF(7.0)
    painter.setFont(font)
    for note in take.notes:
        rect = geometry.rect_of(note)
        if not rect.intersects(area):
            continue
        bar = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        brush, edge = looks[note.evidence]
        painter.setPen(gap)  # so that neighbours in time and pitch stay apart
        painter.setBrush(QColor(t.sunken))
        painter.drawRoundedRect(rect, 2.5, 2.5)
        painter.setBrush(brush)
        painter.setPen(ring if note in chosen else edge)
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        if note.pinned:
            _pin(painter, QPointF(bar.right() - 3, bar.top() + 2), t)
        if note in unsure:
            _question(painter, rect, t.player(unsure[note]), t)
        if geometry.row >= 13 and bar.width() > 30:
            painter.setPen(QColor(t.on_note if note.evidence is Evidence.SEEN else t.text))
            room = bar.adjusted(5, 0, -2, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, pitch_name(note.pitch))


def paint_ghosts(painter: QPainter, geometry: RollGeometry, area: QRectF, take: Take) -> None:
    """Another player's notes: outlines in their hue, not to be grasped."""
    hue = theme().player(take.performer)
    fill = QColor(hue)
    fill.setAlpha(36)
    hue.setAlpha(120)
    painter.setPen(QPen(hue, 1, Qt.PenStyle.DotLine))
    painter.setBrush(fill)
    for note in take.notes:
        rect = geometry.rect_of(note)
        if rect.intersects(area):
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 2, 2)


def _question(painter: QPainter, rect: QRectF, hue: QColor, t: Theme) -> None:
    """A question mark in another player's hue: this note may be theirs."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(hue, 2, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 3, 3)
    spot = QRectF(rect.left() - 5, rect.top() - 6, 11, 11)
    painter.setPen(QPen(QColor(t.sunken), 1))
    painter.setBrush(hue)
    painter.drawEllipse(spot)
    painter.setPen(QColor(t.on_accent))
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, "?")
    painter.restore()


def _pin(painter: QPainter, at: QPointF, t: Theme) -> None:
    """A needle's head: this note stays."""
    painter.setPen(QPen(QColor(t.sunken), 1.2))
    painter.setBrush(QColor(t.text))
    painter.drawEllipse(at, 3.4, 3.4)


def time_label(cut: Cut, shot: Shot, at_s: float) -> int:
    """The cut's frame at a moment of the shot, counted from midnight."""
    return cut.start_frame + shot.record_start_frame + round(at_s * float(cut.rate.fps))


def _paint_times(painter: QPainter, area: QRectF, geometry: RollGeometry, shot: Shot) -> None:
    t = theme()
    frame_s = float(shot.rate.frame_s)
    length_s = float(shot.length_s)
    fine, strong = QColor(t.line), QColor(t.line)
    fine.setAlpha(70)
    if geometry.scale * frame_s >= 6:
        painter.setPen(QPen(fine, 1))
        first = max(0, int(geometry.time_at(area.left()) / frame_s))
        last = int(min(length_s, geometry.time_at(area.right())) / frame_s)
        for frame in range(first, last + 1):
            x = round(geometry.x_of(frame * frame_s)) + 0.5
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    painter.setPen(QPen(strong, 1))
    step = 1.0 if geometry.scale >= 24 else 10.0
    at = max(0.0, int(geometry.time_at(area.left()) / step) * step)
    while at <= min(length_s, geometry.time_at(area.right())):
        x = round(geometry.x_of(at)) + 0.5
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        at += step
    beyond = QColor(t.window)
    for low, high in ((area.left(), geometry.x_of(0)), (geometry.x_of(length_s), area.right())):
        if high > low:
            painter.fillRect(QRectF(low, area.top(), high - low, area.height()), beyond)
