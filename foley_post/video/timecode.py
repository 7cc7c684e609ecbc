"""The timecode that a media file carries of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from foley_post.core.timecode import Rate, parse_timecode
from foley_post.errors import MediaError
from foley_post.video.probing import open_media

__all__ = ["MediaTimecode", "media_timecode"]


@dataclass(frozen=True, slots=True)
class MediaTimecode:
    """``start_s`` is the first frame's timecode in seconds since midnight, ``length_s`` how long
    the file is, ``rate`` how fast its picture runs; None for what it does not say.

    ``opened`` is False for a file that cannot be opened. ``channels`` of all its ``sounds``
    (recorders write one stream a microphone), at ``rate_hz``, are 0 where it has none; ``size`` is
    the picture as stored, in pixels.
    ``drop_frame`` says how its timecode counts.
    """

    start_s: Fraction | None = None
    length_s: Fraction | None = None
    rate: Rate | None = None
    opened: bool = False
    channels: int = 0
    sounds: int = 0
    rate_hz: int = 0
    size: tuple[int, int] | None = None
    drop_frame: bool = False


def media_timecode(path: Path) -> MediaTimecode:
    """What ``path`` says of its place in time; an empty `MediaTimecode` for what cannot be opened.

    Read from the container's or a stream's ``timecode`` (a ``tmcd`` track in MP4 and MOV, the
    material package in MXF) at the picture's rate. Nothing is decoded.
    """
    try:
        with open_media(path) as container:
            streams = container.streams
            pictures, sounds = streams.video, streams.audio
            average = pictures[0].average_rate if pictures else None
            rate = Rate.of(Fraction(average)) if average else None
            length = Fraction(container.duration, 1_000_000) if container.duration else None
            width, height = (pictures[0].width, pictures[0].height) if pictures else (0, 0)
            told = MediaTimecode(
                None,
                length,
                rate,
                opened=True,
                channels=sum(sound.channels for sound in sounds),
                sounds=len(sounds),
                rate_hz=sounds[0].rate or 0 if sounds else 0,
                size=(width, height) if width and height else None,
            )
            tags = [container.metadata, *(s.metadata for s in (*pictures, *streams.data))]
            text = next((t["timecode"] for t in tags if t.get("timecode")), None)
            if text is None or rate is None:
                return told
            try:
                start = rate.seconds(parse_timecode(text, rate))
                drops = ";" in text and rate.is_ntsc and rate.timebase % 30 == 0
                return replace(told, start_s=start, drop_frame=drops)
            except ValueError:
                return told
    except (MediaError, ValueError, OSError):
        return MediaTimecode()
