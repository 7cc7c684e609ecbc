"""What a document made from another format does not carry, in a sentence."""

from __future__ import annotations

from collections import Counter
from typing import Any

__all__ = ["say_lost"]

_SPEEDS = {"LinearTimeWarp", "FreezeFrame", "TimeEffect"}


def say_lost(timeline: Any, form: str, notices: list[str]) -> None:
    """Add to ``notices`` how many transitions, effects and markers of an OTIO ``timeline`` stay
    behind when a ``form`` is made from it.

    Speeds, titles and what is nested are told shot by shot where they are not carried.
    """
    counted: Counter[str] = Counter()
    for item in timeline.tracks.find_children():
        kind = item.schema_name()
        if kind == "Transition":
            counted["transition"] += 1
            continue
        counted["marker"] += len(item.markers)
        effects = item.effects
        if len(effects):
            counted["effect"] += sum(e.schema_name() not in _SPEEDS for e in effects)
    told = [f"{n} {what}{'s' if n > 1 else ''}" for what, n in counted.items() if n]
    if told:
        whole = ", ".join(told[:-1]) + (" and " if told[:-1] else "") + told[-1]
        notices.append(f"{whole} of {timeline.name or 'the timeline'} are not in the {form}.")
