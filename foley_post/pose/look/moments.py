"""The pictures at a few moments of a shot, kept small for a look at the players' instruments."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["KeptPicture", "KeptPictures"]

_MOMENTS = 5
_LONGEST = 1280
"""Pictures are kept no larger than this, in pixels: a crop for the classifier has 260."""


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """The picture of that number in the shot: ``image (H, W, 3)``, RGB."""

    number: int
    image: npt.NDArray[np.uint8]


class KeptPictures:
    """Keeps pictures at moments spread evenly from ``start_s`` to ``end_s``."""

    def __init__(self, start_s: float, end_s: float) -> None:
        step_s = (end_s - start_s) / _MOMENTS
        self.pictures: list[KeptPicture] = []
        self._moments_s = [start_s + (k + 0.5) * step_s for k in range(_MOMENTS)]

    def add(self, number: int, time_s: float, image: npt.NDArray[np.uint8]) -> None:
        """Keep the picture if its moment has come."""
        if not self._moments_s or time_s < self._moments_s[0]:
            return
        self._moments_s = [m for m in self._moments_s if m > time_s]
        shrunk = _LONGEST / max(image.shape[:2])
        if shrunk < 1:
            image = np.asarray(
                cv2.resize(image, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA),
                np.uint8,
            )
        self.pictures.append(KeptPicture(number, image.copy()))
