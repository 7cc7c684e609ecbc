"""FCPXML 1.8 to 1.13, as Final Cut Pro and Resolve write it, to OpenTimelineIO.

Our own reader: the public adapter fails at 23.976 and 29.97 and loses ``media-rep`` (measured).
Storylines become tracks by lane, the primary one the lowest unless lanes lie below it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate
from foley_post.errors import TimelineReadError
from foley_post.timeline.fcpxml.storyline import ITEMS, At, Walker
from foley_post.timeline.fcpxml.times import (
    format_rate,
    time,
)
from foley_post.timeline.layout.track_layout import stack_of
from foley_post.timeline.sequence import (
    Sequence,
    rational,
)

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["chosen_sequence", "read_fcpxml"]

_ZERO = Fraction(0)


def read_fcpxml(tree: _ElementTree, name: str) -> Sequence:
    """The document's first project, or its first compound clip."""
    return _Reader(tree, name).sequence()


def chosen_sequence(tree: _ElementTree) -> _Element | None:
    """The sequence that is read and written: a project's that has items, else a compound's."""
    projects = tree.findall(".//project/sequence")
    compounds = tree.findall("resources/media/sequence")
    filled = [s for s in projects if s.find("spine/*") is not None]
    for found in (*filled, *projects, *compounds):
        return found
    return None


@dataclass(slots=True)
class _Reader:
    tree: _ElementTree
    name: str
    notices: list[str] = field(default_factory=list)
    resources: dict[str, _Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element in self.tree.iterfind("resources/*"):
            if element.get("id"):
                self.resources[str(element.get("id"))] = element

    def sequence(self) -> Sequence:
        if self.tree.getroot().tag != "fcpxml":
            raise TimelineReadError(
                f"{self.name} is XML, but not FCPXML. Export it from Final Cut Pro as XML."
            )
        found = chosen_sequence(self.tree)
        if found is None:
            return self._loose_clips()
        projects = [p for p in self.tree.iter("project") if p.find("sequence") is not None]
        parent = found.getparent()
        title = (parent.get("name") if parent is not None else "") or ""
        if len(projects) > 1:
            self.notices.append(f"{self.name} holds {len(projects)} projects; {title} was read.")
        look = self.resources.get(found.get("format") or "")
        rate = self._rate(found, look)
        return self._result(found, title, look, rate)

    def _result(self, found: _Element, title: str, look: _Element | None, rate: Rate) -> Sequence:
        import opentimelineio as otio

        start = rate.frames(time(found.get("tcStart")) or _ZERO)
        timeline = otio.schema.Timeline(title)
        timeline.global_start_time = rational(start, rate)
        top = At(_ZERO, time(found.get("tcStart")) or _ZERO, 0, rate, 0)
        pieces = list(Walker(self.resources, self.notices).spines(found, top))
        timeline.tracks = stack_of(pieces, rate, title)
        sizes = (look.get("width"), look.get("height")) if look is not None else (None, None)
        digits = [int(s) for s in sizes if s and s.isdigit() and len(s) < 6]
        hertz = {"44.1k": 44_100, "96k": 96_000, "32k": 32_000, "88.2k": 88_200}
        layouts = {"mono": 1, "surround": 6}
        return Sequence(
            timeline,
            rate=rate,
            start_frame=start,
            drop_frame=found.get("tcFormat") == "DF",
            audio_rate_hz=hertz.get(found.get("audioRate") or "", 48_000),
            audio_channels=layouts.get(found.get("audioLayout") or "", 2),
            picture_size=(digits[0], digits[1]) if len(digits) == 2 and all(digits) else None,
            notices=tuple(dict.fromkeys(self.notices)),
        )

    def _loose_clips(self) -> Sequence:
        """A document of clips with no project: laid one after the other, in order."""
        items = [e for e in self.tree.iter(*ITEMS[:5]) if not _inside_item(e)]
        if not items:
            raise TimelineReadError(
                f"There is no project in {self.name}. Select a project when exporting."
            )
        from lxml import etree

        self.notices.append(
            f"{self.name} holds clips but no project; they were laid one after the other."
        )
        look = next((r for r in self.resources.values() if format_rate(r)), None)
        spine = etree.Element("spine")
        sequence = etree.Element("sequence", tcStart="0s")
        sequence.append(spine)
        for item in items:
            copy = etree.fromstring(etree.tostring(item))
            if copy.get("offset"):
                del copy.attrib["offset"]
            spine.append(copy)
        return self._result(sequence, "", look, self._rate(sequence, look))

    def _rate(self, sequence: _Element, look: _Element | None) -> Rate:
        rate = format_rate(look)
        if rate is None:
            rates = [format_rate(r) for r in self.resources.values() if r.tag == "format"]
            rate = next((r for r in rates if r is not None), Rate(24))
            self.notices.append(
                f"{self.name} does not say the project's frame rate; {rate} fps was taken."
            )
        return rate


def _inside_item(element: _Element) -> bool:
    return any(p.tag in {*ITEMS, "sequence", "multicam"} for p in element.iterancestors())
