"""A movement's hits as markers of the timeline, for whoever lays Foley by hand.

Ours say `MADE` where the format has words, and are replaced on the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from foley_post.timeline.fcp7.document import chosen_sequence
from foley_post.timeline.fcp7.writer import sub, xml_safe
from foley_post.timeline.fcpxml.components import local_start
from foley_post.timeline.fcpxml.reader import chosen_sequence as chosen_project
from foley_post.timeline.fcpxml.times import anchor_speed, text_of, time
from foley_post.timeline.fcpxml.writer import AFTER_MARKERS, item_under, storyline
from foley_post.timeline.model import Cut, Marker
from foley_post.timeline.otio.writer import stack_start_s
from foley_post.timeline.sequence import MADE, is_ours, made_by_us, rational

if TYPE_CHECKING:
    from lxml.etree import _ElementTree

__all__ = ["mark_fcp7", "mark_fcpxml", "mark_otio"]


def mark_otio(timeline: Any, cut: Cut, markers: Sequence[Marker]) -> None:
    """On the timeline's stack, where Premiere and Resolve keep theirs."""
    import opentimelineio as otio

    there = timeline.tracks.markers
    for index in reversed(range(len(there))):
        if is_ours(there[index]):
            del there[index]
    first = cut.rate.frames(stack_start_s(timeline.tracks))
    for marker in markers:
        at = rational(first + marker.frame, cut.rate)
        span = otio.opentime.TimeRange(at, rational(1, cut.rate))
        made = otio.schema.Marker(marker.name, span, otio.schema.MarkerColor.GREEN)
        made.comment = marker.note
        made.metadata.update(made_by_us() | {"Resolve_OTIO": {"Note": marker.note}})
        there.append(made)


def mark_fcp7(tree: _ElementTree, cut: Cut, markers: Sequence[Marker], ours: bool = True) -> None:
    """As ``<marker>`` of the sequence; ``ours`` replace those of an earlier run."""
    sequence = chosen_sequence(tree, cut.sequence)
    if sequence is None:
        return
    for marker in sequence.findall("marker") if ours else ():
        if (marker.findtext("comment") or "").startswith(MADE):
            sequence.remove(marker)
    for one in markers:
        made = sub(sequence, "marker")
        sub(made, "comment", _note(one, ours))
        sub(made, "name", xml_safe(one.name))
        sub(made, "in", str(one.frame))
        sub(made, "out", "-1")


def _note(marker: Marker, ours: bool) -> str:
    if not ours:
        return xml_safe(marker.note)
    return xml_safe(f"{MADE}: {marker.note}" if marker.note else MADE)


def mark_fcpxml(tree: _ElementTree, cut: Cut, markers: Sequence[Marker], ours: bool = True) -> int:
    """Inside the storyline's items, each on its item's own clock; FCPXML has no others.

    ``ours`` replace those of an earlier run. Returns how many lie beyond the last item, and are not
    there.
    """
    from lxml import etree

    sequence = chosen_project(tree, cut.sequence)
    if sequence is None:
        return len(markers)
    for marker in list(sequence.iter("marker")) if ours else ():
        parent = marker.getparent()
        if parent is not None and (marker.get("note") or "").startswith(MADE):
            parent.remove(marker)
    places = storyline(sequence)
    known = {str(e.get("id")): e for e in tree.iterfind("resources/*") if e.get("id")}
    beyond = 0 if places else len(markers)
    for one in markers if places else ():
        record_s = cut.rate.seconds(one.frame)
        start_s, parent = item_under(places, record_s)
        if record_s - start_s >= (time(parent.get("duration")) or 0):
            beyond += 1
            continue
        clock_s = local_start(parent, known)
        clock_s += (record_s - start_s) * anchor_speed(parent, cut.rate)
        made = etree.Element("marker", start=text_of(clock_s), duration=text_of(cut.rate.frame_s))
        made.set("value", xml_safe(one.name))
        if note := _note(one, ours):
            made.set("note", note)
        after = [i for i, child in enumerate(parent) if child.tag in AFTER_MARKERS]
        parent.insert(after[0] if after else len(parent), made)
    return beyond
