"""Which files of a folder are cuts: its timelines, or where there are none its films."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

from foley_post.errors import UsageError
from foley_post.timeline import films_in, is_film

__all__ = ["cuts_in", "is_cut", "is_timeline"]

_TIMELINES = {
    *(".otio", ".otioz", ".otiod", ".xml", ".fcpxml", ".fcpxmld", ".aaf", ".edl"),
    *(".kdenlive", ".mlt"),
}


def is_timeline(path: Path) -> bool:
    """Whether a file's name ends as those of timelines do, and is none that we wrote."""
    ours = "+music" in path.stem
    return path.suffix.lower() in _TIMELINES and not ours and not path.name.startswith(".")


def is_cut(path: Path, accept: Sequence[str] = (), deny: Sequence[str] = ()) -> bool:
    """Whether a file is one to score: by its name's ending, the masks to accept (none: all) and
    those to deny.
    """
    name = path.name.casefold()
    wanted = not accept or any(fnmatch(name, mask.casefold()) for mask in accept)
    refused = any(fnmatch(name, mask.casefold()) for mask in deny)
    hidden = path.name.startswith(".")
    return wanted and not refused and not hidden and (is_timeline(path) or is_film(path))


def cuts_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Each timeline and film that is named, once; for a folder the timelines in it, by name, or
    its films where it has no timeline. UsageError for a folder with neither.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir() or is_timeline(path):
            found[path] = None
            continue
        inside = sorted(p for p in path.iterdir() if is_timeline(p)) or list(films_in(path))
        if not inside:
            raise UsageError(f"There is no timeline and no film in {path}.")
        found.update(dict.fromkeys(inside))
    return tuple(found)
