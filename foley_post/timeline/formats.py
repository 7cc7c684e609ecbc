"""Which format a timeline file has, and the reader for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foley_post.core.files import there_is
from foley_post.core.timecode import Rate
from foley_post.errors import FoleyError, TimelineReadError
from foley_post.timeline.film.reader import is_film
from foley_post.timeline.safety.input_checks import parse_xml, read_bytes
from foley_post.timeline.safety.isolation import ParsedOtio, parse_isolated
from foley_post.timeline.safety.otio_checks import checked_otio
from foley_post.timeline.sequence import Sequence
from foley_post.timeline.sequence_choice import chosen_index, labels, said_choice

__all__ = [
    "FORMATS",
    "again",
    "content_in",
    "document_of",
    "kind_of",
    "possible_rates",
    "sequence_in",
    "sequences_in",
]

FORMATS = ("otio", "otioz", "otiod", "fcp7xml", "fcpxml", "aaf", "edl", "mlt", "film")
_SUFFIXES = {
    ".otio": "otio",
    ".otioz": "otioz",
    ".otiod": "otiod",
    ".xml": "fcp7xml",
    ".xmeml": "fcp7xml",
    ".fcpxml": "fcpxml",
    ".fcpxmld": "fcpxml",
    ".aaf": "aaf",
    ".edl": "edl",
    ".kdenlive": "mlt",
    ".mlt": "mlt",
}
_EXPORTS = {
    ".prproj": "a Premiere project. In Premiere choose File > Export > Final Cut Pro XML, or "
    "OpenTimelineIO from 25.6 on.",
    ".drp": "a Resolve project. In Resolve choose File > Export > Timeline, and there .otio.",
    ".drt": "a Resolve timeline. In Resolve choose File > Export > Timeline, and there .otio.",
    ".fcpbundle": "a Final Cut Pro library. In Final Cut Pro choose File > Export XML.",
    ".avp": "an Avid project. In Media Composer choose File > Output > Export to File, and there "
    "AAF.",
    ".avb": "an Avid bin. In Media Composer choose File > Output > Export to File, and there AAF.",
    ".veg": "a Vegas project. In Vegas choose File > Export > Final Cut Pro 7 XML.",
    ".aep": "an After Effects project, which is no cut. Give the film that it renders.",
}
"""Projects that only their own program reads, and its menu that gives what others do."""


def kind_of(path: Path) -> str:
    """The format of ``path``, one of `FORMATS`; TimelineReadError for any other file."""
    if not there_is(path):
        raise TimelineReadError(f"There is no file {path}. Check the path.")
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None and is_film(path) and path.is_file():
        return "film"
    if kind is None and path.suffix.lower() in _EXPORTS:
        raise TimelineReadError(f"{path.name} is {_EXPORTS[path.suffix.lower()]}")
    if kind is None:
        raise TimelineReadError(
            f"{path.name} is not a timeline that can be read. "
            "Export it as .otio, Final Cut Pro XML, FCPXML, AAF or EDL, or give the film itself."
        )
    if kind == "fcp7xml" and path.is_file():
        with path.open("rb") as file:
            head = file.read(4096)
        if b"<fcpxml" in head:
            return "fcpxml"
        if b"<mlt" in head and b"<xmeml" not in head:
            return "mlt"
    if path.is_dir() and not document_of(path, kind).is_file():
        raise TimelineReadError(f"{path} is a folder without a timeline in it. Check the path.")
    return kind


def document_of(path: Path, kind: str) -> Path:
    """The file that holds the timeline: ``path`` itself, or the one inside a bundle's folder."""
    if kind == "otiod":
        return path / "content.otio"
    if kind == "fcpxml" and path.is_dir():
        return path / "Info.fcpxml"
    return path


def content_in(path: Path, kind: str) -> bytes:
    """The timeline's own bytes; TimelineReadError."""
    if kind == "otioz":
        from foley_post.timeline.safety.bundle import content_of

        return content_of(path)
    if kind == "film":
        from foley_post.timeline.film.reader import describe

        return describe(path)
    return read_bytes(document_of(path, kind))


