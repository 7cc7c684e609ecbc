"""A film as a cut of one shot: its picture on V1, its own sound on A1, its timecode as the start.

`describe` looks at the file once; `read_film` makes the timeline from what it wrote down, so that
the cut can be made again from its source without the film.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from foley_post.core.timecode import Rate
from foley_post.errors import MediaError, TimelineReadError
from foley_post.timeline.layout.other_sounds import MOST_CHANNELS
from foley_post.timeline.sequence import Sequence, note_link, rational, say_channels

__all__ = ["FILM_SUFFIXES", "describe", "films_in", "is_film", "read_film"]

FILM_SUFFIXES = (
    *(".3g2", ".3gp", ".avi", ".braw", ".dv", ".flv", ".gxf", ".m2t", ".m2ts", ".m4v", ".mkv"),
    *(".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".nut", ".ogv", ".ts", ".webm", ".wmv"),
)
_LOOKED_AT = 1 << 20


def is_film(path: Path) -> bool:
    """Whether a file's name ends as those of films do."""
    return path.suffix.lower() in FILM_SUFFIXES


def films_in(folder: Path) -> tuple[Path, ...]:
    """The films that lie in ``folder`` itself, by name; hidden ones are left out."""
    found = (p for p in folder.iterdir() if is_film(p) and not p.name.startswith("."))
    return tuple(sorted(p for p in found if p.is_file()))


def describe(path: Path) -> bytes:
    """What `read_film` needs to know of the film, as JSON; TimelineReadError where it has no
    picture.

    The same film gives the same bytes, wherever it lies; another of the same name others.
    """
    from foley_post.video.probing import probe
    from foley_post.video.timecode import media_timecode

    try:
        info = probe(path)
    except MediaError as error:
        raise TimelineReadError(str(error)) from error
    clock = media_timecode(path)
    frames = int(info.duration_s * info.rate.fps) or info.frames
    if frames < 1:
        raise TimelineReadError(
            f"{path.name} does not say how long it is. Make a copy of it as .mp4 or .mov."
        )
    told = {
        "film": path.name,
        "rate": [info.rate.numerator, info.rate.denominator],
        "frames": frames,
        "start_s": str(clock.start_s or Fraction(0)),
        "drop_frame": clock.drop_frame,
        "size": [info.width, info.height],
        "channels": clock.channels,
        "rate_hz": info.audio.rate_hz if info.audio is not None else 0,
        "fingerprint": _fingerprint(path),
    }
    return json.dumps(told, indent=1, sort_keys=True).encode()


def _fingerprint(path: Path) -> str:
    """A hash of the file's size, beginning and end: films are too large to be read for a name."""
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = hashlib.sha256(f"{size}\n".encode() + file.read(_LOOKED_AT))
        file.seek(max(0, size - _LOOKED_AT))
        digest.update(file.read(_LOOKED_AT))
    return digest.hexdigest()


def read_film(content: bytes, name: str) -> Sequence:
    """The cut of one shot that `describe` wrote down; ``name`` is what messages call the film."""
    import opentimelineio as otio

    told = json.loads(content)
    rate = Rate(*told["rate"])
    start = rate.frames(Fraction(told["start_s"]))
    frames, title = int(told["frames"]), Path(str(told["film"])).stem
    timeline = otio.schema.Timeline(title)
    timeline.global_start_time = rational(start, rate)
    channels = int(told["channels"])
    for kind in ("Video", "Audio") if channels else ("Video",):
        available = otio.opentime.TimeRange(rational(start, rate), rational(frames, rate))
        url = f"./{quote(str(told['film']))}"
        reference = otio.schema.ExternalReference(url, available)
        reference.name = str(told["film"])
        clip = otio.schema.Clip(title, reference, available)
        track = otio.schema.Track(kind=kind)
        if channels:
            note_link(clip, 1)
        if kind == "Audio":
            say_channels(track, min(channels, MOST_CHANNELS))
            say_channels(clip, min(channels, MOST_CHANNELS))
        track.append(clip)
        timeline.tracks.append(track)
    rate_hz = int(told["rate_hz"])
    return Sequence(
        timeline,
        rate=rate,
        start_frame=start,
        drop_frame=bool(told["drop_frame"]),
        audio_rate_hz=rate_hz if 8000 <= rate_hz <= 768_000 else 48_000,
        picture_size=(int(told["size"][0]), int(told["size"][1])),
    )
