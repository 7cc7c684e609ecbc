"""Dropped files: which of them is opened, and where missing media is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foley_post.timeline.film.reader import FILM_SUFFIXES, is_film

__all__ = ["CUT_SUFFIXES", "dropped", "dropped_film", "openable_in"]

CUT_SUFFIXES = (
    *(".otio", ".otioz", ".otiod", ".xml", ".fcpxml", ".fcpxmld", ".aaf", ".edl"),
    *(".kdenlive", ".mlt"),
)
_MEDIA = (
    *(".mov", ".mp4", ".m4v", ".mxf", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".mpg", ".mpeg"),
    *(".wav", ".aif", ".aiff", ".mp3", ".m4a", ".flac"),
)
"""What editors drop to say where the media lies."""
_SUFFIX = ".foley"


def dropped_film(paths: Sequence[Path]) -> Path | None:
    """The first film among the files that were dropped: a timeline of one shot."""
    return next((p for p in paths if is_film(p)), None)


def dropped(paths: Sequence[Path]) -> tuple[Path | None, Path | None]:
    """What to open of the files that were dropped, else the folder to look for media in.

    A file that is neither timeline nor media is opened, so that the user is told why it cannot be.
    """
    media = [p for p in paths if p.suffix.lower() in _MEDIA or p.is_dir()]
    cuts = [p for p in paths if p.suffix.lower() in (*CUT_SUFFIXES, _SUFFIX)]
    if openable := cuts or [p for p in paths if p not in media]:
        return openable[0], None
    if media:
        return None, media[0] if media[0].is_dir() else media[0].parent
    return None, None


def openable_in(folder: Path) -> tuple[Path, ...]:
    """The projects, timelines and films that lie in ``folder`` itself, in this order, by name."""
    kinds = ({_SUFFIX}, set(CUT_SUFFIXES), set(FILM_SUFFIXES))
    there = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
    return tuple(p for kind in kinds for p in there if p.suffix.lower() in kind)
