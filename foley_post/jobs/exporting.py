"""A project's chosen takes as stems, MIDI files and timelines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foley_post.errors import Cancelled, FoleyError, UsageError
from foley_post.jobs.holding import holding
from foley_post.jobs.scoring import options_of
from foley_post.progress import Progress, Watcher
from foley_post.project import Project

__all__ = ["Export", "Exported"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and in sentences what could not be."""

    folder: Path
    timelines: tuple[Path, ...]
    stems: tuple[Path, ...]
    midi: tuple[Path, ...]
    notices: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """Writes the chosen takes of ``project`` under ``out``; nothing is generated anew.

    ``shots`` are ids; empty means every shot that has takes.
    """

    project: Project
    out: Path
    shots: tuple[str, ...] = ()

    def run(self, watcher: Watcher) -> Exported:
        """A shot that fails is told in ``problems``; the rest goes on. Raises UsageError where
        there is nothing to export, TimelineReadError, OutputError.
        """
        from foley_post.manifest import write_manifest
        from foley_post.pipeline import Scored, ShotOutcome, render_takes, watch_shot
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
            there = {shot.id for shot in chosen}
            gone = [
                f"{name} is no longer in {cut.path.name}, which changed since it was opened: open "
                "it again."
                for name in wanted
                if name not in there
            ]
            outcomes: list[ShotOutcome] = []
            names: set[str] = set()
            for number, shot in enumerate(chosen):
                watcher(Progress("rendering", number, len(chosen) + 1, shot.id))
                takes = project.work(shot.id).current
                try:
                    motions = watch_shot(shot, options.watching) if options.overlay else ()
                    outcomes.append(
                        render_takes(cut, Scored(shot, motions, takes), options, names=names)
                    )
                except Cancelled:
                    raise
                except FoleyError as error:
                    outcomes.append(ShotOutcome(shot, problem=str(error)))
            watcher(Progress("writing", len(chosen), len(chosen) + 1))
            stems = [stem for outcome in outcomes for stem in outcome.stems]
            hosts, refused = _hosts(options.hosts, cut.format)
            written = write_cut(cut, stems, self.out, formats=options.formats, hosts=hosts)
            write_manifest(self.out / "manifest.json", cut, outcomes, written, options=options)
        said = [*(n for o in outcomes for n in o.notices), *(n for s in stems for n in s.notices)]
        return Exported(
            folder=self.out,
            timelines=tuple(written.files),
            stems=tuple(stem.path for stem in stems),
            midi=tuple(path for outcome in outcomes for path in outcome.midi),
            notices=tuple(n for n in (*said, *written.notices) if "Nobody is seen" not in n),
            problems=(
                *(f"{o.shot.id}: {o.problem}" for o in outcomes if o.problem),
                *gone,
                *refused,
            ),
        )


def _hosts(wanted: tuple[str, ...], kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hosts a timeline of this kind can be written for, and a word about the others."""
    if "fcp" not in wanted or kind == "fcpxml":
        return wanted, ()
    return (
        tuple(h for h in wanted if h != "fcp"),
        ("Final Cut Pro opens only FCPXML, and FCPXML is written only for a timeline that came "
         "as FCPXML. Import the stems by hand, or export FCPXML from Final Cut Pro first.",),
    )  # fmt: skip
