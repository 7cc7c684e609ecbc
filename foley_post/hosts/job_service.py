"""A job folder served: read, scored, answered; what goes wrong is answered too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Protocol

from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.core.serialization import packed, unpacked
from foley_post.errors import FoleyError, UsageError
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import ClipPlace, JobRequest, JobResult, JobState
from foley_post.hosts.job_result import failed_result, result_of
from foley_post.jobs.lock import holding_output
from foley_post.pipeline.cut_reading import read_cut_for
from foley_post.pipeline.edited_takes import whole_paths
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results
from foley_post.project.settings import Settings
from foley_post.timeline.model import Cut, Shot

__all__ = ["ScoreCut", "clip_shots", "options_of", "serve", "wished_settings"]


class ScoreCut(Protocol):
    """`foley_post.pipeline.score.score` or its like."""

    def __call__(self, path: Path, options: Options, *, watcher: Watcher) -> Results:
        """Score the cut at ``path``."""


def serve(
    folder: JobFolder,
    *,
    score: ScoreCut | None = None,
    cache: Path | None = None,
    watcher: Watcher = ignore_progress,
) -> JobResult:
    """Do the job of ``folder`` and write its result; nothing is raised for what fails.

    ``score`` does the work, ``cache`` is where watched motions are remembered. Cancelled by
    the host or through ``watcher`` is a result, too.
    """
    request: JobRequest | None = None

    def watch(progress: Progress) -> None:
        watcher(progress)
        folder.watch(progress)

    try:
        request = folder.request()
        folder.tell(JobState.RUNNING, message="reading the timeline")
        options, notices = options_of(folder, request, cache=cache)
        with holding_output(options.out):
            results = (score or _score)(folder.cut(request), options, watcher=watch)
        answer = result_of(results, notices)
    except FoleyError as error:
        answer = failed_result(error)
    folder.finish(answer, request.reply_to if request else "")
    return answer


def _score(path: Path, options: Options, *, watcher: Watcher) -> Results:
    from foley_post.pipeline.score import score

    return score(path, options, watcher=watcher)


def options_of(
    folder: JobFolder, request: JobRequest, *, cache: Path | None = None
) -> tuple[Options, tuple[str, ...]]:
    """The options of a run that does the job, and sentences about wishes nobody knows.

    UsageError for wishes that make no sense and for clips that are not there.
    """
    settings, notices = wished_settings(request)
    kept = {f.name: getattr(settings, f.name) for f in fields(Settings)}
    own = {
        "out": folder.out(request),
        "cache": cache,
        "given": whole_paths(request.takes, folder.path),
        "around": request.around,
        "marked": request.marked,
    }
    options = Options(**kept | own)
    shots = request.shots
    if request.clips:
        cut = read_cut_for(folder.cut(request), options)
        shots = (*shots, *(s.id for s in clip_shots(cut, request.clips)))
    return replace(options, shots=tuple(dict.fromkeys(shots))), notices


def wished_settings(request: JobRequest) -> tuple[Settings, tuple[str, ...]]:
    """The settings a job wishes for, and sentences about wishes nobody knows; UsageError."""
    known = {f.name for f in fields(Settings)} - {"out"}
    wishes: dict[str, Any] = {k: v for k, v in request.wishes.items() if k in known}
    try:
        settings = unpacked(Settings, _merged(packed(Settings()), wishes))
    except UsageError:
        raise
    except ValueError as error:
        raise UsageError(f"A wish of the job makes no sense: {error}.") from error
    unknown = sorted(set(request.wishes) - known)
    return settings, tuple(f"There is no setting {name!r}; it was left out." for name in unknown)


def _merged(plain: dict[str, Any], wished: dict[str, Any]) -> dict[str, Any]:
    """``plain`` with what is wished, subject by subject."""
    return plain | {
        name: _merged(plain[name], value)
        if isinstance(value, dict) and isinstance(plain.get(name), dict)
        else value
        for name, value in wished.items()
    }


def clip_shots(cut: Cut, clips: Sequence[ClipPlace]) -> tuple[Shot, ...]:
    """The shots that lie where the host says its chosen clips do; UsageError for what is not there.

    Within a frame: a host may round the start of a clip that does not lie on its frames.
    """
    found = []
    for clip in clips:
        there = [s for s in cut.shots if s.track == f"V{clip.track}"]
        near = [s for s in there if abs(s.record_start_frame - clip.start_frame) <= 1]
        if not near:
            name = f" ({clip.name})" if clip.name else ""
            raise UsageError(
                f"No clip begins at frame {clip.start_frame} of video track {clip.track}{name} in "
                f"{cut.path.name}. Export the timeline again."
            )
        found.append(min(near, key=lambda s: abs(s.record_start_frame - clip.start_frame)))
    return tuple(dict.fromkeys(found))
