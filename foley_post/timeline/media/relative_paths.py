"""Addresses that are relative to a timeline, kept true where it is written to another folder.

Only what lies there is touched: an address that leads nowhere stays as it was.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foley_post.timeline.media.media_urls import file_url, path_in, premiere_url

if TYPE_CHECKING:
    from lxml.etree import _ElementTree

__all__ = ["settle_fcp7", "settle_fcpxml", "settle_mlt", "settle_otio"]


def settle_otio(timeline: Any, home: Path) -> None:
    """Make the relative addresses of an OTIO timeline, which count from ``home``, absolute."""
    for clip in timeline.find_clips():
        for reference in clip.media_references().values():
            settled = _settled(getattr(reference, "target_url", None) or "", home)
            if settled:
                reference.target_url = settled


def settle_fcpxml(tree: _ElementTree, home: Path) -> None:
    """The same for an FCPXML document's assets."""
    for element in tree.iter("asset", "media-rep"):
        settled = _settled(element.get("src") or "", home)
        if settled:
            element.set("src", settled)


def settle_fcp7(tree: _ElementTree, home: Path) -> None:
    """The same for a Final Cut Pro 7 XML document's files."""
    for element in tree.iter("pathurl"):
        settled = _settled(element.text or "", home)
        if settled:
            element.text = premiere_url(path_in(settled))


def settle_mlt(tree: _ElementTree, home: Path) -> None:
    """An MLT document's addresses count from its ``root``; where it says none, from ``home``."""
    root = tree.getroot()
    if not root.get("root"):
        root.set("root", home.absolute().as_posix())


def _settled(url: str, home: Path) -> str:
    """The absolute address of a relative one whose file is there; else empty."""
    path = path_in(url)
    if not path or path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return ""
    try:
        there = (home / path).resolve()
        return file_url(there) if there.is_file() else ""
    except (OSError, ValueError):
        return ""
