"""A shot's takes as files: MIDI and stems for the timeline, other takes beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foley_post.core.files import safe_name
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.midi import midi_files
from foley_post.midi.notes import Take
from foley_post.pipeline.instrument_notices import instrument_notices
from foley_post.pipeline.keyboard_notices import keyboard_notices
from foley_post.pipeline.options import Options
from foley_post.pipeline.overlay import draw_overlay
from foley_post.pipeline.results import OtherTake, ScoredShot, ShotResult
from foley_post.pose.player_choice import left_out, nobody_plays
from foley_post.render.panning import Standing, standing_in
from foley_post.render.stems import render_together
from foley_post.timeline.model import Cut, Stem

__all__ = ["file_names", "render_takes", "standing_of"]


def render_takes(
    cut: Cut,
    scored: ScoredShot,
    options: Options,
    *,
    names: set[str],
    watcher: Watcher = ignore_progress,
) -> ShotResult:
    """The shot's takes as MIDI files and stems; ``names`` are the file names in use."""
    shot = scored.shot
    if scored.problem:
        return ShotResult(shot, problem=scored.problem, remedy=scored.remedy)
    watcher(Progress("rendering", 0, 1, f"{shot.id} {shot.name}"))
    named = file_names(scored, names)
    files = _Files(cut, scored, options, standing_of(scored, options), named, watcher)
    midi = files.write_midi()
    stems = files.render()
    others = files.write_others()
    overlay = None
    if options.overlay and scored.motions:
        overlay = options.out / "overlays" / f"{safe_name(f'{shot.id}_{shot.name}')}.mp4"
        draw_overlay(shot, scored.motions, scored.takes, overlay, stems=stems, watcher=watcher)
    return ShotResult(
        shot,
        tuple(scored.takes),
        stems,
        midi,
        overlay,
        (*scored.notices, *_told_of_players(scored), *(n for stem in stems for n in stem.notices)),
        others=others,
        standing=files.standing,
        given=scored.given,
        tempo_bpm=scored.tempo_bpm,
        unsure=scored.unsure,
    )


def standing_of(scored: ScoredShot, options: Options) -> Mapping[int, Standing]:
    """Where each player is heard from: as was settled, or as the picture shows, if asked for."""
    if scored.standing is not None:
        return scored.standing
    return {m.performer: standing_in(m) for m in scored.motions} if options.placed else {}


def file_names(scored: ScoredShot, names: set[str]) -> dict[int, str]:
    """Of each player whose take has notes, a file name that nobody has; taken from now on."""
    shot, named = scored.shot, {}
    for take in scored.takes:
        if take.notes:
            several = f"_player{take.performer + 1}" if len(scored.takes) > 1 else ""
            name = safe_name(f"{shot.id}_{shot.name}_{take.instrument}{several}", names)
            names.add(name)
            named[take.performer] = name
    return named


def _told_of_players(scored: ScoredShot) -> list[str]:
    """Who is not heard and why, and which instruments are not certain."""
    where = f"{scored.shot.id} ({scored.shot.name})"
    if not scored.motions and not scored.takes:
        return [
            f"Nobody is seen in {where}: no stem was made. Draw a box around the player or the "
            "instrument, and what moves there is played."
        ]
    if not scored.takes:
        return [f"{where}: {nobody_plays(scored.motions)}"]
    silent = [take.performer + 1 for take in scored.takes if not take.notes]
    return [
        *instrument_notices(scored.motions, scored.takes, where),
        *keyboard_notices(scored.motions, scored.takes, where),
        *left_out(scored.motions, {take.performer for take in scored.takes}, where),
        *(f"Player {number} of {where} does not play: no stem." for number in silent),
    ]


@dataclass(frozen=True, slots=True)
class _Files:
    """One shot's files: ``named`` are the names of the players' files, by performer."""

    cut: Cut
    scored: ScoredShot
    options: Options
    standing: Mapping[int, Standing]
    named: Mapping[int, str]
    watcher: Watcher

    def write_midi(self) -> tuple[Path, ...]:
        """The timeline's takes as MIDI files."""
        paths = []
        for take in self._playing():
            paths.append(self.options.out / "midi" / f"{self.named[take.performer]}.mid")
            self._write(take, paths[-1])
        return tuple(paths)

    def render(self) -> tuple[Stem, ...]:
        """The timeline's takes as stems, levelled together."""
        folder = self.options.out / "stems"
        parts = [(t, folder / f"{self.named[t.performer]}.wav") for t in self._playing()]
        return self._render(parts) if parts else ()

    def write_others(self) -> tuple[OtherTake, ...]:
        """The other takes, in a folder of their own, each at full loudness."""
        made = []
        for number, take in self.scored.others:
            if take.notes and take.performer in self.named:
                name = f"{self.named[take.performer]}_take{number}"
                midi, stem = (self.options.out / "takes" / f"{name}{s}" for s in (".mid", ".wav"))
                self._write(take, midi)
                self._render([(take, stem)])
                made.append(OtherTake(number, take, midi, stem))
        return tuple(made)

    def _playing(self) -> list[Take]:
        return [take for take in self.scored.takes if take.notes]

    def _write(self, take: Take, path: Path) -> None:
        cut, shot = self.cut, self.scored.shot
        first = (cut.rate, cut.start_frame + shot.record_start_frame, cut.drop_frame)
        tempo_bpm = self.scored.tempo_bpm
        midi_files.write_midi(take, path, tempo_bpm=tempo_bpm, timecode=first, shot=shot.id)

    def _render(self, parts: list[tuple[Take, Path]]) -> tuple[Stem, ...]:
        return render_together(
            parts,
            self.scored.shot,
            self.cut,
            settings=self.options.rendering,
            standing=self.standing,
            levels={} if self.options.at_unity else self.options.levels,
            watcher=self.watcher,
        )
