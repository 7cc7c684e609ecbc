"""Waveforms of the original sound, made for the shots in view, a few at a time, in a process."""

from __future__ import annotations

from collections import OrderedDict
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QObject, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from foley_post.jobs.pool import QUICK
from foley_post.jobs.waveform import Waveform
from foley_post.timeline.model import Shot
from foley_post_ui.document.job_queue import JobQueue

__all__ = ["Waveforms", "paint_waveform"]

_AT_ONCE = 2
_MOST_BYTES = 64 << 20
_LONGEST_S = 3600
_COLOUR = "#8b97a6"
_Key = tuple[Path, Fraction, Fraction]
Outline = npt.NDArray[np.int8]


class Waveforms(QObject):
    """A shot's outline; what is not there yet is asked for and told when it arrives."""

    arrived = Signal()

    def __init__(self, work: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._made: OrderedDict[_Key, Outline | None] = OrderedDict()
        self._asked: set[_Key] = set()
        self._bytes = 0
        self._wanting = False

    @property
    def settled(self) -> bool:
        """Whether everything wanted has come."""
        return not self._asked and not self._wanting

    def clear(self) -> None:
        """Another cut: forget all."""
        self._made.clear()
        self._asked.clear()
        self._bytes = 0

    def of(self, shot: Shot) -> Outline | None:
        """The outline of a shot's sound, from its first frame on; None while or where there is
        none. A shot that changes its speed has none: its sound is not heard either.
        """
        path = shot.media.path
        if path is None or shot.problem or not shot.time_map.is_plain:
            return None
        start_s, end_s = shot.time_map.media_range
        if end_s - start_s > _LONGEST_S:
            return None
        key = (path, start_s, end_s)
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        if key in self._asked:
            return None
        if len(self._asked) >= _AT_ONCE:
            self._wanting = True
            return None
        self._asked.add(key)
        self._work.run(
            Waveform(*key), "", lane=QUICK, listed=False,
            on_done=lambda outline: self._put(key, outline),
            on_failed=lambda _: self._put(key, None),
        )  # fmt: skip
        return None

    def _put(self, key: _Key, outline: Outline | None) -> None:
        self._asked.discard(key)
        self._wanting = False  # the next paint asks again
        self._made[key] = outline
        self._bytes += 0 if outline is None else outline.nbytes
        while self._bytes > _MOST_BYTES:
            _, gone = self._made.popitem(last=False)
            self._bytes -= 0 if gone is None else gone.nbytes
        self.arrived.emit()


def paint_waveform(
    painter: QPainter, rect: QRectF, outline: Outline, seen: tuple[float, float], *, muted: bool
) -> None:
    """The outline along a clip's ``rect``; only its pixels ``seen`` (from its left edge) are drawn,
    one line each.
    """
    first, last = int(seen[0]), int(min(seen[1], rect.width() - 1))
    if last <= first or not len(outline):
        return
    scale = len(outline) / rect.width()
    edges = np.arange(first, last + 1) * scale
    starts = np.minimum(edges.astype(np.intp), len(outline) - 1)
    lows = np.minimum.reduceat(outline[:, 0], starts).astype(float)
    highs = np.maximum.reduceat(outline[:, 1], starts).astype(float)
    stop = min(len(outline), int((last + 1) * scale) + 1)  # not all that follows the last pixel
    lows[-1] = outline[starts[-1] : max(stop, starts[-1] + 1), 0].min()
    highs[-1] = outline[starts[-1] : max(stop, starts[-1] + 1), 1].max()
    middle, half = rect.center().y(), (rect.height() / 2 - 2) / 127
    lines = [
        QLineF(x, middle - high * half - 0.5, x, middle - low * half + 0.5)
        for x, low, high in zip(
            (rect.left() + np.arange(first, last + 1) + 0.5).tolist(),
            lows.tolist(), highs.tolist(), strict=True,
        )
    ]  # fmt: skip
    colour = QColor(_COLOUR)
    colour.setAlpha(80 if muted else 200)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(colour, 1))
    painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
