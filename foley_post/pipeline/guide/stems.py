"""The guide sound of a shot split by player, as stems of its own, and a stem of the rest.

They lie where the shot does, at the guide's own level: together they are the guide, wherever the
players are panned. What each player gets follows the notes of their take, so that an editor's
corrections count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.core.files import safe_name
from foley_post.core.instruments import instrument
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.errors import MediaError
from foley_post.listen.separation import Split, split_by_player
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.pipeline.stem_export import standing_of
from foley_post.project.settings import GUIDE_AUTO, GUIDE_OFF
from foley_post.render.loudness import loudness_lufs
from foley_post.render.panning import HERE, Standing, stood
from foley_post.render.stems import Place, StemFile, place_of, write_stem
from foley_post.render.synth import Samples
from foley_post.timeline.model import Cut, Shot, Stem
from foley_post.video import read_audio

__all__ = ["guide_stems"]

_MOST_CHANNELS = 2


def guide_stems(
    cut: Cut, scored: ScoredShot, options: Options, *, watcher: Watcher = ignore_progress
) -> tuple[tuple[Stem, ...], tuple[str, ...]]:
    """The stems, in ``options.out / "guide"``, and what to say of them.

    None where nothing was heard of anybody, or the shot changes its speed. Raises OutputError,
    Cancelled.
    """
    takes = [t for t in scored.plain or scored.takes if t.sync_report.get("notes_heard")]
    if not takes or options.guide_sound == GUIDE_OFF:
        return (), ()
    shot = scored.shot
    if options.guide_sound == GUIDE_AUTO and not shot.time_map.is_plain:
        return (), (f"The sound of {shot.id} ({shot.name}) is not split: it changes its speed.",)
    place = place_of(shot, cut, options.rendering)
    try:
        sound = _sound(scored, options, place)
    except MediaError as error:
        return (), (str(error),)
    players = [_in_the_sound(take, place, follow=options.follow_sound) for take in takes]
    split = split_by_player(sound, players, place.rate_hz, watcher=watcher)
    parts = _placed(split, takes, standing_of(scored, options), place.rate_hz)
    tracks = [(f"Guide, {_label(take, takes)}", take.performer) for take in takes]
    stems = (
        _written(samples, place, _file(cut, shot, options, whose))
        for samples, whose in zip(parts, (*tracks, ("Guide, rest", 0)), strict=True)
    )
    return tuple(stems), ()


def _placed(
    split: Split, takes: Sequence[Take], standing: Mapping[int, Standing], rate_hz: int
) -> list[Samples]:
    """The players' parts panned to where they stand, and the rest: together always the guide.

    Their distance is in the guide already. What a full file cannot hold is left to the rest.
    """
    whole = sum(split.stems, start=split.rest)
    pans = [standing.get(take.performer, HERE).pan for take in takes]
    sides = 2 if any(pans) else whole.shape[1]
    parts = []
    for stem, pan in zip(split.stems, pans, strict=True):
        wide = _on_sides(stem, sides)
        parts.append(np.clip(stood(wide, Standing(pan), rate_hz) if pan else wide, -1, 1))
    rest = sum((-part for part in parts), start=_on_sides(whole, sides))
    return [*parts, rest]


def _on_sides(samples: Samples, sides: int) -> Samples:
    """Mono on both sides where two are asked for."""
    return np.repeat(samples, sides, axis=1) if samples.shape[1] < sides else samples


def _file(cut: Cut, shot: Shot, options: Options, whose: tuple[str, int]) -> StemFile:
    """Where the stem of a track and a performer is written."""
    track, performer = whose
    path = options.out / "guide" / f"{safe_name(f'{shot.id}_{shot.name}_{track}')}.wav"
    return StemFile(path, shot, cut, track, performer, options.rendering.originated)


def _written(samples: Samples, place: Place, file: StemFile) -> Stem:
    """The stem as a file, with its loudness."""
    loudness = loudness_lufs(samples, place.rate_hz)
    measured = round(loudness, 2) if np.isfinite(loudness) else None
    return replace(write_stem(samples, place, file), loudness_lufs=measured)


def _sound(scored: ScoredShot, options: Options, place: Place) -> Samples:
    """``(N, C)`` as long as the stem, handles included."""
    shot = scored.shot
    path, first_s = Path(options.guide_sound), shot.record_start_s
    if options.guide_sound == GUIDE_AUTO:
        assert shot.media.path is not None, "a shot that was scored has its media"
        path, first_s = shot.media.path, shot.time_map.media_range[0]
    start_s = first_s - place.lead_s
    length_s = Fraction(place.length_samples, place.rate_hz)
    sound = read_audio(path, start_s, start_s + length_s, place.rate_hz)[:, :_MOST_CHANNELS]
    missing = max(place.length_samples - len(sound), 0)
    fitted: Samples = np.pad(sound[: place.length_samples], ((0, missing), (0, 0)))
    return fitted


def _in_the_sound(take: Take, place: Place, *, follow: bool) -> list[Note]:
    """The take's notes where the sound has them, in seconds of the stem's file."""
    lag_s = 0.0 if follow else float(take.sync_report.get("sound_lag_ms", 0.0)) / 1000
    later_s = float(place.lead_s) + lag_s
    return [replace(n, onset_s=n.onset_s + later_s) for n in take.notes]


def _label(take: Take, takes: Sequence[Take]) -> str:
    label = instrument(take.instrument).label
    return label if len(takes) == 1 else f"{label} {take.performer + 1}"
