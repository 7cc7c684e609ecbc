"""What stands in an MLT document: producers by id, properties, times, sequences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate
from foley_post.timeline.layout.rational import number
from foley_post.timeline.sequence import MADE

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["MARK", "Document", "is_our_track", "properties", "track_name", "tracks_in"]

MARK = "foley_post:made"
"""The property that marks what we made."""

_CLOCK = re.compile(r"(\d{1,4}):([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,9})|[:;](\d{1,3}))?")


def properties(element: _Element) -> dict[str, str]:
    """An element's own properties."""
    return {p.get("name") or "": (p.text or "").strip() for p in element.iterfind("property")}


def tracks_in(tractor: _Element) -> list[_Element]:
    """A tractor's tracks, from the bottom up; older documents hold them in a ``multitrack``."""
    return [*tractor.iterfind("track"), *tractor.iterfind("multitrack/track")]


def track_name(track: _Element) -> str:
    """What a track (a playlist, or Kdenlive's tractor of two) is called in its program."""
    told = properties(track)
    return told.get("kdenlive:track_name") or told.get("shotcut:name") or ""


def is_our_track(track: _Element | None) -> bool:
    """Whether an earlier run of Foley Post made this track; Kdenlive keeps its name only."""
    if track is None:
        return False
    return MARK in properties(track) or track_name(track).startswith(f"{MADE}: ")


@dataclass(frozen=True, slots=True)
class Document:
    """The elements by id, and the rate that all frames are counted in."""

    tree: _ElementTree
    by_id: dict[str, _Element]
    rate: Rate

    @classmethod
    def of(cls, tree: _ElementTree) -> Document | None:
        """None where the document has no profile with a rate."""
        profile = tree.find("profile")
        top = number(profile.get("frame_rate_num")) if profile is not None else None
        bottom = number(profile.get("frame_rate_den")) if profile is not None else None
        if not top or not bottom or not 1 <= top / bottom <= 1000:
            return None
        found = {str(e.get("id")): e for e in tree.iter("producer", "chain", "playlist", "tractor")
                 if e.get("id")}  # fmt: skip
        return cls(tree, found, Rate.of(top / bottom))

    def frames(self, text: str | None) -> int | None:
        """A time in frames: ``120``, ``00:00:04.800`` or ``00:00:04:20``."""
        plain = number(text)
        if plain is not None:
            return int(plain)
        match = _CLOCK.fullmatch((text or "").strip())
        if match is None:
            return None
        seconds = Fraction(int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3]))
        if match[4]:
            seconds += Fraction(int(match[4]), 10 ** len(match[4]))
        return self.rate.frames(seconds) + int(match[5] or 0)

    def sequences(self) -> list[_Element]:
        """The tractors that are timelines: Kdenlive's sequences, else the document's last."""
        tractors = [e for e in self.tree.iterfind("tractor") if tracks_in(e)]
        named = [t for t in tractors if _is_sequence(properties(t))]
        return named or tractors[-1:]

    def names(self) -> list[str]:
        """The names of `sequences`."""
        return [properties(t).get("kdenlive:clipname", "") for t in self.sequences()]

    def usual(self) -> int:
        """The one that was open, by its number."""
        opened = {
            value
            for playlist in self.tree.iterfind("playlist")
            for key, value in properties(playlist).items()
            if key == "kdenlive:docproperties.activetimeline"
        }
        for index, tractor in enumerate(self.sequences()):
            if properties(tractor).get("kdenlive:uuid") in opened:
                return index
        return 0

    def root(self) -> str:
        """The folder that relative addresses count from; empty where it is the document's own."""
        return self.tree.getroot().get("root") or ""


def _is_sequence(found: dict[str, str]) -> bool:
    if found.get("kdenlive:projectTractor") == "1":
        return False
    return "kdenlive:uuid" in found or any(
        key.startswith("kdenlive:sequenceproperties.") for key in found
    )
