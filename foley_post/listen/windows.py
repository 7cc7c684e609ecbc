"""Overlapping windows of a sound that comes in blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Windows"]

Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(slots=True)
class Windows:
    """Windows of ``length`` samples, each ``hop`` after the one before; the first begins ``lead``
    samples of silence before the sound. The size of the blocks changes nothing.
    """

    length: int
    hop: int
    lead: int
    _waiting: Floats = field(init=False)
    _came: int = field(init=False, default=0)
    _made: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._waiting = np.zeros(self.lead, np.float32)

    def whole(self, block: Floats) -> Iterator[Floats]:
        """The windows that the next block completes."""
        self._came += len(block)
        self._waiting = np.concatenate([self._waiting, block])
        while len(self._waiting) >= self.length:
            yield self._next()

    def rest(self) -> Iterator[Floats]:
        """After the last block: what is left, the last of it shorter, so that the windows without
        their leads reach over every sample and the moment after the last.
        """
        while self._came and self._made * self.hop <= self._came:
            yield self._next()

    def _next(self) -> Floats:
        window = self._waiting[: self.length]
        self._waiting = self._waiting[self.hop :]
        self._made += 1
        return window
