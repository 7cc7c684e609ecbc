"""MUSIC: solos on the web (Zhao et al., ECCV 2018), as their authors list them.

    MUSIC21_solo_videos.json    {"videos": {"accordion": ["iB17xqmFw3A", ...], ...}}
    anywhere below, in any folders: iB17xqmFw3A.mp4 ...

The set is a list of names: the videos are whatever of it was fetched. There are no notes: they are
heard in the video's own sound (`foley_post.listen`), onsets better than pitches.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.errors import UsageError
from foley_post.train.recordings import VIDEOS, Recording, Watch, busiest, heard_notes, watch_whole

__all__ = ["music_names", "music_recordings"]

_OURS = {"acoustic_guitar": "guitar", "electric_bass": "bass", "drum": "drums"}
"""What they call otherwise; bagpipe, guzheng, erhu and others are not among ours."""


def music_names(folder: Path) -> list[str]:
    """The listed videos that are there and whose instrument is one of ours, by id; UsageError when
    there is no list or no video of it.
    """
    listed = _listed(folder)
    there = sorted(set(listed) & set(_videos(folder)))
    if not there:
        raise UsageError(
            f"None of the {len(listed)} videos listed in {folder} is there. Put them anywhere "
            "below it, each named for its id, like iB17xqmFw3A.mp4."
        )
    return there


def music_recordings(
    folder: Path, name: str, *, watch: Watch = watch_whole, watcher: Watcher = ignore_progress
) -> Iterator[Recording]:
    """The solo of that id; UsageError when nobody is seen or nothing heard."""
    path = _videos(folder)[name]
    instrument = _listed(folder)[name]
    motion = busiest(watch(path, watcher))
    if motion is None:
        raise UsageError(f"{path.name}: nobody is seen.")
    notes = heard_notes(path, instrument)
    if not notes:
        raise UsageError(f"{path.name}: nothing is heard.")
    yield Recording(name, motion, notes, instrument)


def _listed(folder: Path) -> dict[str, str]:
    """Our instrument of every listed id."""
    lists = sorted(folder.glob("MUSIC*solo*.json"))
    if not lists:
        raise UsageError(
            f"{folder} is not laid out like MUSIC: it should hold MUSIC21_solo_videos.json (or "
            "MUSIC_solo_videos.json) and the videos."
        )
    found: dict[str, str] = {}
    for path in lists:
        try:
            videos = json.loads(path.read_text(encoding="utf-8"))["videos"]
            pairs = [(str(i), str(name)) for name, ids in videos.items() for i in ids]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f'{path.name} is no list like {{"videos": {{...}}}}.') from error
        ours = ((i, _OURS.get(name, name)) for i, name in pairs)
        found |= {i: name for i, name in ours if name in INSTRUMENTS}
    return found


def _videos(folder: Path) -> dict[str, Path]:
    """Every video below ``folder`` by its name without suffix."""
    every = sorted(folder.rglob("*"))
    return {p.stem: p for p in every if p.suffix.lower() in VIDEOS and p.is_file()}