def sequence_in(
    kind: str, content: bytes, name: str, *, rate: Rate | None = None, wanted: str = ""
) -> Sequence:
    """The timeline in ``content``; raises TimelineReadError, and UsageError for ``wanted`` alone.

    ``name`` is what messages call the file; ``rate`` is for EDLs, which do not say theirs;
    ``wanted`` names the sequence where a file holds several.
    """
    try:
        if kind == "fcp7xml":
            from foley_post.timeline.fcp7.reader import read_fcp7

            return read_fcp7(parse_xml(content, name), name, wanted)
        if kind == "fcpxml":
            from foley_post.timeline.fcpxml.reader import read_fcpxml

            return read_fcpxml(parse_xml(content, name), name, wanted)
        if kind == "mlt":
            from foley_post.timeline.mlt.reader import read_mlt

            return read_mlt(parse_xml(content, name), name, wanted)
        if kind == "film":
            from foley_post.timeline.film.reader import read_film

            return read_film(content, name)
        if kind == "edl":
            from foley_post.timeline.edl.reader import read_edl

            return read_edl(content, name, rate)
        parsed = parse_isolated("aaf" if kind == "aaf" else "otio", content, name)
        return _otio(parsed, name, wanted)
    except FoleyError:
        raise
    except Exception as error:  # the border: a foreign file in a parser
        raise TimelineReadError(
            f"{name} was not opened: it is damaged ({type(error).__name__}: {error}). "
            "Export the timeline again from the editing program."
        ) from error


def again(
    kind: str, content: bytes, name: str, *, rate: Rate | None = None, wanted: str = ""
) -> Sequence:
    """What `sequence_in` gave for the same bytes before; ``.otio`` needs no child process now."""
    if kind in {"otio", "otioz", "otiod"}:
        checked = checked_otio(content, name)
        return _otio(ParsedOtio(checked.text, checked.notices), name, wanted)
    return sequence_in(kind, content, name, rate=rate, wanted=wanted)


def sequences_in(path: Path) -> tuple[str, ...]:
    """What the sequences (projects, timelines) in the file are called, each by a name of its own.

    A name from here is what `read_cut` takes as ``sequence``. One or none where there is no choice.
    Raises TimelineReadError.
    """
    path = Path(path)
    kind = kind_of(path)
    if kind in {"edl", "film"}:
        return ()
    content = content_in(path, kind)
    if kind == "fcp7xml":
        from foley_post.timeline.fcp7 import document

        return labels(document.sequence_names(parse_xml(content, path.name)))
    if kind == "fcpxml":
        from foley_post.timeline.fcpxml import reader

        return labels(reader.sequence_names(parse_xml(content, path.name)))
    if kind == "mlt":
        from foley_post.timeline.mlt import reader as mlt

        return labels(mlt.sequence_names(parse_xml(content, path.name)))
    parsed = parse_isolated("aaf" if kind == "aaf" else "otio", content, path.name)
    return labels([t.get("name") or "" for t in _timelines(json.loads(parsed.text))])


def possible_rates(path: Path) -> tuple[Rate, ...]:
    """The frame rates that an EDL can be meant at, the likeliest first; empty for other formats,
    which say theirs.

    One of them is what `read_cut` takes as ``rate``. Raises TimelineReadError.
    """
    path = Path(path)
    if kind_of(path) != "edl":
        return ()
    from foley_post.timeline.edl import reader

    return reader.possible_rates(content_in(path, "edl"), path.name)


def _timelines(value: Any) -> list[dict[str, Any]]:
    """The timelines of an OTIO document, from whatever collections, in order."""
    found: list[dict[str, Any]] = []
    waiting = [value]
    while waiting:
        one = waiting.pop(0)
        kind = str(one.get("OTIO_SCHEMA", "")) if isinstance(one, dict) else ""
        if kind.startswith("Timeline."):
            found.append(one)
        elif kind.startswith("SerializableCollection."):
            waiting[:0] = one.get("children") or []
    return found


def _otio(parsed: ParsedOtio, name: str, wanted: str = "") -> Sequence:
    import opentimelineio as otio

    found: Any = otio.adapters.read_from_string(parsed.text, "otio_json")
    notices = list(parsed.notices)
    timelines = list(_in_bins(found))
    if not timelines:
        raise TimelineReadError(f"There is no timeline in {name}. Export a whole timeline.")
    names = [t.name for t in timelines]
    index = chosen_index(names, wanted, name)
    if said := said_choice(names, index, wanted, name):
        notices.append(said)
    return Sequence(timelines[index], notices=tuple(notices))


def _in_bins(found: Any) -> Iterator[Any]:
    """A timeline, or those of a collection and of the collections in it."""
    kind = found.schema_name()
    if kind == "Timeline":
        yield found
    elif kind == "SerializableCollection":
        for child in found:
            yield from _in_bins(child)
