"""The rules of `.otio` files that Premiere and Resolve hold a file to.

Works on the JSON itself, so that a finding can name its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foley_post.core.timecode import Rate, samples_at
from foley_post.timeline.findings import Finding
from foley_post.timeline.media.media_urls import path_in
from foley_post.timeline.media.wav_header import read_wav_header
from foley_post.timeline.safety.otio_checks import checked_otio

__all__ = ["check_otio"]


@dataclass(frozen=True, slots=True)
class _Object:
    """An object of the document, its schema without version, its line, its track's kind."""

    value: dict[str, Any]
    kind: str
    line: int
    track: str


def check_otio(content: bytes, path: Path, host: str) -> list[Finding]:
    """Every rule against every object."""
    text = checked_otio(content, path.name).text
    objects = list(_objects(json.loads(text), _lines(text)))
    found: list[Finding] = []
    for one in objects:
        found.extend(_common(one, path.parent))
        found.extend(_premiere(one) if host == "premiere" else _resolve(one))
    if host == "premiere":
        found.extend(_links([o for o in objects if o.kind == "Clip"]))
    return found


def _lines(text: str) -> Iterator[int]:
    """The line of each ``OTIO_SCHEMA``, in the order of the text."""
    line, last = 1, 0
    for match in re.finditer(r'(?<!\\)"OTIO_SCHEMA"\s*:', text):
        line += text.count("\n", last, match.start())
        last = match.start()
        yield line


def _objects(value: Any, lines: Iterator[int], track: str = "") -> Iterator[_Object]:
    """All schema objects, in the order of the text."""
    if isinstance(value, list):
        for inner in value:
            yield from _objects(inner, lines, track)
    if not isinstance(value, dict):
        return
    schema = str(value.get("OTIO_SCHEMA", "")).partition(".")[0]
    if schema == "Track":
        track = str(value.get("kind", ""))
    for key, inner in value.items():
        if key == "OTIO_SCHEMA":
            yield _Object(value, schema, next(lines, 0), track)
        else:
            yield from _objects(inner, lines, track)


def _common(one: _Object, home: Path) -> Iterator[Finding]:
    value, name = one.value, one.value.get("name") or "a clip"
    if one.kind == "ExternalReference":
        url = str(value.get("target_url") or "")
        if re.search(r"%(?![0-9A-Fa-f]{2})", url):
            yield Finding("url", f"A bare % in {url}.", one.line)
        if url.startswith("file:") and re.search(r"[ #?\"<>\\]", url[5:]):
            yield Finding("url", f"{url} is not percent-encoded.", one.line)
        yield from _against_wav(one, home / path_in(url), url)
    if one.kind == "Clip":
        for reference in _references(value):
            yield from _inside(one, reference, name)


def _references(clip: dict[str, Any]) -> Iterator[dict[str, Any]]:
    found = clip.get("media_references")
    chosen = (found or {}).get(clip.get("active_media_reference_key") or "DEFAULT_MEDIA")
    for reference in (chosen, clip.get("media_reference")):
        if isinstance(reference, dict):
            yield reference


def _inside(one: _Object, reference: dict[str, Any], name: str) -> Iterator[Finding]:
    """The source range lies in the available range; counted from 0, Resolve shows nothing."""
    source, available = one.value.get("source_range"), reference.get("available_range")
    if not isinstance(source, dict) or not isinstance(available, dict):
        return
    start, first = _seconds(source["start_time"]), _seconds(available["start_time"])
    last = first + _seconds(available["duration"])
    frame = 1 / float(source["duration"]["rate"])
    if start < first - frame / 2:
        yield Finding(
            "source range",
            f"{name} starts before its media's timecode ({start:.3f} s before {first:.3f} s).",
            one.line,
        )
    elif start > last:
        yield Finding("source range", f"{name} starts after the end of its media.", one.line)


def _premiere(one: _Object) -> Iterator[Finding]:
    block = _block(one.value, "PremierePro_OTIO")
    if one.kind in {"Timeline", "Stack"} and one.track == "" and block is None:
        yield Finding("metadata", f"The {one.kind} has no PremierePro_OTIO block.", one.line, False)
    said = isinstance((block or {}).get("AudioChannels"), dict)
    if one.kind in {"Track", "Clip"} and one.track == "Audio" and not said:
        name = one.value.get("name") or one.kind
        yield Finding("channels", f"{name} does not say its AudioChannels.", one.line, False)
    if one.kind == "LinearTimeWarp" and one.value.get("time_scalar") == 1.0:
        yield Finding("time warp", "A time warp of 1.0 makes Premiere drop effects.", one.line)


def _links(clips: list[_Object]) -> Iterator[Finding]:
    """Clips of other media, or at another source place, have LinkIDs of their own."""
    seen: dict[str, tuple[Any, ...]] = {}
    for one in clips:
        link = str((_block(one.value, "PremierePro_OTIO") or {}).get("LinkID") or "")
        if not link:
            continue
        urls = tuple(r.get("target_url") for r in _references(one.value))
        if seen.setdefault(link, urls) != urls:
            yield Finding(
                "link",
                f"LinkID {link} joins clips of different media; Premiere mutes one.",
                one.line,
            )


def _resolve(one: _Object) -> Iterator[Finding]:
    if one.kind == "Timeline" and _block(one.value, "Resolve_OTIO") is None:
        yield Finding("metadata", "The timeline has no Resolve_OTIO block.", one.line, False)
    if one.kind == "ExternalReference" and one.value.get("available_range") is None:
        url = one.value.get("target_url")
        yield Finding("available range", f"{url} has no available_range.", one.line)


def _against_wav(one: _Object, path: Path, url: str) -> Iterator[Finding]:
    facts = read_wav_header(path) if url.lower().endswith(".wav") else None
    available = one.value.get("available_range")
    if facts is None or facts.start_sample is None or not isinstance(available, dict):
        return
    start = available["start_time"]
    said = samples_at(Rate.of(start["rate"]).seconds(round(start["value"])), facts.rate_hz)
    if said != facts.start_sample:
        yield Finding(
            "timecode",
            f"{path.name} starts at sample {facts.start_sample} by its bext, the timeline says "
            f"{said}.",
            one.line,
        )


def _block(value: dict[str, Any], key: str) -> dict[str, Any] | None:
    metadata = value.get("metadata")
    block = metadata.get(key) if isinstance(metadata, dict) else None
    return block if isinstance(block, dict) else None


def _seconds(time: dict[str, Any]) -> float:
    return float(time["value"]) / float(time["rate"])
