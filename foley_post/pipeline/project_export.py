"""A project's chosen takes as stems, MIDI files and timelines; nothing is generated anew."""

from __future__ import annotations

from dataclasses import replace

from foley_post.core.progress import Watcher, ignore_progress, part_of
from foley_post.errors import Cancelled, FoleyError, UsageError
from foley_post.pipeline.arrangement import with_tempo
from foley_post.pipeline.cut_reading import read_cut_for
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results, ScoredShot
from foley_post.pipeline.score import lay, watch_shot, with_boxes
from foley_post.pose.motion_cache import MotionCache
from foley_post.project.file import Project
from foley_post.timeline import chosen_formats
from foley_post.timeline.model import Cut, Shot

__all__ = ["export_project", "writable_hosts"]


def export_project(
    project: Project, options: Options, *, watcher: Watcher = ignore_progress
) -> Results:
    """Write the chosen takes of ``project`` under ``options.out``: of the options' shots (ids), or
    of every shot that has takes.

    A shot that fails is told in its result, one that left the timeline in ``problems``; the rest
    goes on. Raises UsageError where there is nothing to export, TimelineReadError, OutputError.
    """
    wanted = [
        name
        for name, work in project.shots.items()
        if work.current and (not options.shots or name in options.shots)
    ]
    if not wanted:
        raise UsageError("There is no music to export yet. Generate a score first.")
    cut = read_cut_for(project.cut, options)
    chosen = [shot for shot in cut.shots if shot.id in wanted]
    gone = [
        f"{name} is no longer in {cut.path.name}, which changed since it was opened: open it again."
        for name in wanted
        if name not in {shot.id for shot in chosen}
    ]
    hosts, refused = writable_hosts(cut, options.hosts)
    scored = [_taken_up(shot, project, options, watcher) for shot in chosen]
    results = lay(
        cut,
        with_tempo(scored, options),
        replace(options, hosts=hosts),
        watcher=part_of(watcher, 0.3 if options.overlay else 0.0, 1.0),
    )
    return replace(results, problems=(*gone, *refused))


def _taken_up(shot: Shot, project: Project, options: Options, watcher: Watcher) -> ScoredShot:
    """The shot with the takes in use and, where something of the picture is wanted, its motions."""
    takes = project.work(shot.id).current
    if not (options.overlay or options.placed):
        return ScoredShot(shot, takes=takes)
    cache = MotionCache(options.cache) if options.cache else None
    try:
        report = part_of(watcher, 0.0, 0.3)
        watching = with_boxes(options.watching, project.work(shot.id).players)
        motions = watch_shot(shot, watching, cache=cache, watcher=report)
    except Cancelled:
        raise
    except FoleyError as error:
        return ScoredShot.failed(shot, error)
    return ScoredShot(shot, motions, takes)


def writable_hosts(cut: Cut, wanted: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hosts this timeline can be written for, and in sentences why not for the others."""
    able: list[str] = []
    refused: list[str] = []
    for host in wanted:
        try:
            chosen_formats(cut, (), (host,))
            able.append(host)
        except UsageError as error:
            refused.append(str(error))
    return tuple(able), tuple(refused)
