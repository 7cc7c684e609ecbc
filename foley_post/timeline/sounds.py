"""The clips that lie on a timeline's audio tracks already."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from foley_post.timeline.model import Cut, Shot
from foley_post.timeline.relink import Finder
from foley_post.timeline.sequence import is_ours
from foley_post.timeline.shots import Walk

__all__ = ["Sound", "sounds_of"]


@dataclass(frozen=True, slots=True)
class Sound:
    """One audio track of others: its name, how many channels it carries, its clips in order."""

    name: str
    channels: int
    clips: tuple[Shot, ...]


def sounds_of(timeline: Any, cut: Cut, notices: list[str]) -> tuple[Sound, ...]:
    """The audio tracks of ``timeline`` that are not ours."""
    import opentimelineio as otio

    found: list[Sound] = []
    for number, track in enumerate(_tracks(timeline.tracks), 1):
        alone = otio.schema.Stack()
        copy = track.deepcopy()
        copy.kind = otio.schema.TrackKind.Video
        alone.append(copy)
        clips = Walk(cut.rate, Finder(cut.path.parent)).shots(alone)
        name = track.name or f"A{number}"
        found.append(Sound(name, _channels(track, clips, notices), clips))
    return tuple(found)


def _tracks(stack: Any) -> Iterable[Any]:
    for track in stack:
        if track.schema_name() != "Track" or track.kind != "Audio" or is_ours(track):
            continue
        yield track


def _channels(track: Any, clips: Iterable[Shot], notices: list[str]) -> int:
    """What a host noted, what the first WAV says, else two."""
    premiere = track.metadata.get("PremierePro_OTIO") or {}
    count = (premiere.get("AudioChannels") or {}).get("NumberOfChannels")
    if count in {1, 2}:
        return int(count)
    kind = (track.metadata.get("Resolve_OTIO") or {}).get("Audio Type")
    if kind in {"Mono", "Stereo"}:
        return 1 if kind == "Mono" else 2
    for clip in clips:
        if clip.media.path is not None and clip.media.path.suffix.lower() == ".wav":
            try:
                with wave.open(str(clip.media.path)) as file:
                    return 1 if file.getnchannels() == 1 else 2
            except (wave.Error, OSError, EOFError):
                continue
    notices.append(
        f"The timeline does not say whether {track.name or 'an audio track'} is mono or stereo; "
        "the FCP7 XML says stereo."
    )
    return 2
