"""Thumbnails, made for the shots in view, a few at a time, in a process."""

from __future__ import annotations

import math
from collections import OrderedDict
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from foley_post.jobs.pool import QUICK
from foley_post.jobs.tasks import Thumbnail
from foley_post.timeline.model import Shot
from foley_post_ui.document.job_queue import JobQueue

__all__ = ["Thumbnails", "image_of"]

_KEPT = 900
_AT_ONCE = 4
_Key = tuple[str, Fraction]


class Thumbnails(QObject):
    """A shot's pictures, small; what is not there yet is asked for and told when it arrives."""

    arrived = Signal()

    def __init__(self, work: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._made: OrderedDict[_Key, QPixmap | None] = OrderedDict()
        self._shape: dict[str, float] = {}
        self._asked: set[_Key] = set()
        self._wanting = False

    @property
    def settled(self) -> bool:
        """Whether everything wanted has come."""
        return not self._asked and not self._wanting

    def clear(self) -> None:
        """Another cut: forget all."""
        self._made.clear()
        self._shape.clear()
        self._asked.clear()

    def strip(
        self, shot: Shot, tall: float, scale: float, seen: tuple[float, float]
    ) -> list[tuple[float, QPixmap]]:
        """The pictures of a shot side by side, each with its left edge in pixels.

        ``tall`` pixels high at ``scale`` pixels a second; only what lies in ``seen`` (pixels from
        the shot's left edge) is made. The moments are of a grid of powers of two, so that they
        are found again after a zoom.
        """
        wide = tall * self._shape.get(shot.id, 16 / 9)
        step_s = Fraction(2) ** math.floor(math.log2(max(1 / 16, wide / scale)))
        found = []
        for number in range(int(seen[0] // wide), math.ceil(seen[1] / wide)):
            moment = math.floor(Fraction((number + 0.4) * wide / scale) / step_s) * step_s
            picture = self._of(shot, min(moment, shot.length_s * 9 / 10))
            if picture is not None:
                found.append((number * wide, picture))
        return found

    def _of(self, shot: Shot, at_s: Fraction) -> QPixmap | None:
        """The picture at a moment of the shot, asked for when few are being made."""
        key = (shot.id, at_s)
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        path = shot.media.path
        if path is None or shot.problem or key in self._asked:
            return None
        if len(self._asked) >= _AT_ONCE:
            self._wanting = True
            return None
        self._asked.add(key)
        media_s = max(Fraction(0), shot.time_map.media_at(at_s))
        self._work.run(
            Thumbnail(path, media_s), "", lane=QUICK, listed=False,
            on_done=lambda image: self._put(key, image),
            on_failed=lambda _: self._put(key, None),
        )  # fmt: skip
        return None

    def _put(self, key: _Key, image: npt.NDArray[np.uint8] | None) -> None:
        self._asked.discard(key)
        self._wanting = False  # the next paint asks again
        self._made[key] = None if image is None else QPixmap.fromImage(image_of(image))
        if image is not None:
            self._shape[key[0]] = image.shape[1] / image.shape[0]
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)
        self.arrived.emit()


def image_of(pixels: npt.NDArray[np.uint8]) -> QImage:
    """``(H, W, 3)`` RGB as an image that owns its memory."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
