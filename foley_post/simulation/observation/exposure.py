"""When the pictures of a clip are taken, and the gesture as each of them sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.gesture import Gesture

__all__ = ["ExposedFrames", "filmed", "random_frames"]

Floats: TypeAlias = npt.NDArray[np.float64]

_RATES = (24.0, 24000 / 1001, 25.0, 30000 / 1001, 30.0, 50.0, 60.0)


@dataclass(frozen=True, slots=True)
class ExposedFrames:
    """``stamps_s (T,)`` rising: what the file says; ``taken_s (T,)``: when the picture was taken (a
    doubled frame is an old picture with a new stamp); ``exposure_s``; ``missing``: dropped frames.
    """

    stamps_s: Floats
    taken_s: Floats
    exposure_s: float
    missing: int = 0


def random_frames(
    length_s: float, rng: np.random.Generator, most_fps: float = math.inf
) -> ExposedFrames:
    """Frame times of a clip: a common rate (of ``most_fps`` or less), and in one of five clips
    stamps that wander (phones), dropped or doubled frames. The exposure is a tenth to nine tenths
    of a frame.
    """
    rate = float(rng.choice([r for r in _RATES if r <= most_fps]))
    stamps = np.arange(0.0, length_s, 1.0 / rate)
    kind = rng.random()
    taken, missing = stamps, 0
    if kind < 0.08:
        wobble = np.clip(rng.normal(0, 0.12, len(stamps)), -0.4, 0.4) / rate
        wobble[0] = 0.0
        stamps = taken = stamps + wobble
    elif kind < 0.14:
        keep = rng.random(len(stamps)) > rng.uniform(0.01, 0.10)
        keep[0] = True
        missing = int((~keep).sum())
        stamps = taken = stamps[keep]
    elif kind < 0.20:
        old = np.flatnonzero(rng.random(len(stamps)) < rng.uniform(0.01, 0.2))
        old = old[old > 0]
        taken = stamps.copy()
        taken[old] = stamps[old - 1]
    return ExposedFrames(stamps, taken, float(rng.uniform(0.1, 0.9)) / rate, missing)


def filmed(gesture: Gesture, frames: ExposedFrames) -> Gesture:
    """The gesture at the moments the pictures were taken.

    Each picture is the mean of two moments of its exposure: motion blur, which shortens fast
    excursions as a detector sees them. Props stay as they are at the picture's middle.
    """
    early = _at(gesture, frames.taken_s - frames.exposure_s / 4)
    late = _at(gesture, frames.taken_s + frames.exposure_s / 4)
    index = np.clip(np.searchsorted(gesture.times_s, frames.taken_s), 0, len(gesture.times_s) - 1)
    props = {
        name: value[index] if len(value) == len(gesture.times_s) else value
        for name, value in gesture.props.items()
    }
    return replace(
        gesture,
        times_s=frames.taken_s,
        wrists=(early.wrists + late.wrists) / 2,
        palm_forward=_unit(early.palm_forward + late.palm_forward),
        palm_back=_unit(early.palm_back + late.palm_back),
        tips=(early.tips + late.tips) / 2,
        curls=(early.curls + late.curls) / 2,
        trunk=(early.trunk + late.trunk) / 2,
        head=(early.head + late.head) / 2,
        pelvis=(early.pelvis + late.pelvis) / 2,
        props=props,
    )


def _unit(vectors: Floats) -> Floats:
    length = np.sqrt(np.einsum("...x,...x->...", vectors, vectors))[..., None]
    unit: Floats = vectors / np.maximum(length, 1e-9)
    return unit


def _at(gesture: Gesture, when_s: Floats) -> Gesture:
    """The gesture's tracks between its steps."""
    last = len(gesture.times_s) - 1
    step = gesture.times_s[1] - gesture.times_s[0] if last else 1.0
    where = np.clip((when_s - gesture.times_s[0]) / step, 0.0, last)
    low = np.minimum(where.astype(np.intp), max(last - 1, 0))
    part = where - low

    def between(value: Floats) -> Floats:
        weight = part.reshape((-1,) + (1,) * (value.ndim - 1))
        mixed: Floats = value[low] * (1 - weight) + value[np.minimum(low + 1, last)] * weight
        return mixed

    return gesture.at(when_s, between)
