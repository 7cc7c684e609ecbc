"""A take as a stem: a broadcast WAV that knows its place on the timeline.

The file begins a handle before the shot and ends a handle, or the reverb's tail, after it, both in
whole frames, so that an editor can trim it either way. A note at ``t`` seconds of the shot begins
at the sample nearest to the shot's own first moment plus ``t``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np

from foley_post.core.instruments import instrument
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.core.timecode import samples_at
from foley_post.errors import SoundFontError, UsageError
from foley_post.midi.notes import Take
from foley_post.render.bwf import Stamp, write_bwf
from foley_post.render.levels import Level, turned_to
from foley_post.render.loudness import SILENT, gain_to, true_peak
from foley_post.render.panning import HERE, Standing, stood
from foley_post.render.rooms import in_room, room
from foley_post.render.soundfont import find_preset, presets_of, shipped_soundfont
from foley_post.render.synth import INSTALL_HINT, Samples, synthesizer_name
from foley_post.render.synth_process import synthesize_isolated
from foley_post.timeline.model import Cut, Shot, Stem

__all__ = [
    "Place",
    "RenderSettings",
    "StemFile",
    "place_of",
    "render_sound",
    "render_stem",
    "render_together",
    "track_of",
    "write_stem",
]


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How stems sound.

    ``soundfont`` None is the shipped one; ``preset`` (a name or ``bank:program``) stands in for the
    instrument's own sound. ``loudness_lufs`` None leaves the level as played. ``handles_s`` seconds
    lie before and, at least, after the shot. ``reverb`` is a name of `foley_post.render.rooms`.
    ``standing`` pans and distances the player; `HERE` leaves that to the editor. ``rate_hz`` and
    ``channels`` 0 are the cut's. ``originated`` dates the files
    (``YYYY-MM-DD HH:MM:SS``); empty leaves the same bytes every time.
    """

    soundfont: Path | None = None
    preset: str = ""
    loudness_lufs: float | None = -23.0
    peak_dbtp: float = -1.0
    handles_s: float = 1.0
    reverb: str = "studio"
    standing: Standing = HERE
    rate_hz: int = 0
    channels: int = 0
    originated: str = ""

    def __post_init__(self) -> None:
        if self.loudness_lufs is not None and not -60 <= self.loudness_lufs <= 0:
            raise UsageError(f"A loudness of {self.loudness_lufs} LUFS is outside -60 to 0.")
        if not -40 <= self.peak_dbtp <= 0:
            raise UsageError(f"A true peak of {self.peak_dbtp} dBTP is outside -40 to 0.")
        if not 0 <= self.handles_s <= 60:
            raise UsageError(f"Handles of {self.handles_s} seconds are outside 0 to 60.")
        if self.rate_hz and not 8_000 <= self.rate_hz <= 192_000:
            raise UsageError(f"A sample rate of {self.rate_hz} Hz is outside 8,000 to 192,000.")
        if self.channels not in (0, 1, 2):
            raise UsageError(f"A stem has 1 or 2 channels, not {self.channels}.")
        room(self.reverb)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stem's file lies: ``start_sample`` since midnight, ``lead_s`` exact seconds from
    there to the shot's first moment, ``length_samples`` with both handles, ``head_frames`` of it
    before the shot.
    """

    rate_hz: int
    start_sample: int
    lead_s: Fraction
    length_samples: int
    head_frames: int


def place_of(shot: Shot, cut: Cut, settings: RenderSettings) -> Place:
    """The place of a stem for ``shot``; the head never reaches back over midnight."""
    rate_hz = settings.rate_hz or cut.audio_rate_hz
    first = cut.start_frame + shot.record_start_frame
    handles = round(Fraction(settings.handles_s) * cut.rate.fps)
    head = max(0, min(handles, first))
    tail = max(Fraction(settings.handles_s), _tail_s(settings))
    end = first + shot.length_frames + -(-tail * cut.rate.fps).__floor__()
    start_sample = samples_at(cut.rate.seconds(first - head), rate_hz)
    end_sample = samples_at(cut.rate.seconds(end), rate_hz)
    lead_s = cut.rate.seconds(first) - Fraction(start_sample, rate_hz)
    return Place(rate_hz, start_sample, lead_s, end_sample - start_sample, head)


def _tail_s(settings: RenderSettings) -> Fraction:
    """The last note's release and the room's decay."""
    return Fraction(1, 2) + Fraction(room(settings.reverb).decay_s)


def render_stem(take: Take, shot: Shot, cut: Cut, path: Path, *, settings: RenderSettings) -> Stem:
    """The take as a 24-bit WAV at ``path``, and what there is to know of it.

    Stereo unless the cut is mono. Levelled to the settings' loudness as far as the true peak
    allows; ``Stem.notices`` say when it does not, when the stem is silent, and when another
    SoundFont had to do. The same input gives the same bytes. Raises SoundFontError,
    SynthesizerMissing, OutputError.
    """
    return render_together([(take, path)], shot, cut, settings=settings)[0]


def render_together(
    parts: Sequence[tuple[Take, Path]],
    shot: Shot,
    cut: Cut,
    *,
    settings: RenderSettings,
    standing: Mapping[int, Standing] | None = None,
    levels: Mapping[int, Level] | None = None,
    watcher: Watcher = ignore_progress,
) -> tuple[Stem, ...]:
    """The shot's players as a stem each, with one gain for all: their balance is kept, and their
    sum has the settings' loudness.

    One take is a stem of its own at that loudness. ``standing`` places performers one by one, the
    others stand where the settings say. ``levels`` are the players' faders: they come after the
    gain of all, and are held where a stem would pass the true peak. ``watcher`` is asked while each
    sound is made, too: Cancelled through it ends the synthesizer at once.
    """
    if not parts:
        raise UsageError(f"There is no take of {shot.id} to render.")
    place = place_of(shot, cut, settings)
    channels = settings.channels or min(cut.audio_channels, 2)
    sounds, words = [], []
    for number, (take, _) in enumerate(parts):
        own = replace(settings, standing=(standing or {}).get(take.performer, settings.standing))
        now = Progress("rendering", number, len(parts), f"{shot.id} {shot.name}")
        make = partial(synthesize_isolated, heed=partial(watcher, now))
        samples, notices = render_sound(take, place, own, make=make)
        sounds.append(samples if channels == 2 else samples.mean(axis=1, keepdims=True))
        words.append(notices)
    level = gain_to(
        sum(sounds[1:], start=sounds[0]),
        place.rate_hz,
        target_lufs=settings.loudness_lufs,
        peak_dbtp=settings.peak_dbtp - _ROUNDING_DB,
    )
    ceiling = 10 ** ((settings.peak_dbtp - _ROUNDING_DB) / 20)
    highest = max(true_peak(s) for s in sounds)
    gain = min(level.gain, ceiling / highest) if highest * level.gain > ceiling else level.gain
    stems = []
    for (take, path), samples, said in zip(parts, sounds, words, strict=True):
        fader = (levels or {}).get(take.performer, Level())
        turned = turned_to(samples * np.float32(gain), fader, ceiling)
        silent = not np.abs(turned.samples).max(initial=0.0) > SILENT
        told = ["The stem is silent."] if silent else [level.notice] if level.notice else []
        stem = write_stem(
            turned.samples,
            place,
            StemFile(path, shot, cut, track_of(take), take.performer, settings.originated),
            notices=(*said, *told, *turned.notices),
        )
        stems.append(replace(stem, gain_db=turned.level.gain_db, pan=turned.level.pan))
    return tuple(stems)


_ROUNDING_DB = 0.02
"""Room for how differently true-peak meters interpolate (BS.1770-4, annex 2 allows more)."""


def render_sound(
    take: Take,
    place: Place,
    settings: RenderSettings,
    *,
    make: Callable[..., Samples] = synthesize_isolated,
) -> tuple[Samples, tuple[str, ...]]:
    """``(length, 2)`` float32 in its room, unlevelled, and the notices.

    ``make`` is `foley_post.render.synth.synthesize` or its like, for callers that are a process of
    their own already: it saves starting one.
    """
    soundfont, sound, notices = _sound(take, settings)
    if synthesizer_name() != "fluidsynth":
        notices += (f"FluidSynth is not there; the embedded synthesizer was used. {INSTALL_HINT}",)
    made_hz = place.rate_hz if place.rate_hz <= 96_000 else place.rate_hz // 2
    length_s = Fraction(place.length_samples, place.rate_hz) - place.lead_s
    samples = make(
        take,
        soundfont=soundfont,
        rate_hz=made_hz,
        length_s=length_s,
        lead_s=place.lead_s,
        sound=sound,
    )
    if made_hz != place.rate_hz:
        from scipy.signal import resample_poly

        samples = resample_poly(samples, 2, 1, axis=0).astype(np.float32)
    samples = _fitted(samples, place.length_samples)
    samples = stood(samples, settings.standing, place.rate_hz)
    samples = in_room(samples, room(settings.reverb), place.rate_hz)
    if not np.isfinite(samples).all():
        raise SoundFontError(f"{soundfont.name} makes sound that is not finite; use another.")
    return samples, notices


def _sound(
    take: Take, settings: RenderSettings
) -> tuple[Path, tuple[int, int] | None, tuple[str, ...]]:
    """The SoundFont, the preset that stands in for the instrument's, and what to say about it."""
    shipped = shipped_soundfont()
    chosen = settings.soundfont or shipped
    try:
        if settings.preset:
            preset = find_preset(chosen, settings.preset)
            return chosen, (preset.bank, preset.program), ()
        there = {(p.bank, p.program) for p in presets_of(chosen)}
    except SoundFontError as error:
        if settings.soundfont is None:
            raise
        return shipped, None, (f"{error} The shipped SoundFont was used.",)
    played = instrument(take.instrument)
    if {played.sound_of(n.articulation) for n in take.notes} <= there:
        return chosen, None, ()
    for plain in (played.sound, (0, played.program)):
        if plain in there and (plain[0] or not played.drums):
            return chosen, plain, ()
    missing = f"{chosen.name} has no {played.label.lower()} ({played.sound[0]}:{played.program})"
    return shipped, None, (f"{missing}; the shipped SoundFont was used.",)


