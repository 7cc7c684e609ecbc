"""Where the items of a Final Cut Pro 7 XML track lie: in order, between their cuts.

``start``/``end`` count in the sequence's rate; -1 stands where a transition overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from foley_post.core.timecode import Rate
from foley_post.timeline.layout.rational import number
from foley_post.timeline.sequence import rational

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Place", "Placed", "placed_items", "transition_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clip is between its cuts; ``lead`` is what a transition shows before the cut."""

    start: int
    end: int
    lead: int

    def trimmed_s(self, rate: Rate) -> Fraction:
        """The lead in seconds."""
        return rate.seconds(self.lead)

    def later(self, start: int) -> Place:
        """The same place without what lies before ``start``."""
        return Place(start, self.end, self.lead + start - self.start)


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip of a track with its place (None: it says none), and the transitions beside it.

    ``after`` is None where the transition leads into another clip, which has it as ``before``.
    """

    item: _Element
    place: Place | None
    before: _Element | None
    after: _Element | None


def placed_items(track: _Element) -> Iterator[Placed]:
    """The clips of a track in order of place."""
    items = _in_order([e for e in track if e.tag in _ITEMS])
    for i, item in enumerate(items):
        if item.tag == "transitionitem":
            continue
        before = items[i - 1] if i and items[i - 1].tag == "transitionitem" else None
        after = items[i + 1] if i + 1 < len(items) else None
        after = after if after is not None and after.tag == "transitionitem" else None
        place = _place(item, before, after)
        partner = after is not None and _has_partner(items, i)
        yield Placed(item, place, before, None if partner else after)


_ITEMS = {"clipitem", "transitionitem", "generatoritem"}


def _in_order(items: list[_Element]) -> list[_Element]:
    """The items by place; what transitions join stays together, and in the document's order."""
    starts = [number(e.findtext("start")) for e in items]
    told = [s for s in starts if s is not None and s >= 0]
    if all(a <= b for a, b in pairwise(told)):
        return items
    runs: list[list[int]] = []
    for i, item in enumerate(items):
        if item.tag == "transitionitem":
            joined = i > 0 and (number(items[i - 1].findtext("end")) or 0) < 0
        else:
            start = starts[i]
            joined = start is None or start < 0
        if runs and joined:
            runs[-1].append(i)
        else:
            runs.append([i])

    def place(run: list[int]) -> Fraction:
        known = (starts[i] for i in run)
        return next((s for s in known if s is not None and s >= 0), Fraction(0))

    return [items[i] for run in sorted(runs, key=place) for i in run]


def _place(item: _Element, before: _Element | None, after: _Element | None) -> Place | None:
    start, end = number(item.findtext("start")), number(item.findtext("end"))
    lead = Fraction(0)
    if start is None or start < 0:
        if before is None:
            return None
        start = _cut_point(before)
        overlap = number(before.findtext("start"))
        if start is None or overlap is None:
            return None
        lead = max(start - overlap, Fraction(0))
    if end is None or end < 0:
        end = _cut_point(after) if after is not None else None
    if start is None or end is None:
        return None
    return Place(round(start), round(end), round(lead))


def _cut_point(transition: _Element) -> Fraction | None:
    start, end = number(transition.findtext("start")), number(transition.findtext("end"))
    if start is None or end is None:
        return None
    alignment = (transition.findtext("alignment") or "center").strip()
    if alignment.startswith("end"):
        return end
    if alignment.startswith("start"):
        return start
    return Fraction((start + end) // 2)


def _has_partner(items: list[_Element], i: int) -> bool:
    """Whether the transition after item ``i`` leads into another clip that starts in it."""
    return i + 2 < len(items) and (number(items[i + 2].findtext("start")) or 0) < 0


def transition_of(element: _Element, cut: int, rate: Rate) -> Any:
    """An OTIO transition over frame ``cut``."""
    import opentimelineio as otio

    start = number(element.findtext("start")) or Fraction(cut)
    end = number(element.findtext("end")) or Fraction(cut)
    return otio.schema.Transition(
        element.findtext("effect/name") or "",
        "SMPTE_Dissolve",
        rational(max(Fraction(0), cut - start), rate),
        rational(max(Fraction(0), end - cut), rate),
    )
