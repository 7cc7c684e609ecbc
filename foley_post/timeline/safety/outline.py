"""An OTIO document less what reading never looks at.

Premiere notes every effect's every parameter; without them a 10,000-clip document parses in a
quarter of the time. Only what is read is made from an outline; what is written is made from the
whole document.
"""

from __future__ import annotations

from typing import Any

from foley_post.timeline.sequence import OURS

__all__ = ["outline"]

_PLAIN = {"Clip", "Gap", "Transition", "ExternalReference", "MissingReference"}
_HOLDS = ("children", "tracks", "media_reference")
_NEEDED_EFFECTS = {"LinearTimeWarp", "FreezeFrame", "TimeEffect"}


def outline(document: dict[str, Any]) -> dict[str, Any]:
    """``document``, changed in place: markers, effects that leave time alone, and hosts' notes on
    clips are gone; ours stay, and so does everything of timelines, stacks and tracks.
    """
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            _thin(value)
            waiting.extend(value[key] for key in _HOLDS if key in value)
            references = value.get("media_references")
            if isinstance(references, dict):
                waiting.extend(references.values())
    return document


def _thin(value: dict[str, Any]) -> None:
    effects, metadata = value.get("effects"), value.get("metadata")
    if effects and isinstance(effects, list):
        value["effects"] = [e for e in effects if _schema(e) in _NEEDED_EFFECTS]
    if _schema(value) in _PLAIN and isinstance(metadata, dict):
        value["metadata"] = {OURS: metadata[OURS]} if OURS in metadata else {}
        if "markers" in value:
            value["markers"] = []


def _schema(value: Any) -> str:
    return str(value.get("OTIO_SCHEMA", "")).partition(".")[0] if isinstance(value, dict) else ""
