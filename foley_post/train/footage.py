"""The user's own footage as recordings to learn from: what was watched, beside what sounded.

A folder holds, at any depth, files of one name: ``NAME.npz`` (the keypoints that ``foley-post watch
--motion`` or ``foley-post simulate`` wrote) or the clip itself, ``NAME.mp4``; and ``NAME.mid``,
whose time 0 is the clip's first frame. A clip without MIDI is taken at its own sound's word
(`foley_post.listen`). The instrument is the folder's or the MIDI's:
``violin/NAME.mp4``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.errors import UsageError
from foley_post.midi.midi_files import read_midi
from foley_post.pose.skeleton import Keyboard, Motion
from foley_post.train.recordings import VIDEOS, Recording, Watch, busiest, heard_notes, watch_whole

__all__ = ["footage_names", "footage_recordings", "read_motion"]


def read_motion(path: Path, performer: int = 0) -> Motion:
    """The motion in an ``.npz``; of several performers the one asked for.

    UsageError when the file is none, or holds no such performer.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            held = {
                name.removesuffix(".npy"): np.load(archive.open(name), allow_pickle=False)
                for name in archive.namelist()
            }
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path} holds no motion: {error}") from error
    own = f"_{performer}" if "times_s" not in held else ""
    if f"points{own}" not in held or f"times_s{own}" not in held:
        raise UsageError(f"{path.name} holds no motion of performer {performer + 1}.")
    try:
        return Motion(
            times_s=held[f"times_s{own}"],
            points=held[f"points{own}"],
            cues=held.get(f"cues{own}"),
            keyboard=_keyboard(held, own),
            performer=performer,
        )
    except ValueError as error:
        raise UsageError(f"{path.name} holds no motion: {error}") from error


def _keyboard(held: dict[str, npt.NDArray[np.generic]], own: str) -> Keyboard | None:
    plane = held.get(f"keyboard_plane{own}")
    if plane is None:
        return None
    cues = held.get(f"key_cues{own}")
    return Keyboard(plane.astype(np.float64), None if cues is None else cues.astype(np.float32))


def footage_names(folder: Path) -> list[str]:
    """The recordings in ``folder`` and below, each the path of its motion or clip within it;
    UsageError when there is none.
    """
    every = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith(".")]
    motions = [p for p in every if p.suffix == ".npz" and p.with_suffix(".mid").is_file()]
    watched = {p.with_suffix("") for p in motions}
    films = [p for p in every if p.suffix.lower() in VIDEOS and p.with_suffix("") not in watched]
    if not motions and not films:
        raise UsageError(
            f"{folder} holds no footage to learn from: clips (NAME.mp4, in a folder named for the "
            "instrument) or NAME.npz (its motion, saved when it was watched), and NAME.mid beside "
            "them (what sounds, from the clip's first frame on)."
        )
    return [str(p.relative_to(folder)) for p in sorted(motions + films)]


def footage_recordings(
    folder: Path, name: str, *, watch: Watch = watch_whole, watcher: Watcher = ignore_progress
) -> Iterator[Recording]:
    """The recording at ``name`` in ``folder``; UsageError when it cannot be used."""
    path = folder / name
    midi = path.with_suffix(".mid")
    take = read_midi(midi) if midi.is_file() else None
    instrument = path.parent.name
    if instrument not in INSTRUMENTS:
        if take is None:
            raise UsageError(
                f"{name} has no MIDI beside it, and its folder is not named for an instrument: put "
                "it into a folder like violin."
            )
        instrument = take.instrument
    motion = read_motion(path) if path.suffix == ".npz" else busiest(watch(path, watcher))
    if motion is None:
        raise UsageError(f"{name}: nobody is seen.")
    notes = take.notes if take else heard_notes(path, instrument)
    if not notes:
        raise UsageError(f"{name}: nothing is heard.")
    yield Recording(name, motion, notes, instrument)
