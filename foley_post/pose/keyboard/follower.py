"""A keyboard followed through a shot: its plane in each picture, and each key's change."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from foley_post.pose.keyboard.finder import FoundKeyboard, find_keyboard
from foley_post.pose.keyboard.key_cues import KeyReader
from foley_post.pose.keyboard.octave import mapped
from foley_post.pose.skeleton import FINGERTIPS, KEY_CUES, Keyboard

__all__ = ["KeyboardFollower", "plays_at"]

Floats = npt.NDArray[np.float64]
Gray = npt.NDArray[np.uint8]

_LOOK_AT_S = (0.0, 0.5, 1.5, 3.0, 8.0)
"""When to look for a keyboard, in seconds from the shot's start, until one is found; only while
hands are in the picture, for looking is dear."""
_LOST_AFTER_S, _LOOK_AGAIN_S = 0.5, 1.0
"""A keyboard that could not be followed this long has left the view; how often it is looked for
then."""
_KEPT = 100
"""Pictures from before a keyboard was found that are read once it is: four seconds at 25 fps, 52 MB
at the height below.
"""
_HEIGHT = 540
_STILL_PX = 0.7
_LEAST_INSIDE = 0.25


class _Waiting(NamedTuple):
    """A small picture, and who was in it."""

    luma: Gray
    poses: Sequence[npt.NDArray[np.float32]]


class KeyboardFollower:
    """Finds a keyboard, then follows it and reads its keys, and finds it again when it was out of
    view; `keyboard` tells the whole.
    """

    def __init__(self, found: FoundKeyboard | None = None) -> None:
        """``found``: the keyboard in the first picture, where it is known already."""
        self.found = found
        self._looks = list(_LOOK_AT_S)
        self._reference: tuple[Gray, npt.NDArray[np.float32]] | None = None
        self._move: Floats = np.eye(3)
        self._planes: list[Floats] = []
        self._reader = KeyReader()
        self._skipped = 0
        self._waiting: deque[_Waiting] = deque(maxlen=_KEPT)
        self._begun_s: float | None = None
        self._followed_s = 0.0
        self._looked_s = 0.0
        self._drift_px = 0.0

    def add(self, luma: Gray, time_s: float, poses: Sequence[npt.NDArray[np.float32]]) -> None:
        """One more picture (H, W), with the points ``(67, 3)`` of everybody in it."""
        if self._begun_s is None:
            self._begun_s = time_s
        if self.found is not None and self._follow(luma):
            self._followed_s = time_s
        elif self._looks_now(time_s) and any(np.isfinite(p[25:, 0]).any() for p in poses):
            self._look(luma, time_s, poses)
        if self.found is None:
            self._skipped += 1
            if self._looks:
                self._waiting.append(_Waiting(_small(luma), poses))
            return
        self._read_waiting()
        self._read(luma, poses, lost=time_s - self._followed_s > _LOST_AFTER_S)

    def _read_waiting(self) -> None:
        """Read the pictures from before the keyboard was found, as far as they are kept."""
        if not self._waiting:
            return
        now = self._move
        places = [(self._follow(picture.luma), self._move) for picture in reversed(self._waiting)]
        self._skipped -= len(self._waiting)
        for picture, (there, move) in zip(self._waiting, reversed(places), strict=True):
            self._move = move
            self._read(picture.luma, picture.poses, lost=not there)
        self._waiting.clear()
        self._move = now

    def _looks_now(self, time_s: float) -> bool:
        assert self._begun_s is not None
        if self.found is None:
            return bool(self._looks) and time_s - self._begun_s >= self._looks[0] - 1e-6
        away_s = min(time_s - self._looked_s, time_s - self._followed_s + _LOOK_AGAIN_S / 2)
        return away_s >= _LOOK_AGAIN_S - 1e-6

    def _look(self, luma: Gray, time_s: float, poses: Sequence[npt.NDArray[np.float32]]) -> None:
        if self.found is None:
            self._looks.pop(0)
        self._looked_s = time_s
        found = find_keyboard(luma, _palms_px(poses, luma.shape[0]))
        if found is None and not self._looks:
            self._waiting.clear()
        if found is not None:
            again = self.found is not None
            self.found, self._move, self._followed_s = found, np.eye(3), time_s
            self._begin(luma)
            self._drift_px = np.inf if again else 0.0

    def _begin(self, luma: Gray) -> None:
        """Take this picture as the one that later ones are laid on."""
        import cv2

        assert self.found is not None
        small = _small(luma)
        height, width = small.shape
        outline = np.array([[-1, -0.1], [53, -0.1], [53, 1.4], [-1, 1.4]])
        u = np.clip(outline[:, 0], *_seen_span(self.found.plane, width / height))
        corners = mapped(_inverse(self.found.plane), np.stack([u, outline[:, 1]], 1)) * height
        mask = np.zeros_like(small)
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 255)
        points = cv2.goodFeaturesToTrack(small, 160, 0.02, 6, mask=mask)
        if points is not None:
            self._reference = small, np.asarray(points, np.float32)

    def _follow(self, luma: Gray) -> bool:
        """Whether the reference picture is found in this one, and then where: tracked corners,
        outliers (hands) left out.

        A picture that does not follow (blur, an occlusion) keeps the last place.
        """
        import cv2

        if self._reference is None:
            return False
        first, points = self._reference
        small = _small(luma)
        guess = mapped(self._move, points[:, 0].astype(np.float64)).astype(np.float32)[:, None]
        moved, status, _ = cv2.calcOpticalFlowPyrLK(
            first,
            small,
            points,
            guess.copy(),
            winSize=(21, 21),
            maxLevel=3,
            flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
        )
        good = status[:, 0] > 0
        if good.sum() < 12:
            return False
        move, inliers = cv2.findHomography(points[good], moved[good], cv2.RANSAC, 1.5)
        if move is None or not inliers.mean() > 0.4:
            return False
        there = mapped(np.asarray(move, np.float64), points[:, 0].astype(np.float64))
        inside = np.all((there >= 0) & (there < small.shape[::-1]), axis=1)
        if inside.mean() < _LEAST_INSIDE:
            return False
        self._move = np.asarray(move, np.float64)
        away = np.median(np.abs(there - points[:, 0]))
        self._drift_px = max(self._drift_px, float(away))
        return True

    def _plane(self, move: Floats, height: int) -> Floats:
        """The keyboard's plane in a picture of the small height ``height`` moved by ``move``."""
        assert self.found is not None
        scale = np.diag([height, height, 1.0])
        return np.asarray(self.found.plane @ np.linalg.inv(scale) @ np.linalg.inv(move) @ scale)

    def _read(self, luma: Gray, poses: Sequence[npt.NDArray[np.float32]], *, lost: bool) -> None:
        plane = self._plane(self._move, min(_HEIGHT, luma.shape[0]))
        self._planes.append(plane)
        hands = [p[first : first + 21, :2].astype(np.float64) for p in poses for first in (25, 46)]
        seen = [hand for hand in hands if np.isfinite(hand).all()]
        self._reader.add(luma, plane, seen, lost=lost)

    def keyboard(self) -> Keyboard | None:
        """What was found, for all pictures given; None when no keyboard was."""
        if self.found is None or self._reference is None:
            return None
        planes = np.stack([self._planes[0]] * self._skipped + self._planes)
        if self._drift_px < _STILL_PX:
            planes = self._planes[0][None]
        before = np.full((self._skipped, 88, len(KEY_CUES)), np.nan, np.float32)
        cues = np.concatenate([before, self._reader.cues()])
        return Keyboard(planes, cues, self.found.octave_known, self.found.confidence)


