"""The rules of FCPXML that Final Cut Pro (and Resolve) hold a file to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.timeline.fcpxml.reader import chosen_sequence
from foley_post.timeline.fcpxml.storyline import ITEMS
from foley_post.timeline.fcpxml.times import format_rate, time
from foley_post.timeline.fcpxml.writer import AFTER_ANCHORS
from foley_post.timeline.findings import Finding, line_of
from foley_post.timeline.safety.input_checks import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _ElementTree

__all__ = ["check_fcpxml"]

_RESOLVE_VERSIONS = {"1.8", "1.9", "1.10", "1.11", "1.12"}


def check_fcpxml(content: bytes, path: Path, host: str) -> list[Finding]:
    """Every rule against every element."""
    tree = parse_xml(content, path.name)
    return [
        *_version(tree, host),
        *_ids(tree),
        *_assets(tree),
        *_grid(tree),
        *_order(tree),
    ]


def _version(tree: _ElementTree, host: str) -> Iterator[Finding]:
    version = tree.getroot().get("version") or ""
    line = line_of(tree.getroot())
    if not re.fullmatch(r"1\.\d+", version) or int(version[2:]) < 8:
        yield Finding("version", f"Version {version or 'none'} is older than 1.8.", line)
    elif host == "resolve" and version not in _RESOLVE_VERSIONS:
        yield Finding("version", f"Resolve 21 reads 1.8 to 1.12, this is {version}.", line)
    elif host == "resolve" and version == "1.12":
        yield Finding("version", "Only Resolve 21 and later read 1.12.", line, False)


def _ids(tree: _ElementTree) -> Iterator[Finding]:
    resources = tree.findall("resources/*")
    counted = Counter(e.get("id") for e in resources if e.get("id"))
    for element in resources:
        if counted[element.get("id")] > 1:
            yield Finding("id", f"The id {element.get('id')} stands twice.", line_of(element))
    styles = {e.get("id") for e in tree.iter("text-style-def")}
    for element in tree.iter("*"):
        ref = element.get("ref")
        if not ref or ref in counted:
            continue
        if element.tag != "text-style":
            yield Finding("ref", f"There is no resource {ref}.", line_of(element))
        elif ref not in styles:
            yield Finding("ref", f"There is no text style {ref}.", line_of(element))


def _assets(tree: _ElementTree) -> Iterator[Finding]:
    for asset in tree.iterfind("resources/asset"):
        name, line = asset.get("name") or asset.get("id"), line_of(asset)
        if asset.get("src") is None and asset.find("media-rep") is None:
            yield Finding("media", f"Asset {name} has no media-rep.", line)
        urls = [asset.get("src"), *(r.get("src") for r in asset.iterfind("media-rep"))]
        for url in urls:
            if url and re.search(r"%(?![0-9A-Fa-f]{2})|[ #\"<>\\]", url):
                yield Finding("url", f"{url} is not percent-encoded.", line)
        if asset.get("hasAudio") == "1" and asset.get("hasVideo") != "1":
            for attribute in ("audioSources", "audioChannels", "audioRate"):
                if asset.get(attribute) is None:
                    yield Finding("sound", f"Asset {name} has no {attribute}.", line, False)


def _grid(tree: _ElementTree) -> Iterator[Finding]:
    """Offsets and durations of the storyline's items are whole frames of the sequence."""
    sequence = chosen_sequence(tree)
    if sequence is None:
        return
    looks = {e.get("id"): e for e in tree.iterfind("resources/format")}
    rate = format_rate(looks.get(sequence.get("format")))
    if rate is None:
        yield Finding("rate", "The sequence's format has no frameDuration.", line_of(sequence))
        return
    for spine in sequence.iterfind("spine"):
        for item in spine:
            for key in ("offset", "duration"):
                value = time(item.get(key))
                if value is not None and (value * rate.fps).denominator != 1:
                    name = item.get("name") or item.tag
                    message = f"The {key} of {name} is not on a frame of {rate} fps."
                    yield Finding("frame grid", message, line_of(item))


def _order(tree: _ElementTree) -> Iterator[Finding]:
    """Connected clips come before markers and filters, as the DTD has it."""
    for item in tree.iter(*ITEMS):
        late = False
        for child in item:
            late = late or child.tag in AFTER_ANCHORS
            if late and child.tag in ITEMS and child.get("lane"):
                name = child.get("name") or child.tag
                yield Finding("order", f"{name} stands after a marker or filter.", line_of(child))
