"""What a pool and its processes say to each other, and what a pool tells its listener.

Everything here is a plain picklable value: no callbacks, no handles, nothing of Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from foley_post.core.progress import Progress, Watcher
from foley_post.errors import Remedy

__all__ = ["Ended", "Event", "Failed", "Finished", "Moved", "Started", "Task"]


class Task(Protocol):
    """A piece of work: a frozen dataclass of plain values that can be sent to a process."""

    def run(self, watcher: Watcher) -> Any:
        """Do it; the answer must be picklable. Cancelled comes out of ``watcher``."""


@dataclass(frozen=True, slots=True)
class Started:
    """The job left the queue."""

    job: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The job got on."""

    job: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class Finished:
    """The job is done; ``answer`` is what its task returned."""

    job: int
    answer: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """The job failed: ``problem`` is a sentence, ``kind`` the error's name, ``details`` a trace,
    ``remedy`` what would mend it.

    ``details`` is empty for errors that were raised on purpose.
    """

    job: int
    problem: str
    kind: str = ""
    details: str = ""
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The job was cancelled."""

    job: int


Event: TypeAlias = Started | Moved | Finished | Failed | Ended
