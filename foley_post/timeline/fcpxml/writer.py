"""Stems into an FCPXML document by adding nodes; nothing that was there changes.

A stem is an asset with its media-rep, and an ``asset-clip`` connected in a lane of its own, below
all others, to the item of the primary storyline that lies under its start. Times are on the frame
grid; ``offset`` counts on the parent's own clock. Our clips carry `MADE` in their note.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from foley_post.errors import TimelineWriteError
from foley_post.timeline.fcp7.writer import xml_safe
from foley_post.timeline.fcpxml.components import local_start
from foley_post.timeline.fcpxml.reader import chosen_sequence
from foley_post.timeline.fcpxml.storyline import ITEMS, is_our_clip
from foley_post.timeline.fcpxml.times import anchor_speed, text_of, time
from foley_post.timeline.layout.audio_lanes import AudioLane, PlacedStem
from foley_post.timeline.media.media_urls import file_url
from foley_post.timeline.model import Cut
from foley_post.timeline.sequence import MADE

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["AFTER_ANCHORS", "AFTER_MARKERS", "add_stems", "item_under", "storyline"]

AFTER_ANCHORS = {
    *("marker", "chapter-marker", "rating", "keyword", "analysis-marker", "hidden-clip-marker"),
    *("audio-channel-source", "audio-role-source", "sync-source", "filter-video", "metadata"),
    *("filter-video-mask", "filter-audio", "reserved"),
}
"""What the DTD puts after connected clips inside an item."""


AFTER_MARKERS = AFTER_ANCHORS - {
    *("marker", "chapter-marker", "rating", "keyword", "analysis-marker", "hidden-clip-marker"),
}
"""What the DTD puts after markers."""


def add_stems(tree: _ElementTree, cut: Cut, lanes: Sequence[AudioLane]) -> None:
    """Add the lanes to the document's project, in place of ours from an earlier run."""
    sequence = chosen_sequence(tree, cut.sequence)
    spine = sequence.find("spine") if sequence is not None else None
    if sequence is None or spine is None:
        raise TimelineWriteError(
            f"There is no project in {cut.path.name} to add stems to. Write .otio instead."
        )
    _remove_ours(tree, sequence)
    resources = tree.find("resources")
    if resources is None:
        raise TimelineWriteError(f"There are no resources in {cut.path.name}.")
    known = {str(e.get("id")): e for e in resources if e.get("id")}
    places = storyline(sequence)
    if not places and any(lane.stems for lane in lanes):
        raise TimelineWriteError(
            f"The project in {cut.path.name} is empty; stems need a clip to hang on."
        )
    lowest = min((_lane(e) for e in sequence.iter(*ITEMS)), default=0)
    ids = _fresh_ids(tree)
    for number, lane in enumerate(lanes, 1):
        for one in lane.stems:
            asset = _asset(resources, one, cut, next(ids))
            start, parent = item_under(places, cut.rate.seconds(one.start_frame))
            since = cut.rate.seconds(one.start_frame) - start
            offset = local_start(parent, known) + since * anchor_speed(parent, cut.rate)
            clip = _clip(one, cut, asset, min(lowest, 0) - number)
            clip.set("offset", text_of(offset))
            parent.insert(_anchor_index(parent), clip)


def _remove_ours(tree: _ElementTree, sequence: _Element) -> None:
    refs = set()
    for clip in [c for c in sequence.iter("asset-clip") if is_our_clip(c)]:
        refs.add(clip.get("ref"))
        parent = clip.getparent()
        if parent is not None:
            parent.remove(clip)
    used = {e.get("ref") for e in tree.iter() if e.get("ref")}
    resources = tree.find("resources")
    for asset in resources.findall("asset") if resources is not None else ():
        if resources is not None and asset.get("id") in refs - used:
            resources.remove(asset)


def storyline(sequence: _Element) -> list[tuple[Fraction, _Element]]:
    """The primary storyline's items with their record seconds, in order."""
    spine = sequence.find("spine")
    origin = time(sequence.get("tcStart")) or Fraction(0)
    return list(_places(spine, origin)) if spine is not None else []


def _places(spine: _Element, origin: Fraction) -> Iterator[tuple[Fraction, _Element]]:
    cursor = origin
    for item in spine:
        if item.tag not in ITEMS or item.get("lane"):
            continue
        offset = time(item.get("offset"))
        cursor = cursor if offset is None else offset
        holder: _Element | None = item
        if item.tag == "audition":
            holder = next((c for c in item if c.tag in ITEMS), None)
        if holder is not None:
            yield cursor - origin, holder
            cursor += time(holder.get("duration")) or Fraction(0)


def item_under(
    places: Sequence[tuple[Fraction, _Element]], record_s: Fraction
) -> tuple[Fraction, _Element]:
    """The item that lies under ``record_s``; the last one before it where none does."""
    after = bisect_right(places, record_s, key=lambda place: place[0])
    return places[max(0, after - 1)]


def _asset(resources: _Element, one: PlacedStem, cut: Cut, new_id: str) -> str:
    from lxml import etree

    stem, rate = one.stem, cut.rate
    asset = etree.SubElement(resources, "asset", id=new_id, name=xml_safe(stem.path.stem))
    asset.set("start", text_of(rate.seconds(one.timecode_frame)))
    asset.set("duration", text_of(rate.seconds(one.file_frames)))
    asset.set("hasAudio", "1")
    asset.set("audioSources", "1")
    asset.set("audioChannels", str(stem.channels))
    asset.set("audioRate", str(stem.rate_hz))
    etree.SubElement(asset, "media-rep", kind="original-media", src=file_url(stem.path))
    return new_id


def _clip(one: PlacedStem, cut: Cut, asset: str, lane: int) -> _Element:
    from lxml import etree

    rate = cut.rate
    clip = etree.Element("asset-clip", ref=asset, lane=str(lane))
    clip.set("name", xml_safe(one.stem.name))
    clip.set("start", text_of(rate.seconds(one.timecode_frame + one.source_in)))
    clip.set("duration", text_of(rate.seconds(one.end_frame - one.start_frame)))
    clip.set("audioRole", "music.Foley")
    etree.SubElement(clip, "note").text = f"{MADE}: {one.stem.shot_id}"
    return clip


def _anchor_index(parent: _Element) -> int:
    for index, child in enumerate(parent):
        if child.tag in AFTER_ANCHORS:
            return index
    return len(parent)


def _lane(element: _Element) -> int:
    text = element.get("lane") or "0"
    return int(text) if text.lstrip("-").isdigit() and len(text) < 6 else 0


def _fresh_ids(tree: _ElementTree) -> Iterator[str]:
    taken = {str(e.get("id")) for e in tree.iter() if e.get("id")}
    numbers = [int(t[1:]) for t in taken if t[:1] == "r" and t[1:].isdigit() and len(t) < 10]
    number = max(numbers, default=0)
    while True:
        number += 1
        if f"r{number}" not in taken:
            yield f"r{number}"
