"""The pictures and sounds inside an FCPXML ``clip``, and where a split edit has its sound.

A ``clip`` holds a picture and its sounds as elements, each with a clock of its own: an element
inside another is placed on that one's clock. Connected clips are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from foley_post.timeline.fcpxml.times import time

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Component", "components", "local_start", "sound_span"]

_ZERO = Fraction(0)
_HOLDERS = {"video", "audio", "gap"}
_MOST_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Component:
    """A ``video`` or ``audio`` element inside a clip; ``shift_s`` is how much further its own clock
    stands than the clip's.
    """

    element: _Element
    shift_s: Fraction


def components(item: _Element, resources: dict[str, _Element]) -> Iterator[Component]:
    """The first picture of a ``clip``, then all its sounds."""
    found = list(_inside(item, resources, _ZERO, 0))
    pictures = [c for c in found if c.element.tag == "video"]
    yield from pictures[:1]
    yield from (c for c in found if c.element.tag == "audio")


def _inside(
    holder: _Element, resources: dict[str, _Element], shift_s: Fraction, depth: int
) -> Iterator[Component]:
    for child in holder:
        if child.tag not in _HOLDERS or (depth == 0 and child.get("lane")) or depth > _MOST_DEPTH:
            continue
        own = shift_s + local_start(child, resources) - (time(child.get("offset")) or _ZERO)
        if child.tag == "audio" or (child.tag == "video" and depth == 0):
            yield Component(child, own)
        yield from _inside(child, resources, own, depth + 1)


def local_start(item: _Element, resources: dict[str, _Element]) -> Fraction:
    """Where an item's own clock starts: what connected items' offsets count from."""
    start = time(item.get("start"))
    if start is not None:
        return start
    resource = resources.get(item.get("ref") or "")
    if resource is None:
        return _ZERO
    if resource.tag == "asset":
        return time(resource.get("start")) or _ZERO
    inside = resource.find("sequence")
    inside = resource.find("multicam") if inside is None else inside
    return (time(inside.get("tcStart")) or _ZERO) if inside is not None else _ZERO


def sound_span(
    item: _Element, start_s: Fraction, length_s: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Where the sound of a split edit starts on the item's clock, and how long it lasts.

    None where it lies under the picture, which starts at ``start_s`` and lasts ``length_s``.
    """
    start, length = time(item.get("audioStart")), time(item.get("audioDuration"))
    if start is None and length is None:
        return None
    span = (start_s if start is None else start, length_s if length is None else length)
    return None if span == (start_s, length_s) or span[1] <= 0 else span
