"""Whether anything happens where nobody is followed: only then can somebody be new."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.pose.changed_cells import Cells, cells_of, changed
from foley_post.pose.landmarks.roi import Region

__all__ = ["SettledScene"]

_CELLS = 2
"""Cells that change where somebody comes: the picture is 16 of them high."""
_LOOKS = 3
"""Looks at a scene that is still: who is missed in the first is found in the next."""


class SettledScene:
    """The picture as it was when people were last looked for."""

    def __init__(self) -> None:
        self._cells: Cells | None = None
        self._looks = 0

    def worth_a_look(self, image: npt.NDArray[np.uint8], known: Sequence[Region]) -> bool:
        """Whether to look for people in ``image (H, W, 3)``, of whom those in the ``known`` regions
        are followed; to be asked where it is time for a look.
        """
        cells = cells_of(image[..., 1])
        before = self._cells
        if before is not None and self._looks >= _LOOKS:
            news = changed(before, cells)
            _leave_out(news, known, cells.shape[0] / image.shape[0])
            if np.count_nonzero(news) < _CELLS:
                return False
            self._looks = 0
        self._cells = cells
        self._looks += 1
        return True


def _leave_out(news: npt.NDArray[np.bool_], known: Sequence[Region], scale: float) -> None:
    for region in known:
        reach = region.side / 2
        left, right = (scale * (region.x + side * reach) for side in (-1, 1))
        top, low = (scale * (region.y + side * reach) for side in (-1, 1))
        rows = slice(max(0, int(top)), max(0, int(np.ceil(low))))
        news[rows, max(0, int(left)) : max(0, int(np.ceil(right)))] = False
