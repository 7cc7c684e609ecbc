"""The audio tracks that a timeline has already."""

from __future__ import annotations

from dataclasses import dataclass

from foley_post.timeline.model import Shot

__all__ = ["MOST_CHANNELS", "Sound"]

MOST_CHANNELS = 32
"""Of a track: what Premiere's adaptive tracks hold."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One audio track of others: its name, how many channels it carries, its clips in order."""

    name: str
    channels: int
    clips: tuple[Shot, ...]
