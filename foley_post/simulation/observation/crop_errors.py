"""Errors of a detector that looks at crops: a whole hand or body shakes together, some joints leap
far, and a hand that is fast is lost.

A landmark network sees a square cut out around the hand; where the square lies, how it is turned
and how large it is changes from picture to picture. MediaPipe on rendered players jitters by 0.02
to 0.05 palms and 0.013 to 0.022 shoulders before anything is smoothed; here from less to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import HandJoint

__all__ = ["CropErrors", "crop_noise", "lost_when_fast", "random_crop_errors"]

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CropErrors:
    """One detector's: ``shift`` of a crop (in palms or shoulders), its ``turn`` (radians) and
    ``growth`` (share), each a spread from picture to picture, of which ``drag`` stays to the next;
    ``tails``: how unequal single joints' errors are (spread of the logarithm of their size);
    ``fastest``: palms a second above which hands get lost.
    """

    shift: float = 0.0
    turn: float = 0.0
    growth: float = 0.0
    drag: float = 0.0
    tails: float = 0.0
    fastest: float = np.inf


def random_crop_errors(rng: np.random.Generator) -> CropErrors:
    """Drawn widely."""

    def drawn(low: float, high: float) -> float:
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))

    return CropErrors(
        shift=drawn(0.002, 0.05),
        turn=drawn(0.002, 0.05),
        growth=drawn(0.002, 0.05),
        drag=float(rng.uniform(0, 0.9)),
        tails=float(rng.uniform(0, 1.0)),
        fastest=drawn(3.0, 30.0) if rng.random() < 0.5 else np.inf,
    )


def crop_noise(true: Floats, size: Floats, errors: CropErrors, rng: np.random.Generator) -> Floats:
    """``(T, J, 2)``: how far the joints ``true (T, J, 2)`` of one crop are off together; ``size
    (T,)`` is their measure.
    """
    steps = len(true)
    white = rng.standard_normal((steps, 4))
    shake = np.empty_like(white)
    shake[0] = white[0]
    keep, fresh = errors.drag, np.sqrt(1 - errors.drag**2)
    for k in range(1, steps):
        shake[k] = keep * shake[k - 1] + fresh * white[k]
    local = true - true.mean(axis=1, keepdims=True)
    across = local[..., ::-1] * np.array([-1.0, 1.0])
    return np.asarray(
        errors.shift * shake[:, None, :2] * size[:, None, None]
        + errors.turn * shake[:, None, 2:3] * across
        + errors.growth * shake[:, None, 3:] * local
    )


def lost_when_fast(
    times_s: Floats, hand: Floats, errors: CropErrors, rng: np.random.Generator
) -> Bools:
    """``(T,)``: where ``hand (T, 21, 2)`` is lost because it is fast, and a while after."""
    step_s = np.maximum(np.diff(times_s, prepend=times_s[0] - 0.04), 1e-3)
    palm = np.linalg.norm(hand[:, HandJoint.MIDDLE_1] - hand[:, HandJoint.WRIST], axis=1)
    middle = hand.mean(axis=1)
    speed = np.linalg.norm(np.diff(middle, axis=0, prepend=middle[:1]), axis=1) / step_s
    over = np.maximum(speed / max(float(np.median(palm)), 1e-3) / errors.fastest - 1.0, 0.0)
    gone: Bools = rng.random(len(hand)) < np.minimum(0.3 * over, 0.6)
    for k in np.flatnonzero(gone):
        gone[k : k + int(rng.integers(1, 8))] = True
    return gone
