"""The rules of Reaper projects (`.RPP`), as Reaper's own files keep them.

Blocks open with ``<`` and close with a line of their own; an item shows its file from ``SOFFS`` on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.errors import TimelineReadError
from foley_post.timeline.findings import Finding
from foley_post.timeline.media.wav_header import read_wav_header

__all__ = ["check_rpp"]

_LINE = re.compile(r"\s*(<?)([A-Z_0-9]+)\s?(.*)")


@dataclass(slots=True)
class _Item:
    """A clip of a project: its line, the file it shows and the line of that, its numbers."""

    line: int
    file: str = ""
    file_line: int = 0
    told: dict[str, str] = field(default_factory=dict)

    def seconds(self, name: str, default: float | None = None) -> float | None:
        """The number after ``name``; None for what is none."""
        text = self.told.get(name)
        if text is None:
            return default
        try:
            value = float(text.split()[0])
        except (ValueError, IndexError):
            return None
        return value if math.isfinite(value) else None


def check_rpp(content: bytes, path: Path, host: str) -> list[Finding]:
    """Every rule against every item; TimelineReadError for what is no Reaper project."""
    del host
    text = content.decode("utf-8", errors="replace")
    if not text.lstrip("\ufeff").startswith("<REAPER_PROJECT"):
        raise TimelineReadError(f"{path.name} is no Reaper project. Choose an .RPP.")
    found: list[Finding] = []
    project = _Item(1)
    items = list(_items(text.splitlines(), project, found))
    start_s = project.seconds("PROJOFFS", 0.0) or 0.0
    for item in items:
        found.extend(_numbers(item))
        found.extend(_file(item, path.parent, start_s))
    return found


def _items(lines: list[str], project: _Item, found: list[Finding]) -> Iterator[_Item]:
    """The items, in order; what stands outside of them goes to ``project``."""
    open_blocks: list[tuple[str, int]] = []
    item: _Item | None = None
    for number, line in enumerate(lines, 1):
        if line.strip() == ">":
            if not open_blocks:
                found.append(Finding("blocks", "A block ends that never began.", number))
                continue
            kind, _ = open_blocks.pop()
            if kind == "ITEM" and item is not None:
                yield item
                item = None
            continue
        match = _LINE.match(line)
        if match is None:
            continue
        opens, word, rest = match.groups()
        if opens:
            open_blocks.append((word, number))
            if word == "ITEM":
                item = _Item(number)
        elif word == "FILE" and item is not None and not item.file:
            item.file, item.file_line = _unquoted(rest), number
        else:
            (project if item is None else item).told.setdefault(word, rest)
    for kind, number in open_blocks:
        found.append(Finding("blocks", f"The block {kind} is not closed.", number))


def _unquoted(text: str) -> str:
    """The first word of a line: in one of three kinds of quotes, or up to a space."""
    mark = text[:1]
    if mark in {'"', "'", "`"}:
        return text[1:].partition(mark)[0]
    return text.partition(" ")[0]


def _numbers(item: _Item) -> Iterator[Finding]:
    for name in ("POSITION", "LENGTH"):
        value = item.seconds(name)
        if value is None or value < 0:
            yield Finding("item", f"An item has no {name} that makes sense.", item.line)


def _file(item: _Item, home: Path, start_s: float) -> Iterator[Finding]:
    """The item's file is there, as long as the item, and where its time stamp puts it."""
    if not item.file:
        return
    path = home / item.file
    try:
        there = path.is_file()
    except (OSError, ValueError):  # no name that the system takes
        there = False
    if not there:
        told = f"{path.name[:80]} is not there; Reaper shows the item offline."
        yield Finding("media", told, item.file_line)
        return
    facts, into_s = read_wav_header(path), item.seconds("SOFFS", 0.0)
    position_s, length_s = item.seconds("POSITION"), item.seconds("LENGTH")
    if facts is None or into_s is None or position_s is None or length_s is None:
        return
    if round((into_s + length_s) * facts.rate_hz) > facts.length_samples:
        told = f"The item goes on after the end of {path.name}."
        yield Finding("length", told, item.line, serious=False)
    first = round((start_s + position_s - into_s) * facts.rate_hz)
    if facts.start_sample is not None and first != facts.start_sample:
        told = (
            f"{path.name} lies at sample {first}, and {facts.start_sample} by its time stamp; an "
            "editor may have moved it."
        )
        yield Finding("timecode", told, item.line, serious=False)
