"""How long OTIO items are on their tracks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from foley_post.timeline.media.references import chosen_reference
from foley_post.timeline.sequence import fraction_of

__all__ = ["item_length_s", "items_of", "source_window", "stack_length_s"]


def items_of(track: Any) -> Iterator[tuple[Any, Fraction | None]]:
    """What lies on a track, with its length there."""
    for item in track:
        kind = item.schema_name()
        if kind != "Transition":
            yield item, _length_s(item, kind)


def item_length_s(item: Any) -> Fraction | None:
    """How long an item is on its track, in seconds; None when the file does not say."""
    return _length_s(item, item.schema_name())


def source_window(item: Any) -> tuple[Fraction, Fraction] | None:
    """Start and length of what a track or stack shows of itself, in seconds of its own time.

    None where it has no source range, or one that shows nothing of what lies there: an old
    exporter wrote the start timecode into it (seen in `screening_example.otio`).
    """
    source = item.source_range
    if source is None:
        return None
    start_s, length_s = fraction_of(source.start_time), fraction_of(source.duration)
    whole_s = _whole_s(item)
    if length_s > 0 and start_s < whole_s and start_s + length_s > 0:
        return start_s, length_s
    return None


def _whole_s(item: Any) -> Fraction:
    return _track_length_s(item) if item.schema_name() == "Track" else stack_length_s(item)


def _length_s(item: Any, kind: str) -> Fraction | None:
    source = item.source_range
    if source is not None:
        if kind == "Track" and source_window(item) is None:
            return _track_length_s(item)
        return fraction_of(source.duration)
    if kind == "Clip":
        available = getattr(chosen_reference(item)[0], "available_range", None)
        return None if available is None else fraction_of(available.duration)
    if kind == "Stack":
        return stack_length_s(item)
    if kind == "Track":
        return _track_length_s(item)
    return None


def stack_length_s(stack: Any) -> Fraction:
    """The longest of a stack's tracks, in seconds."""
    return max((item_length_s(child) or Fraction(0) for child in stack), default=Fraction(0))


def _track_length_s(track: Any) -> Fraction:
    return sum((length or Fraction(0) for _, length in items_of(track)), Fraction(0))
