"""Hands found anew: by palms in windows of the picture, turned where nothing is found upright, and
around the wrists of bodies whose hands are not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import KeypointNetworks
from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.detection import PALM, detect
from foley_post.pose.landmarks.hands import Hand, hand_region, palm_region, read_hands
from foley_post.pose.landmarks.roi import Region
from foley_post.pose.landmarks.search_windows import SearchWindows, palm_windows
from foley_post.pose.tracking.matching import ELBOW, WRIST

__all__ = ["HandSearch", "HandsSeen", "sure_hands", "turned", "wrist_window"]

_SURE_PALM, _FAINT_PALM = 0.5, 0.25
"""Scores of a palm: MediaPipe's own, and the one that is looked into where nobody is seen at all:
the hand's landmarks must be sure in either case."""
_FAINT, _SURE_HAND = 0.1, 0.7
"""A palm's first reading may be faint; read again around its own joints, a hand is sure (measured:
hands 0.74..1, others below 0.1)."""
_REACH = 2.5
"""How wide a window around a wrist is, in lengths of the forearm: a hand is 0.7 of it."""
_VISIBLE = 0.3
_MOST_WRISTS = 4
_NOBODY_S, _HANDS_S, _BODIES_S, _WRISTS_S = 0.2, 0.5, 2.0, 0.5
"""How often to search: when nobody is seen, beside hands alone, beside bodies, and around the
wrists of hands that are missing."""


@dataclass(frozen=True, slots=True)
class HandsSeen:
    """Who is in the picture: so many ``bodies`` and ``loose`` hands; ``missing`` are the bodies and
    sides whose hand is not seen.
    """

    bodies: int
    loose: int
    missing: Sequence[tuple[Body, str]] = ()


class HandSearch:
    """Decides when and where to look for hands."""

    def __init__(self) -> None:
        self._scan = SearchWindows(palm_windows)
        self._palms_s = -np.inf
        self._wrists_s = -np.inf
        self._quarters = 0

    def windows(
        self, image: npt.NDArray[np.uint8], time_s: float, seen: HandsSeen
    ) -> tuple[tuple[Region, ...], float]:
        """Where to look in this picture, nowhere if it is not time, and what a palm must score."""
        every = _NOBODY_S if not seen.bodies and not seen.loose else _HANDS_S
        if seen.bodies or seen.loose > 1:
            every = _BODIES_S
        if time_s - self._palms_s < every - 1e-6:
            return self._around_wrists(image, time_s, seen.missing), _SURE_PALM
        self._palms_s = time_s
        windows = self._scan.windows(image)
        if seen.bodies or seen.loose:
            return windows, _SURE_PALM
        self._quarters += 1
        return turned(windows, self._quarters - 1), _FAINT_PALM

    def _around_wrists(
        self, image: npt.NDArray[np.uint8], time_s: float, missing: Sequence[tuple[Body, str]]
    ) -> tuple[Region, ...]:
        """Around the wrists of hands that are not seen, if it is time."""
        if not missing or time_s - self._wrists_s < _WRISTS_S - 1e-6:
            return ()
        self._wrists_s = time_s
        windows = (wrist_window(body, side, image) for body, side in missing)
        return tuple(window for window in windows if window is not None)[:_MOST_WRISTS]


def sure_hands(
    nets: KeypointNetworks,
    image: npt.NDArray[np.uint8],
    windows: Sequence[Region],
    *,
    most: int,
    least: float = _SURE_PALM,
) -> list[Hand]:
    """The hands in ``windows``, ``most`` of them, whose palm scores at least ``least``."""
    palms = detect(nets, PALM, image, windows=windows, least=least)
    first = read_hands(nets, image, [palm_region(palm) for palm in palms[:most]])
    again = [hand_region(hand) for hand in first if hand.presence > _FAINT]
    return [hand for hand in read_hands(nets, image, again) if hand.presence >= _SURE_HAND]


def turned(windows: Sequence[Region], quarters: int) -> tuple[Region, ...]:
    """The windows turned by so many quarters: palms are found best with the fingers up."""
    return tuple(replace(w, rotation=w.rotation + quarters % 4 * np.pi / 2) for w in windows)


def wrist_window(body: Body, side: str, image: npt.NDArray[np.uint8]) -> Region | None:
    """Where the ``left`` or ``right`` hand of ``body`` must be; None where its wrist is not seen
    in the picture.
    """
    wrist, elbow = body.points[WRIST[side]], body.points[ELBOW[side]]
    height, width = image.shape[:2]
    inside = 0 <= wrist[0] < width and 0 <= wrist[1] < height
    if not inside or body.visibility[WRIST[side]] < _VISIBLE:
        return None
    shoulders = float(np.linalg.norm(body.points[11] - body.points[12]))
    forearm = max(float(np.linalg.norm(wrist - elbow)), 0.4 * shoulders)
    return Region(float(wrist[0]), float(wrist[1]), _REACH * forearm)
