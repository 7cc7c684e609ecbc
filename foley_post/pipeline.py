"""The whole story: an editing timeline in, music stems on new audio tracks out.

    Cut --- choose ---> Shot --- watch ---> Motion --- generate ---> Take --- render ---> Stem
                                                                                            |
    cut+music, stems/, midi/, manifest.json  <------------------- write_cut ---------------+
 Read this file first. Each step is a function of another room, and each can be run alone; the
command line and the window are two thin faces of what stands here. A shot that fails is reported
and the rest goes on; the input is never written to; what is written is written whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post import generate as generation
from foley_post.errors import Cancelled, FoleyError, MediaError, SoundError
from foley_post.files import make_ready, safe_name
from foley_post.hits import hits_of
from foley_post.instruments import INSTRUMENTS
from foley_post.manifest import write_manifest
from foley_post.midi import files as midi_files
from foley_post.midi.expression import expressed
from foley_post.midi.harmony import common_key, fit_to_key, parse_key
from foley_post.midi.notes import Take
from foley_post.midi.styles import controls
from foley_post.midi.styling import apply_style
from foley_post.options import Options
from foley_post.outcome import Outcome, Scored, ShotOutcome
from foley_post.overlay import draw_overlay
from foley_post.pose import WatchOptions
from foley_post.pose.cache import MotionCache, watch_cached
from foley_post.pose.skeleton import Motion
from foley_post.progress import Progress, Watcher, part_of, unwatched
from foley_post.render.mix import mix_down
from foley_post.render.stems import render_together
from foley_post.timeline import chosen_formats, read_cut, write_cut
from foley_post.timeline.choosing import choose
from foley_post.timeline.model import Cut, Shot

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
    "score_shot",
    "shape",
    "watch_shot",
]


def score(path: Path, options: Options, *, watcher: Watcher = unwatched) -> Outcome:
    """Score the chosen shots of the timeline at ``path``; what is made stands under
    ``options.out``.

    Raises UsageError for shots that are not there, TimelineReadError for a timeline that cannot be
    read, OutputError when nothing can be written, Cancelled when the watcher says stop. A single
    shot's failure is told in its outcome.
    """
    cut = read_cut(path, media_roots=options.media_roots, path_map=options.path_map)
    chosen = choose(cut, options.shots)
    formats = chosen_formats(cut, options.formats, options.hosts)
    make_ready(options.out)
    model = generation.load_model(options.model)
    until = 0.7 if options.overlay else 0.9
    scored = []
    for shot, report in zip(chosen, _parts(watcher, len(chosen), 0.0, until), strict=True):
        scored.append(score_shot(shot, options, model=model, watcher=report))
    scored = shape(scored, options)
    outcomes: list[ShotOutcome] = []
    names: set[str] = set()
    reports = _parts(watcher, len(chosen), until, 1.0)
    for one, report in zip(scored, reports, strict=True):
        try:
            outcomes.append(render_takes(cut, one, options, names=names, watcher=report))
        except (SoundError, MediaError) as error:
            outcomes.append(ShotOutcome(one.shot, one.takes, problem=str(error)))
    stems = [stem for o in outcomes for stem in o.stems]
    mix = None
    if options.mix and stems:
        mix = mix_down(stems, cut, options.out / "mix" / f"{safe_name(cut.name)}.wav")
    markers = hits_of(scored) if options.markers else ()
    written = write_cut(cut, stems, options.out, formats=formats, markers=markers)
    manifest = options.out / "manifest.json"
    write_manifest(manifest, cut, outcomes, written, options=options)
    return Outcome(cut, tuple(outcomes), written, manifest, mix)


def watch_shot(
    shot: Shot,
    options: WatchOptions,
    *,
    cache: MotionCache | None = None,
    watcher: Watcher = unwatched,
) -> tuple[Motion, ...]:
    """Everybody who is seen in the shot, in record time; empty when nobody is.

    What ``cache`` remembers is not watched again.
    """
    if shot.problem:
        raise MediaError(shot.problem)
    assert shot.media.path is not None, "a shot without a problem has its media"
    span = shot.time_map.media_range
    motions = watch_cached(shot.media.path, *span, cache=cache, options=options, watcher=watcher)
    return tuple(m.retimed(shot.time_map) for m in motions)


def generate_takes(
    shot: Shot, motions: Sequence[Motion], options: Options, *, model: Model
) -> tuple[Take, ...]:
    """A take for each performer; the seed of each is its own, so that players differ."""
    asked = options.request
    if options.style:
        played = INSTRUMENTS.get(options.instrument)
        asked = replace(asked, **controls(options.style, played))  # type: ignore[arg-type]
    takes = []
    for motion in motions:
        request = replace(
            asked,
            length_s=float(shot.length_s),
            instrument=options.instrument,
            seed=options.seed + motion.performer,
        )
        takes.append(generation.generate(motion, request, model=model))
    return tuple(takes)


def score_shot(
    shot: Shot, options: Options, *, model: Model, watcher: Watcher = unwatched
) -> Scored:
    """Watch one shot and write what its players play; a failure is told, not raised."""
    try:
        cache = MotionCache(options.cache) if options.cache else None
        motions = watch_shot(shot, options.watching, cache=cache, watcher=watcher)
        return Scored(shot, motions, generate_takes(shot, motions, options, model=model))
    except Cancelled:
        raise
    except FoleyError as error:
        return Scored(shot, problem=str(error))


def shape(scored: Sequence[Scored], options: Options) -> list[Scored]:
    """The takes in style, in one key and pulse over all shots, and with the movement's expression.

    Onsets stay where the picture has them unless ``options.loosen_percent`` lets them go.
    """
    takes = [t for one in scored for t in one.takes]
    key = parse_key(options.request.key) if options.request.key else None
    if options.style and key is None and takes:
        key = common_key(takes)

    def shaped(take: Take, motion: Motion) -> Take:
        if options.style:
            loosen = options.loosen_percent
            take = apply_style(take, options.style, key=key, loosen_percent=loosen)
        elif key:
            take = fit_to_key(take, key)
        return expressed(take, motion)

    return [
        replace(one, takes=tuple(shaped(t, m) for t, m in zip(one.takes, one.motions, strict=True)))
        for one in scored
    ]


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
    if scored.problem:
        return ShotOutcome(shot, problem=scored.problem)
    watcher(Progress("rendering", 0, 1, f"{shot.id} {shot.name}"))
    notices = [n for m in motions for n in m.notices]
    if not motions:
        notices.append(f"Nobody is seen in {shot.id} ({shot.name}): no stem was made.")
    parts: list[tuple[Take, Path]] = []
    midi: list[Path] = []
    first = (cut.rate, cut.start_frame + shot.record_start_frame, cut.drop_frame)
    for take in takes:
        player = f"Player {take.performer + 1} of {shot.id} ({shot.name})"
        if not take.notes:
            notices.append(f"{player} does not play: no stem.")
            continue
        several = f"_player{take.performer + 1}" if len(takes) > 1 else ""
        name = safe_name(f"{shot.id}_{shot.name}_{take.instrument}{several}", names)
        names.add(name)
        midi.append(options.out / "midi" / f"{name}.mid")
        midi_files.write_midi(take, midi[-1], timecode=first)
        parts.append((take, options.out / "stems" / f"{name}.wav"))
    stems = render_together(parts, shot, cut, settings=options.rendering) if parts else ()
    notices += [n for stem in stems for n in stem.notices]
    overlay = None
    if options.overlay and motions:
        overlay = options.out / "overlays" / f"{safe_name(f'{shot.id}_{shot.name}')}.mp4"
        draw_overlay(shot, motions, takes, overlay, stems=stems, watcher=watcher)
    return ShotOutcome(shot, tuple(takes), stems, tuple(midi), overlay, tuple(notices))


def _parts(watcher: Watcher, number: int, low: float, high: float) -> list[Watcher]:
    """A watcher for each of ``number`` equal parts of ``low`` to ``high`` of the whole."""
    step = (high - low) / max(1, number)
    return [part_of(watcher, low + k * step, low + (k + 1) * step) for k in range(number)]
