"""The clips that lie on a timeline's audio tracks already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from foley_post.timeline.layout.other_sounds import Sound
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
            found.append(Sound(name, _channels(track, own, notices), own))
    return tuple(found)


def _channels(track: Any, clips: Iterable[Shot], notices: list[str]) -> int:
    """What a host noted, what the first file that was found says, else two."""
    premiere = track.metadata.get("PremierePro_OTIO") or {}
    count = (premiere.get("AudioChannels") or {}).get("NumberOfChannels")
    if count in {1, 2}:
        return int(count)
    kind = (track.metadata.get("Resolve_OTIO") or {}).get("Audio Type")
    if kind in {"Mono", "Stereo"}:
        return 1 if kind == "Mono" else 2
    for clip in clips:
        found = told_by_file(clip.media.path) if clip.media.path is not None else None
        if found is not None and found.channels:
            return 1 if found.channels == 1 else 2
    notices.append(
        f"The timeline does not say whether {track.name or 'an audio track'} is mono or stereo; "
        "the FCP7 XML says stereo."
    )
    return 2
