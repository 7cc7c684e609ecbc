"""The tasks of a farm's job: some shots played into parts, and all parts laid on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foley_post.core.progress import Watcher, ignore_progress, part_of
from foley_post.errors import UsageError
from foley_post.farm.shot_parts import read_part, write_part
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import JobResult
from foley_post.hosts.job_service import options_of, serve
from foley_post.midi.guide import Guide
from foley_post.pipeline.arrangement import guide_of
from foley_post.pipeline.cut_reading import read_cut_for
from foley_post.pipeline.edited_takes import read_edited_takes
from foley_post.pipeline.guide.track import with_guide_track
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results, ScoredShot
from foley_post.pipeline.score import InThisProcess, score, shot_tasks
from foley_post.pipeline.shot_runner import ShotTask
from foley_post.timeline.shot_selection import choose_shots

__all__ = ["lay_parts", "numbers_in", "parts_folder", "play_parts"]


def parts_folder(folder: JobFolder) -> Path:
    """Where played shots lie until they are laid."""
    return folder.path / "parts"


def numbers_in(text: str) -> tuple[int, ...]:
    """The whole numbers of ``3``, ``3-5`` or ``1,3-5``, as farms say them; UsageError."""
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        try:
            found += range(int(first), int(last if dash else first) + 1)
        except ValueError:
            raise UsageError(f"Shots are numbers such as 3 or 3-5, not {text!r}.") from None
    return tuple(found)


def play_parts(
    folder: JobFolder,
    numbers: Sequence[int],
    *,
    cache: Path | None = None,
    watcher: Watcher = ignore_progress,
) -> tuple[ScoredShot, ...]:
    """Play the shots of those numbers (from 1) and write their parts; a shot that fails is told in
    its part. Raises ProjectError, UsageError, TimelineReadError.
    """
    request = folder.request()
    options, _ = options_of(folder, request, cache=cache)
    cut = read_cut_for(folder.cut(request), options)
    chosen = choose_shots(cut, options.shots)
    wrong = [n for n in numbers if not 1 <= n <= len(chosen)]
    if wrong:
        raise UsageError(f"The job has shots 1 to {len(chosen)}, and none of number {wrong[0]}.")
    given = read_edited_takes(options.given, chosen, options.out / "midi")
    tasks = shot_tasks([chosen[n - 1] for n in numbers], options, given)
    guide = guide_of(options)
    heard = with_guide_track(cut, chosen, options)
    played = []
    for number, task in enumerate(tasks):
        report = part_of(watcher, number / len(tasks), (number + 1) / len(tasks))
        played += InThisProcess().play([task], heard, guide, report)
        write_part(parts_folder(folder), played[-1])
    return tuple(played)


class _FromParts(InThisProcess):
    """Plays nothing: what was played lies in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def play(
        self, tasks: Sequence[ShotTask], options: Options, guide: Guide, watcher: Watcher
    ) -> list[ScoredShot]:
        """Read each part."""
        return [read_part(self.folder, task.shot) for task in tasks]


def lay_parts(folder: JobFolder, *, watcher: Watcher = ignore_progress) -> JobResult:
    """Arrange all parts of the job together and lay them; what came of it is ``result.json``."""
    runner = _FromParts(parts_folder(folder))

    def from_parts(path: Path, options: Options, *, watcher: Watcher) -> Results:
        return score(path, options, watcher=watcher, runner=runner)

    return serve(folder, score=from_parts, watcher=watcher)
