"""What is not quite steady while a camera runs: light, focus, and the camera itself."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from foley_post.simulation.keyboard_pictures.performance.performances import RATE_HZ, Performance
from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats

__all__ = ["Unrest", "random_unrest"]

_RING_STEPS = 200


@dataclass(frozen=True, slots=True)
class _Wave:
    """``size`` times a sine of ``rate_hz`` that begins at ``phase``."""

    size: float
    rate_hz: float
    phase: float

    def at(self, time_s: float) -> float:
        return self.size * float(np.sin(self.phase + 2 * np.pi * self.rate_hz * time_s))


@dataclass(frozen=True, slots=True)
class Unrest:
    """``shake (T, 2)``: how far the picture is off, in pixels, in steps of 1 / `RATE_HZ`."""

    shake: Floats
    light: _Wave
    focus: _Wave

    def flicker_at(self, time_s: float) -> float:
        """By what the light is multiplied."""
        return 1 + self.light.at(time_s)

    def softness_at(self, time_s: float) -> float:
        """By what the lens's blur is multiplied, 1 or more."""
        return 1 + self.focus.size + self.focus.at(time_s)

    def shake_at(self, time_s: float) -> Floats:
        """Pixels in x and y ``(2,)``."""
        step = int(np.clip(time_s * RATE_HZ, 0, len(self.shake) - 1))
        return np.asarray(self.shake[step])


def random_unrest(performance: Performance, rng: np.random.Generator) -> Unrest:
    """Half of the cameras stand still, half of the lamps and lenses hold."""

    def wave(largest: float, fastest_hz: float) -> _Wave:
        size = float(rng.uniform(0, largest)) if rng.random() < 0.5 else 0.0
        rate_hz, phase = rng.uniform(0.05, fastest_hz), rng.uniform(0, 2 * np.pi)
        return _Wave(size, float(rate_hz), float(phase))

    return Unrest(_shake(performance, rng), wave(0.04, 0.6), wave(0.5, 0.5))


def _shake(performance: Performance, rng: np.random.Generator) -> Floats:
    """The table rings with the keystrokes; or somebody holds the camera, and the finder follows it,
    not quite; or neither.
    """
    out = np.zeros((len(performance.dip), 2))
    kind = rng.random()
    if kind < 0.3:
        steps = np.arange(_RING_STEPS)
        ring = np.exp(-steps / rng.uniform(6, 30)) * np.sin(steps * rng.uniform(0.15, 0.9))
        for onset_s, _, _, velocity in performance.notes:
            part = out[int(onset_s * RATE_HZ) :][:_RING_STEPS]
            size = rng.uniform(0.02, 0.25) * (velocity / 80) ** 2
            part += size * ring[: len(part), None] * rng.normal(0, 1, 2)
    elif kind < 0.5:
        knots = rng.normal(0, rng.uniform(0.05, 0.4), (max(len(out) // 30, 4), 2))
        out += cv2.resize(knots.astype(np.float32), (2, len(out)), interpolation=cv2.INTER_CUBIC)
    return out
