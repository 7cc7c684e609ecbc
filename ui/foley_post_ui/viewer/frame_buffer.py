"""The pictures around the playhead, decoded ahead in a process, found by time."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from fractions import Fraction

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from foley_post.jobs.frame_server import FrameServer, Range, ServedFrame
from foley_post.timeline.model import Shot
from foley_post_ui.timeline.layout import TimelineLayout
from foley_post_ui.timeline.thumbnails import image_of

__all__ = ["FrameBuffer"]

_ROOM = 40
"""Pictures held: over a second at 30 fps, 60 MB at 960 x 540."""
_FORWARD_S = 30.0


class FrameBuffer(QObject):
    """Asked which picture a moment of the timeline shows, answers with it or the nearest there.

    ``behind_s`` is how far the last answer was from what was asked: a slow decoder falls behind.
    """

    arrived = Signal()
    problem = Signal(str, str)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None, height: int = 540) -> None:
        super().__init__(parent)
        self.layout = TimelineLayout()
        self._pictures: FrameServer | None = None
        self._height = height
        self._run = 0
        self._made: deque[tuple[str, float, QImage]] = deque()  # in the order of play
        self._last: tuple[str, QImage] | None = None
        self._edits: list[float] = []
        self.behind_s = 0.0
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(self, time_s: float, speed: float) -> None:
        """Decode from a moment on, in the direction of play; one picture when it stands still."""
        ranges = self._ranges(time_s, speed)
        self.behind_s = 0.0
        self._made.clear()
        if not ranges:
            return
        if self._pictures is None:
            self._pictures = FrameServer(self._heard.emit, self._height)
        self._run = self._pictures.show(ranges, _ROOM if speed else 6)

    def at(self, time_s: float) -> tuple[Shot | None, QImage | None, float]:
        """The shot at a moment, its picture, and that picture's media time.

        While the right picture is not decoded yet the last one of the same shot stays. NaN for no
        picture.
        """
        shot = self.layout.visible_shot(time_s)
        if shot is None or shot.media.path is None:
            return shot, None, float("nan")
        media_s = float(shot.time_map.media_at(_exact(time_s) - shot.record_start_s))
        quarter = 0.25 * float(shot.rate.frame_s)
        there = [i for i, (key, _, _) in enumerate(self._made) if key == shot.id]
        if there:
            due = [i for i in there if self._made[i][1] <= media_s + quarter]
            by_time = lambda i: self._made[i][1]  # noqa: E731
            index = max(due, key=by_time) if due else min(there, key=by_time)
            _, found_s, image = self._made[index]
            self.behind_s = abs(media_s - found_s)
            self._pass(index)
            self._last = (shot.id, image)
            return shot, image, found_s
        if self._last is not None and self._last[0] == shot.id:
            return shot, self._last[1], float("nan")
        return shot, None, float("nan")

    @property
    def latest(self) -> QImage | None:
        """The picture shown last, of whichever shot."""
        return self._last[1] if self._last else None

    def show(self, layout: TimelineLayout) -> None:
        """Show another cut."""
        self.layout, self._edits = layout, layout.edits()
        self._made.clear()
        self._last = None

    def close(self) -> None:
        """Stop decoding; no process is left."""
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None

    def _ranges(self, time_s: float, speed: float) -> list[Range]:
        """What will be seen, shot by shot."""
        found: list[Range] = []
        if not self._edits:
            return found
        at, direction = time_s, 1 if speed >= 0 else -1
        reach = _FORWARD_S * max(1.0, abs(speed)) if speed else 0.0
        while len(found) < 60:
            shot = self.layout.visible_shot(at if direction > 0 else max(0.0, at - 1e-6))
            low, high = self._around(at, direction)
            end = high if direction > 0 else low
            if shot is not None and shot.media.path is not None and not shot.problem:
                stop = at + 0.16 if not speed else end
                found.append(_range(shot, at, min(stop, high) if direction > 0 else stop))
            at = end
            if abs(at - time_s) > reach or not 0 < at < self.layout.length_s:
                return found
        return found

    def _around(self, time_s: float, direction: int) -> tuple[float, float]:
        """The edits before and after a moment."""
        edits = self._edits
        nudge = 1e-6 if direction > 0 else -1e-6
        index = bisect_right(edits, time_s + nudge)
        return edits[max(0, index - 1)], edits[min(index, len(edits) - 1)]

    def _take(self, picture: ServedFrame) -> None:
        if picture.run != self._run:
            return
        if picture.image is None:
            if picture.problem:
                self.problem.emit(picture.key, picture.problem)
            return
        self._made.append((picture.key, picture.time_s, image_of(picture.image)))
        self.arrived.emit()

    def _pass(self, index: int) -> None:
        """Drop what was shown before the picture at ``index``, and make room for as many."""
        for _ in range(index):
            self._made.popleft()
        if index and self._pictures is not None:
            self._pictures.more(index)


def _range(shot: Shot, from_s: float, to_s: float) -> Range:
    """The media that a shot shows between two moments of the timeline."""
    start = max(Fraction(0), _exact(min(from_s, to_s)) - shot.record_start_s)
    end = min(shot.length_s, _exact(max(from_s, to_s)) - shot.record_start_s)
    inner = [r for r, _ in shot.time_map.knots if start < r < end]
    media = [shot.time_map.media_at(r) for r in (start, *inner, end)]
    backward = (media[-1] < media[0]) != (to_s < from_s)
    low, high = min(media), max(media)
    assert shot.media.path is not None
    return Range(
        shot.id, shot.media.path, max(Fraction(0), low), high + shot.rate.frame_s, backward
    )


def _exact(time_s: float) -> Fraction:
    return Fraction(time_s).limit_denominator(1_000_000)
