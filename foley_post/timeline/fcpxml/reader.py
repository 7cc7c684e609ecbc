"""FCPXML 1.8 to 1.13, as Final Cut Pro and Resolve write it, to OpenTimelineIO.

Our own reader: the public adapter fails at 23.976 and 29.97 and loses ``media-rep`` (measured).
Storylines become tracks by lane, the primary one the lowest unless lanes lie below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate
from foley_post.errors import TimelineReadError
from foley_post.timeline.fcpxml.storyline import ITEMS, PLAIN, At, Walker
from foley_post.timeline.fcpxml.times import format_rate, format_size, time
from foley_post.timeline.layout.track_layout import stack_of
from foley_post.timeline.safety.nesting import check_nesting
from foley_post.timeline.sequence import Sequence, rational
from foley_post.timeline.sequence_choice import chosen_index, said_choice

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["chosen_sequence", "is_old", "read_fcpxml", "sequence_names"]

_ZERO = Fraction(0)


def read_fcpxml(tree: _ElementTree, name: str, wanted: str = "") -> Sequence:
    """The document's project (or compound clip) called ``wanted``, else the first that has items.

    Without any, its loose clips one after the other.
    """
    return _Reader(tree, name).sequence(wanted)


def _candidates(tree: _ElementTree) -> list[_Element]:
    """The sequences that can be read: the projects', then the compound clips'."""
    return [
        *tree.iterfind(".//project/sequence"),
        *tree.iterfind(".//resources/media/sequence"),
    ]


def sequence_names(tree: _ElementTree) -> list[str]:
    """The names of the projects and compound clips, as `chosen_sequence` counts them."""
    return [_title(found) for found in _candidates(tree)]


def _title(found: _Element) -> str:
    parent = found.getparent()
    return (parent.get("name") if parent is not None else "") or ""


def chosen_sequence(tree: _ElementTree, wanted: str = "", file: str = "") -> _Element | None:
    """The sequence that is read and written: the one called ``wanted``, else a project's that has
    items, else a compound's.

    UsageError for a name that is not there.
    """
    found = _candidates(tree)
    names = sequence_names(tree)
    index = chosen_index(names, wanted, file or "the file", _usual(found))
    return found[index] if found else None


def is_old(tree: _ElementTree) -> bool:
    """Whether the document is of before 1.8: read, but nothing is added to it."""
    version = tree.getroot().get("version") or ""
    match = re.fullmatch(r"1\.(\d{1,3})", version.strip())
    return match is not None and int(match[1]) < 8


def _usual(found: list[_Element]) -> int:
    projects = (i for i, s in enumerate(found) if _is_project(s) and s.find("spine/*") is not None)
    return next(projects, 0)


def _is_project(found: _Element) -> bool:
    parent = found.getparent()
    return parent is not None and parent.tag == "project"


@dataclass(slots=True)
class _Reader:
    tree: _ElementTree
    name: str
    notices: list[str] = field(default_factory=list)
    resources: dict[str, _Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element in self.tree.iterfind(".//resources/*"):  # before 1.3 inside the project
            if element.get("id"):
                self.resources[str(element.get("id"))] = element

    def sequence(self, wanted: str) -> Sequence:
        if self.tree.getroot().tag != "fcpxml":
            raise TimelineReadError(
                f"{self.name} is XML, but not FCPXML. Export it from Final Cut Pro as XML."
            )
        found = chosen_sequence(self.tree, wanted, self.name)
        if is_old(self.tree):
            self.notices.append(
                f"{self.name} is FCPXML {self.tree.getroot().get('version')}, of before 1.8. "
                "It is read as far as it is like later ones; a new document is written as 1.10."
            )
        if found is None:
            return self._loose_clips()
        title = _title(found)
        projects = [s for s in _candidates(self.tree) if _is_project(s)]
        if found in projects:
            names = [_title(s) for s in projects]
            said = said_choice(names, projects.index(found), wanted, self.name)
            self.notices.extend([said] if said else [])
        look = self.resources.get(found.get("format") or "")
        rate = self._rate(found, look)
        return self._result(found, title, look, rate)

    def _result(self, found: _Element, title: str, look: _Element | None, rate: Rate) -> Sequence:
        import opentimelineio as otio

        check_nesting(found, self._inside, self.name)
        start = rate.frames(time(found.get("tcStart")) or _ZERO)
        timeline = otio.schema.Timeline(title)
        timeline.global_start_time = rational(start, rate)
        walker = Walker(self.resources, self.notices)
        top = At(_ZERO, time(found.get("tcStart")) or _ZERO, 0, rate, 0)
        pieces = list(walker.spines(found, top))
        timeline.tracks = stack_of(pieces, rate, title)
        hertz = {"44.1k": 44_100, "96k": 96_000, "32k": 32_000, "88.2k": 88_200}
        layouts = {"mono": 1, "surround": 6}
        return Sequence(
            timeline,
            rate=rate,
            start_frame=start,
            drop_frame=found.get("tcFormat") == "DF",
            audio_rate_hz=hertz.get(found.get("audioRate") or "", 48_000),
            audio_channels=layouts.get(found.get("audioLayout") or "", 2),
            picture_size=format_size(look),
            notices=tuple(dict.fromkeys(self.notices)),
            not_read=walker.annotations.not_carried(found),
        )

    def _inside(self, sequence: _Element) -> tuple[int, list[_Element]]:
        """How many plain clips a sequence or multicam shows, and what is nested in it."""
        nested = []
        for item in sequence.iter("ref-clip", "mc-clip"):
            media = self.resources.get(item.get("ref") or "")
            for tag in ("sequence", "multicam"):
                inner = media.find(tag) if media is not None else None
                if inner is not None:
                    nested.append(inner)
        return sum(1 for _ in sequence.iter(*PLAIN)), nested

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
