"""A shot's takes as files: MIDI and stems for the timeline, other takes beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from foley_post.core.files import safe_name
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.midi import midi_files
from foley_post.midi.notes import Take
from foley_post.pipeline.options import Options
from foley_post.pipeline.overlay import draw_overlay
from foley_post.pipeline.player_choice import left_out, nobody_plays
from foley_post.pipeline.results import OtherTake, ScoredShot, ShotResult
from foley_post.render.panning import Standing, standing_in
from foley_post.render.stems import render_together
from foley_post.timeline.model import Cut, Stem

__all__ = ["render_takes"]


def render_takes(
    cut: Cut,
    scored: ScoredShot,
    options: Options,
    *,
    names: set[str],
    watcher: Watcher = ignore_progress,
) -> ShotResult:
    """The shot's takes as MIDI files and stems; ``names`` are the file names in use."""
    shot, motions, takes = scored.shot, scored.motions, scored.takes
    if scored.problem:
        return ShotResult(shot, problem=scored.problem)
    watcher(Progress("rendering", 0, 1, f"{shot.id} {shot.name}"))
    standing = scored.standing
    if standing is None:
        standing = {m.performer: standing_in(m) for m in motions} if options.placed else {}
    notices = [n for m in motions for n in m.notices]
    if not motions and not takes:
        notices.append(f"Nobody is seen in {shot.id} ({shot.name}): no stem was made.")
    elif not takes:
        notices.append(f"{shot.id} ({shot.name}): {nobody_plays(motions)}")
    else:
        scored_players = {take.performer for take in takes}
        notices += left_out(motions, scored_players, f"{shot.id} ({shot.name})")
    named: dict[int, str] = {}
    for take in takes:
        if take.notes:
            named[take.performer] = _name(scored, take, names)
        else:
            player = f"Player {take.performer + 1} of {shot.id} ({shot.name})"
            notices.append(f"{player} does not play: no stem.")
    parts = [(t, options.out / "stems" / f"{named[t.performer]}.wav") for t in takes if t.notes]
    midi = tuple(options.out / "midi" / f"{path.stem}.mid" for _, path in parts)
    for (take, _), path in zip(parts, midi, strict=True):
        _write_midi(cut, scored, take, path)
    stems: tuple[Stem, ...] = ()
    if parts:
        stems = render_together(
            parts, shot, cut, settings=options.rendering, standing=standing, watcher=watcher
        )
    notices += [n for stem in stems for n in stem.notices]
    others = _others(cut, scored, options, (named, standing), watcher=watcher)
    overlay = None
    if options.overlay and motions:
        overlay = options.out / "overlays" / f"{safe_name(f'{shot.id}_{shot.name}')}.mp4"
        draw_overlay(shot, motions, takes, overlay, stems=stems, watcher=watcher)
    return ShotResult(
        shot,
        tuple(takes),
        stems,
        midi,
        overlay,
        tuple(notices),
        others=others,
        standing=standing,
        given=scored.given,
        tempo_bpm=scored.tempo_bpm,
    )


def _name(scored: ScoredShot, take: Take, names: set[str]) -> str:
    """A file name for the take that nobody has, and that is taken from now on."""
    shot = scored.shot
    several = f"_player{take.performer + 1}" if len(scored.takes) > 1 else ""
    name = safe_name(f"{shot.id}_{shot.name}_{take.instrument}{several}", names)
    names.add(name)
    return name


def _write_midi(cut: Cut, scored: ScoredShot, take: Take, path: Path) -> None:
    first = (cut.rate, cut.start_frame + scored.shot.record_start_frame, cut.drop_frame)
    midi_files.write_midi(
        take, path, tempo_bpm=scored.tempo_bpm, timecode=first, shot=scored.shot.id
    )


def _others(
    cut: Cut,
    scored: ScoredShot,
    options: Options,
    placed: tuple[Mapping[int, str], Mapping[int, Standing]],
    *,
    watcher: Watcher,
) -> tuple[OtherTake, ...]:
    """The takes that are not on the timeline, in a folder of their own, each at full loudness."""
    named, standing = placed
    made = []
    for number, take in scored.others:
        if take.notes and take.performer in named:
            base = options.out / "takes" / f"{named[take.performer]}_take{number}"
            midi, stem = base.with_name(f"{base.name}.mid"), base.with_name(f"{base.name}.wav")
            _write_midi(cut, scored, take, midi)
            render_together(
                [(take, stem)],
                scored.shot,
                cut,
                settings=options.rendering,
                standing=standing,
                watcher=watcher,
            )
            made.append(OtherTake(number, take, midi, stem))
    return tuple(made)
