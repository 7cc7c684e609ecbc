"""Where the markers of an OTIO timeline's clips and of the timeline itself lie on the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from foley_post.timeline.layout.lengths import items_of, source_window
from foley_post.timeline.model import Cut, Marker
from foley_post.timeline.sequence import fraction_of, is_ours

__all__ = ["markers_on_timeline"]


def markers_on_timeline(timeline: Any, cut: Cut) -> tuple[tuple[Marker, ...], int]:
    """The markers that are not ours, by place, and how many have none that can be told.

    Those of nested timelines, of retimed clips and of what a clip does not show have none.
    """
    found: dict[tuple[int, str, str], Marker] = {}
    for at_s, marker in _placed(timeline.tracks):
        frame = cut.rate.frames(at_s)
        if frame >= 0:
            name = marker.name or "marker"
            note = str(getattr(marker, "comment", "") or "")
            found[frame, name, note] = Marker(frame, name, note)
    total = sum(
        sum(not is_ours(m) for m in item.markers)
        for item in (timeline.tracks, *timeline.tracks.find_children())
        if item.schema_name() != "Transition"
    )
    ordered = tuple(found[key] for key in sorted(found))
    return ordered, max(0, total - len(ordered))


def _placed(stack: Any) -> Iterator[tuple[Fraction, Any]]:
    """Second of the timeline, and marker."""
    start_s = (source_window(stack) or (Fraction(0), Fraction(0)))[0]
    for marker in stack.markers:
        if not is_ours(marker):
            yield fraction_of(marker.marked_range.start_time) - start_s, marker
    for track in stack:
        if track.schema_name() != "Track":
            continue
        track_s = (source_window(track) or (Fraction(0), Fraction(0)))[0]
        for marker in track.markers:
            yield fraction_of(marker.marked_range.start_time) - track_s - start_s, marker
        position = -track_s - start_s
        for item, length in items_of(track):
            plain = item.schema_name() in {"Clip", "Gap"} and not len(item.effects)
            source = item.source_range
            for marker in item.markers if plain else ():
                inside = fraction_of(marker.marked_range.start_time)
                inside -= fraction_of(source.start_time) if source is not None else Fraction(0)
                if length is not None and 0 <= inside < length:
                    yield position + inside, marker
            position += length or Fraction(0)
