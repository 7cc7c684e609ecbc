"""One cut of a batch, scored; what fails is an answer, not an error."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from foley_post.batch.ledger import MediaStamp, stamp_of
from foley_post.core.progress import Watcher
from foley_post.errors import Cancelled, FoleyError
from foley_post.hosts.job_records import JobResult
from foley_post.hosts.job_result import failed_result, result_of
from foley_post.jobs.lock import holding_output
from foley_post.pipeline.options import Options
from foley_post.pipeline.shot_runner import ShotRunner

__all__ = ["CutAnswer", "ScoreCut"]


@dataclass(frozen=True, slots=True)
class CutAnswer:
    """What came of a cut, and the media files it was made from."""

    result: JobResult
    media: tuple[MediaStamp, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreCut:
    """Answers with what came of scoring ``cut`` as the options say, for a process of its own; the
    shots are played there, or by the workers of the Dask ``scheduler`` at that address.
    """

    cut: Path
    options: Options
    scheduler: str = ""

    def run(self, watcher: Watcher) -> CutAnswer:
        """See `foley_post.pipeline.score.score`. Raises Cancelled alone."""
        from foley_post.pipeline.score import score

        try:
            with holding_output(self.options.out), self._runner() as runner:
                results = score(self.cut, self.options, watcher=watcher, runner=runner)
        except Cancelled:
            raise
        except FoleyError as error:
            return CutAnswer(failed_result(error))
        paths = {s.shot.media.path for s in results.shots if s.shot.media.path}
        return CutAnswer(result_of(results), tuple(stamp_of(p) for p in sorted(paths)))

    def _runner(self) -> AbstractContextManager[ShotRunner | None]:
        if not self.scheduler:
            return nullcontext()
        from foley_post.farm.dask_runner import connected

        return connected(self.scheduler)
