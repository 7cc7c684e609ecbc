"""How the timeline looks: ruler, shots with thumbnail and state, music with its notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.timecode import timecode
from foley_post.midi.notes import Evidence, Take
from foley_post.project.file import ShotTakes
from foley_post.timeline.model import Cut, Shot
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.translating import localized, mark
from foley_post_ui.style.theme import theme
from foley_post_ui.style.typeface import figure_font
from foley_post_ui.timeline.layout import TimelineLane, tick_step

__all__ = [
    "RULER",
    "STRIP",
    "ShotLook",
    "music_ground",
    "paint_marks",
    "paint_music",
    "paint_playhead",
    "paint_ruler",
    "paint_shot",
    "paint_sound",
    "sound_ground",
    "state_words",
]

RULER = 26
_STATES = {
    "unscored": mark("States", "Not scored"),
    "waiting": mark("States", "Waiting"),
    "scored": mark("States", "Scored"),
    "edited": mark("States", "Edited"),
    "failed": mark("States", "Failed"),
    "offline": mark("States", "Offline"),
}
STRIP = 20
"""The line of words below a shot's pictures."""


def state_words(state: str, share: float) -> str:
    """A shot's state as the user reads it."""
    if state == "scoring":
        return localized("States", "Scoring {0} %").format(round(share * 100))
    return localized("States", _STATES[state])


@dataclass(slots=True)
class ShotLook:
    """How one shot is to be drawn."""

    shot: Shot
    rect: QRectF
    state: str
    share: float
    selected: bool
    current: bool
    strip: list[tuple[float, QPixmap]]
    """Pictures, each with its left edge counted from the shot's."""


@dataclass(slots=True)
class Pens:
    """Fonts made once a paint."""

    small: QFont = field(default_factory=lambda: _font(8.0))
    bold: QFont = field(default_factory=lambda: _font(8.5, QFont.Weight.DemiBold))


def paint_ruler(painter: QPainter, cut: Cut, rect: QRectF, *, start_s: float, scale: float) -> None:
    """Timecode along the top; ``start_s`` is at the rectangle's left, ``scale`` pixels a second."""
    t = theme()
    painter.fillRect(rect, QColor(t.window))
    font = figure_font(8)
    painter.setFont(font)
    wide = QFontMetricsF(font).horizontalAdvance("00:00:00:00")
    frame_s = float(cut.rate.frame_s)
    step = tick_step(scale, frame_s)
    # A tick is a whole timecode: 23.976 counts 24 frames a second, and a cut may start anywhere.
    every = max(1, round(step * cut.rate.timebase if step >= 1 else step / frame_s))
    step = every * frame_s
    minor = step / 5 if every >= 5 else step
    dim, line = QColor(t.dim), QPen(QColor(t.line))
    number = (cut.start_frame + int(start_s / frame_s)) // every
    while (at := (number * every - cut.start_frame) * frame_s) <= start_s + rect.width() / scale:
        x = round(rect.left() + (at - start_s) * scale) + 0.5
        painter.setPen(line)
        painter.drawLine(QLineF(x, rect.bottom() - 9, x, rect.bottom()))
        for k in range(1, round(step / minor)):
            xk = round(x + k * minor * scale) + 0.5
            painter.drawLine(QLineF(xk, rect.bottom() - 4, xk, rect.bottom()))
        label = timecode(number * every, cut.rate, cut.drop_frame)
        if rect.left() <= x + 5 and x + 5 + wide < rect.right():  # whole, or not at all
            painter.setPen(dim)
            painter.drawText(QPointF(x + 5, rect.bottom() - 10), label)
        number += 1
    painter.setPen(line)
    painter.drawLine(QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom()))


