"""Clips of an ``.otio`` document that OpenTimelineIO would refuse, left out or given a stand-in.

A clip whose times make no sense becomes a gap of its length. An object of a schema that is not
OpenTimelineIO's own (a vendor's media reference, effect, marker or clip) becomes the nearest plain
one and keeps the original in its metadata; `originals_back` puts it back where it is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from foley_post.timeline.sequence import OURS

__all__ = ["leave_out", "originals_back", "use_known_schemas"]

_ORIGINAL = "original"
_CHILDREN = {
    *("Clip.1", "Clip.2", "Gap.1", "Filler.1", "Stack.1", "Track.1", "Sequence.1"),
    *("Transition.1", "Item.1", "Composition.1", "Composable.1"),
}
_REFERENCES = {
    *("ExternalReference.1", "MissingReference.1", "GeneratorReference.1", "MediaReference.1"),
    *("ImageSequenceReference.1",),
}
_EFFECTS = {"Effect.1", "TimeEffect.1", "LinearTimeWarp.1", "FreezeFrame.1"}
_MARKERS = {"Marker.1", "Marker.2"}


def leave_out(
    document: dict[str, Any], fault_of: Callable[[dict[str, Any]], str], notices: list[str]
) -> bool:
    """Take out every clip, marker and transition with a fault; whether a clip is left.

    ``fault_of`` says what is wrong with one object. A gap stands where a clip was, as long as it
    said that it is.
    """
    kept = 0
    for children in _lists(document, "children"):
        for index, child in enumerate(list(children)):
            if not isinstance(child, dict):
                continue
            _without_markers(child, fault_of, notices)
            why = _first_fault(child, fault_of)
            kept += (not why and "media_references" in child) or "media_reference" in child
            if why:
                name = child.get("name") or f"A clip ({_kind(child)})"
                notices.append(f"{name} was left out: {why.replace(' in it ', ' of it ')}.")
                children[index] = _gap(child, fault_of)
    return kept > 0


def _without_markers(
    item: dict[str, Any], fault_of: Callable[[dict[str, Any]], str], notices: list[str]
) -> None:
    markers = item.get("markers")
    if not isinstance(markers, list):
        return
    good = [m for m in markers if not (isinstance(m, dict) and _first_fault(m, fault_of))]
    if len(good) < len(markers):
        count = len(markers) - len(good)
        name = item.get("name") or "a clip"
        notices.append(f"{count} of the markers of {name} make no sense and were left out.")
        item["markers"] = good


def _first_fault(item: dict[str, Any], fault_of: Callable[[dict[str, Any]], str]) -> str:
    """What is wrong with an item itself; what lies inside it as children is not looked at."""
    waiting: list[Any] = [item]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            if "OTIO_SCHEMA" in value and (why := fault_of(value)):
                return why
            waiting.extend(v for key, v in value.items() if key != "children")
    return ""


def _gap(child: dict[str, Any], fault_of: Callable[[dict[str, Any]], str] | None) -> dict[str, Any]:
    """A gap as long as ``child`` says it is, or without length."""
    nothing = {"OTIO_SCHEMA": "RationalTime.1", "rate": 24, "value": 0}
    length: Any = nothing
    source = child.get("source_range")
    if isinstance(source, dict) and not (fault_of and _first_fault(source, fault_of)):
        length = source.get("duration") or nothing
    return {
        "OTIO_SCHEMA": "Gap.1",
        "name": "",
        "metadata": {},
        "effects": [],
        "markers": [],
        "enabled": True,
        "source_range": {
            "OTIO_SCHEMA": "TimeRange.1",
            "start_time": nothing | {"rate": length.get("rate", 24)},
            "duration": length,
        },
    }


def use_known_schemas(document: dict[str, Any], notices: list[str]) -> bool:
    """Give everything of an unknown schema a stand-in; whether there was any."""
    found = False
    for children in _lists(document, "children"):
        for index, child in enumerate(children):
            kind = child.get("OTIO_SCHEMA") if isinstance(child, dict) else None
            if kind not in _CHILDREN:
                children[index] = _kept(_gap(child if isinstance(child, dict) else {}, None), child)
                name = (child.get("name") if isinstance(child, dict) else "") or "An item"
                notices.append(f"{name} is a {kind}, which nobody else reads; it was left out.")
                found = True
            else:
                found = _known_parts(child, notices) or found
    for stack in (document.get("tracks"), *_values(document.get("children"))):
        if isinstance(stack, dict):
            found = _known_parts(stack, notices) or found
    return found


def _known_parts(item: dict[str, Any], notices: list[str]) -> bool:
    """References, effects and markers of one item."""
    name, found = item.get("name") or "A clip", False
    references = item.get("media_references")
    places = [(references, k) for k in references] if isinstance(references, dict) else []
    if item.get("OTIO_SCHEMA") == "Clip.1":
        places.append((item, "media_reference"))
    for holder, key in places:
        reference = holder.get(key)
        kind = _schema(reference)
        if reference is None and holder is item:
            continue
        if kind not in _REFERENCES:
            holder[key] = _kept({"OTIO_SCHEMA": "MissingReference.1", "name": ""}, reference)
            notices.append(f"{name} has its media in a {kind}, which nobody else reads.")
            found = True
    for key, known, stand_in in (
        ("effects", _EFFECTS, {"OTIO_SCHEMA": "Effect.1", "name": ""}),
        ("markers", _MARKERS, _MARKER),
    ):
        values = item.get(key)
        if not isinstance(values, list):
            continue
        for index, value in enumerate(values):
            if _schema(value) not in known:
                values[index] = _kept(stand_in | {"effect_name": _schema(value)}, value)
                found = True
    return found


_NOW = {"OTIO_SCHEMA": "RationalTime.1", "rate": 24, "value": 0}
_MARKER = {
    "OTIO_SCHEMA": "Marker.2",
    "name": "",
    "color": "RED",
    "marked_range": {"OTIO_SCHEMA": "TimeRange.1", "start_time": _NOW, "duration": _NOW},
}


def _kept(stand_in: dict[str, Any], original: Any) -> dict[str, Any]:
    """``stand_in`` with the original beside it, as text: a parser must not look into it."""
    return stand_in | {"metadata": {OURS: {_ORIGINAL: json.dumps(original)}}}


def originals_back(text: str) -> str:
    """OTIO JSON with the originals in the places of their stand-ins."""
    if f'"{_ORIGINAL}"' not in text:
        return text
    holder: list[Any] = [json.loads(text)]
    waiting: list[Any] = [holder]
    while waiting:
        value = waiting.pop()
        places = list(enumerate(value)) if isinstance(value, list) else list(value.items())
        for key, inner in places:
            if isinstance(inner, dict) and (original := _original_of(inner)) is not None:
                value[key] = json.loads(original)
            elif isinstance(inner, dict | list):
                waiting.append(inner)
    return json.dumps(holder[0], indent=4)


def _original_of(value: dict[str, Any]) -> str | None:
    metadata = value.get("metadata")
    ours = metadata.get(OURS) if isinstance(metadata, dict) else None
    original = ours.get(_ORIGINAL) if isinstance(ours, dict) else None
    return original if isinstance(original, str) else None


def _lists(document: dict[str, Any], key: str) -> Iterator[list[Any]]:
    """The lists under ``key`` of compositions, from the outside in."""
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            found = value.get(key)
            is_collection = _kind(value) == "SerializableCollection"
            if isinstance(found, list) and not is_collection:
                yield found
            waiting.extend(v for k, v in value.items() if k in {"children", "tracks"})


def _values(value: Any) -> list[Any]:
    return (
        [v.get("tracks") for v in value if isinstance(v, dict)] if isinstance(value, list) else []
    )


def _kind(value: dict[str, Any]) -> str:
    return _schema(value).partition(".")[0]


def _schema(value: Any) -> str:
    return str(value.get("OTIO_SCHEMA", "")) if isinstance(value, dict) else ""
