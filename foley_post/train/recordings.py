"""A recording of one real player: what was watched and what sounded, and how it becomes clips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.generate.clock import TICK_HZ
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import Motion
from foley_post.train.batches import piece
from foley_post.train.clips import CLIP_S, Clip, make_clip

__all__ = [
    "VIDEOS",
    "Recording",
    "Watch",
    "busiest",
    "clips_of",
    "from_left",
    "heard_in",
    "heard_notes",
    "listed",
    "watch_whole",
]

VIDEOS = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v")

_SEEN_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Recording:
    """One player: ``motion`` and ``notes`` in the same seconds, from the recording's beginning."""

    name: str
    motion: Motion
    notes: tuple[Note, ...]
    instrument: str

    def __post_init__(self) -> None:
        if self.instrument not in INSTRUMENTS:
            raise ValueError(f"{self.name}: there is no instrument called {self.instrument!r}")


class Watch(Protocol):
    """Whatever gives the players of a video: `watch_whole`, or a stand-in for tests."""

    def __call__(self, path: Path, watcher: Watcher = ignore_progress) -> tuple[Motion, ...]:
        """Everybody seen in ``path``, times in seconds from its first picture."""


def watch_whole(path: Path, watcher: Watcher = ignore_progress) -> tuple[Motion, ...]:
    """Everybody seen in the video ``path``, from its first picture to its last."""
    from foley_post.pose import watch
    from foley_post.video import probe

    return watch(path, Fraction(0), probe(path).duration_s, watcher=watcher)


def heard_in(path: Path) -> npt.NDArray[np.float32]:
    """The sound of a video or sound file, one channel at
    `foley_post.train.audio_transcription.HEARD_HZ`.
    """
    from foley_post.train.audio_transcription import HEARD_HZ
    from foley_post.video import read_audio

    samples: npt.NDArray[np.float32] = read_audio(path, rate_hz=HEARD_HZ).mean(axis=1)
    return samples


def heard_notes(path: Path, name: str) -> tuple[Note, ...]:
    """The notes of the instrument of that name that are heard in a video or sound file, in seconds
    from its beginning, where nobody speaks.
    """
    from foley_post.listen.heard_sound import listen_to
    from foley_post.video import probe

    return listen_to(path, Fraction(0), probe(path).duration_s).notes(INSTRUMENTS[name])


def clips_of(recording: Recording, length_s: float = CLIP_S) -> Iterator[Clip]:
    """The recording cut into clips of one length; what is left over at its end goes."""
    motion = recording.motion
    recorded_s = 0.0
    if len(motion.times_s) > 1:
        recorded_s = float(motion.times_s[-1] + np.median(np.diff(motion.times_s)))
    whole = make_clip(motion, recording.notes, recording.instrument, max(recorded_s, length_s))
    ticks = int(length_s * TICK_HZ) + 1
    for first in range(0, whole.features.ticks - ticks + 1, ticks - 1):
        yield piece(whole, first, ticks)


def from_left(motions: Sequence[Motion]) -> tuple[Motion, ...]:
    """The players from the left of the picture to its right; whoever is hardly seen is left out."""
    there = [m for m in motions if _seen(m) >= _SEEN_SHARE]
    return tuple(sorted(there, key=lambda m: float(np.nanmedian(m.points[..., 0]))))


def busiest(motions: Sequence[Motion]) -> Motion | None:
    """The player who is seen most; None when nobody is."""
    there = [m for m in motions if _seen(m) > 0]
    return max(there, key=_seen) if there else None


def _seen(motion: Motion) -> float:
    return float(np.isfinite(motion.points[..., 0]).mean()) if len(motion.times_s) else 0.0


def listed(names: Sequence[str], most: int = 5) -> str:
    """The first few of ``names`` for a message."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
