"""Markers and links of a Final Cut Pro 7 XML sequence in OTIO's terms, and what has none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from foley_post.core.timecode import Rate
from foley_post.timeline.fcp7.document import References, is_our_clip
from foley_post.timeline.layout.rational import number
from foley_post.timeline.sequence import MADE, note_link, rational

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Annotations"]


@dataclass(slots=True)
class Annotations:
    """Carries markers and links over; counts what is not."""

    references: References
    markers: int = 0
    linked: set[int] = field(default_factory=set)
    _groups: dict[str, int] = field(default_factory=dict)

    def mark(self, made: Any, element: _Element, rate: Rate, clock_s: Fraction) -> None:
        """Put the markers of ``element`` on ``made``, whose own time 0 of them is ``clock_s``."""
        import opentimelineio as otio

        for marker in element.iterfind("marker"):
            start, end = number(marker.findtext("in")), number(marker.findtext("out"))
            comment = (marker.findtext("comment") or "").strip()
            if start is None or start < 0 or comment.startswith(MADE):
                continue
            length = end - start if end is not None and end > start else Fraction(0)
            span = otio.opentime.TimeRange(
                rational(start + clock_s * rate.fps, rate), rational(length, rate)
            )
            one = otio.schema.Marker(marker.findtext("name") or "", span)
            one.comment = comment
            one.metadata["Resolve_OTIO"] = {"Note": comment}
            made.markers.append(one)
            self.markers += 1

    def link(self, made: Any, item: _Element) -> None:
        """Give ``made`` its group's number, where all of the group show one file."""
        group = self._groups.get(item.get("id") or "")
        if group is not None:
            note_link(made, group)
            self.linked.add(group)

    def find_links(self, sequence: _Element) -> None:
        """Number the groups of clips that are linked and have one file."""
        items = {e.get("id") or "": e for e in sequence.iterfind("media/*/track/clipitem")}
        group_of: dict[str, list[str]] = {}
        for clip_id, item in items.items():
            others = [link.findtext("linkclipref") or "" for link in item.iterfind("link")]
            together = {
                m for other in (clip_id, *others) if other in items
                for m in group_of.get(other, [other])
            }  # fmt: skip
            if len(together) > 1:
                group = sorted(together)
                for member in group:
                    group_of[member] = group
        numbers: dict[str, int] = {}
        for clip_id, group in group_of.items():
            files = {self._file_of(items[member]) for member in group}
            kinds = {_kind(items[member]) for member in group}
            if len(files) == 1 and None not in files and len(kinds) > 1:
                self._groups[clip_id] = numbers.setdefault(group[0], len(numbers) + 1)

    def _file_of(self, item: _Element) -> str | None:
        file = self.references.full(item.find("file"))
        return None if file is None else file.findtext("pathurl") or file.get("id")

    def not_carried(self, sequence: _Element) -> dict[str, int]:
        """What the sequence holds that has no place in OTIO, by its name."""
        counted: Counter[str] = Counter()
        for effect in sequence.iterfind(".//filter/effect"):
            if (effect.findtext("effectid") or "").strip().lower() != "timeremap":
                counted[f"{(effect.findtext('name') or 'unnamed').strip()} filter"] += 1
        items = [e for e in sequence.iter("clipitem", "generatoritem") if not is_our_clip(e)]
        counted["label"] = sum(bool((e.findtext("labels/label2") or "").strip()) for e in items)
        markers = [
            m for m in sequence.iter("marker")
            if not (m.findtext("comment") or "").strip().startswith(MADE)
        ]  # fmt: skip
        counted["marker"] = max(0, len(markers) - self.markers)
        linked = {frozenset(link.findtext("linkclipref") or "" for link in e.iterfind("link"))
                  for e in items if len(e.findall("link")) > 1}  # fmt: skip
        kinds = {e.get("id"): _kind(e) for e in items}
        mixed = [group for group in linked if len({kinds.get(one) for one in group}) > 1]
        counted["link of picture and sound"] = max(0, len(mixed) - len(self.linked))
        for multiclip in sequence.iter("multiclip"):
            counted["other angle"] += max(0, len(multiclip.findall("angle")) - 1)
        return {what: n for what, n in counted.items() if n}


def _kind(item: _Element) -> str:
    """Of which kind of track a clipitem is."""
    return next((str(p.tag) for p in item.iterancestors("video", "audio")), "")
