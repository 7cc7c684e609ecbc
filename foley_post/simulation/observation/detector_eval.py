"""Another detector, for players who are only tested on: errs otherwise than the one trained with.

A hand's landmarks err together (the crop around it shakes: shift, turn, size), single joints have
heavy tails, offsets drift; hands are lost when they are fast, not in chance bursts; a joint is
rounded to the crop's pixels. The paths are cleaned by the pose room itself.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.pose.skeleton import LEFT_HAND, RIGHT_HAND
from foley_post.pose.smoothing import clean
from foley_post.simulation.planning.curves import sway

__all__ = ["other_detect"]

Floats: TypeAlias = npt.NDArray[np.float64]

_CROP_CELLS = 224.0
"""A hand's crop is 224 cells wide and 2.6 palms."""


def other_detect(
    seen: Floats, times_s: Floats, rng: np.random.Generator, *, aspect: float
) -> npt.NDArray[np.float32]:
    """``points (T, 67, 3)`` float32 as `detector.detect` gives them."""
    true = seen[..., :2]
    points = np.empty(seen.shape)
    size = np.empty(true.shape[:2])
    trunk = np.linalg.norm(true[:, 1] - true[:, 8], axis=-1)
    size[:, :25] = np.maximum(trunk, 1e-3)[:, None]
    points[:, :25, :2] = true[:, :25] + _alone(true[:, :25], size[:, :25], rng, 0.012)
    for hand in (LEFT_HAND, RIGHT_HAND):
        palm = np.linalg.norm(true[:, hand][:, [5, 9, 17]] - true[:, hand][:, :1], axis=-1)
        size[:, hand] = np.maximum(palm.max(axis=1), 1e-3)[:, None]
        points[:, hand, :2] = _hand(times_s, true[:, hand], size[:, hand], rng)
    points[..., 2] = np.clip(rng.normal(0.75, 0.12, size.shape), 0.05, 1.0)
    outside = (true < 0).any(axis=-1) | (true[..., 0] > aspect) | (true[..., 1] > 1)
    points[outside] = np.nan
    for hand in (LEFT_HAND, RIGHT_HAND):
        gone = _lost(times_s, true[:, hand], size[:, hand], rng)
        gone |= outside[:, hand].mean(axis=1) > 0.4
        points[gone, hand] = np.nan
    return clean(times_s, points)


def _alone(true: Floats, size: Floats, rng: np.random.Generator, sigma: float) -> Floats:
    """Each joint by itself: heavy-tailed, with an offset that depends on nothing else."""
    tails = rng.standard_t(3.0, true.shape) * sigma * rng.uniform(0.5, 1.5)
    offset = rng.standard_normal((1, true.shape[1], 2)) * 2.5 * sigma
    return (tails + offset) * size[..., None]


def _hand(times_s: Floats, true: Floats, size: Floats, rng: np.random.Generator) -> Floats:
    """A hand whose crop shakes."""
    middle = true.mean(axis=1, keepdims=True)
    shake = 0.5 * sway(times_s, rng, 4, fastest_hz=8.0) + 0.5 * rng.standard_normal((len(true), 4))
    width = rng.uniform(0.3, 1.2)
    angle, grow = 0.02 * width * shake[:, 2], 1.0 + 0.02 * width * shake[:, 3]
    turn = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], axis=1)
    local = np.einsum("tij,tkj->tki", turn.reshape(-1, 2, 2), true - middle)
    local = local * grow[:, None, None]
    local = local + _alone(true, size, rng, 0.018)
    shift = 0.02 * width * shake[:, None, :2] * size[:, :1, None]
    cell = (2.6 * size[:, :1] / _CROP_CELLS)[..., None]
    shaken: Floats = middle + shift + np.round(local / cell) * cell
    return shaken


def _lost(
    times_s: Floats, true: Floats, size: Floats, rng: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """``(T,)``: lost where fast, and for as long as it stays so."""
    step = np.diff(times_s, prepend=times_s[0] - 0.04)
    speed = np.linalg.norm(
        np.diff(true.mean(axis=1), axis=0, prepend=true[:1].mean(axis=1)), axis=1
    )
    fast = speed / size[:, 0] / np.maximum(step, 1e-3)
    gone: npt.NDArray[np.bool_] = rng.random(len(true)) < np.clip(0.02 * (fast - 4.0), 0.003, 0.5)
    for k in np.flatnonzero(gone):
        gone[k : k + 1 + int(rng.geometric(0.2))] = True
    return gone
