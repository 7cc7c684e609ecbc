"""Shots scored in a process of their own, for the window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from foley_post.core.progress import Watcher
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.pose import WatchOptions
from foley_post.pose.skeleton import Motion
from foley_post.timeline.model import Cut, Shot

if TYPE_CHECKING:
    from foley_post.generate import Model

__all__ = ["RecallMotions", "ScoreShot", "ShapeShots"]


@dataclass(frozen=True, slots=True)
class ScoreShot:
    """Answers with one shot scored and shaped by itself; ``brief`` is what is settled about it,
    ``cut`` the shot's, where the options' guide is a track of it.
    """

    shot: Shot
    options: Options
    brief: ShotBrief = field(default_factory=ShotBrief)
    cut: Cut | None = None

    def run(self, watcher: Watcher) -> ScoredShot:
        """See `foley_post.pipeline.score.play_shot`, and what it raises."""
        from foley_post.pipeline.guide.track import with_guide_track
        from foley_post.pipeline.score import play_shot, shape

        model = _model(self.options.model)
        with TemporaryDirectory(prefix="foley-guide-") as folder:
            options = self.options
            if self.cut is not None:
                here = replace(options, out=Path(folder))
                options = with_guide_track(self.cut, [self.shot], here, watcher=watcher)
            played = play_shot(self.shot, options, model=model, brief=self.brief, watcher=watcher)
        return shape([played], self.options)[0]


@dataclass(frozen=True, slots=True)
class RecallMotions:
    """Answers with who was seen in the shot when it was watched before, or None where nobody
    remembers.
    """

    shot: Shot
    watching: WatchOptions
    cache: Path

    def run(self, watcher: Watcher) -> tuple[Motion, ...] | None:
        """See `foley_post.pipeline.score.recall_motions`."""
        from foley_post.pipeline.score import recall_motions
        from foley_post.pose.motion_cache import MotionCache

        return recall_motions(self.shot, self.watching, MotionCache(self.cache), watcher=watcher)


@dataclass(frozen=True, slots=True)
class ShapeShots:
    """Answers with several scored shots in style and in one key, as one piece of music."""

    scored: tuple[ScoredShot, ...]
    options: Options

    def run(self, watcher: Watcher) -> tuple[ScoredShot, ...]:
        """See `foley_post.pipeline.arrangement.shape`."""
        from foley_post.pipeline.arrangement import shape

        return tuple(shape(self.scored, self.options))


@lru_cache(maxsize=1)
def _model(path: Path | None) -> Model:
    """The network, kept by the process from one job to the next."""
    from foley_post.generate import load_model

    return load_model(path)
