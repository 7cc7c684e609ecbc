"""How far a long job is, how long it still takes, and how it is stopped.

Every long function takes a :class:`Watcher` and calls it often. A watcher that wants the work to
stop raises :class:`foley_post.errors.Cancelled` from that call; the work cleans up and lets it
through.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Progress", "TimeLeft", "Watcher", "ignore_progress", "part_of"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the work stands: ``done`` of ``total`` (any unit) in one ``stage`` of one ``shot``."""

    stage: str
    done: float
    total: float
    shot: str = ""

    @property
    def share(self) -> float:
        """0 to 1."""
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0


class Watcher(Protocol):
    """Hears of progress; raises ``Cancelled`` to stop the work."""

    def __call__(self, progress: Progress) -> None:
        """Take note of ``progress``."""


def ignore_progress(progress: Progress) -> None:
    """The watcher of whoever does not care."""


def part_of(watcher: Watcher, low: float, high: float) -> Watcher:
    """``watcher`` told of a part of a whole: from ``low`` to ``high`` of it (0..1)."""

    def report(progress: Progress) -> None:
        done = low + (high - low) * progress.share
        watcher(Progress(progress.stage, done, 1.0, progress.shot))

    return report


@dataclass(slots=True)
class TimeLeft:
    """Seconds left, from the share done and the time it took, steadied against bursts."""

    clock: Callable[[], float] = time.monotonic
    _started_s: float | None = field(default=None, init=False)
    _estimate_s: float | None = field(default=None, init=False)

    def update(self, share: float) -> float | None:
        """Seconds left when ``share`` (0..1) of the whole is done; None while too early to say."""
        now = self.clock()
        if self._started_s is None:
            self._started_s = now
        elapsed = now - self._started_s
        if share <= 0.005 or elapsed < 0.5:
            return None
        fresh = elapsed * (1 - share) / share
        self._estimate_s = (
            fresh if self._estimate_s is None else 0.7 * self._estimate_s + 0.3 * fresh
        )
        return self._estimate_s
