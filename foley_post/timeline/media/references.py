"""Which media reference of an OTIO clip is used, and what it says of the media."""

from __future__ import annotations

from typing import Any

from foley_post.core.timecode import Rate
from foley_post.timeline.media.media_search import Finder
from foley_post.timeline.media.media_urls import file_url, folder_and_name, path_in
from foley_post.timeline.model import Media
from foley_post.timeline.sequence import fraction_of, our_note

__all__ = ["chosen_reference", "media_of"]

_BEST = ("DEFAULT_MEDIA", "high", "full", "hires", "original", "source", "online")
_WORST = ("proxy", "low", "lowres", "offline", "thumbnail")


def chosen_reference(clip: Any) -> tuple[Any, str]:
    """The clip's active reference and an empty name; where that is missing, the best of the others
    and its name.
    """
    active = clip.media_reference
    if active is not None and active.schema_name() != "MissingReference":
        return active, ""
    others = {
        key: reference
        for key, reference in clip.media_references().items()
        if reference.schema_name() != "MissingReference"
    }
    if not others:
        return active, ""
    key = min(others, key=lambda k: (_rank(k), k))
    return others[key], key


def _names(reference: Any) -> list[str]:
    """Names of the media without an address: those that our readers noted, of reels and clips."""
    ours = our_note(reference) if reference is not None else None
    names = ours.get("names") if ours is not None and hasattr(ours, "get") else None
    return [str(n) for n in names] if names is not None and not isinstance(names, str) else []


def _rank(key: str) -> int:
    """0 for the best name of a reference, more for worse; proxies come last."""
    for index, word in enumerate(_BEST):
        if word.lower() == key.lower():
            return index
    return len(_BEST) + any(word in key.lower() for word in _WORST)


def media_of(clip: Any, reference: Any, finder: Finder) -> Media:
    """The clip's media as far as the timeline tells, and where it was found.

    ``rate`` is None where the timeline does not tell the media's own range.
    """
    url = getattr(reference, "target_url", "") or ""
    available = getattr(reference, "available_range", None)
    path = finder.find(url) if url else None
    names = _names(reference) if path is None else []
    if names and (path := finder.find_named(names)) is not None:
        url = url or file_url(path)
    name = reference.name if reference is not None else ""
    if not name and url:
        name = folder_and_name(path_in(url))[1]
    if available is None:
        return Media(name=name or clip.name, url=url, path=path)
    length = available.duration
    return Media(
        name=name or clip.name,
        url=url,
        path=path,
        rate=Rate.of(length.rate),
        start_s=fraction_of(available.start_time),
        length_s=fraction_of(length),
    )
