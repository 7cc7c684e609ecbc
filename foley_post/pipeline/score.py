"""The whole story: an editing timeline in, music stems on new audio tracks out.

    Cut --- choose ---> Shot --- watch ---> Motion --- generate ---> Take --- render ---> Stem
                          +---- listen ---> heard notes ---------------^                    |
    cut+music, stems/, midi/, manifest.json  <------------------- write_cut ---------------+

Read this file first. Each step is a function of another room, and each can be run alone; the
command line and the window are two thin faces of what stands here. A shot that fails is reported
and the rest goes on; the input is never written to; what is written is written whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post import generate as generation
from foley_post.core.files import make_ready, safe_name
from foley_post.core.pitches import read_key
from foley_post.core.progress import Progress, Watcher, ignore_progress, part_of
from foley_post.errors import Cancelled, FoleyError, MediaError, MediaMissing, SoundError
from foley_post.midi.guide import Guide
from foley_post.midi.notes import Take
from foley_post.pipeline.arrangement import guide_of, shape
from foley_post.pipeline.cut_reading import read_cut_for
from foley_post.pipeline.edited_takes import read_edited_takes
from foley_post.pipeline.guide.listening import check_guide, heed_guide
from foley_post.pipeline.guide.sound_map import draw_sound_map
from foley_post.pipeline.guide.stems import guide_stems
from foley_post.pipeline.guide.track import with_guide_track
from foley_post.pipeline.hit_markers import hit_markers
from foley_post.pipeline.manifest import write_manifest
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results, ScoredShot, ShotResult
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.pipeline.shot_runner import ShotRunner, ShotTask
from foley_post.pipeline.stem_export import render_takes
from foley_post.pipeline.take_generation import generate_takes
from foley_post.pose import WatchOptions
from foley_post.pose.keyboard.lowest_key import with_lowest_key
from foley_post.pose.motion_cache import MotionCache, watch_cached
from foley_post.pose.skeleton import Motion
from foley_post.pose.tracking.player_box import PlayerBox
from foley_post.project.player_marks import ShotPlayers
from foley_post.render.mix import mix_down
from foley_post.render.soundfont import check_preset
from foley_post.timeline import chosen_formats, write_cut
from foley_post.timeline.model import Cut, Shot
from foley_post.timeline.shot_selection import choose_shots

if TYPE_CHECKING:
    from foley_post.generate import Model

__all__ = [
    "InThisProcess",
    "Options",
    "Results",
    "ScoredShot",
    "ShotBrief",
    "ShotResult",
    "choose_shots",
    "generate_takes",
    "lay",
    "lay_shot",
    "play_shot",
    "recall_motions",
    "render_takes",
    "score",
    "score_shot",
    "shape",
    "shot_tasks",
    "watch_shot",
    "with_boxes",
]


def score(
    path: Path | str,
    options: Options,
    *,
    given: Mapping[tuple[str, int], Take] | None = None,
    watcher: Watcher = ignore_progress,
    runner: ShotRunner | None = None,
) -> Results:
    """Score the chosen shots of the timeline at ``path``; what is made stands under
    ``options.out``. ``given`` takes, by shot and performer, stand in for the files of the options.
    ``runner`` says where the shots are played and laid; None is here, one after the other.

    Raises UsageError for shots that are not there, TimelineReadError for a timeline that cannot be
    read, SoundFontError for a preset that is not there, OutputError when nothing can be written,
    Cancelled when the watcher says stop. A single shot's failure is told in its outcome.
    """
    cut = read_cut_for(path, options, watcher=part_of(watcher, 0.0, 0.02))
    chosen = choose_shots(cut, options.shots)
    chosen_formats(cut, options.formats, options.hosts)  # said before the work, not after it
    if options.rendering.preset:
        check_preset(options.rendering.soundfont, options.rendering.preset)
    guide = guide_of(options)
    check_guide(options)
    if given is None:
        given = read_edited_takes(options.given, chosen, options.out / "midi")
    make_ready(options.out)
    heard = with_guide_track(cut, chosen, options, watcher=part_of(watcher, 0.02, 0.02))
    runner = runner or InThisProcess()
    until = 0.7 if options.overlay else 0.9
    tasks = shot_tasks(chosen, options, given)
    played = runner.play(tasks, heard, guide, part_of(watcher, 0.02, until))
    scored = shape(played, options, guide)
    return lay(cut, scored, options, watcher=part_of(watcher, until, 1.0), runner=runner)


def shot_tasks(
    shots: Sequence[Shot], options: Options, given: Mapping[tuple[str, int], Take]
) -> list[ShotTask]:
    """Each shot with what is settled about it: takes of an editor's by shot and performer, and what
    the options say of its players.
    """
    tasks = []
    for shot in shots:
        own = {player: take for (place, player), take in given.items() if place == shot.id}
        brief = ShotBrief(given=own, players=options.marked.get(shot.id, ShotPlayers()))
        tasks.append(ShotTask(shot, brief))
    return tasks


class InThisProcess:
    """Plays and lays shots here, one after the other: the usual `ShotRunner`."""

    def play(
        self, tasks: Sequence[ShotTask], options: Options, guide: Guide, watcher: Watcher
    ) -> list[ScoredShot]:
        """See `score_shot`."""
        model = generation.load_model(options.model)
        return [
            score_shot(
                task.shot, options, model=model, guide=guide, brief=task.brief, watcher=report
            )
            for task, report in zip(tasks, _parts(watcher, [t.shot for t in tasks]), strict=True)
        ]

    def lay(
        self, cut: Cut, scored: Sequence[ScoredShot], options: Options, watcher: Watcher
    ) -> list[ShotResult]:
        """See `lay_shot`."""
        names: set[str] = set()
        return [
            lay_shot(cut, one, options, names=names, watcher=report)
            for one, report in zip(scored, _parts(watcher, [s.shot for s in scored]), strict=True)
        ]


def lay(
    cut: Cut,
    scored: Sequence[ScoredShot],
    options: Options,
    *,
    watcher: Watcher = ignore_progress,
    runner: ShotRunner | None = None,
) -> Results:
    """The shots' takes as stems on new audio tracks of the cut, with all that goes with them."""
    runner = runner or InThisProcess()
    shots = [one.shot for one in scored]
    heard = with_guide_track(cut, shots, options) if options.guide_stems else options
    outcomes = runner.lay(cut, scored, heard, part_of(watcher, 0.0, 0.9))
    stems = [stem for o in outcomes for stem in o.stems]
    mix = None
    if options.mix and stems:
        mix = mix_down(stems, cut, options.out / "mix" / f"{safe_name(cut.name)}.wav")
    markers = hit_markers(scored) if options.markers else ()
    formats = chosen_formats(cut, options.formats, options.hosts)
    report = part_of(watcher, 0.9, 1.0)
    laid = [stem for o in outcomes for stem in (*o.stems, *o.guide_stems)]
    written = write_cut(cut, laid, options.out, formats=formats, markers=markers, watcher=report)
    manifest = options.out / "manifest.json"
    write_manifest(manifest, cut, outcomes, written, options=options)
    return Results(cut, tuple(outcomes), written, manifest, mix)


