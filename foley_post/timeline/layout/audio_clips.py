"""The clips that lie on a timeline's audio tracks already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from foley_post.timeline.layout.other_sounds import MOST_CHANNELS, Sound
from foley_post.timeline.media.media_facts import told_by_file
from foley_post.timeline.media.media_search import Finder
from foley_post.timeline.media.media_urls import path_in
from foley_post.timeline.model import Cut, Shot
from foley_post.timeline.sequence import is_ours
from foley_post.timeline.shots import Walk

__all__ = ["sounds_of"]


def sounds_of(timeline: Any, cut: Cut, notices: list[str]) -> tuple[Sound, ...]:
    """The audio tracks of ``timeline`` that are not ours."""
    clips: dict[str, list[Shot]] = {}
    known = {path_in(s.media.url): s.media.path for s in cut.shots if s.media.path is not None}
    finder = Finder(cut.path.parent, given=known)
    for clip in Walk(cut.rate, finder, kind="Audio").shots(timeline.tracks):
        clips.setdefault(clip.track, []).append(clip)
    found: list[Sound] = []
    tracks = (t for t in timeline.tracks if t.schema_name() == "Track" and t.kind == "Audio")
    for number, track in enumerate(tracks, 1):
        own = tuple(clips.get(f"A{number}", ()))
        if not is_ours(track):
            name = track.name or f"A{number}"
            found.extend(
                Sound(name, channels, tuple(together))
                for channels, together in _by_channels(track, own, notices).items()
            )
    return tuple(found)


def _by_channels(track: Any, clips: Iterable[Shot], notices: list[str]) -> dict[int, list[Shot]]:
    """A track's clips by how many channels they have: a mono file on a stereo track would play on
    one side.

    As a host noted of the track; else as each file says that was found, and stereo where none was.
    A track without a clip stays a track.
    """
    noted = _noted_channels(track)
    found: dict[int, list[Shot]] = {}
    untold = []
    for clip in clips:
        told = told_by_file(clip.media.path) if clip.media.path is not None else None
        channels = noted or (told.channels if told is not None else 0)
        if channels:
            found.setdefault(min(channels, MOST_CHANNELS), []).append(clip)
        else:
            untold.append(clip)
    if untold and not found:
        notices.append(
            f"The timeline does not say whether {track.name or 'an audio track'} is mono or "
            "stereo; the FCP7 XML says stereo."
        )
    if untold:
        usual = next(iter(found), 2)
        found[usual] = sorted([*found.get(usual, ()), *untold], key=_place)
    return found or {noted or 2: []}


def _place(clip: Shot) -> int:
    return clip.record_start_frame


def _noted_channels(track: Any) -> int:
    """What a host noted; 0 for nothing that makes sense."""
    premiere = track.metadata.get("PremierePro_OTIO") or {}
    count = (premiere.get("AudioChannels") or {}).get("NumberOfChannels")
    if isinstance(count, int | float) and count == int(count) and 1 <= count <= MOST_CHANNELS:
        return int(count)
    kind = (track.metadata.get("Resolve_OTIO") or {}).get("Audio Type")
    return {"Mono": 1, "Stereo": 2, "5.1": 6, "7.1": 8}.get(str(kind), 0)
