"""Where in the picture to look for those who are new: the whole, and squares for the small ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from foley_post.pose.landmarks.roi import Region

__all__ = ["SearchWindows", "palm_windows", "person_windows"]

_AT_ONCE = 3


class SearchWindows:
    """Windows to look in: all of them in the first picture, then the first (the whole picture) and
    three others at a time, in turn, so that a look stays cheap.
    """

    def __init__(self, windows: Callable[[int, int], tuple[Region, ...]]) -> None:
        self._all = windows
        self._next = 0
        self._begun = False

    def windows(self, image: npt.NDArray[np.uint8]) -> tuple[Region, ...]:
        """The windows for this look."""
        whole, *others = self._all(image.shape[1], image.shape[0])
        if not self._begun or len(others) <= _AT_ONCE:
            self._begun = True
            return (whole, *others)
        turn = [others[(self._next + k) % len(others)] for k in range(_AT_ONCE)]
        self._next = (self._next + _AT_ONCE) % len(others)
        return (whole, *turn)


def person_windows(width: int, height: int) -> tuple[Region, ...]:
    """The whole picture, and squares of its shorter side and of 0.6 of it."""
    shorter = min(width, height)
    squares = (*_squares(width, height, shorter, 0.6), *_squares(width, height, 0.6 * shorter, 0.6))
    return (_whole(width, height), *squares)


def palm_windows(width: int, height: int) -> tuple[Region, ...]:
    """The whole picture, more than the picture (for hands cut off by its border), and squares."""
    whole = _whole(width, height)
    squares = _squares(width, height, min(width, height), 0.7)
    return (whole, whole.scaled(1.6), *squares)


def _whole(width: int, height: int) -> Region:
    return Region(width / 2, height / 2, float(max(width, height)))


def _squares(width: int, height: int, side: float, step: float) -> tuple[Region, ...]:
    """Squares of ``side`` that cover the picture, no farther apart than ``step`` of it."""
    across, down = (1 + int(np.ceil((extent - side) / (step * side))) for extent in (width, height))
    if across == down == 1:
        return ()
    columns = np.linspace(side / 2, width - side / 2, across) if across > 1 else [width / 2]
    rows = np.linspace(side / 2, height - side / 2, down) if down > 1 else [height / 2]
    return tuple(Region(float(x), float(y), float(side)) for x in columns for y in rows)
