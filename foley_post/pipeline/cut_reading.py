"""A cut read as the settings say: where its media went, which sequence, at which rate."""

from __future__ import annotations

from pathlib import Path

from foley_post.core.progress import Watcher, ignore_progress
from foley_post.project.settings import Settings
from foley_post.timeline import read_cut
from foley_post.timeline.model import Cut

__all__ = ["read_cut_for"]


def read_cut_for(
    path: Path | str, settings: Settings, *, watcher: Watcher = ignore_progress
) -> Cut:
    """The cut at ``path``; raises what `foley_post.timeline.read_cut` raises."""
    return read_cut(
        path,
        media_roots=settings.media_roots,
        path_map=settings.path_map,
        any_extension=settings.any_extension,
        sequence=settings.sequence,
        rate=settings.rate,
        watcher=watcher,
    )
