"""What a document made from another format does not carry, in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

__all__ = ["say_lost", "say_not_read"]

_SPEEDS = {"LinearTimeWarp", "FreezeFrame", "TimeEffect"}


def say_lost(timeline: Any, form: str, notices: list[str], not_read: Mapping[str, int]) -> None:
    """Add to ``notices`` how much of an OTIO ``timeline`` stays behind when a ``form`` is made from
    it; ``not_read`` counts what the timeline does not carry of its own source.

    Speeds, titles and what is nested are told shot by shot where they are not carried.
    """
    counted: Counter[str] = Counter()
    for item in timeline.tracks.find_children():
        kind = item.schema_name()
        if kind == "Transition":
            counted["transition"] += 1
            continue
        effects = item.effects
        if len(effects):
            counted["effect"] += sum(e.schema_name() not in _SPEEDS for e in effects)
    counted.update(not_read)
    _say(timeline, form, notices, counted)


def say_not_read(timeline: Any, form: str, notices: list[str], not_read: Mapping[str, int]) -> None:
    """The same of a ``form`` that carries all that the timeline does."""
    _say(timeline, form, notices, Counter(not_read))


def _say(timeline: Any, form: str, notices: list[str], counted: Counter[str]) -> None:
    told = [_number(n, what) for what, n in counted.items() if n]
    if told:
        whole = ", ".join(told[:-1]) + (" and " if told[:-1] else "") + told[-1]
        are = "is" if sum(counted.values()) == 1 else "are"
        notices.append(f"{whole} of {timeline.name or 'the timeline'} {are} not in the {form}.")


def _number(count: int, what: str) -> str:
    """``2 links of picture and sound``: the plural is that of the first noun."""
    if count == 1:
        return f"1 {what}"
    noun, of, rest = what.partition(" of ")
    plural = f"{noun[:-1]}ies" if noun.endswith("ty") else f"{noun}s"
    return f"{count} {plural}{of}{rest}"
