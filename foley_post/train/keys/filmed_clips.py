"""Clips to learn from: strips at even exposure, their rest, and the true notes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from foley_post import video
from foley_post.core.piano import HIGHEST, LOWEST
from foley_post.errors import MediaUnreadable
from foley_post.pose.keyboard.finder import FoundKeyboard, find_keyboard
from foley_post.pose.keyboard.rest import evenly_exposed, rest_of
from foley_post.pose.keyboard.strip import columns_of, keys_in_view, rectified

__all__ = ["KeyClip", "filmed_clip", "key_clip"]

Floats = npt.NDArray[np.float64]
Gray = npt.NDArray[np.uint8]

_REST_PICTURES = 300
_LOOK_AT_S = (0.0, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class KeyClip:
    """``strips (T, rows, columns)`` at ``times_s (T,)``, ``rest (rows, columns)``, ``columns`` and
    keys ``(88,)`` in ``view``, ``notes (N, 4)``: onset_s, offset_s, pitch, velocity of the keys in
    view. ``filmed`` or drawn.
    """

    strips: Gray
    times_s: Floats
    rest: npt.NDArray[np.float32]
    columns: npt.NDArray[np.bool_]
    view: npt.NDArray[np.bool_]
    notes: Floats
    filmed: bool

    @property
    def picture_s(self) -> float:
        """The usual time between pictures."""
        return float(np.median(np.diff(self.times_s)))


def key_clip(
    strips: Gray,
    times_s: Floats,
    notes: npt.NDArray[np.floating],
    *,
    view: npt.NDArray[np.bool_],
    filmed: bool,
) -> KeyClip:
    """A clip of strips as they were photographed."""
    columns = columns_of(view)
    rest = rest_of(_some(strips))
    even, changed = evenly_exposed(strips, rest, columns)
    if changed:
        rest = rest_of(_some(even))
    true = np.asarray(notes, np.float64).reshape(-1, 4)
    true = true[(true[:, 2] >= LOWEST) & (true[:, 2] <= HIGHEST)]
    true = true[view[true[:, 2].astype(int) - LOWEST]]
    return KeyClip(even, np.asarray(times_s, np.float64), rest, columns, view, true, filmed)


def filmed_clip(path: Path) -> KeyClip:
    """A film of a keyboard from a still camera, with its notes beside it (``.tsv`` of onset_s,
    length_s, pitch, velocity). Raises MediaUnreadable when no keyboard is found in it.
    """
    lumas, times_s = [], []
    for frame in video.frames(path, Fraction(0), video.probe(path).duration_s + 1):
        lumas.append(np.asarray(cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY), np.uint8))
        times_s.append(frame.time_s)
    at_s = np.array(times_s)
    first = [int(np.searchsorted(at_s, at_s[0] + s)) for s in _LOOK_AT_S]
    found: list[FoundKeyboard] = [
        f for k in first if k < len(lumas) and (f := find_keyboard(lumas[k])) is not None
    ]
    if not found:
        raise MediaUnreadable(f"No keyboard is found in {path.name}: it teaches no keys.")
    plane = max(found, key=lambda f: (f.octave_known, f.keys)).plane
    strips = np.stack([rectified(luma, plane) for luma in lumas])
    table = np.loadtxt(path.with_suffix(".tsv"), skiprows=1, ndmin=2)
    notes = np.stack([table[:, 0], table[:, 0] + table[:, 1], table[:, 2], table[:, 3]], axis=1)
    size = (lumas[0].shape[0], lumas[0].shape[1])
    return key_clip(strips, at_s, notes, view=keys_in_view(plane, size), filmed=True)


def _some(strips: Gray) -> Gray:
    chosen = np.linspace(0, len(strips) - 1, min(len(strips), _REST_PICTURES))
    return np.asarray(strips[np.unique(chosen.astype(int))], np.uint8)
