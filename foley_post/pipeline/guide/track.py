"""A sound track of the timeline as the guide: its clips, where they lie, as one file.

Temp music under a shot is heard so. The file counts from the timeline's first frame, as every guide
file does, and ends with the last shot that is scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from foley_post.core.files import safe_name
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.core.timecode import samples_at
from foley_post.errors import MediaMissing, UsageError
from foley_post.pipeline.options import Options
from foley_post.project.settings import GUIDE_TRACK
from foley_post.render.bwf import Stamp, write_blocks
from foley_post.render.synth import Samples
from foley_post.timeline.model import Cut, Shot
from foley_post.timeline.sound_tracks import SoundTrack, sound_tracks
from foley_post.video import read_audio

__all__ = ["with_guide_track"]

_BLOCK_S = 20
_AROUND_S = Fraction(10)
"""Before and beyond the shots: what their stems' handles and tails show of the guide."""
_SIDES = 2


def with_guide_track(
    cut: Cut, shots: Sequence[Shot], options: Options, *, watcher: Watcher = ignore_progress
) -> Options:
    """The options with a file for the guide where they name a track of ``cut`` (``track:A2``,
    ``track:Temp music``); the same options where they do not.

    The file lies under ``options.out / "guide"``, silent well before the first of the ``shots``.
    Raises UsageError for a track that is not there, MediaMissing for one none of whose files is
    found, OutputError, Cancelled.
    """
    if not options.guide_sound.startswith(GUIDE_TRACK):
        return options
    wanted = options.guide_sound.removeprefix(GUIDE_TRACK).strip()
    there = sound_tracks(
        cut,
        media_roots=options.media_roots,
        path_map=options.path_map,
        any_extension=options.any_extension,
    )
    track = _named(there, wanted, cut)
    clips = [c for c in track.clips if c.media.path is not None and c.enabled]
    if not clips:
        raise MediaMissing(f"No file of the sound track {track.label} was found.")
    rate_hz = options.rendering.rate_hz or cut.audio_rate_hz
    end = max((s.record_start_frame + s.length_frames for s in shots), default=0)
    length = samples_at(cut.rate.seconds(end) + _AROUND_S, rate_hz)
    path = options.out / "guide" / f"{safe_name(f'track_{track.label}')}.wav"
    stamp = Stamp(
        samples_at(cut.start_s, rate_hz),
        cut.rate,
        cut.drop_frame,
        description=f"{track.label} as the guide",
        project=cut.name,
        scene="",
        track=track.label,
        originated=options.rendering.originated,
    )
    first = min((s.record_start_s for s in shots), default=Fraction(0))
    heard = (samples_at(max(Fraction(0), first - _AROUND_S), rate_hz), length)
    blocks = _blocks(clips, heard, rate_hz, watcher)
    write_blocks(path, blocks, (length, _SIDES), rate_hz, stamp=stamp)
    return replace(options, guide_sound=str(path))


def _named(tracks: Sequence[SoundTrack], wanted: str, cut: Cut) -> SoundTrack:
    for track in tracks:
        number = track.number
        known = {track.name.casefold(), f"a{number}", str(number)} - {""}
        if wanted.casefold() in known:
            return track
    listed = ", ".join(track.label for track in tracks) or "none"
    raise UsageError(
        f"There is no sound track {wanted!r} in {cut.path.name}. Its sound tracks are {listed}."
    )


def _blocks(
    clips: Sequence[Shot], heard: tuple[int, int], rate_hz: int, watcher: Watcher
) -> Iterator[Samples]:
    """The track's sound in blocks ``(n, 2)`` up to the end of ``heard``, silent before it and where
    nothing lies.
    """
    size, (begin, length) = _BLOCK_S * rate_hz, heard
    for start in range(0, length, size):
        watcher(Progress("listening", start, length))
        block = np.zeros((min(size, length - start), _SIDES), np.float32)
        for clip in clips:
            first = samples_at(clip.record_start_s, rate_hz)
            last = samples_at(clip.record_start_s + clip.length_s, rate_hz)
            low, high = max(start, first, begin), min(start + len(block), last)
            if low < high:
                block[low - start : high - start] += _played(clip, (low, high), first, rate_hz)
        yield np.clip(block, -1, 1)


def _played(clip: Shot, span: tuple[int, int], first: int, rate_hz: int) -> Samples:
    """``(n, 2)`` of a clip at samples ``span`` of the timeline; one that changes its speed is
    silent.
    """
    low, high = span
    assert clip.media.path is not None, "only clips whose file is there are played"
    if not clip.time_map.is_plain:
        return np.zeros((high - low, _SIDES), np.float32)
    begin_s = clip.time_map.media_range[0] + Fraction(low - first, rate_hz)
    end_s = begin_s + Fraction(high - low, rate_hz)
    sound = read_audio(clip.media.path, begin_s, end_s, rate_hz)[: high - low, :_SIDES]
    sound = np.repeat(sound, _SIDES, axis=1) if sound.shape[1] == 1 else sound
    fitted: Samples = np.pad(sound, ((0, high - low - len(sound)), (0, 0)))
    return fitted