def _fitted(samples: Samples, length: int) -> Samples:
    """Exactly ``length`` samples: rounding may leave one too few or too many."""
    if len(samples) >= length:
        return samples[:length]
    return np.pad(samples, ((0, length - len(samples)), (0, 0)))


def track_of(take: Take) -> str:
    """The name of the track that a player's stems lie on."""
    label = instrument(take.instrument).label
    return label if take.performer == 0 else f"{label} {take.performer + 1}"


@dataclass(frozen=True, slots=True)
class StemFile:
    """A stem's file to be: where it is written, what it belongs to, and when it was made
    (`RenderSettings.originated`).
    """

    path: Path
    shot: Shot
    cut: Cut
    track: str
    performer: int = 0
    originated: str = ""


def write_stem(
    samples: Samples, place: Place, file: StemFile, *, notices: tuple[str, ...] = ()
) -> Stem:
    """Writes levelled ``samples (N, channels)`` and says where they belong."""
    shot, cut, track = file.shot, file.cut, file.track
    stamp = Stamp(
        place.start_sample,
        cut.rate,
        cut.drop_frame,
        description=f"{track}, {shot.id} {shot.name}",
        project=cut.name,
        scene=shot.id,
        track=track,
        originated=file.originated,
    )
    write_bwf(file.path, samples, place.rate_hz, stamp=stamp)
    return Stem(
        path=file.path,
        name=file.path.stem,
        shot_id=shot.id,
        track=track,
        rate_hz=place.rate_hz,
        channels=samples.shape[1],
        start_sample=place.start_sample,
        length_samples=len(samples),
        record_start_frame=shot.record_start_frame,
        length_frames=shot.length_frames,
        head_frames=place.head_frames,
        performer=file.performer,
        notices=notices,
    )
