"""What is looked at before a parser sees a foreign file: size, depth, entities, numbers.

Limits are far above what editors make (a 10,000-clip Premiere timeline is some 60 MB and 40 levels
deep) and far below what makes a parser fall over (100,000 levels end OpenTimelineIO with a crash).
"""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from foley_post.errors import TimelineReadError

if TYPE_CHECKING:
    from lxml import etree

__all__ = [
    "MOST_BYTES",
    "MOST_DEPTH",
    "checked_document",
    "checked_otio",
    "parse_xml",
    "read_bytes",
]

MOST_BYTES = 256 << 20
MOST_DEPTH = 200
_BIGGEST = 1e15
_HOLDERS = (dict, list)


def read_bytes(path: Path) -> bytes:
    """The file's bytes; TimelineReadError when it is not there, empty or too large."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TimelineReadError(
                f"{path.name} is {size >> 20} MB. Timelines over {MOST_BYTES >> 20} MB are not "
                "opened; export the sequence in parts."
            )
        content = path.read_bytes()
    except OSError as error:
        raise TimelineReadError(f"Cannot open {path}: {error.strerror}. Check the path.") from error
    if not content.strip():
        raise TimelineReadError(f"{path.name} is empty. Export the timeline again.")
    return content


def checked_otio(content: bytes, name: str) -> str:
    """The JSON in ``content``, safe for OpenTimelineIO to parse and in schemas that it knows.

    As `checked_document`, whose errors it raises.
    """
    return checked_document(content, name)[1]


def checked_document(content: bytes, name: str) -> tuple[dict[str, Any], str]:
    """The object in ``content`` and its JSON, safe for OpenTimelineIO and in schemas it knows.

    Looks at depth, at rates of 0 or below, times that are no number, and negative durations; raises
    TimelineReadError. Markers of a newer schema are written down to the one before, with their
    colour's name.
    """
    try:
        text = content.decode("utf-8-sig")
        document = json.loads(text.replace(": Inf,", ": Infinity,"))
    except RecursionError:
        _refuse(name, "it is nested too deep")
    except UnicodeDecodeError as error:
        _refuse(name, "it is not text", error)
    except ValueError as error:
        _refuse(name, f"it is not valid JSON ({error})", error)
    schema = document.get("OTIO_SCHEMA") if isinstance(document, dict) else None
    kind = str(schema).partition(".")[0] if schema else "no OTIO object"
    if kind not in {"Timeline", "SerializableCollection"}:
        _refuse(name, f"it holds {kind}, not a timeline")
    changed = _check_levels(document, name)
    return document, json.dumps(document) if changed else text


def _check_levels(document: dict[str, Any], name: str) -> bool:
    """Look at every object, level by level; whether one was written down."""
    level: list[Any] = [document]
    changed, depth = False, 0
    while level:
        inside: list[Any] = []
        for value in level:
            if type(value) is dict:
                if "OTIO_SCHEMA" in value:
                    changed = _check_object(value, name) or changed
                inside.extend(v for v in value.values() if type(v) in _HOLDERS)
            else:
                inside.extend(v for v in value if type(v) in _HOLDERS)
        level = inside
        depth += 1
        if depth > MOST_DEPTH * 4:
            _refuse(name, "it is nested too deep")
    return changed


def _check_object(value: dict[str, object], name: str) -> bool:
    """Refuse times that make no sense; write a newer marker down (then True)."""
    schema = value["OTIO_SCHEMA"]
    if not isinstance(schema, str):
        _refuse(name, "an OTIO_SCHEMA in it is not a name")
    if schema.startswith("RationalTime."):
        for key in ("rate", "value"):
            number = value.get(key)
            if isinstance(number, bool) or not isinstance(number, int | float):
                _refuse(name, f"a time in it has no {key}")
            if not math.isfinite(number) or abs(number) >= _BIGGEST:
                _refuse(name, f"a time in it has the {key} {number:g}")
            if key == "rate" and number <= 0:
                _refuse(name, f"a time in it has the rate {number:g}")
    elif schema.startswith("TimeRange."):
        duration = value.get("duration")
        length = duration.get("value") if isinstance(duration, dict) else None
        if isinstance(length, int | float) and length < 0:
            _refuse(name, "a range in it has a negative duration")
    elif schema == "Marker.3":
        color = value.get("color")
        value["OTIO_SCHEMA"] = "Marker.2"
        value["color"] = str(color.get("name", "")) if isinstance(color, dict) else ""
        return True
    return False


def parse_xml(content: bytes, name: str) -> etree._ElementTree:
    """The document, parsed with entities, network and DTDs off.

    Raises TimelineReadError for what is not XML, for entities, for DTDs with content or an address,
    and for documents nested deeper than libxml2's own 256 levels.
    """
    from lxml import etree

    _check_entities(content, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_blank_text=False,
        strip_cdata=False,
    )
    try:
        tree = etree.parse(io.BytesIO(content), parser)
    except etree.XMLSyntaxError as error:
        _refuse(name, f"it is not valid XML ({error.msg})", error)
    facts = tree.docinfo
    if getattr(facts, "system_url", None) or facts.public_id:
        _refuse(name, "it points to an external DTD")
    return tree


def _check_entities(content: bytes, name: str) -> None:
    """Read it through defusedxml, which stops at the first entity declaration."""
    import xml.sax

    from defusedxml import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    class Declarations(DefusedExpatParser):  # type: ignore[misc]
        """Hears of declarations only: a call for each tag takes seconds for 10,000 clips."""

        def reset(self) -> None:
            super().reset()
            self._parser.StartElementHandler = None
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = None

    try:
        reader = Declarations(forbid_dtd=False)
        reader.parse(io.BytesIO(content))
    except DefusedXmlException as error:
        _refuse(
            name, "it declares entities, which no editor writes and which can be an attack", error
        )
    except xml.sax.SAXException as error:
        _refuse(name, f"it is not valid XML ({error.getMessage()})", error)
    except (ValueError, LookupError) as error:
        _refuse(name, f"it is not valid XML ({error})", error)


def _refuse(name: str, why: str, cause: BaseException | None = None) -> NoReturn:
    raise TimelineReadError(
        f"{name} was not opened: {why}. Export the timeline again from the editing program."
    ) from cause
