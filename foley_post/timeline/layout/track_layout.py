"""Pieces with places, laid out as OpenTimelineIO tracks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from foley_post.core.timecode import Rate
from foley_post.timeline.sequence import is_ours, made_by_us, rational, say_channels

__all__ = ["TrackItem", "stack_of"]


@dataclass(frozen=True, slots=True)
class TrackItem:
    """An OTIO item with a place: ``kind`` is Video or Audio, ``lane`` its layer, 0 the middle."""

    kind: str
    lane: int
    start_s: Fraction
    length_s: Fraction
    item: Any

    def later(self, by_s: Fraction) -> TrackItem:
        """The same piece, moved."""
        return replace(self, start_s=self.start_s + by_s)


def stack_of(
    pieces: Sequence[TrackItem],
    rate: Rate,
    name: str,
    track_name: Callable[[str, int], str] = lambda kind, lane: "",
) -> Any:
    """A stack of tracks: video from the lowest lane up, then audio from lane 0 down.

    What overlaps in one lane gets tracks of its own. Pieces before 0 are left out. ``track_name``
    names the tracks of a kind and lane.
    """
    import opentimelineio as otio

    stack = otio.schema.Stack(name)
    for kind in ("Video", "Audio"):
        own = [p for p in pieces if p.kind == kind and p.start_s >= 0]
        order = sorted({p.lane for p in own}, reverse=kind == "Audio")
        for lane in order:
            for row in _rows(p for p in own if p.lane == lane):
                track = _track(row, kind, rate)
                track.name = track_name(kind, lane)
                stack.append(track)
    return stack


def _rows(pieces: Iterable[TrackItem]) -> list[list[TrackItem]]:
    rows: list[list[TrackItem]] = []
    for piece in sorted(pieces, key=lambda p: p.start_s):
        for row in rows:
            last = row[-1]
            if last.start_s + last.length_s <= piece.start_s and is_ours(last.item) == is_ours(
                piece.item
            ):
                row.append(piece)
                break
        else:
            rows.append([piece])
    return rows


def _track(row: Sequence[TrackItem], kind: str, rate: Rate) -> Any:
    import opentimelineio as otio

    track = otio.schema.Track(kind=kind)
    if all(is_ours(p.item) for p in row):
        track.metadata.update(made_by_us())
    position = Fraction(0)
    for piece in row:
        if piece.start_s > position:
            gap = rational((piece.start_s - position) * rate.fps, rate)
            track.append(otio.schema.Gap(duration=gap))
        track.append(piece.item)
        position = piece.start_s + piece.length_s
    clips = track.find_clips() if kind == "Audio" else []
    noted = [c.metadata["PremierePro_OTIO"] for c in clips if "PremierePro_OTIO" in c.metadata]
    if noted:
        say_channels(track, int(noted[0]["AudioChannels"]["NumberOfChannels"]))
    return track
