"""The timecode that a media file carries of its own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from foley_post.errors import MediaError
from foley_post.times import Rate, parse_timecode
from foley_post.video.probing import open_media

__all__ = ["Clock", "clock_of"]


@dataclass(frozen=True, slots=True)
class Clock:
    """``start_s`` is the first frame's timecode in seconds since midnight, None when the file has
    none; ``length_s`` how long it is, None when it does not say.
    """

    start_s: Fraction | None = None
    length_s: Fraction | None = None


def clock_of(path: Path) -> Clock:
    """What ``path`` says of its place in time; an empty `Clock` for what cannot be opened.

    Read from the container's or a stream's ``timecode`` (a ``tmcd`` track in MP4 and MOV, the
    material package in MXF) at the picture's rate. Nothing is decoded.
    """
    try:
        with open_media(path) as container:
            streams = container.streams
            pictures = streams.video
            rate = pictures[0].average_rate if pictures else None
            length = Fraction(container.duration, 1_000_000) if container.duration else None
            tags = [container.metadata, *(s.metadata for s in (*pictures, *streams.data))]
            text = next((t["timecode"] for t in tags if t.get("timecode")), None)
            if text is None or not rate:
                return Clock(None, length)
            clock = Rate.of(Fraction(rate))
            return Clock(clock.seconds(parse_timecode(text, clock)), length)
    except (MediaError, ValueError, OSError):
        return Clock()
