"""Editing timelines: read, guard, relink, write (one writer a format), check a file for a host.

The public face. Everything is imported when it is first asked for, so that importing this package
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foley_post.timeline.film.reader import films_in, is_film
    from foley_post.timeline.findings import Finding
    from foley_post.timeline.formats import possible_rates, sequences_in
    from foley_post.timeline.host_rules import check_file
    from foley_post.timeline.model import AudioTrack, Cut, Marker, Media, Shot, Stem
    from foley_post.timeline.reader import read_cut
    from foley_post.timeline.writer import Written, chosen_formats, write_cut

_HOME = {
    "AudioTrack": "model",
    "Cut": "model",
    "Finding": "findings",
    "Marker": "model",
    "Media": "model",
    "Shot": "model",
    "Stem": "model",
    "Written": "writer",
    "check_file": "host_rules",
    "chosen_formats": "writer",
    "possible_rates": "formats",
    "films_in": "film.reader",
    "is_film": "film.reader",
    "read_cut": "reader",
    "sequences_in": "formats",
    "write_cut": "writer",
}

__all__ = [
    "AudioTrack",
    "Cut",
    "Finding",
    "Marker",
    "Media",
    "Shot",
    "Stem",
    "Written",
    "check_file",
    "chosen_formats",
    "films_in",
    "is_film",
    "possible_rates",
    "read_cut",
    "sequences_in",
    "write_cut",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
