"""The guide sound of a shot split by player, as stems of its own, and a stem of the rest.

They lie where the shot does, at the guide's own level: together they are the guide. What each
player gets follows the notes of their take, so that an editor's corrections count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.core.files import safe_name
from foley_post.core.instruments import instrument
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.errors import MediaError
from foley_post.listen.separation import split_by_player
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.project.settings import GUIDE_AUTO, GUIDE_OFF
from foley_post.render.bwf import Stamp, write_bwf
from foley_post.render.stems import Place, place_of
from foley_post.render.synth import Samples
from foley_post.timeline.model import Cut, Stem
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
    labels = [_label(take, takes) for take in takes]
    writer = _Writer(cut, scored, options, place)
    parts = zip((*split.stems, split.rest), (*labels, "rest"), strict=True)
    return tuple(writer.write(samples, f"Guide, {label}") for samples, label in parts), ()


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


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one shot's stems."""

    cut: Cut
    scored: ScoredShot
    options: Options
    place: Place

    def write(self, samples: Samples, track: str) -> Stem:
        """The stem as a file, and where it belongs."""
        shot, cut, place = self.scored.shot, self.cut, self.place
        path = self.options.out / "guide" / f"{safe_name(f'{shot.id}_{shot.name}_{track}')}.wav"
        stamp = Stamp(
            place.start_sample,
            cut.rate,
            cut.drop_frame,
            description=f"{track}, {shot.id} {shot.name}",
            project=cut.name,
            scene=shot.id,
            track=track,
            originated=self.options.rendering.originated,
        )
        write_bwf(path, samples, place.rate_hz, stamp=stamp)
        return Stem(
            path=path,
            name=path.stem,
            shot_id=shot.id,
            track=track,
            rate_hz=place.rate_hz,
            channels=samples.shape[1],
            start_sample=place.start_sample,
            length_samples=len(samples),
            record_start_frame=shot.record_start_frame,
            length_frames=shot.length_frames,
            head_frames=place.head_frames,
        )
