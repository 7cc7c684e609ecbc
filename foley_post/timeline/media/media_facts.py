"""What media files hold, as documents made for other programs must say it.

Asked of the file where it was found; else what the timeline uses of it is what it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.timeline.model import Cut, Media, Shot

if TYPE_CHECKING:
    from foley_post.timeline.layout.other_sounds import Sound
    from foley_post.video.timecode import MediaTimecode

__all__ = ["Facts", "MediaFacts", "facts_for", "picture_size", "told_by_file"]


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """``channels`` of its ``sounds`` together are 0 for a file without any; ``size`` is in pixels,
    None where unknown.
    """

    has_picture: bool
    channels: int
    rate_hz: int
    size: tuple[int, int] | None = None
    sounds: int = 1


@lru_cache(maxsize=4096)
def _clock(path: Path, changed_ns: int) -> MediaTimecode:
    from foley_post.video.timecode import media_timecode

    return media_timecode(path)


def told_by_file(path: Path) -> MediaTimecode:
    """What the file says of itself; asked once as long as it does not change."""
    try:
        return _clock(path, path.stat().st_mtime_ns)
    except OSError:
        return _clock(path, 0)


@dataclass(slots=True)
class Facts:
    """What is known of each media of a cut."""

    rate_hz: int
    pictured: set[str] = field(default_factory=set)
    heard: dict[str, int] = field(default_factory=dict)

    def of(self, media: Media) -> MediaFacts:
        """What ``media`` holds."""
        key = _key(media)
        clock = told_by_file(media.path) if media.path is not None else None
        if clock is not None and clock.opened:
            rate_hz = clock.rate_hz or self.rate_hz
            seen = clock.rate is not None
            return MediaFacts(seen, clock.channels, rate_hz, clock.size, max(1, clock.sounds))
        return MediaFacts(key in self.pictured, self.heard.get(key, 0), self.rate_hz)


def facts_for(cut: Cut, shots: Iterable[Shot], sounds: Sequence[Sound]) -> Facts:
    """What the clips of ``cut`` use of their media, for those that are not found."""
    found = Facts(cut.audio_rate_hz, {_key(shot.media) for shot in shots})
    for sound in sounds:
        for clip in sound.clips:
            key = _key(clip.media)
            found.heard[key] = max(sound.channels, found.heard.get(key, 0))
    return found


def _key(media: Media) -> str:
    return media.url or media.name


def picture_size(cut: Cut, form: str, notices: list[str]) -> tuple[int, int]:
    """The cut's picture size; where no line says it that of its media, and this is said."""
    if cut.picture_size is not None:
        return cut.picture_size
    for shot in cut.shots:
        size = told_by_file(shot.media.path).size if shot.media.path is not None else None
        if size is not None:
            notices.append(
                f"The timeline does not say its picture size; the {form} says {size[0]}x{size[1]}, "
                f"as {shot.media.name or shot.name} has."
            )
            return size
    notices.append(f"The timeline does not say its picture size; the {form} says 1920x1080.")
    return 1920, 1080
