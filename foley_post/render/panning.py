"""Where a player stands: left or right, near or far, for a stem that wants it.

Off unless asked for: editors pan themselves. The pan is of equal power. From 2 m on the level falls
by 4 dB a doubling of distance (open air has 6; a room carries some of it), and the treble with it
(one pole at 14 kHz for 4 m, 7 kHz for 8): a choice of taste, not a law of air.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.errors import UsageError
from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import Motion

__all__ = ["HERE", "Standing", "standing_in", "stood"]

Floats = npt.NDArray[np.floating]

_NEAR_M = 2.0
_DB_A_DOUBLING = 4.0
_SHOULDERS_M = 0.38
"""A grown player's shoulder width (anthropometric mean, biacromial)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``pan`` from -1 (left) to 1 (right); ``distance_m`` at most `_NEAR_M` leaves the sound as it
    is.
    """

    pan: float = 0.0
    distance_m: float = _NEAR_M

    def __post_init__(self) -> None:
        if not -1 <= self.pan <= 1:
            raise UsageError(f"A pan of {self.pan} is outside -1 (left) to 1 (right).")
        if not 0 < self.distance_m <= 200:
            raise UsageError(f"A distance of {self.distance_m} m is outside 0 to 200.")


HERE = Standing()


def standing_in(motion: Motion, *, field_of_view: float = 50.0) -> Standing:
    """Where the picture shows the player: pan by their middle, distance by their shoulders' width.

    ``field_of_view``: degrees across the picture's height-and-a-half of a common lens. `HERE` for a
    player whose shoulders are not seen.
    """
    shoulders = motion.points[:, (Joint.RIGHT_SHOULDER, Joint.LEFT_SHOULDER), :2].astype(np.float64)
    seen = np.isfinite(shoulders).all(axis=(1, 2))
    if not seen.any():
        return HERE
    middle = float(np.median(shoulders[seen].mean(axis=1)[:, 0])) / motion.aspect
    width = float(np.median(np.hypot(*(shoulders[seen, 0] - shoulders[seen, 1]).T)))
    heights_m = _SHOULDERS_M / max(width, 0.01)
    distance_m = heights_m * motion.aspect / (2 * math.tan(math.radians(field_of_view) / 2))
    return Standing(min(max(1.4 * (middle - 0.5), -0.7), 0.7), min(max(distance_m, 0.5), 200.0))


def stood(samples: Floats, place: Standing, rate_hz: int) -> Floats:
    """``samples (N, 2)`` heard from where the player stands, ``(N, 2)`` float32."""
    if place == HERE:
        return samples
    far = max(place.distance_m, _NEAR_M) / _NEAR_M
    result = samples * 10 ** (-_DB_A_DOUBLING * math.log2(far) / 20)
    if far > 1.0:
        from scipy.signal import lfilter

        cut_hz = min(28_000.0 / far, 0.45 * rate_hz)
        pole = math.exp(-2 * math.pi * cut_hz / rate_hz)
        result = lfilter([1 - pole], [1, -pole], result, axis=0)
    angle = (place.pan + 1) * math.pi / 4
    gains = math.sqrt(2) * np.array([math.cos(angle), math.sin(angle)])
    return np.asarray(result * gains, np.float32)
