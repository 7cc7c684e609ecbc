"""The rules that an `.otio` is held to by Premiere, Resolve and Kdenlive, and an AAF by Pro Tools.

Works on the JSON itself, so that a finding can name its line; an AAF as OpenTimelineIO has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foley_post.core.files import there_is
from foley_post.core.timecode import Rate, samples_at
from foley_post.timeline.findings import Finding
from foley_post.timeline.media.media_urls import path_in
from foley_post.timeline.media.wav_header import WavHeader, read_wav_header
from foley_post.timeline.otio.kdenlive import kdenlive_findings
from foley_post.timeline.safety.isolation import parse_isolated
from foley_post.timeline.safety.otio_checks import checked_otio

__all__ = ["check_aaf", "check_otio"]


@dataclass(frozen=True, slots=True)
class _Object:
    """An object of the document, its schema without version, its line, its track's kind (a
    track's is its own), and the kind of the track that it lies in.
    """

    value: dict[str, Any]
    kind: str
    line: int | None
    track: str
    within: str


def check_otio(content: bytes, path: Path, host: str) -> list[Finding]:
    """Every rule against every object."""
    text = checked_otio(content, path.name).text
    objects = list(_objects(json.loads(text), _lines(text)))
    found: list[Finding] = []
    for one in objects:
        found.extend(_common(one))
        if host != "kdenlive":  # it knows no timecode of sounds
            found.extend(_timecode(one, path.parent))
        found.extend(_RULES[host](one))
    if host == "premiere":
        found.extend(_links([o for o in objects if o.kind == "Clip"]))
    return found


def check_aaf(content: bytes, path: Path, host: str) -> list[Finding]:
    """The rules for sounds, on an AAF as it is read; it has no lines."""
    text = parse_isolated("aaf", content, path.name).text
    sounds = [o for o in _objects(json.loads(text), iter(())) if o.track == "Audio"]
    found = [finding for one in sounds for finding in (*_common(one), *_timecode(one, path.parent))]
    return found + (list(_protools(sounds, path.parent)) if host == "protools" else [])


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
    within = track
    if schema == "Track":
        track = str(value.get("kind", ""))
    for key, inner in value.items():
        if key == "OTIO_SCHEMA":
            yield _Object(value, schema, next(lines, None), track, within)
        else:
            yield from _objects(inner, lines, track)


def _common(one: _Object) -> Iterator[Finding]:
    value, name = one.value, one.value.get("name") or "a clip"
    if one.kind == "ExternalReference":
        url = str(value.get("target_url") or "")
        if re.search(r"%(?![0-9A-Fa-f]{2})", url):
            yield Finding("url", f"A bare % in {url}.", one.line)
        if url.startswith("file:") and re.search(r"[ #?\"<>\\]", url[5:]):
            yield Finding("url", f"{url} is not percent-encoded.", one.line)
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


def _kdenlive(one: _Object) -> Iterator[Finding]:
    yield from kdenlive_findings(one.value, one.kind, one.line, inside_track=bool(one.within))


def _protools(sounds: Iterable[_Object], home: Path) -> Iterator[Finding]:
    """Each sound file is there and has a time stamp, and all have the session's one rate."""
    rates: set[int] = set()
    for url in dict.fromkeys(str(o.value.get("target_url") or "") for o in sounds if _is_file(o)):
        path = home / path_in(url)
        facts: WavHeader | None = read_wav_header(path)
        if not there_is(path):
            told = f"{path.name} is not there; Pro Tools asks for it, or has silence."
            yield Finding("media", told)
        elif facts is not None and facts.start_sample is None:
            told = f"{path.name} has no time stamp to be spotted by."
            yield Finding("time stamp", told, serious=False)
        rates |= {facts.rate_hz} if facts is not None else set()
    if len(rates) > 1:
        listed = ", ".join(map(str, sorted(rates)))
        told = f"The sounds have {listed} Hz; a session has one rate, and converts the others."
        yield Finding("rate", told, serious=False)


def _is_file(one: _Object) -> bool:
    return one.kind == "ExternalReference"


def _timecode(one: _Object, home: Path) -> Iterator[Finding]:
    """What the timeline says of a WAV's place is what the file says."""
    url = str(one.value.get("target_url") or "") if _is_file(one) else ""
    path = home / path_in(url)
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


_RULES: dict[str, Callable[[_Object], Iterator[Finding]]] = {
    "premiere": _premiere,
    "resolve": _resolve,
    "kdenlive": _kdenlive,
}
