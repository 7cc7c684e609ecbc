"""The user's own footage as clips to learn from: what was watched, beside the MIDI that sounded.

A folder holds pairs of one name: ``NAME.npz`` (the keypoints that ``foley-post watch --motion`` or
``foley-post simulate`` wrote) and ``NAME.mid``, whose time 0 is the clip's first frame. The
instrument is the folder's or the MIDI's: ``violin/NAME.mid``, or the name of its first track.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.errors import UsageError
from foley_post.generate.clock import TICK_HZ
from foley_post.instruments import INSTRUMENTS
from foley_post.midi.files import read_midi
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import Keyboard, Motion
from foley_post.train.batches import piece
from foley_post.train.clips import CLIP_S, Clip, make_clip

__all__ = ["footage_clips", "read_motion"]


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


def footage_clips(folder: Path, length_s: float = CLIP_S) -> Iterator[Clip]:
    """Clips of ``length_s`` from every pair in ``folder`` and below, one after the other.

    UsageError when there is no pair, or an instrument cannot be told.
    """
    pairs = [(p, p.with_suffix(".mid")) for p in sorted(folder.rglob("*.npz"))]
    pairs = [(motion, midi) for motion, midi in pairs if midi.is_file()]
    if not pairs:
        raise UsageError(
            f"{folder} holds no footage to learn from: pairs of NAME.npz (foley-post watch) and "
            "NAME.mid (what sounds, from the clip's first frame on)."
        )
    for motion_path, midi_path in pairs:
        motion, take = read_motion(motion_path), read_midi(midi_path)
        named = motion_path.parent.name
        instrument = named if named in INSTRUMENTS else take.instrument
        yield from _pieces(motion, take.notes, instrument, length_s)


def _pieces(
    motion: Motion, notes: tuple[Note, ...], instrument: str, length_s: float
) -> Iterator[Clip]:
    """The recording cut into clips of one length; what is left over at its end goes."""
    recorded_s = float(motion.times_s[-1] - motion.times_s[0]) if len(motion.times_s) else 0.0
    whole = make_clip(motion, notes, instrument, max(recorded_s, length_s))
    ticks = int(length_s * TICK_HZ) + 1
    for first in range(0, whole.features.ticks - ticks + 1, ticks - 1):
        yield piece(whole, first, ticks)
