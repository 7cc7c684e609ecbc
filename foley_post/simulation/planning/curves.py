"""Curves through key frames: how a planner says where something is, and when."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["eased", "held", "rising", "sway"]

Floats: TypeAlias = npt.NDArray[np.float64]


def rising(times_s: Floats, least_s: float = 1e-3) -> Floats:
    """The same key frame times, pushed later where needed so that each is ``least_s`` after the
    one before.
    """
    ramp = np.arange(len(times_s)) * least_s
    pushed: Floats = np.maximum.accumulate(times_s - ramp) + ramp
    return pushed


def eased(
    times_s: Floats, frames_s: Floats, values: Floats, *, power: Floats | None = None
) -> Floats:
    """A smooth curve that stops at every key frame.

    ``times_s (T,)``; ``frames_s (K,)`` rising; ``values (K, ...)``; gives ``(T, ...)``, constant
    before the first and after the last key frame. ``power (K,)``: where above 0 the way *to* that
    key frame starts at rest and speeds up as ``t ** power`` (a stroke that ends in a stop) instead
    of slowing down before it.
    """
    if len(frames_s) == 0:
        raise ValueError("a curve needs at least one key frame")
    if len(frames_s) == 1:
        return np.repeat(values[:1], len(times_s), axis=0)
    at = np.clip(np.searchsorted(frames_s, times_s, side="right") - 1, 0, len(frames_s) - 2)
    span = np.maximum(frames_s[at + 1] - frames_s[at], 1e-9)
    u = np.clip((times_s - frames_s[at]) / span, 0.0, 1.0)
    w = u * u * (3.0 - 2.0 * u)
    if power is not None:
        p = power[at + 1]
        w = np.where(p > 0, u ** np.where(p > 0, p, 1.0), w)
    w = w.reshape((-1,) + (1,) * (values.ndim - 1))
    curve: Floats = values[at] * (1.0 - w) + values[at + 1] * w
    return curve


def held(times_s: Floats, start_s: Floats, stop_s: Floats, *, pause_s: float = 0.08) -> Floats:
    """``(T,)``: 1 while something is held from ``start_s (N,)`` to ``stop_s (N,)``, and towards 0
    in the pauses longer than ``pause_s``, as far as they leave time.
    """
    pause = start_s[1:] - stop_s[:-1]
    least = 1.0 - np.clip((pause - pause_s) / 0.25, 0.0, 1.0)
    off = np.minimum(0.12, 0.45 * np.maximum(pause, 0.0))
    inner = np.stack([stop_s[:-1], stop_s[:-1] + off, start_s[1:] - off, start_s[1:] - 0.02], 1)
    values = np.stack([np.ones_like(least), least, least, np.ones_like(least)], axis=1)
    frames: list[npt.ArrayLike] = [
        [start_s[0] - 0.18, start_s[0] - 0.02],
        inner.ravel(),
        [stop_s[-1], stop_s[-1] + 0.15],
    ]
    return eased(
        times_s,
        rising(np.concatenate(frames)),
        np.concatenate([[0.0, 1.0], values.ravel(), [1.0, 0.0]]),
    )


def sway(
    times_s: Floats, rng: np.random.Generator, channels: int, *, fastest_hz: float = 0.6
) -> Floats:
    """Aimless slow movement ``(T, channels)``, about unit variance: four sines a channel."""
    rate = rng.uniform(0.05, fastest_hz, (4, 1, channels))
    phase = rng.uniform(0, 2 * np.pi, (4, 1, channels))
    weight = rng.uniform(0.3, 1.0, (4, 1, channels))
    waves = weight * np.sin(2 * np.pi * rate * times_s[None, :, None] + phase)
    moved: Floats = waves.sum(axis=0) / np.sqrt((weight**2).sum(axis=0) / 2.0)
    return moved
