"""What stands in a Final Cut Pro 7 XML document: its sequences, rates, timecodes, references."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate, parse_timecode
from foley_post.timeline.layout.rational import number
from foley_post.timeline.sequence import MADE
from foley_post.timeline.sequence_choice import chosen_index

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = [
    "References",
    "chosen_sequence",
    "element_rate",
    "is_our_clip",
    "is_true",
    "sample_rate",
    "sequence_names",
    "timecode_s",
    "whole_number",
]


def _sequences(tree: _ElementTree) -> list[_Element]:
    """The sequences that can be read, in document order, from whatever bins."""
    return [s for s in tree.iter("sequence") if s.find("media") is not None and _is_top(s)]


def _is_top(element: _Element) -> bool:
    return all(parent.tag not in {"clipitem", "sequence"} for parent in element.iterancestors())


def sequence_names(tree: _ElementTree) -> list[str]:
    """The names of the sequences that can be read, in document order."""
    return [(found.findtext("name") or "").strip() for found in _sequences(tree)]


def chosen_sequence(tree: _ElementTree, wanted: str = "", file: str = "") -> _Element | None:
    """The sequence that is read and written: the one called ``wanted``, else the first.

    UsageError for a name that is not there.
    """
    found = _sequences(tree)
    index = chosen_index(sequence_names(tree), wanted, file or "the file")
    return found[index] if found else None


def element_rate(element: _Element | None) -> Rate | None:
    """The ``<rate>`` inside ``element``; None when there is none that makes sense."""
    rate = element.find("rate") if element is not None else None
    return None if rate is None else _rate_of(rate.findtext("timebase"), rate.findtext("ntsc"))


@lru_cache(maxsize=1024)
def _rate_of(base: str | None, ntsc: str | None) -> Rate | None:
    timebase = number(base)
    if timebase is None or not 0 < timebase <= 1000:
        return None
    if (ntsc or "").strip().upper() == "TRUE":
        whole = -(-timebase // 1)  # 23.976 written out, and marked ntsc too
        return Rate.of(Fraction(whole) * 1000 / 1001)
    return Rate.of(timebase)


def is_our_clip(item: _Element) -> bool:
    """Whether an earlier run of Foley Post made this clipitem."""
    return (item.findtext("logginginfo/lognote") or "").startswith(MADE)


@dataclass(slots=True)
class References:
    """Elements by their ids: a file or sequence stands in full once, and by id afterwards."""

    by_id: dict[tuple[str, str], _Element] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: _ElementTree) -> References:
        """Those of a document."""
        found: dict[tuple[str, str], _Element] = {}
        for element in tree.iter(*_REFERRED):
            key = (str(element.tag), element.get("id") or "")
            if key[1] and (key not in found or len(found[key]) < 2 <= len(element)):
                found[key] = element
        return cls(found)

    def full(self, element: _Element | None) -> _Element | None:
        """The element itself, or the full one of the same id."""
        if element is None or len(element):
            return element
        return self.by_id.get((str(element.tag), element.get("id") or ""), element)


_REFERRED = ("file", "sequence", "clip", "clipitem", "media", "multiclip")


def timecode_s(found: _Element | None, rate: Rate) -> Fraction:
    """What a ``<timecode>`` says, in seconds; 0 where it makes no sense or is not there."""
    if found is None:
        return Fraction(0)
    own = element_rate(found) or rate
    frame = number(found.findtext("frame"))
    if frame is None:
        try:
            frame = Fraction(parse_timecode(found.findtext("string") or "", own))
        except ValueError:
            frame = Fraction(0)
    return frame * own.frame_s


def is_true(element: _Element, tag: str, default: bool) -> bool:
    """What a switch inside ``element`` says."""
    text = (element.findtext(tag) or "").strip().upper()
    return default if not text else text == "TRUE"


def whole_number(element: _Element | None, tag: str, default: int) -> int:
    """A positive whole number inside ``element``; ``default`` for anything else."""
    value = number(element.findtext(tag)) if element is not None else None
    return int(value) if value is not None and 0 < value < 1_000_000 else default


def sample_rate(element: _Element | None) -> int:
    """The ``<samplerate>`` inside ``element`` in Hz; 48,000 for what makes no sense.

    Some write kilohertz.
    """
    value = number(element.findtext("samplerate")) if element is not None else None
    if value is not None and 8 <= value <= 768:
        value *= 1000
    return int(value) if value is not None and 8000 <= value <= 768_000 else 48_000