def plays_at(keyboard: Keyboard | None, points: npt.NDArray[np.float32]) -> bool:
    """Whether a performer's fingertips (points (T, 67, 3)) are over the keys, in a third of the
    pictures that show them.
    """
    if keyboard is None:
        return False
    tips = points[:, list(FINGERTIPS), :2].astype(np.float64)
    steps = np.flatnonzero(np.isfinite(tips[..., 0]).any(1))
    over = 0
    for t in steps:
        known = tips[t][np.isfinite(tips[t, :, 0])]
        on = mapped(keyboard.plane[t if len(keyboard.plane) > 1 else 0], known)
        inside = (on[:, 0] > -2) & (on[:, 0] < 54) & (on[:, 1] > -0.6) & (on[:, 1] < 1.4)
        over += bool(inside.mean() > 0.5)
    return bool(over > len(steps) / 3)


def _palms_px(poses: Sequence[npt.NDArray[np.float32]], height: int) -> tuple[float, float] | None:
    """The shortest and the longest palm seen, in pixels; None when none shows its length."""
    palms = [
        height * float(np.linalg.norm(hand[[5, 9, 17]] - hand[0], axis=1).max())
        for hand in (p[first : first + 21, :2] for p in poses for first in (25, 46))
    ]
    palms = [p for p in palms if p > 1]
    return (min(palms), max(palms)) if palms else None


def _seen_span(plane: Floats, aspect: float) -> tuple[float, float]:
    """The white keys between which the picture lies, two more on each side."""
    u = mapped(plane, np.array([[0, 0.5], [aspect, 0.5], [0, 0], [aspect, 1.0]]))[:, 0]
    low, high = sorted((float(np.clip(u.min(), -1, 53)), float(np.clip(u.max(), -1, 53))))
    return (low - 2, high + 2) if high - low > 3 else (-1.0, 53.0)


def _small(luma: Gray) -> Gray:
    import cv2

    scale = min(1.0, _HEIGHT / luma.shape[0])
    if scale == 1.0:
        return luma
    size = (round(luma.shape[1] * scale), _HEIGHT)
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def _inverse(plane: Floats) -> Floats:
    return np.asarray(np.linalg.inv(plane), np.float64)
