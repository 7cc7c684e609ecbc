"""Where the shots of a run are played and laid: in this process, or wherever a farm does it.

Between the two everything is arranged together (`foley_post.pipeline.arrangement.shape`), in the
process that runs the whole. Whoever does the work, the bytes are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from foley_post.core.progress import Watcher
from foley_post.midi.guide import Guide
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot, ShotResult
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.timeline.model import Cut, Shot

__all__ = ["ShotRunner", "ShotTask"]


@dataclass(frozen=True, slots=True)
class ShotTask:
    """A shot to be played, and what is settled about it."""

    shot: Shot
    brief: ShotBrief = field(default_factory=ShotBrief)


class ShotRunner(Protocol):
    """Plays shots, and makes their files; both answer in the order they were asked, and tell what
    failed in the answer. Cancelled comes out of the watcher.
    """

    def play(
        self, tasks: Sequence[ShotTask], options: Options, guide: Guide, watcher: Watcher
    ) -> list[ScoredShot]:
        """See `foley_post.pipeline.score.score_shot`."""

    def lay(
        self, cut: Cut, scored: Sequence[ScoredShot], options: Options, watcher: Watcher
    ) -> list[ShotResult]:
        """See `foley_post.pipeline.score.lay_shot`; two shots never get files of one name."""
