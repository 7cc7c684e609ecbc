"""Which keys of a keyboard are in view, and moving it to the octave that somebody names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEYS, LOWEST
from foley_post.pose.skeleton import Keyboard, Motion

__all__ = ["keys_seen", "with_lowest_key"]

_OCTAVE, _OCTAVE_U = 12, 7


def keys_seen(keyboard: Keyboard) -> npt.NDArray[np.bool_]:
    """``(88,)``: the keys that are in view in some picture; none where they were not read."""
    read = keyboard.evidence
    if read is None or not len(read):
        return np.zeros(KEYS, np.bool_)
    return np.asarray(np.isfinite(read[..., 0]).any(axis=0))


def with_lowest_key(motion: Motion, pitch: int) -> Motion:
    """The motion with its keyboard in the octave in which the lowest key in view is nearest to the
    MIDI ``pitch``: the picture tells which of the twelve it is. As it was without a keyboard.
    """
    keyboard = motion.keyboard
    if keyboard is None or not keys_seen(keyboard).any():
        return motion
    lowest = int(np.flatnonzero(keys_seen(keyboard))[0]) + LOWEST
    octaves = round((pitch - lowest) / _OCTAVE)
    along = np.array([[1.0, 0, _OCTAVE_U * octaves], [0, 1, 0], [0, 0, 1]])
    moved = replace(
        keyboard,
        plane=along @ keyboard.plane,
        key_cues=_moved(keyboard.key_cues, _OCTAVE * octaves),
        evidence=_moved(keyboard.evidence, _OCTAVE * octaves),
        octave_known=True,
    )
    return replace(motion, keyboard=moved)


def _moved(values: npt.NDArray[np.float32] | None, keys: int) -> npt.NDArray[np.float32] | None:
    """``values (T, 88, C)`` so many keys higher; NaN comes in, what leaves the piano is lost."""
    if values is None or keys == 0:
        return values
    out = np.full_like(values, np.nan)
    if keys > 0:
        out[:, keys:] = values[:, :-keys]
    else:
        out[:, :keys] = values[:, -keys:]
    return out