def lay_shot(
    cut: Cut,
    one: ScoredShot,
    options: Options,
    *,
    names: set[str],
    watcher: Watcher = ignore_progress,
) -> ShotResult:
    """The shot's MIDI files and stems; what fails is told. ``names`` are the file names in use."""
    try:
        made = render_takes(cut, one, options, names=names, watcher=watcher)
        return _with_guide(made, cut, one, options) if made.takes else made
    except (SoundError, MediaError) as error:
        return ShotResult(one.shot, one.takes, problem=str(error), remedy=error.remedy)


def _with_guide(made: ShotResult, cut: Cut, one: ScoredShot, options: Options) -> ShotResult:
    """The shot's result with its guide sound split by player and a film of where it comes from, as
    far as they are asked for.
    """
    if options.guide_stems:
        stems, told = guide_stems(cut, one, options)
        made = replace(made, guide_stems=stems, notices=(*made.notices, *told))
    if options.sound_map:
        shot = one.shot
        path = options.out / "overlays" / f"{safe_name(f'{shot.id}_{shot.name}_sound_map')}.mp4"
        takes = one.plain or one.takes
        if draw_sound_map(shot, one.motions, takes, path, stems=made.guide_stems):
            return replace(made, sound_map=path)
        told = (f"No sound map of {shot.id} ({shot.name}): nobody was heard in it.",)
        return replace(made, notices=(*made.notices, *told))
    return made


def watch_shot(
    shot: Shot,
    options: WatchOptions,
    *,
    cache: MotionCache | None = None,
    watcher: Watcher = ignore_progress,
) -> tuple[Motion, ...]:
    """Everybody who is seen in the shot, in record time; empty when nobody is.

    What ``cache`` remembers is not watched again.
    """
    if shot.problem:
        missing = MediaMissing if shot.remedy else MediaError
        raise missing(shot.problem, remedy=shot.remedy)
    assert shot.media.path is not None, "a shot without a problem has its media"
    span = shot.time_map.media_range
    options = _in_media_time(options, shot)
    motions = watch_cached(shot.media.path, *span, cache=cache, options=options, watcher=watcher)
    return tuple(m.retimed(shot.time_map) for m in motions)


