"""Markers of FCPXML clips in OTIO's terms, and what of a project has no place there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from foley_post.core.timecode import Rate
from foley_post.timeline.fcpxml.times import time
from foley_post.timeline.sequence import MADE, rational

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Annotations"]

_MARKERS = ("marker", "chapter-marker")
_SOUND = ("adjust-volume", "adjust-panner", "adjust-loudness", "adjust-EQ", "adjust-matchEQ")
_COUNTED = {"transition": "transition", "keyword": "keyword", "rating": "rating"}
_COUNTED |= {"caption": "caption", "note": "note", "title": "text of titles"}


@dataclass(slots=True)
class Annotations:
    """Carries markers over; counts what is not."""

    carried: set[_Element] = field(default_factory=set)

    def mark(self, made: Any, item: _Element, rate: Rate) -> None:
        """Put the markers of a clip, which count on its media's clock, on the clip ``made``."""
        import opentimelineio as otio

        for element in item.iterchildren(*_MARKERS):
            start = time(element.get("start"))
            note = element.get("note") or ""
            if start is None or note.startswith(MADE):
                continue
            length = time(element.get("duration")) or Fraction(0)
            span = otio.opentime.TimeRange(
                rational(start * rate.fps, rate),
                rational(max(length, Fraction(0)) * rate.fps, rate),
            )
            marker = otio.schema.Marker(element.get("value") or "", span)
            marker.comment = note
            marker.metadata["Resolve_OTIO"] = {"Note": note}
            made.markers.append(marker)
            self.carried.add(element)

    def not_carried(self, sequence: _Element) -> dict[str, int]:
        """What the project holds that has no place in OTIO, by its name."""
        counted: Counter[str] = Counter()
        for element in sequence.iter("*"):
            tag = str(element.tag)
            if tag in _MARKERS:
                ours = (element.get("note") or "").startswith(MADE)
                counted["marker"] += not ours and element not in self.carried
            elif tag.startswith("filter-"):
                counted[f"{element.get('name') or 'unnamed'} filter"] += 1
            elif tag.startswith("adjust-"):
                counted[f"adjustment of {'sound' if tag in _SOUND else 'picture'}"] += 1
            elif tag == "audition":
                counted["other clip of auditions"] += max(0, len(element) - 1)
            elif tag in _COUNTED and not (element.text or "").startswith(MADE):
                counted[_COUNTED[tag]] += 1
        return {what: n for what, n in counted.items() if n}
