"""AAF files to OpenTimelineIO, with otio-aaf-adapter; only ever called in a process of its own.

What makes the adapter fail is mended on the copy that it reads, and what it does not tell (drop
frame, addresses that are percent-encoded) is added to what it gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from foley_post.timeline.media.media_urls import file_url, path_in
from foley_post.timeline.safety.nesting import check_nesting
from foley_post.timeline.sequence import MADE, OURS, made_by_us

__all__ = ["read_aaf"]


def read_aaf(copy: Path, name: str) -> Any:
    """The timeline, or the collection of timelines, in the file at ``copy``, which is changed.

    ``name`` is what messages call it. Raises whatever a damaged file makes its readers raise.
    """
    import opentimelineio as otio

    drops = _prepare(copy, name)
    found = otio.adapters.read_from_file(str(copy), "AAF", simplify=True)
    for timeline in _timelines(found):
        if timeline.name in drops:
            timeline.metadata[OURS] = {"drop_frame": drops[timeline.name]}
        _know_ours(timeline)
        for clip in timeline.find_clips():
            _encode(clip)
    return found


def _prepare(copy: Path, name: str) -> dict[str, bool]:
    """Make the copy one that the adapter can read; whether each composition drops frames."""
    import aaf2

    drops: dict[str, bool] = {}
    loose = False
    with aaf2.open(str(copy), "r") as document:
        compositions = list(document.content.toplevel())
        for mob in compositions:
            check_nesting(mob.mob_id, lambda key: _inside(document.content.mobs, key), name)
            drop = _drops(mob)
            if drop is not None:
                drops[str(mob.name or "")] = drop
            loose = loose or any(True for _ in _loose_markers(mob))
    if loose:
        with aaf2.open(str(copy), "rw") as document:
            for mob in document.content.toplevel():
                picture = next((s for s in mob.slots if s.media_kind == "Picture"), None)
                for marker in list(_loose_markers(mob)):
                    number = picture.slot_id if picture is not None else mob.slots[0].slot_id
                    marker["DescribedSlots"].value = {number}
    return drops


def _loose_markers(mob: Any) -> Iterator[Any]:
    """Markers that do not say which slot they describe, as Resolve writes them."""
    import aaf2

    described = aaf2.components.DescriptiveMarker
    for slot in mob.slots:
        if slot.media_kind == "DescriptiveMetadata":
            for component in getattr(slot.segment, "components", ()):
                named = {p.name for p in component.properties()}
                if isinstance(component, described) and "DescribedSlots" not in named:
                    yield component


def _drops(mob: Any) -> bool | None:
    """Whether a composition's timecode drops frames; None where it has none."""
    import aaf2

    clocks = [s for s in mob.slots if isinstance(s.segment, aaf2.components.Timecode)]
    clocks.sort(key=lambda s: _physical(s) != 1)
    return bool(clocks[0].segment.drop) if clocks else None


def _physical(slot: Any) -> int:
    number = slot.get("PhysicalTrackNumber")
    return int(number.value) if number is not None else 0


def _inside(mobs: Any, key: Any) -> tuple[int, Iterable[Any]]:
    """How many plain clips a mob shows, and the compositions nested in it."""
    import aaf2

    mob = mobs.get(key)
    plain, nested = 0, []
    waiting: list[Any] = [slot.segment for slot in mob.slots] if mob is not None else []
    while waiting:
        segment = waiting.pop()
        if isinstance(segment, aaf2.components.SourceClip):
            inner = mobs.get(segment.mob_id)
            if isinstance(inner, aaf2.mobs.CompositionMob):
                nested.append(inner.mob_id)
            else:
                plain += 1
            continue
        for part in ("components", "segments", "slots", "choices", "alternates"):
            found = getattr(segment, part, None)
            waiting.extend(found if found is not None and not isinstance(found, str) else ())
    return plain, nested


def _timelines(found: Any) -> Iterator[Any]:
    if found.schema_name() == "Timeline":
        yield found
    elif found.schema_name() == "SerializableCollection":
        for child in found:
            yield from _timelines(child)


def _know_ours(timeline: Any) -> None:
    """Mark the tracks that our own AAF writer made, which AAF says in their names only."""
    for track in timeline.find_children():
        if track.schema_name() == "Track" and track.name.startswith(f"{MADE}: "):
            track.name = track.name.removeprefix(f"{MADE}: ")
            for one in (track, *track.find_clips()):
                one.metadata.update(made_by_us())


_BARE = re.compile(r"[ #?\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})|[^\x00-\x7f]")


def _encode(clip: Any) -> None:
    """Percent-encode the addresses of a clip's media where the file has them bare."""
    for reference in clip.media_references().values():
        url = getattr(reference, "target_url", None) or ""
        if url.lower().startswith("file:") and _BARE.search(url):
            path = path_in(url)
            if path:
                reference.target_url = file_url(path)
