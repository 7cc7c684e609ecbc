"""An ``.otio`` document before OpenTimelineIO sees it: depth, times, and schemas it knows.

One clip that makes no sense costs that clip, not the timeline: see `otio_repair`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from foley_post.timeline.safety.input_checks import refuse
from foley_post.timeline.safety.otio_repair import leave_out, use_known_schemas

__all__ = ["MOST_DEPTH", "CheckedOtio", "checked_otio"]

MOST_DEPTH = 800
"""How many levels of JSON; 100,000 end OpenTimelineIO with a crash, editors make some 40."""

_BIGGEST = 1e15
_HOLDERS = (dict, list)


@dataclass(frozen=True, slots=True)
class CheckedOtio:
    """A document that OpenTimelineIO can parse, its JSON, and what was left out, in sentences."""

    document: dict[str, Any]
    text: str
    notices: tuple[str, ...] = ()


def checked_otio(content: bytes, name: str) -> CheckedOtio:
    """The object in ``content``, safe for OpenTimelineIO and in schemas that it knows.

    Clips with rates of 0 or below, times that are no number or negative durations are left out,
    schemas that OpenTimelineIO does not know stand-ins take the place of; both are said. Markers of
    a newer schema are written down to the one before. Raises TimelineReadError where nothing is
    left, or where it is the timeline itself that makes no sense.
    """
    try:
        text = content.decode("utf-8-sig")
        document = json.loads(text.replace(": Inf,", ": Infinity,"))
    except RecursionError:
        refuse(name, "it is nested too deep")
    except UnicodeDecodeError as error:
        refuse(name, "it is not text", error)
    except ValueError as error:
        refuse(name, f"it is not valid JSON ({error})", error)
    schema = document.get("OTIO_SCHEMA") if isinstance(document, dict) else None
    kind = str(schema).partition(".")[0] if schema else "no OTIO object"
    if kind not in {"Timeline", "SerializableCollection"}:
        refuse(name, f"it holds {kind}, not a timeline")
    changed, why = _check_levels(document, name)
    notices: list[str] = []
    if why:
        if not leave_out(document, fault_of, notices):
            refuse(name, why)
        changed, why = _check_levels(document, name)
        if why:
            refuse(name, why)
        changed = True
    known = use_known_schemas(document, notices)
    if changed or known:
        text = json.dumps(document)
    return CheckedOtio(document, text, tuple(notices))


def _check_levels(document: dict[str, Any], name: str) -> tuple[bool, str]:
    """Look at every object, level by level: whether one was written down, and the first fault."""
    level: list[Any] = [document]
    changed, depth, why = False, 0, ""
    while level:
        inside: list[Any] = []
        for value in level:
            if type(value) is dict:
                if "OTIO_SCHEMA" in value:
                    why = why or fault_of(value)
                    changed = _write_down(value) or changed
                inside.extend(v for v in value.values() if type(v) in _HOLDERS)
            else:
                inside.extend(v for v in value if type(v) in _HOLDERS)
        level = inside
        depth += 1
        if depth > MOST_DEPTH:
            refuse(name, "it is nested too deep")
    return changed, why


def fault_of(value: dict[str, Any]) -> str:
    """What makes no sense about an object of the document; empty when it does."""
    schema = value["OTIO_SCHEMA"]
    if not isinstance(schema, str):
        return "an OTIO_SCHEMA in it is not a name"
    if schema.startswith("RationalTime."):
        return _fault_of_time(value)
    if schema.startswith("TimeRange."):
        duration = value.get("duration")
        length = duration.get("value") if isinstance(duration, dict) else None
        if not isinstance(duration, dict) or not isinstance(value.get("start_time"), dict):
            return "a range in it has no start or no duration"
        if isinstance(length, int | float) and length < 0:
            return "a range in it has a negative duration"
    return ""


def _fault_of_time(value: dict[str, Any]) -> str:
    for key in ("rate", "value"):
        number = value.get(key)
        if isinstance(number, bool) or not isinstance(number, int | float):
            return f"a time in it has no {key}"
        if not math.isfinite(number) or abs(number) >= _BIGGEST:
            return f"a time in it has the {key} {number:g}"
        if key == "rate" and number <= 0:
            return f"a time in it has the rate {number:g}"
    return ""


def _write_down(value: dict[str, Any]) -> bool:
    """Write a newer marker down to the schema that OpenTimelineIO 0.18 knows."""
    if value["OTIO_SCHEMA"] != "Marker.3":
        return False
    color = value.get("color")
    value["OTIO_SCHEMA"] = "Marker.2"
    value["color"] = str(color.get("name", "")) if isinstance(color, dict) else ""
    return True
