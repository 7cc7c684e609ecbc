"""By rule, what `foley_post.pose.keyboard.key_cues` would read of the keys of a simulated piano.

The figures were read off drawn pictures (`rendered_cues`: 18 pianos seen from above and in front,
H.264, keyboards a little off): the mean change of a key that is down is 0.35 to 0.7, of its
neighbours 0.05 to 0.4; the signed parts follow the depths of the key and of the two keys on either
side with the weights below (medians over the 18, and how much they differ); a white key darkens at
its back, a black one brightens, and each shows at the facing edges of its neighbours with the other
sign. What is not explained so wanders: 0.07 in log brightness at the front and 0.15 at the back,
half as much again or a third less from clip to clip, correlated 0.83 from picture to picture.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.signal

from foley_post.core.piano import IS_BLACK
from foley_post.pose.skeleton import KEY_CUES

__all__ = ["key_cues"]

Floats: TypeAlias = npt.NDArray[np.float64]

_PARTS = len(KEY_CUES) - 2
_DOWN_M = 0.010
_NEIGHBOURS = (-2, -1, 0, 1, 2)

# Rows: the ten parts in the order of KEY_CUES; columns: the key two below .. two above.
_WHITE = np.array(
    [
        [-0.02, -0.02, -0.01, -0.01, -0.00],
        [-0.01, -0.01, -0.04, -0.01, -0.01],
        [-0.01, -0.00, -0.02, -0.01, -0.00],
        [-0.01, -0.00, -0.03, -0.01, -0.01],
        [-0.00, -0.01, -0.01, -0.01, -0.02],
        [-0.06, -0.00, -0.00, 0.01, -0.00],
        [-0.00, 0.05, -0.07, -0.01, -0.00],
        [0.00, -0.00, -0.07, -0.00, -0.00],
        [0.01, 0.00, -0.09, 0.07, -0.01],
        [-0.01, 0.00, 0.00, 0.05, -0.06],
    ]
)
_BLACK = np.array(
    [
        [-0.01, -0.02, -0.00, -0.01, -0.01],
        [-0.00, -0.02, -0.00, -0.01, -0.02],
        [0.00, -0.02, -0.00, -0.03, -0.00],
        [-0.00, -0.01, -0.00, -0.03, -0.01],
        [-0.00, -0.01, -0.01, -0.03, -0.01],
        [0.00, -0.09, -0.00, 0.00, -0.00],
        [-0.01, -0.09, 0.11, -0.00, 0.01],
        [0.00, -0.01, 0.02, -0.00, 0.01],
        [-0.00, 0.01, 0.14, -0.09, 0.00],
        [-0.01, -0.00, -0.00, -0.09, 0.00],
    ]
)
_SPREAD = 0.015
_SPREAD_SHARE = 0.8
"""How much a weight differs between clips: of itself, and besides."""
_NOISE = np.repeat([0.07, 0.15], 5)
_LINGER = 0.83


def key_cues(
    depth_m: Floats, covered: npt.NDArray[np.bool_], rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """``(T, 88, len(KEY_CUES))`` float32; NaN where hidden.

    ``depth_m (T, 88)`` how far keys are down; ``covered (T, 88)`` where a hand is over the key: it
    shows less, and its shadow shows.
    """
    steps = len(depth_m)
    out = np.empty((steps, 88, len(KEY_CUES)), dtype=np.float64)
    out[..., 0] = _change(depth_m, covered, rng)
    contrast = np.exp(rng.normal(0.0, 0.5))
    near = _near(depth_m / _DOWN_M)
    for black, weights in ((False, _WHITE), (True, _BLACK)):
        keys = black == IS_BLACK
        own = weights * (1 + _SPREAD_SHARE * rng.standard_normal(weights.shape))
        own += _SPREAD * rng.standard_normal(weights.shape)
        out[:, keys, 1:-1] = contrast * near[:, keys] @ own.T
    out[..., 1:-1] += _wandering(covered, rng)
    seen = 1.0 - covered * _slow(rng, (steps, 88), 0.95).clip(-1.5, 1.5) * 0.25 - 0.45 * covered
    out[..., -1] = np.clip(seen, 0.03, 1.0)
    out[..., 1:-1] = np.clip(out[..., 1:-1], -1, 1)
    hidden = covered & (rng.random(88) < rng.uniform(0.0, 0.4))
    out[hidden] = np.nan
    return out.astype(np.float32)


def _change(depth_m: Floats, covered: npt.NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Each key's mean change ``(T, 88)``, ``tanh(x / 0.15)``; strengths are drawn from those of
    drawn pictures down to nearly nothing, for real pictures are smaller and dimmer.
    """
    gain = np.exp(rng.normal(np.log(0.11), 0.8)) * np.exp(rng.normal(0, 0.25, 88))
    noise = np.exp(rng.normal(np.log(0.02), 0.7))
    spill = rng.uniform(0.02, 0.5)
    level = gain * depth_m / _DOWN_M
    level[:, 1:] += spill * level[:, :-1]
    level[:, :-1] += spill * level[:, 1:]
    shadow = rng.uniform(0.0, 0.12) * np.abs(rng.standard_normal(depth_m.shape))
    level = np.where(covered, rng.uniform(0.4, 1.0) * level + shadow, level)
    level = level + noise * (np.abs(rng.standard_normal(depth_m.shape)) - 0.67)
    change: Floats = np.tanh(np.maximum(level, 0.0) / 0.15)
    return change


def _near(depth: Floats) -> Floats:
    """``(T, 88, 5)``: how far down the keys two below to two above each are, in 10 mm."""
    padded = np.pad(depth, ((0, 0), (2, 2)))
    return np.stack([padded[:, 2 + k : 2 + k + depth.shape[1]] for k in _NEIGHBOURS], axis=2)


def _wandering(covered: npt.NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """``(T, 88, 10)``: what changes without a key, most of it near the hands."""
    size = _NOISE * np.exp(rng.normal(-0.3, 0.5)) * np.exp(rng.normal(0, 0.3, _PARTS))
    whole = _slow(rng, (*covered.shape, _PARTS), _LINGER)
    whole += 0.5 * _slow(rng, (*covered.shape, 1), _LINGER)
    about = np.where(covered, 1.0, rng.uniform(0.05, 0.8))
    wandered: Floats = whole * size * about[..., None]
    return wandered


def _slow(rng: np.random.Generator, shape: tuple[int, ...], linger: float) -> Floats:
    """White noise along the first axis made to linger: an AR(1) of unit variance."""
    white = rng.standard_normal(shape)
    slow: Floats = scipy.signal.lfilter([np.sqrt(1 - linger**2)], [1, -linger], white, axis=0)
    return slow
