"""The sound tracks of a cut with the clips that lie on them, as they can be heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from foley_post.timeline.formats import again, document_of
from foley_post.timeline.media.media_search import Finder
from foley_post.timeline.model import Cut, Shot
from foley_post.timeline.sequence import is_ours
from foley_post.timeline.shots import Walk

__all__ = ["SoundTrack", "sound_tracks"]


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """One sound track: its number from 1, what its program calls it (empty: nothing), its clips by
    place.
    """

    number: int
    name: str
    clips: tuple[Shot, ...]

    @property
    def label(self) -> str:
        """Its name, else ``A2``."""
        return self.name or f"A{self.number}"


def sound_tracks(
    cut: Cut,
    *,
    media_roots: Sequence[Path] = (),
    path_map: Mapping[str, str] = MappingProxyType({}),
    any_extension: bool = False,
) -> tuple[SoundTrack, ...]:
    """The tracks that are not ours; media are looked for as `read_cut` looks for them."""
    read = again(cut.format, cut.source, cut.path.name, rate=cut.rate, wanted=cut.sequence)
    home = document_of(cut.path, cut.format).parent
    finder = Finder(home, media_roots, path_map, any_extension=any_extension)
    clips: dict[str, list[Shot]] = {}
    for clip in Walk(cut.rate, finder, kind="Audio").shots(read.timeline.tracks):
        clips.setdefault(clip.track, []).append(clip)
    tracks = (t for t in read.timeline.tracks if t.schema_name() == "Track" and t.kind == "Audio")
    return tuple(
        SoundTrack(number, track.name, tuple(clips.get(f"A{number}", ())))
        for number, track in enumerate(tracks, 1)
        if not is_ours(track)
    )
