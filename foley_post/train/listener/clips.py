"""Rendered clips with their notes, in files that are read as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.files import finished
from foley_post.errors import UsageError
from foley_post.listen.network import RATE_HZ

__all__ = ["CLIP_S", "Clip", "Clips", "read_clips", "write_clips"]

CLIP_S = 10.0
CLIP_SAMPLES = round(CLIP_S * RATE_HZ)


@dataclass(frozen=True, slots=True)
class Clip:
    """``sound (N,)`` mono at `RATE_HZ` (float16, peak 0.5); ``notes (M, 4)``: onset_s, pitch,
    length_s, velocity.
    """

    sound: npt.NDArray[np.float16]
    notes: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clips:
    """All clips of a folder; those without notes are speech, applause or drums."""

    all: tuple[Clip, ...]

    @property
    def without_notes(self) -> tuple[Clip, ...]:
        """What is no music that has pitches."""
        return tuple(clip for clip in self.all if not len(clip.notes))


def write_clips(folder: Path, number: int, clips: Sequence[Clip]) -> None:
    """Write ``sounds_NUMBER.npy (K, N)`` and ``notes_NUMBER.npz``; the latter last."""
    firsts = np.cumsum([0, *(len(clip.notes) for clip in clips)])
    with finished(folder / f"sounds_{number:03d}.npy") as draft, draft.open("wb") as file:
        np.save(file, np.stack([clip.sound for clip in clips]))
    with finished(folder / f"notes_{number:03d}.npz") as draft, draft.open("wb") as file:
        np.savez(file, notes=np.concatenate([clip.notes for clip in clips]), first=firsts)


def read_clips(folder: Path) -> Clips:
    """Every clip in ``folder``; sounds stay on disk until they are used. UsageError without any."""
    found = []
    for path in sorted(folder.glob("notes_*.npz")):
        sounds = np.load(path.with_name(path.stem.replace("notes", "sounds") + ".npy"), "r")
        with np.load(path) as told:
            notes, first = told["notes"], told["first"]
        found += [
            Clip(sound, notes[start:end])
            for sound, start, end in zip(sounds, first[:-1], first[1:], strict=True)
        ]
    if not found:
        raise UsageError(f"There are no rendered clips in {folder}.")
    return Clips(tuple(found))
