"""When the pictures of a drawn clip are taken, and when its file says they were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foley_post.simulation.keyboard_pictures.scene.key_boxes import Floats

__all__ = ["PictureTimes", "random_picture_times"]

_RATES = {
    15.0: 0.06,
    20.0: 0.12,
    24000 / 1001: 0.08,
    24.0: 0.08,
    25.0: 0.17,
    30000 / 1001: 0.17,
    30.0: 0.17,
    50.0: 0.06,
    60.0: 0.09,
}
"""Pictures a second, and how often."""
_MOST_PICTURES = 420


@dataclass(frozen=True, slots=True)
class PictureTimes:
    """``stamps_s (T,)`` rising: what the file says; ``taken_s (T,)``: when each picture was taken
    (one shown twice is older than its stamp); ``rate_hz``: nominal.
    """

    stamps_s: Floats
    taken_s: Floats
    rate_hz: float

    @property
    def length_s(self) -> float:
        """To the end of the last picture."""
        return float(self.stamps_s[-1]) + 1 / self.rate_hz


def random_picture_times(length_s: float, rng: np.random.Generator) -> PictureTimes:
    """15 to 60 pictures a second for ``length_s``, of 420 pictures at most; in three of ten clips
    stamps wander, pictures are lost, or shown twice.
    """
    rate = float(rng.choice(list(_RATES), p=list(_RATES.values())))
    stamps = np.arange(0.0, min(length_s, _MOST_PICTURES / rate), 1 / rate)
    kind = rng.random()
    if kind < 0.15:
        wander = np.clip(rng.normal(0, rng.uniform(0.02, 0.15), len(stamps)), -0.4, 0.4) / rate
        stamps[1:] += wander[1:]
    elif kind < 0.22:
        kept = rng.random(len(stamps)) > rng.uniform(0.01, 0.08)
        stamps = stamps[kept | (np.arange(len(stamps)) == 0)]
    taken = stamps.copy()
    if 0.22 < kind < 0.30:
        twice = 1 + np.flatnonzero(rng.random(len(stamps) - 1) < rng.uniform(0.01, 0.15))
        taken[twice] = stamps[twice - 1]
    return PictureTimes(stamps, taken, rate)
