"""A gesture at other moments: at a clip's frames, or at the exposures within one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from foley_post.simulation.body.rotations import Floats
from foley_post.simulation.planning.gesture import Gesture

__all__ = ["gesture_at"]


def gesture_at(gesture: Gesture, times_s: npt.NDArray[np.float64]) -> Gesture:
    """``gesture`` interpolated at ``times_s (F,)``, held before its start and after its end.

    A fingertip target that begins or ends between two steps is taken from the step that has it.
    Properties of another length than the gesture's stay as they are.
    """
    steps = len(gesture.times_s)
    place = np.interp(times_s, gesture.times_s, np.arange(steps, dtype=float))
    low = np.clip(place.astype(int), 0, max(steps - 2, 0))
    high = np.minimum(low + 1, steps - 1)
    share = place - low

    def between(values: Floats) -> Floats:
        before, after = values[low], values[high]
        weight = share.reshape(-1, *[1] * (values.ndim - 1))
        mixed = before * (1 - weight) + after * weight
        near: Floats = np.where(weight < 0.5, before, after)
        result: Floats = np.where(np.isfinite(mixed), mixed, near)
        return result

    props = {
        name: between(values) if len(values) == steps else values
        for name, values in gesture.props.items()
    }
    return replace(gesture.at(np.asarray(times_s, float), between), props=props)
