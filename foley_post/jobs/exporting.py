"""A project's chosen takes as stems, MIDI files and timelines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.core.files import safe_name
from foley_post.core.progress import Progress, Watcher, part_of
from foley_post.errors import Cancelled, FoleyError, UsageError
from foley_post.jobs.lock import holding
from foley_post.jobs.scoring import options_of
from foley_post.project.file import Project
from foley_post.timeline.model import Cut, Marker, Shot, Stem

if TYPE_CHECKING:
    from foley_post.pipeline.results import ShotResult
    from foley_post.pose.skeleton import Motion

__all__ = ["Export", "Exported", "writable_hosts"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and in sentences what could not be."""

    folder: Path
    timelines: tuple[Path, ...]
    stems: tuple[Path, ...]
    midi: tuple[Path, ...]
    mix: Path | None = None
    notices: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """Writes the chosen takes of ``project`` under ``out``; nothing is generated anew.

    ``shots`` are ids; empty means every shot that has takes. ``cache`` is where watched motions
    are remembered, wanted for overlays.
    """

    project: Project
    out: Path
    shots: tuple[str, ...] = ()
    cache: Path | None = None

    def run(self, watcher: Watcher) -> Exported:
        """A shot that fails is told in ``problems``; the rest goes on. Raises UsageError where
        there is nothing to export, TimelineReadError, OutputError.
        """
        from foley_post.pipeline.manifest import write_manifest
        from foley_post.timeline import read_cut, write_cut

        project = self.project
        wanted = [
            name
            for name, work in project.shots.items()
            if work.current and (not self.shots or name in self.shots)
        ]
        if not wanted:
            raise UsageError("There is no music to export yet. Generate a score first.")
        options = options_of(project.settings, self.out)
        with holding(self.out):
            cut = read_cut(project.cut, media_roots=options.media_roots, path_map=options.path_map)
            chosen = [shot for shot in cut.shots if shot.id in wanted]
            gone = [
                f"{name} is no longer in {cut.path.name}, which changed since it was opened: open "
                "it again."
                for name in wanted
                if name not in {shot.id for shot in chosen}
            ]
            outcomes = self._rendered(cut, chosen, watcher)
            watcher(Progress("writing", len(chosen), len(chosen) + 1))
            mix, markers = self._extras(cut, chosen, outcomes)
            stems = [stem for outcome in outcomes for stem in outcome.stems]
            hosts, refused = writable_hosts(cut, options.hosts)
            written = write_cut(cut, stems, self.out, hosts=hosts, markers=markers)
            write_manifest(self.out / "manifest.json", cut, outcomes, written, options=options)
        said = [*(n for o in outcomes for n in o.notices), *(n for s in stems for n in s.notices)]
        failed = [f"{o.shot.id}: {o.problem}" for o in outcomes if o.problem]
        return Exported(
            folder=self.out,
            timelines=tuple(written.files),
            stems=tuple(stem.path for stem in stems),
            midi=tuple(path for outcome in outcomes for path in outcome.midi),
            mix=mix.path if mix else None,
            notices=tuple(n for n in (*said, *written.notices) if "Nobody is seen" not in n),
            problems=(*failed, *gone, *refused),
        )

    def _rendered(self, cut: Cut, chosen: list[Shot], watcher: Watcher) -> list[ShotResult]:
        """Stems and MIDI of every shot, each with its failure, if it has one."""
        from foley_post.pipeline.results import ScoredShot, ShotResult
        from foley_post.pipeline.score import render_takes, watch_shot
        from foley_post.pose.motion_cache import MotionCache

        options = options_of(self.project.settings, self.out)
        cache = MotionCache(self.cache) if self.cache else None
        outcomes: list[ShotResult] = []
        names: set[str] = set()
        step = 1 / (len(chosen) + 1)
        for number, shot in enumerate(chosen):
            report = part_of(watcher, number * step, (number + 1) * step)
            takes = self.project.work(shot.id).current
            try:
                motions: tuple[Motion, ...] = ()
                if options.overlay:
                    motions = watch_shot(shot, options.watching, cache=cache, watcher=report)
                scored = ScoredShot(shot, motions, takes)
                outcomes.append(render_takes(cut, scored, options, names=names, watcher=report))
            except Cancelled:
                raise
            except FoleyError as error:
                outcomes.append(ShotResult(shot, problem=str(error)))
        return outcomes

    def _extras(
        self, cut: Cut, chosen: list[Shot], outcomes: list[ShotResult]
    ) -> tuple[Stem | None, tuple[Marker, ...]]:
        """The mix of all stems and the markers at the hits, where they are asked for."""
        from foley_post.pipeline.hit_markers import hit_markers
        from foley_post.pipeline.results import ScoredShot
        from foley_post.render.mix import mix_down

        settings = self.project.settings
        stems = [stem for outcome in outcomes for stem in outcome.stems]
        mix = None
        if settings.mix and stems:
            mix = mix_down(stems, cut, self.out / "mix" / f"{safe_name(cut.name)}.wav")
        markers: tuple[Marker, ...] = ()
        if settings.markers:
            scored = [ScoredShot(s, takes=self.project.work(s.id).current) for s in chosen]
            markers = hit_markers(scored)
        return mix, markers


def writable_hosts(cut: Cut, wanted: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hosts this timeline can be written for, and in sentences why not for the others."""
    from foley_post.timeline import chosen_formats

    able: list[str] = []
    refused: list[str] = []
    for host in wanted:
        try:
            chosen_formats(cut, (), (host,))
            able.append(host)
        except UsageError as error:
            refused.append(str(error))
    return tuple(able), tuple(refused)
