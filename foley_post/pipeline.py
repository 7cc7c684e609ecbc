"""The whole story: an editing timeline in, music stems on new audio tracks out.

    Cut --- choose ---> Shot --- watch ---> Motion --- generate ---> Take --- render ---> Stem
                                                                                            |
    cut+music, stems/, midi/, manifest.json  <------------------- write_cut ---------------+
 Read this file first. Each step is a function of another room, and each can be run alone; the
command line and the window are two thin faces of what stands here. A shot that fails is reported
and the rest goes on; the input is never written to; what is written is written whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post import generate as generation
from foley_post.errors import Cancelled, FoleyError, UsageError
from foley_post.files import safe_name
from foley_post.manifest import write_manifest
from foley_post.midi import files as midi_files
from foley_post.midi.notes import Take
from foley_post.overlay import draw_overlay
from foley_post.pose import WatchOptions, watch
from foley_post.pose.skeleton import Motion
from foley_post.progress import Progress, Watcher, unwatched
from foley_post.render.stems import RenderSettings, render_stem
from foley_post.timeline import Written, read_cut, write_cut
from foley_post.timeline.model import Cut, Shot, Stem

if TYPE_CHECKING:
    from foley_post.generate import Model

__all__ = [
    "Options",
    "Outcome",
    "Scored",
    "ShotOutcome",
    "choose",
    "generate_takes",
    "render_takes",
    "score",
    "watch_shot",
]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for.

    ``shots`` are ids (``V1-003``) or clip names; empty means every shot that can be scored.
    ``hosts`` and ``formats`` choose what timelines are written (see
    `foley_post.timeline.write_cut`).
    """

    out: Path
    shots: tuple[str, ...] = ()
    instrument: str = "auto"
    style: str = ""
    seed: int = 0
    hosts: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    overlay: bool = False
    watching: WatchOptions = field(default_factory=WatchOptions)
    rendering: RenderSettings = field(default_factory=RenderSettings)
    request: generation.Request = field(default_factory=lambda: generation.Request(length_s=1.0))
    model: Path | None = None
    media_roots: tuple[Path, ...] = ()
    path_map: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """A shot, who is seen in it, and what each of them plays."""

    shot: Shot
    motions: tuple[Motion, ...]
    takes: tuple[Take, ...]


