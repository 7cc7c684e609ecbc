"""Which format a timeline file has, and the reader for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from foley_post.errors import TimelineReadError
from foley_post.timeline.apart import parse_apart
from foley_post.timeline.guard import parse_xml
from foley_post.timeline.sequence import Sequence

__all__ = ["FORMATS", "kind_of", "sequence_in"]

FORMATS = ("otio", "otioz", "otiod", "fcp7xml", "fcpxml", "aaf", "edl")
_SUFFIXES = {
    ".otio": "otio",
    ".xml": "fcp7xml",
    ".xmeml": "fcp7xml",
    ".fcpxml": "fcpxml",
    ".fcpxmld": "fcpxml",
}


def kind_of(path: Path) -> str:
    """The format of ``path``, one of `FORMATS`; TimelineReadError for any other file."""
    if not path.exists():
        raise TimelineReadError(f"There is no file {path}. Check the path.")
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise TimelineReadError(
            f"{path.name} is not a timeline that can be read. "
            "Export it as .otio or as Final Cut Pro XML."
        )
    return _SUFFIXES[suffix]


def sequence_in(kind: str, content: bytes, path: Path, *, vetted: bool = False) -> Sequence:
    """The timeline in ``content``; raises TimelineReadError and nothing else.

    ``vetted``: these bytes went through here before, so the child process is spared.
    """
    try:
        if kind == "fcp7xml":
            from foley_post.timeline.fcp7_read import read_fcp7

            return read_fcp7(parse_xml(content, path.name), path.name)
        if kind == "fcpxml":
            from foley_post.timeline.fcpxml_read import read_fcpxml

            return read_fcpxml(parse_xml(content, path.name), path.name)
        if vetted and kind == "otio":
            return _otio(content.decode("utf-8-sig"), path.name)
        return _otio(parse_apart(kind, content, path), path.name)
    except TimelineReadError:
        raise
    except Exception as error:  # the border: a foreign file in a parser
        raise TimelineReadError(
            f"{path.name} was not opened: it is damaged ({type(error).__name__}: {error}). "
            "Export the timeline again from the editing program."
        ) from error


def _otio(text: str, name: str) -> Sequence:
    import opentimelineio as otio

    found: Any = otio.adapters.read_from_string(text, "otio_json")
    notices: list[str] = []
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
