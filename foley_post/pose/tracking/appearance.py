"""What a player looks like and where one is going: enough to be known again after an occlusion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.roi import Region

__all__ = ["Appearance", "look_of"]

Floats = npt.NDArray[np.float64]

_SLOWLY = 0.1
_LONGEST_GUESS_S = 1.5
_ENOUGH = 24
"""Pixels across a square that tell its colour."""


def look_of(image: npt.NDArray[np.uint8], body: Body) -> Floats:
    """Colours at the head, the chest and the hips ``(3, 3)``: brightness and two opponent colours,
    0..1, each the mean over a small square. NaN outside the picture.
    """
    p = body.points
    shoulders, hips = p[11:13].mean(0), p[23:25].mean(0)
    reach = max(2.0, 0.12 * float(np.linalg.norm(p[11] - p[12]) + np.linalg.norm(shoulders - hips)))
    places = np.stack([p[0], 0.6 * shoulders + 0.4 * hips, 0.2 * shoulders + 0.8 * hips])
    look = np.full((3, 3), np.nan)
    for n, (x, y) in enumerate(places):
        box = image[
            max(0, int(y - reach)) : int(y + reach), max(0, int(x - reach)) : int(x + reach)
        ]
        if box.size:
            step = 1 + min(box.shape[:2]) // _ENOUGH
            box = box[::step, ::step]
            red, green, blue = box.reshape(-1, 3).mean(0) / 255
            look[n] = ((red + green + blue) / 3, red - green, (red + green) / 2 - blue)
    return look


@dataclass(slots=True)
class Appearance:
    """What is remembered of one player: ``look (3, 3)``, the trunk's centre, its speed in pixels a
    second, the region's side, and when that was seen.
    """

    look: Floats
    centre: Floats
    speed: Floats
    side: float
    time_s: float

    @classmethod
    def first(cls, image: npt.NDArray[np.uint8], body: Body, time_s: float) -> Appearance:
        """Of somebody just found."""
        return cls(look_of(image, body), _centre(body), np.zeros(2), body.next_region.side, time_s)

    def update(self, image: npt.NDArray[np.uint8], body: Body, time_s: float) -> None:
        """Seen again: looks change slowly, speed faster."""
        look, centre = look_of(image, body), _centre(body)
        self.look = np.where(
            np.isnan(self.look), look, self.look + _SLOWLY * np.nan_to_num(look - self.look)
        )
        passed_s = time_s - self.time_s
        if passed_s > 0:
            share = min(1.0, passed_s / 0.3)
            self.speed = (1 - share) * self.speed + share * (centre - self.centre) / passed_s
        self.centre, self.side, self.time_s = centre, body.next_region.side, time_s

    def expected(self, time_s: float) -> Region:
        """The window to look in for this player when out of sight."""
        x, y = self._place(time_s)
        gone_s = max(0.0, time_s - self.time_s)
        return Region(float(x), float(y), (1.3 + 0.2 * gone_s) * self.side)

    def _place(self, time_s: float) -> Floats:
        return self.centre + self.speed * min(max(0.0, time_s - self.time_s), _LONGEST_GUESS_S)

    def misfit(self, image: npt.NDArray[np.uint8], body: Body, time_s: float) -> float:
        """How little ``body`` is like this player: 0 the same; about 1 the limit of belief.

        The place is measured in the body's region from where the player should be by now, and
        counts less the longer the player is gone; looks count the same whatever the time.
        """
        gone_s = max(0.0, time_s - self.time_s)
        apart = float(np.linalg.norm(_centre(body) - self._place(time_s)))
        away = apart / body.next_region.side
        unlike = np.abs(look_of(image, body) - self.look)
        look = float(np.nanmean(unlike)) if np.isfinite(unlike).any() else 0.2
        return away / (0.4 + gone_s) + look / 0.2


def _centre(body: Body) -> Floats:
    return np.asarray(body.points[[11, 12, 23, 24]].mean(0), np.float64)