@dataclass(frozen=True, slots=True)
class ShotOutcome:
    """What became of one shot: its stems, or the sentence that says why there are none."""

    shot: Shot
    takes: tuple[Take, ...] = ()
    stems: tuple[Stem, ...] = ()
    midi: tuple[Path, ...] = ()
    overlay: Path | None = None
    notices: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made. ``complete`` is whether every chosen shot has its stems."""

    cut: Cut
    shots: tuple[ShotOutcome, ...]
    written: Written
    manifest: Path

    @property
    def complete(self) -> bool:
        """Whether nothing failed."""
        return not any(o.problem for o in self.shots)

    @property
    def stems(self) -> tuple[Stem, ...]:
        """All stems, in the order of the shots."""
        return tuple(s for o in self.shots for s in o.stems)


def score(path: Path, options: Options, *, watcher: Watcher = unwatched) -> Outcome:
    """Score the chosen shots of the timeline at ``path``; what is made stands under
    ``options.out``.

    Raises UsageError for shots that are not there, TimelineReadError for a timeline that cannot be
    read, OutputError when nothing can be written, Cancelled when the watcher says stop. A single
    shot's failure is told in its outcome.
    """
    cut = read_cut(path, media_roots=options.media_roots, path_map=options.path_map)
    chosen = choose(cut, options.shots)
    model = generation.load_model(options.model)
    outcomes: list[ShotOutcome] = []
    names: set[str] = set()
    for number, shot in enumerate(chosen):
        report = _within(watcher, shot, number, len(chosen))
        try:
            motions = watch_shot(shot, options.watching, watcher=report)
            takes = generate_takes(shot, motions, options, model=model)
            scored = Scored(shot, motions, takes)
            outcomes.append(render_takes(cut, scored, options, names=names, watcher=report))
        except Cancelled:
            raise
        except FoleyError as error:
            outcomes.append(ShotOutcome(shot, problem=str(error)))
    stems = [stem for o in outcomes for stem in o.stems]
    written = write_cut(cut, stems, options.out, formats=options.formats, hosts=options.hosts)
    manifest = write_manifest(
        options.out / "manifest.json", cut, outcomes, written, options=options
    )
    return Outcome(cut, tuple(outcomes), written, manifest)


def choose(cut: Cut, wanted: Sequence[str]) -> tuple[Shot, ...]:
    """The shots of those ids or clip names; with none named, every enabled one.

    UsageError names what is not there, and what is.
    """
    if not wanted:
        return tuple(s for s in cut.shots if s.enabled)
    known = {s.id.lower() for s in cut.shots} | {s.name.lower() for s in cut.shots}
    missing = [w for w in wanted if w.lower() not in known]
    if missing:
        there = ", ".join(f"{s.id} ({s.name})" for s in cut.shots[:20]) or "no shots at all"
        raise UsageError(f"{cut.path.name} has no shot {', '.join(missing)}. It has {there}.")
    asked = {w.lower() for w in wanted}
    return tuple(s for s in cut.shots if {s.id.lower(), s.name.lower()} & asked)


def watch_shot(
    shot: Shot, options: WatchOptions, *, watcher: Watcher = unwatched
) -> tuple[Motion, ...]:
    """Everybody who is seen in the shot, in record time; empty when nobody is."""
    if shot.problem:
        raise FoleyError(shot.problem)
    assert shot.media.path is not None, "a shot without a problem has its media"
    start_s, end_s = shot.time_map.media_range
    motions = watch(shot.media.path, start_s, end_s, options=options, watcher=watcher)
    return tuple(m.retimed(shot.time_map) for m in motions)


def generate_takes(
    shot: Shot, motions: Sequence[Motion], options: Options, *, model: Model
) -> tuple[Take, ...]:
    """A take for each performer; the seed of each is its own, so that players differ."""
    takes = []
    for motion in motions:
        request = replace(
            options.request,
            length_s=float(shot.length_s),
            instrument=options.instrument,
            seed=options.seed + motion.performer,
        )
        takes.append(generation.generate(motion, request, model=model))
    return tuple(takes)


def render_takes(
    cut: Cut,
    scored: Scored,
    options: Options,
    *,
    names: set[str],
    watcher: Watcher = unwatched,
) -> ShotOutcome:
    """The shot's takes as MIDI files and stems; ``names`` are the file names in use."""
    shot, motions, takes = scored.shot, scored.motions, scored.takes
    stems: list[Stem] = []
    midi: list[Path] = []
    notices = [n for m in motions for n in m.notices]
    if not motions:
        notices.append(f"Nobody is seen in {shot.id} ({shot.name}): no stem was made.")
    for take in takes:
        if not take.notes:
            notices.append(
                f"Player {take.performer + 1} of {shot.id} ({shot.name}) does not play: no stem."
            )
            continue
        watcher(Progress("rendering", len(stems), max(1, len(takes)), shot.id))
        player = f"_player{take.performer + 1}" if len(takes) > 1 else ""
        name = safe_name(f"{shot.id}_{shot.name}_{take.instrument}{player}", names)
        names.add(name)
        path = options.out / "midi" / f"{name}.mid"
        midi_files.write_midi(take, path)
        midi.append(path)
        target = options.out / "stems" / f"{name}.wav"
        stems.append(render_stem(take, shot, cut, target, settings=options.rendering))
    overlay = None
    if options.overlay and motions:
        overlay = options.out / "overlays" / f"{safe_name(f'{shot.id}_{shot.name}')}.mp4"
        draw_overlay(shot, motions, takes, overlay, stems=stems, watcher=watcher)
    return ShotOutcome(shot, tuple(takes), tuple(stems), tuple(midi), overlay, tuple(notices))


def _within(watcher: Watcher, shot: Shot, number: int, total: int) -> Watcher:
    """``watcher`` told of one shot's progress as part of the whole."""

    def report(progress: Progress) -> None:
        stage = {"watching": (0.0, 0.8), "generating": (0.8, 0.9), "rendering": (0.9, 1.0)}
        low, high = stage.get(progress.stage, (0.0, 1.0))
        done = number + low + (high - low) * progress.share
        watcher(Progress(progress.stage, done, total, f"{shot.id} {shot.name}"))

    return report
