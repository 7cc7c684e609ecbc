"""One drawn clip: a keyboard that is played, filmed, found and rectified, with its notes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.simulation.keyboard_pictures.camera.found_planes import (
    found_in,
    likely_found,
    strip_map,
)
from foley_post.simulation.keyboard_pictures.camera.photography import (
    compressed,
    random_photography,
)
from foley_post.simulation.keyboard_pictures.camera.random_views import random_view
from foley_post.simulation.keyboard_pictures.performance.performances import random_performance
from foley_post.simulation.keyboard_pictures.picture_times import random_picture_times
from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats, random_key_boxes
from foley_post.simulation.keyboard_pictures.scene.materials import random_scene
from foley_post.simulation.score.corpus import Corpus

__all__ = ["DrawnClip", "drawn_clip"]

U8 = npt.NDArray[np.uint8]

_LENGTH_S = (9.0, 15.0)
_FOUND_SHARE = 0.5
"""How often the keyboard is really looked for in the pictures; else an error like the finder's is
drawn at random, which costs nothing."""
_UNSURE_PX = 0.12
"""Standard deviation, at most, of the plane's place from picture to picture."""


@dataclass(frozen=True, slots=True)
class DrawnClip:
    """``strip (T, 60, 624)`` uint8 luma: 12 columns a white key from the lowest A on, the front of
    the keys in row 0; outside the frame its edge is repeated. ``times_s (T,)`` as the file tells
    them. ``notes (N, 4)`` float32: onset_s when the key is down, offset_s when it is half way up,
    pitch, velocity; by onset, of all keys, in view or not. ``in_view (88,)``: keys wholly in the
    picture.
    """

    strip: U8
    times_s: Floats
    notes: npt.NDArray[np.float32]
    in_view: npt.NDArray[np.bool_]


def drawn_clip(
    seed: int, *, corpus: Corpus | None = None, length_s: float | None = None
) -> DrawnClip:
    """The clip of a seed, the same bytes each time.

    Pieces come from ``corpus``; without one all that is played are exercises. ``length_s``: 9 to 15
    seconds where it is not given. UsageError without numba.
    """
    from foley_post.simulation.keyboard_pictures.camera.shots import Shot

    rng = np.random.default_rng(seed)
    times = random_picture_times(length_s or float(rng.uniform(*_LENGTH_S)), rng)
    boxes = random_key_boxes(rng)
    view, photography = random_view(boxes, rng), random_photography(rng)
    in_view = view.in_view(boxes)
    scene = random_scene(boxes, view.camera_mm, rng)
    performance = random_performance(boxes, in_view, rng, length_s=times.length_s, corpus=corpus)
    likely, looked_for = likely_found(view, boxes, rng), rng.random() < _FOUND_SHARE
    shot = Shot(scene, performance, (view, photography), rng)
    pictures = shot.pictures(times.taken_s, times.rate_hz)
    pictures = compressed(pictures, photography, times.rate_hz)
    if looked_for:
        likely = found_in(pictures[int(rng.integers(len(pictures)))], shot.origin, view, likely)
    strip = _rectified(pictures, shot.origin, likely, rng)
    return DrawnClip(strip, times.stamps_s, performance.notes.astype(np.float32), in_view)


def _rectified(
    pictures: list[U8], origin: tuple[int, int], found: Floats, rng: np.random.Generator
) -> U8:
    """The strip of each picture ``(T, 60, 624)``; in half of the clips the plane trembles."""
    import cv2

    x, y = strip_map(found)
    unsure = rng.uniform(0, _UNSURE_PX) if rng.random() < 0.5 else 0.0
    off = (unsure * rng.standard_normal((len(pictures), 2)) - origin).astype(np.float32)
    strip = np.empty((len(pictures), *x.shape), np.uint8)
    for picture, (dx, dy), out in zip(pictures, off, strip, strict=True):
        cv2.remap(
            picture, x + dx, y + dy, cv2.INTER_LINEAR, dst=out, borderMode=cv2.BORDER_REPLICATE
        )
    return strip
