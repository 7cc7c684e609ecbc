"""An `.otio` as Kdenlive's own importer takes it (its source, `src/otio/otioimport.cpp`, 25.08).

Kdenlive shows a file from the frame that the source range says, less the timecode of the file's
picture. A sound has no picture, so its timecode is not taken off: counted from there, as Premiere
and Resolve want it, a stem is slipped past its end. Speeds and nested timelines are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foley_post.timeline.findings import Finding
from foley_post.timeline.media.file_names import is_sound
from foley_post.timeline.media.media_urls import path_in

__all__ = ["count_sounds_from_zero", "kdenlive_findings"]

_SPEEDS = {"LinearTimeWarp", "FreezeFrame", "TimeEffect"}


def count_sounds_from_zero(timeline: Any) -> None:
    """Let every sound file of an OpenTimelineIO timeline begin at 0, wherever it is shown."""
    for clip in timeline.find_clips():
        reference = clip.media_reference
        available = getattr(reference, "available_range", None)
        if available is None or not is_sound(path_in(getattr(reference, "target_url", ""))):
            continue
        source = clip.source_range
        if source is not None:
            clip.source_range = _shifted(source, source.start_time - available.start_time)
        reference.available_range = _shifted(available, available.start_time - available.start_time)


def _shifted(span: Any, start: Any) -> Any:
    import opentimelineio as otio

    return otio.opentime.TimeRange(start, span.duration)


def kdenlive_findings(
    value: dict[str, Any], kind: str, line: int | None, *, inside_track: bool
) -> Iterator[Finding]:
    """What Kdenlive leaves out or misplaces of one object of the document."""
    name = value.get("name") or "a clip"
    if kind in _SPEEDS:
        told = "Kdenlive reads no speed: the clip is shown as fast as it was shot."
        yield Finding("speed", told, line)
    if kind in {"Stack", "Track"} and inside_track:
        yield Finding("nested", f"Kdenlive leaves out the nested timeline {name}.", line)
    if kind == "ExternalReference" and is_sound(path_in(str(value.get("target_url") or ""))):
        available = value.get("available_range")
        start = available["start_time"]["value"] if isinstance(available, dict) else 0
        if start:
            told = (
                f"{value.get('name') or value.get('target_url')} counts from its timecode, which "
                "Kdenlive knows of films alone: it shows the end of the file."
            )
            yield Finding("source range", told, line)
    if kind in {"MissingReference", "ImageSequenceReference", "GeneratorReference"}:
        told = "Kdenlive leaves out a clip that is no file (offline, generated, a row of pictures)."
        yield Finding("media", told, line)