def paint_shot(painter: QPainter, look: ShotLook, pens: Pens) -> None:
    """One clip of a video track."""
    t, rect = theme(), look.rect.adjusted(0.5, 0.5, -0.5, -0.5)
    state = t.state(look.state)
    body = QColor(t.clip)
    if not look.shot.enabled or look.state == "offline":
        body = QColor(t.raised)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(body)
    painter.drawRoundedRect(rect, 3, 3)
    picture = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - STRIP)
    for at, pixmap in look.strip:
        _thumbnail(painter, pixmap, picture.adjusted(at + 1, 1, -1, 0))
    strip = QRectF(rect.left(), rect.bottom() - STRIP, rect.width(), STRIP)
    if look.state == "scoring":
        done = QColor(state)
        done.setAlpha(90)
        painter.fillRect(QRectF(strip.topLeft(), strip.size()).adjusted(
            0, 0, -strip.width() * (1 - look.share), 0), done)  # fmt: skip
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 3, rect.width(), 3), state)
    if rect.width() > 26:
        _words(painter, look, strip, pens)
    if look.selected or look.current:
        pen = QPen(QColor(t.accent if look.selected else t.dim), 2 if look.selected else 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def paint_music(
    painter: QPainter, rect: QRectF, work: ShotTakes, lane: TimelineLane, *, muted: bool, pens: Pens
) -> None:
    """The music of one player under one shot: instrument, and the notes at their heights."""
    take = next((x for x in work.current if x.performer == lane.performer), None)
    if take is None:
        return
    t = theme()
    hue = t.player(take.performer)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(music_ground(lane, muted))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.fillRect(QRectF(rect.left() + 1, rect.top() + 1, 3, rect.height() - 2), hue)
    _mini_notes(painter, take, rect.adjusted(1, 14, -1, -3), muted=muted)
    if rect.width() > 40:
        painter.setFont(pens.small)
        painter.setPen(QColor(t.dim if muted else t.text))
        known = INSTRUMENTS.get(take.instrument)
        text = library_word(known.label) if known else take.instrument
        shown = QFontMetricsF(pens.small).elidedText(
            text, Qt.TextElideMode.ElideRight, rect.width() - 10
        )
        painter.drawText(QPointF(rect.left() + 5, rect.top() + 11.5), shown)


def sound_ground(muted: bool) -> QColor:
    """Behind a clip's own sound."""
    ground = QColor(theme().raised)
    if muted:
        ground.setAlpha(110)
    return ground


def music_ground(lane: TimelineLane, muted: bool) -> QColor:
    """Behind the notes of a lane's player."""
    ground = theme().player(lane.performer or 0)
    ground.setAlpha(20 if muted else 46)
    return ground


def paint_sound(painter: QPainter, rect: QRectF, ground: QColor) -> None:
    """The ground of a clip's own sound."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def paint_marks(painter: QPainter, span: tuple[float, float] | None, tall: int) -> None:
    """In and out, from x to x; ``tall`` is the view's height."""
    if span is None:
        return
    left, right = span
    shade = QColor(theme().accent)
    painter.fillRect(QRectF(left, RULER - 5, right - left, 4), shade)
    shade.setAlpha(24)
    painter.fillRect(QRectF(left, RULER, right - left, tall), shade)


def paint_playhead(painter: QPainter, at_x: float, tall: int) -> None:
    """Where playback is."""
    x = round(at_x) + 0.5
    colour = QColor(theme().playhead)
    painter.setPen(QPen(colour, 1.4))
    painter.drawLine(QPointF(x, RULER - 8), QPointF(x, tall))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    head = [QPointF(x - 5.5, 4), QPointF(x + 5.5, 4), QPointF(x + 5.5, 11),
            QPointF(x, 18), QPointF(x - 5.5, 11)]  # fmt: skip
    painter.drawPolygon(QPolygonF(head))


def _words(painter: QPainter, look: ShotLook, strip: QRectF, pens: Pens) -> None:
    t = theme()
    strip = strip.adjusted(6, 0, -6, -3)
    metrics = QFontMetricsF(pens.bold)
    words = state_words(look.state, look.share)
    small = QFontMetricsF(pens.small)
    room = strip.width() - small.horizontalAdvance(words) - 12
    align = Qt.AlignmentFlag.AlignVCenter
    if look.state != "unscored" and room > 30:
        painter.setFont(pens.small)
        painter.setPen(QColor(t.clip_text))
        painter.drawText(strip, Qt.AlignmentFlag.AlignRight | align, words)
    else:
        room = strip.width()
    painter.setFont(pens.bold)
    painter.setPen(QColor(t.clip_text))
    name = metrics.elidedText(look.shot.name, Qt.TextElideMode.ElideRight, room)
    painter.drawText(strip, Qt.AlignmentFlag.AlignLeft | align, name)


def _thumbnail(painter: QPainter, pixmap: QPixmap, room: QRectF) -> None:
    """A picture at the left edge, cut to what there is room for."""
    if room.width() < 2:
        return
    height = room.height()
    width = pixmap.width() * height / max(1, pixmap.height())
    shown = min(width, room.width())
    source = QRectF(0, 0, pixmap.width() * shown / width, pixmap.height())
    painter.drawPixmap(QRectF(room.left(), room.top(), shown, height), pixmap, source)


def _mini_notes(painter: QPainter, take: Take, rect: QRectF, *, muted: bool) -> None:
    if not take.notes:
        return
    t = theme()
    low = min(n.pitch for n in take.notes) - 2
    high = max(n.pitch for n in take.notes) + 3
    across, up = rect.width() / take.length_s, rect.height() / (high - low)
    tall = max(1.5, up)
    colours = {kind: t.evidence(kind) for kind in Evidence}
    for colour in colours.values() if muted else ():
        colour.setAlpha(90)
    for note in take.notes:
        colour = colours[note.evidence]
        x = rect.left() + note.onset_s * across
        wide = max(1.0, min(note.length_s * across - 0.5, rect.right() - x))
        painter.fillRect(QRectF(x, rect.bottom() - (note.pitch - low) * up, wide, tall), colour)


def _font(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont()
    font.setPointSizeF(size)
    font.setWeight(weight)
    return font