def recall_motions(
    shot: Shot, options: WatchOptions, cache: MotionCache, *, watcher: Watcher = ignore_progress
) -> tuple[Motion, ...] | None:
    """As `watch_shot` gave it before, from the cache; None where it remembers nothing."""
    path = shot.media.path
    if shot.problem or path is None or not path.is_file():
        return None
    key = cache.key(path, shot.time_map.media_range, _in_media_time(options, shot), watcher)
    known = cache.read(key)
    return None if known is None else tuple(m.retimed(shot.time_map) for m in known)


def with_boxes(watching: WatchOptions, players: ShotPlayers) -> WatchOptions:
    """How to watch a shot in which an editor drew boxes around players."""
    return replace(watching, boxes=(*watching.boxes, *players.boxes))


def _in_media_time(options: WatchOptions, shot: Shot) -> WatchOptions:
    """The options with their boxes' time counted as the media does; one for the whole shot stays
    so.
    """

    def placed(box: PlayerBox) -> PlayerBox:
        from_s = float(shot.time_map.media_at(Fraction(box.from_s))) if box.from_s else 0.0
        return replace(box, from_s=from_s)

    return replace(options, boxes=tuple(map(placed, options.boxes)))


def play_shot(
    shot: Shot,
    options: Options,
    *,
    model: Model,
    guide: Guide | None = None,
    brief: ShotBrief | None = None,
    watcher: Watcher = ignore_progress,
) -> ScoredShot:
    """Watch one shot and write what its players play, as they play it: see `shape`.

    Raises whatever `FoleyError` watching and generating raise.
    """
    brief = brief or ShotBrief()
    motions = brief.motions
    if motions is None:
        cache = MotionCache(options.cache) if options.cache else None
        report = part_of(watcher, 0.0, 0.85)
        watching = with_boxes(options.watching, brief.players)
        motions = watch_shot(shot, watching, cache=cache, watcher=report)
    lowest = brief.lowest_key or options.lowest_key
    if lowest:
        motions = tuple(with_lowest_key(motion, read_key(lowest)) for motion in motions)
    report = part_of(watcher, 0.85, 0.93)
    takes = generate_takes(
        shot, motions, options, model=model, guide=guide, brief=brief, watcher=report
    )
    beside: tuple[Take, ...] = ()
    if brief.only is not None and len(motions) > 1:  # whose a heard note is, the others tell, too
        everybody = replace(brief, only=None)
        found = generate_takes(shot, motions, options, model=model, guide=guide, brief=everybody)
        beside = tuple(t for t in found.chosen if t.performer != brief.only)
    settled = frozenset(brief.given) if options.around is None else frozenset()
    report = part_of(watcher, 0.93, 1.0)
    heeded = heed_guide(
        shot,
        (*takes.chosen, *beside),
        options,
        settled=settled | {t.performer for t in beside},
        nobody_seen=not motions,
        watcher=report,
    )
    report(Progress("generating", 1, 1, shot.id))
    return ScoredShot(
        shot,
        motions,
        heeded.takes[: len(heeded.takes) - len(beside)],
        others=takes.others,
        given=frozenset(brief.given),
        heard=heeded.notices,
        unsure=heeded.unsure,
    )


def score_shot(
    shot: Shot,
    options: Options,
    *,
    model: Model,
    guide: Guide | None = None,
    brief: ShotBrief | None = None,
    watcher: Watcher = ignore_progress,
) -> ScoredShot:
    """As `play_shot`; a failure is told, not raised."""
    try:
        return play_shot(shot, options, model=model, guide=guide, brief=brief, watcher=watcher)
    except Cancelled:
        raise
    except FoleyError as error:
        return ScoredShot.failed(shot, error)


def _parts(watcher: Watcher, shots: Sequence[Shot]) -> list[Watcher]:
    """A watcher for each of the shots: how much of the whole it is goes by its length, and a
    second more for getting ready.
    """
    lengths = [float(shot.length_s) + 1.0 for shot in shots]
    ends = [end / sum(lengths) for end in accumulate(lengths)]
    return [part_of(watcher, low, high) for low, high in pairwise([0.0, *ends])]
