"""Which format a timeline file has, and the reader for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from foley_post.core.timecode import Rate
from foley_post.errors import TimelineReadError
from foley_post.timeline.safety.input_checks import parse_xml, read_bytes
from foley_post.timeline.safety.isolation import ParsedOtio, parse_apart
from foley_post.timeline.safety.otio_checks import checked_otio
from foley_post.timeline.sequence import Sequence

__all__ = ["FORMATS", "again", "content_in", "document_of", "kind_of", "sequence_in"]

FORMATS = ("otio", "otioz", "otiod", "fcp7xml", "fcpxml", "aaf", "edl")
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
}


def kind_of(path: Path) -> str:
    """The format of ``path``, one of `FORMATS`; TimelineReadError for any other file."""
    if not path.exists():
        raise TimelineReadError(f"There is no file {path}. Check the path.")
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise TimelineReadError(
            f"{path.name} is not a timeline that can be read. "
            "Export it as .otio, Final Cut Pro XML, FCPXML, AAF or EDL."
        )
    if kind == "fcp7xml" and path.is_file():
        with path.open("rb") as file:
            if b"<fcpxml" in file.read(4096):
                return "fcpxml"
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
    return read_bytes(document_of(path, kind))


def sequence_in(kind: str, content: bytes, name: str, *, rate: Rate | None = None) -> Sequence:
    """The timeline in ``content``; raises TimelineReadError and nothing else.

    ``name`` is what messages call the file; ``rate`` is for EDLs, which do not say theirs.
    """
    try:
        if kind == "fcp7xml":
            from foley_post.timeline.fcp7.reader import read_fcp7

            return read_fcp7(parse_xml(content, name), name)
        if kind == "fcpxml":
            from foley_post.timeline.fcpxml.reader import read_fcpxml

            return read_fcpxml(parse_xml(content, name), name)
        if kind == "edl":
            from foley_post.timeline.edl.reader import read_edl

            return read_edl(content, name, rate)
        return _otio(parse_apart("aaf" if kind == "aaf" else "otio", content, name), name)
    except TimelineReadError:
        raise
    except Exception as error:  # the border: a foreign file in a parser
        raise TimelineReadError(
            f"{name} was not opened: it is damaged ({type(error).__name__}: {error}). "
            "Export the timeline again from the editing program."
        ) from error


def again(kind: str, content: bytes, name: str, *, rate: Rate | None = None) -> Sequence:
    """What `sequence_in` gave for the same bytes before; ``.otio`` needs no child process now."""
    if kind in {"otio", "otioz", "otiod"}:
        checked = checked_otio(content, name)
        return _otio(ParsedOtio(checked.text, checked.notices), name)
    return sequence_in(kind, content, name, rate=rate)


def _otio(parsed: ParsedOtio, name: str) -> Sequence:
    import opentimelineio as otio

    found: Any = otio.adapters.read_from_string(parsed.text, "otio_json")
    notices = list(parsed.notices)
    if isinstance(found, otio.schema.SerializableCollection):
        timelines = [t for t in found if isinstance(t, otio.schema.Timeline)]
        if not timelines:
            raise TimelineReadError(f"There is no timeline in {name}. Export a whole timeline.")
        if len(timelines) > 1:
            notices.append(
                f"{name} holds {len(timelines)} timelines; {timelines[0].name or 'the first'} "
                "was read."
            )
        found = timelines[0]
    return Sequence(found, notices=tuple(notices))
