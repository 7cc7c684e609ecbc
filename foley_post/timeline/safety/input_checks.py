"""What is looked at before a parser sees a foreign file: its size, and entities in XML.

Limits are far above what editors make (a 10,000-clip Premiere timeline is some 60 MB and 40 levels
deep) and far below what makes a parser fall over (100,000 levels end OpenTimelineIO with a crash).
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from foley_post.errors import TimelineReadError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["MOST_BYTES", "parse_xml", "read_bytes", "refuse"]

MOST_BYTES = 256 << 20


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


def parse_xml(content: bytes, name: str) -> etree._ElementTree:
    """The document, parsed with entities, network and DTDs off.

    A DTD that the document points to is not loaded. Raises TimelineReadError for what is not XML,
    for entities, and for documents nested deeper than libxml2's own 256 levels.
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
        return etree.parse(io.BytesIO(content), parser)
    except etree.XMLSyntaxError as error:
        refuse(name, f"it is not valid XML ({error.msg})", error)


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
            self._parser.SetParamEntityParsing(0)  # a DTD elsewhere is named, and not loaded

    try:
        reader = Declarations(forbid_dtd=False)
        reader.parse(io.BytesIO(content))
    except DefusedXmlException as error:
        refuse(
            name, "it declares entities, which no editor writes and which can be an attack", error
        )
    except xml.sax.SAXException as error:
        refuse(name, f"it is not valid XML ({error.getMessage()})", error)
    except (ValueError, LookupError) as error:
        refuse(name, f"it is not valid XML ({error})", error)


def refuse(name: str, why: str, cause: BaseException | None = None) -> NoReturn:
    """Raise the TimelineReadError that says why the file called ``name`` was not opened."""
    raise TimelineReadError(
        f"{name} was not opened: {why}. Export the timeline again from the editing program."
    ) from cause
