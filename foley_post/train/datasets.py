"""Recordings of real players as clips to train on, one file of clips a recording.

The user's own footage, and the published sets in their own layouts. A recording whose clips are
there is not watched again, so that a run that was stopped goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from foley_post.core.files import safe_name
from foley_post.core.progress import Progress, Watcher, ignore_progress, part_of
from foley_post.errors import FoleyError, UsageError
from foley_post.train.clips import CLIP_S, write_clips
from foley_post.train.footage import footage_names, footage_recordings
from foley_post.train.music import music_names, music_recordings
from foley_post.train.prepared import prepared_names, prepared_recordings
from foley_post.train.recordings import Recording, Watch, clips_of, listed, watch_whole
from foley_post.train.urmp import urmp_names, urmp_recordings

__all__ = ["KINDS", "Gathered", "gather", "parse_data"]


class _Read(Protocol):
    def __call__(
        self, folder: Path, name: str, *, watch: Watch = ..., watcher: Watcher = ...
    ) -> Iterator[Recording]: ...


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a data set is laid out: what it holds, and how one of its recordings is read."""

    names: Callable[[Path], list[str]]
    read: _Read


KINDS: dict[str, _Kind] = {
    "footage": _Kind(footage_names, footage_recordings),
    "urmp": _Kind(urmp_names, urmp_recordings),
    "music": _Kind(music_names, music_recordings),
    "atinpiano": _Kind(prepared_names, prepared_recordings),
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many ``clips`` of how many ``recordings`` lie there now; ``left_out`` says in sentences
    which recordings could not be used, and why.
    """

    recordings: int
    clips: int
    left_out: tuple[str, ...] = ()


def parse_data(text: str) -> tuple[str, Path]:
    """The kind and folder of ``KIND:DIR``; UsageError for anything else."""
    kind, _, folder = text.partition(":")
    if kind not in KINDS or not folder:
        known = ", ".join(f"{name}:DIR" for name in KINDS)
        raise UsageError(f"{text!r} is no data set and its folder: give one of {known}.")
    return kind, Path(folder)


def gather(
    kind: str,
    folder: Path,
    out: Path,
    *,
    length_s: float = CLIP_S,
    watch: Watch = watch_whole,
    watcher: Watcher = ignore_progress,
) -> Gathered:
    """Write the clips of every recording in ``folder`` into ``out``.

    A recording that cannot be used is left out and said; UsageError when the folder is not laid out
    like its kind, or none of it can be used.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder} to train on.")
    names = KINDS[kind].names(folder)
    recordings = clips = 0
    left_out: list[str] = []
    for count, name in enumerate(names):
        done = out / f"{kind}-{safe_name(name, most=60)}.npz"
        part = part_of(_about(watcher, name), count / len(names), (count + 1) / len(names))
        try:
            if not done.exists():
                read = KINDS[kind].read(folder, name, watch=watch, watcher=part)
                made = [clip for recording in read for clip in clips_of(recording, length_s)]
                if not made:
                    raise UsageError(f"{name}: nothing in it that this program plays.")
                write_clips(done, made)
                clips += len(made)
            recordings += 1
        except (FoleyError, ValueError) as error:
            if isinstance(error, InterruptedError):
                raise
            left_out.append(str(error))
        part(Progress("reading recordings", 1.0, 1.0))
    if not recordings:
        raise UsageError(f"Nothing in {folder} can be trained on. {listed(left_out, 2)}")
    return Gathered(recordings, clips, tuple(left_out))


def _about(watcher: Watcher, name: str) -> Watcher:
    """``watcher`` told whose recording it is."""

    def report(progress: Progress) -> None:
        watcher(Progress("reading recordings", progress.done, progress.total, name))

    return report
