"""Why a clip cannot be scored, in a sentence."""

from __future__ import annotations

from typing import Any

from foley_post.core.time_map import TimeMap
from foley_post.errors import Remedy
from foley_post.timeline.model import Media
from foley_post.timeline.sequence import our_note

__all__ = ["beyond_media", "problem_of", "remedy_of"]


def beyond_media(media: Media, warp: TimeMap) -> str:
    """Why nothing of the media is seen, where its place in the file is told by the file alone."""
    told = media.rate is not None or media.length_s is None or not media.length_s
    if told or warp.media_range[0] < (media.length_s or 0):
        return ""
    return (
        f"It begins {float(warp.media_range[0]):.2f} s into {media.name}, which is "
        f"{float(media.length_s or 0):.2f} s long and carries no timecode that says otherwise. "
        "Export the cut as .otio or XML, or relink it."
    )


_STILLS = (".bmp", ".exr", ".gif", ".jpeg", ".jpg", ".png", ".psd", ".tga", ".tif", ".tiff")
_PROBLEMS = {
    "GeneratorReference": (
        "It is made by the editing program (a title, colour or bars); there is no film."
    ),
    "still": "It is a still picture; nobody moves in it.",
    "ImageSequenceReference": (
        "It is a sequence of single pictures. Make a video file of it, and relink."
    ),
}


def problem_of(reference: Any, enabled: bool, media: Media) -> str:
    """Why the clip cannot be scored, in a sentence; empty when it can."""
    kind = reference.schema_name() if reference is not None else ""
    if not enabled:
        return "It is switched off on the timeline."
    if media.url.lower().endswith(_STILLS):
        kind = "still"
    if kind in _PROBLEMS:
        return _PROBLEMS[kind]
    if not media.url:
        return _not_found(_names(reference))
    if media.path is not None:
        return ""
    if media.url.lower().startswith(("http:", "https:", "ftp:")):
        return f"Its media is on the network ({media.url}). Copy it to a disk, and relink."
    return _missing(media)


def remedy_of(problem: str, media: Media) -> Remedy | None:
    """What would mend the problem, where the user can do it here."""
    searched = problem == _missing(media) or problem.startswith(_NAMES_ONLY)
    return Remedy.RELINK if problem and searched else None


_NAMES_ONLY = "The timeline tells its media by name only"


def _not_found(names: list[str]) -> str:
    if not names:
        return "The timeline does not say where its media is. Relink it in the editing program."
    return f"{_NAMES_ONLY} ({', '.join(names)}), and no such file is known."


def _names(reference: Any) -> list[str]:
    """What an edit decision list calls the media: file, clip and reel names."""
    ours = our_note(reference) if reference is not None else None
    try:
        return [str(name) for name in ours["names"]] if ours is not None else []
    except (TypeError, KeyError):
        return []


def _missing(media: Media) -> str:
    return f"Its media is missing: {media.url}."
