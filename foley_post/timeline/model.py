"""A cut as read: its shots, its rates, and what was in the file, untouched.

Frames are counted in the cut's own rate. ``record`` is the timeline side, ``media`` the file side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.errors import Remedy

__all__ = ["AudioTrack", "Cut", "Marker", "Media", "Shot", "Stem"]


@dataclass(frozen=True, slots=True)
class Media:
    """The file behind a shot, as far as the timeline tells.

    ``path`` is where it was found on this machine (None: offline). ``start_s`` is the media's own
    timecode at its first frame, in seconds; source ranges in OTIO count from it.
    """

    name: str
    url: str = ""
    path: Path | None = None
    rate: Rate | None = None
    start_s: Fraction = Fraction(0)
    length_s: Fraction | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What a person may call it: by address, path, file name, or its name in the timeline."""
        file = (str(self.path), self.path.name) if self.path else ()
        return tuple(dict.fromkeys(n for n in (self.url, *file, self.name) if n))


@dataclass(frozen=True, slots=True)
class Shot:
    """One video clip of a cut.

    ``id`` is stable over readings of the same file: ``V1-003`` is the third clip of the first video
    track. ``record_start_frame`` counts from the cut's first frame, 0-based, in the cut's rate;
    ``length_frames`` too. ``time_map`` tells which media second is seen when. ``problem`` says why
    the shot cannot be scored, in a sentence, and ``remedy`` what would mend that; empty and None
    when it can.
    """

    id: str
    name: str
    track: str
    media: Media
    rate: Rate
    record_start_frame: int
    length_frames: int
    time_map: TimeMap
    enabled: bool = True
    problem: str = ""
    remedy: Remedy | None = None

    def __post_init__(self) -> None:
        if self.length_frames <= 0:
            raise ValueError(f"shot {self.id} has no length ({self.length_frames} frames)")

    @property
    def record_start_s(self) -> Fraction:
        """Seconds from the cut's first frame."""
        return self.rate.seconds(self.record_start_frame)

    @property
    def length_s(self) -> Fraction:
        """Seconds on the timeline."""
        return self.rate.seconds(self.length_frames)


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """An audio track that is on the timeline already; ``ours`` when an earlier run of Foley Post
    made it.
    """

    name: str
    index: int
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """An editing timeline as read.

    ``start_frame`` is the timecode of the first frame (86400 at 24 fps for 01:00:00:00). ``source``
    holds the bytes of the file as they were, ``format`` its kind: ``otio``, ``otioz``, ``otiod``,
    ``fcp7xml``, ``fcpxml``, ``aaf``, ``edl``, ``mlt`` or ``film`` (its ``source`` describes it).
    ``notices`` tell in sentences what could not be read. ``sequence`` is what the sequence was
    asked for by, where the file holds several; empty for the usual one.
    """

    path: Path
    format: str
    name: str
    rate: Rate
    start_frame: int
    length_frames: int
    shots: tuple[Shot, ...]
    source: bytes = field(repr=False)
    source_sha256: str = ""
    drop_frame: bool = False
    audio_tracks: tuple[AudioTrack, ...] = ()
    audio_rate_hz: int = 48_000
    audio_channels: int = 2
    picture_size: tuple[int, int] | None = None
    notices: tuple[str, ...] = ()
    sequence: str = ""

    @property
    def start_s(self) -> Fraction:
        """The timecode of the first frame, in true seconds since midnight."""
        return self.rate.seconds(self.start_frame)

    def shot(self, shot_id: str) -> Shot:
        """The shot of that id; KeyError when there is none."""
        for shot in self.shots:
            if shot.id == shot_id:
                return shot
        raise KeyError(shot_id)


@dataclass(frozen=True, slots=True)
class Stem:
    """A rendered take: a WAV with timecode, and its place on the timeline.

    The file begins ``head_frames`` of the cut's rate before the shot does (the handle), so its
    timecode is a whole frame; ``start_sample`` is that moment in samples since midnight: the one
    value behind bext TimeReference, FCP7's ``<timecode>`` and OTIO's ``available_range``. On the
    timeline the stem shows ``length_frames`` frames from ``record_start_frame`` (counted like a
    shot's); what the file holds beyond is handle and tail. ``notices`` tell in sentences what a
    listener should know (silence, a gain held back, another SoundFont than asked for).
    ``loudness_lufs`` is the whole file's, where it was measured. ``gain_db`` and ``pan`` are the
    player's fader, as it is in the file.
    """

    path: Path
    name: str
    shot_id: str
    track: str
    rate_hz: int
    channels: int
    start_sample: int
    length_samples: int
    record_start_frame: int
    length_frames: int
    head_frames: int = 0
    performer: int = 0
    notices: tuple[str, ...] = ()
    loudness_lufs: float | None = None
    gain_db: float = 0.0
    pan: float = 0.0

    def __post_init__(self) -> None:
        if self.length_frames <= 0 or self.length_samples <= 0:
            raise ValueError(f"stem {self.name} has no length")
        if self.head_frames < 0 or self.start_sample < 0:
            raise ValueError(f"stem {self.name} starts before midnight or after its own shot")


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark on the timeline: a movement's hit. ``frame`` counts from the cut's first frame."""

    frame: int
    name: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.frame < 0:
            raise ValueError(f"marker {self.name} lies before the timeline's start")
