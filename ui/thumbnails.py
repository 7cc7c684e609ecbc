"""Thumbnails, made for the shots in view, a few at a time, in a process."""

from __future__ import annotations

from collections import OrderedDict
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from foley_post_ui.work import Work
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from foley_post.jobs.pool import QUICK
from foley_post.jobs.reading import Thumbnail
from foley_post.timeline.model import Shot

__all__ = ["Thumbnails", "image_of"]

_KEPT = 600
_AT_ONCE = 4


class Thumbnails(QObject):
    """A shot's first picture, small; None until it is there."""

    arrived = Signal()

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._made: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._asked: set[str] = set()

    def clear(self) -> None:
        """Another cut: forget all."""
        self._made.clear()
        self._asked.clear()

    def of(self, shot: Shot) -> QPixmap | None:
        """The thumbnail, asked for if it is not there and few are being made."""
        if shot.id in self._made:
            self._made.move_to_end(shot.id)
            return self._made[shot.id]
        path = shot.media.path
        busy = shot.id in self._asked or len(self._asked) >= _AT_ONCE
        if path is None or shot.problem or busy:
            return None
        self._asked.add(shot.id)
        media_s = max(Fraction(0), shot.time_map.media_at(shot.length_s / 4))
        self._work.run(
            Thumbnail(path, media_s), "", lane=QUICK, listed=False,
            on_done=lambda image: self._put(shot.id, image),
            on_failed=lambda _: self._put(shot.id, None),
        )  # fmt: skip
        return None

    def _put(self, shot_id: str, image: npt.NDArray[np.uint8] | None) -> None:
        self._asked.discard(shot_id)
        self._made[shot_id] = None if image is None else QPixmap.fromImage(image_of(image))
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)
        self.arrived.emit()


def image_of(pixels: npt.NDArray[np.uint8]) -> QImage:
    """``(H, W, 3)`` RGB as an image that owns its memory."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
