"""A keyboard followed through a shot: its plane in each picture, and what each key does there."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from foley_post.pose.changed_cells import Cells, cells_of, changed_cells
from foley_post.pose.keyboard.evidence import EvidenceReader
from foley_post.pose.keyboard.finder import FoundKeyboard, find_keyboard
from foley_post.pose.keyboard.key_cues import KeyReader
from foley_post.pose.keyboard.octave import mapped
from foley_post.pose.keyboard.strip import keys_in_view, rectified
from foley_post.pose.skeleton import (
    FINGERTIPS,
    KEY_CUES,
    KEY_EVIDENCE,
    LEFT_HAND,
    RIGHT_HAND,
    Keyboard,
)

if TYPE_CHECKING:
    from foley_post.pose.backends.numpy_key_network import NumpyKeyNetwork

__all__ = ["KeyboardFollower", "plays_at"]

Floats = npt.NDArray[np.float64]
Gray = npt.NDArray[np.uint8]

_LOOK_AT_S = (0.0, 0.5, 1.5, 3.0, 5.0)
"""When to look for a keyboard, in seconds from the shot's start, until one is found: many clips
begin with a fade or with hands over the keys. Looking is dear."""
_LOOK_ANYWAY_S = (0.0, 1.5)
_ANOTHER = 0.15
"""When to look in any case; else only where so much of the picture is another than at the last
look."""
_LOST_AFTER_S, _LOOK_AGAIN_S = 0.5, 1.0
"""A keyboard that could not be followed this long has left the view; how often it is looked for
then."""
_KEPT = 100
"""Pictures from before a keyboard was found that are read once it is."""
_KEPT_BYTES = 100_000_000
_HEIGHT = 540
_STILL_PX = 0.7
_LEAST_INSIDE = 0.25


class _Waiting(NamedTuple):
    """A picture, when it was, and who was in it."""

    luma: Gray
    time_s: float
    poses: Sequence[npt.NDArray[np.float32]]


class KeyboardFollower:
    """Finds a keyboard, then follows it and reads its keys, and finds it again when it was out of
    view; `keyboard` tells the whole.
    """

    def __init__(
        self, found: FoundKeyboard | None = None, network: NumpyKeyNetwork | None = None
    ) -> None:
        """``found``: the keyboard in the first picture, where it is known already; ``network``
        reads its keys, the shipped one where none is given.
        """
        self.found = found
        self._network = network
        self._evidence: EvidenceReader | None = None
        self._still: tuple[Floats, npt.NDArray[np.bool_]] | None = None
        self._looks = list(_LOOK_AT_S)
        self._reference: tuple[Gray, npt.NDArray[np.float32]] | None = None
        self._move: Floats = np.eye(3)
        self._planes: list[Floats] = []
        self._reader = KeyReader()
        self._skipped = 0
        self._waiting: deque[_Waiting] = deque(maxlen=_KEPT)
        self._away_px = 0.0
        self._begun_s: float | None = None
        self._followed_s = 0.0
        self._looked_s = 0.0
        self._looked_at: Cells | None = None
        self._drift_px = 0.0

    def add(self, luma: Gray, time_s: float, poses: Sequence[npt.NDArray[np.float32]]) -> None:
        """One more picture (H, W), with the points ``(67, 3)`` of everybody in it."""
        if self._begun_s is None:
            self._begun_s = time_s
        if self.found is not None and self._follow(luma):
            self._followed_s = time_s
        elif self._looks_now(time_s):
            self._look(luma, time_s)
        if self.found is None:
            self._skipped += 1
            if self._looks:
                self._waiting.append(_Waiting(luma, time_s, poses))
                if len(self._waiting) * luma.nbytes > _KEPT_BYTES:
                    self._waiting.popleft()
            return
        self._read_waiting()
        lost = time_s - self._followed_s > _LOST_AFTER_S
        self._read(_Waiting(luma, time_s, poses), lost=lost)

    def _read_waiting(self) -> None:
        """Read the pictures from before the keyboard was found, as far as they are kept."""
        if not self._waiting:
            return
        now = self._move, self._away_px
        places = [
            (self._follow(picture.luma), self._move, self._away_px)
            for picture in reversed(self._waiting)
        ]
        self._skipped -= len(self._waiting)
        for picture, (there, move, away_px) in zip(self._waiting, reversed(places), strict=True):
            self._move, self._away_px = move, away_px
            self._read(picture, lost=not there)
        self._waiting.clear()
        self._move, self._away_px = now

    def _looks_now(self, time_s: float) -> bool:
        assert self._begun_s is not None
        if self.found is None:
            return bool(self._looks) and time_s - self._begun_s >= self._looks[0] - 1e-6
        away_s = min(time_s - self._looked_s, time_s - self._followed_s + _LOOK_AGAIN_S / 2)
        return away_s >= _LOOK_AGAIN_S - 1e-6

    def _look(self, luma: Gray, time_s: float) -> None:
        anyway = self.found is not None or self._looks.pop(0) in _LOOK_ANYWAY_S
        self._looked_s = time_s
        before, self._looked_at = self._looked_at, cells_of(luma)
        again = anyway or before is None or changed_cells(before, self._looked_at) > _ANOTHER
        found = find_keyboard(luma) if again else None
        if found is None and not self._looks:
            self._waiting.clear()
        if found is not None:
            found_before = self.found is not None
            self.found, self._move, self._followed_s = found, np.eye(3), time_s
            self._away_px, self._still = 0.0, None
            self._begin(luma)
            self._drift_px = np.inf if found_before else 0.0

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
        if self._reference is None:
            return False
        small = _small(luma)
        return any(self._follow_from(guess, small) for guess in (self._move, np.eye(3)))

    def _follow_from(self, guess: Floats, small: Gray) -> bool:
        """Whether the reference picture is found near where ``guess (3, 3)`` moves it."""
        import cv2

        assert self._reference is not None
        first, points = self._reference
        near = mapped(guess, points[:, 0].astype(np.float64)).astype(np.float32)[:, None]
        moved, status, _ = cv2.calcOpticalFlowPyrLK(
            first,
            small,
            points,
            near.copy(),
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
        self._away_px = float(np.median(np.abs(there - points[:, 0])))
        self._drift_px = max(self._drift_px, self._away_px)
        return True

    def _plane(self, move: Floats, height: int) -> Floats:
        """The keyboard's plane in a picture of the small height ``height`` moved by ``move``."""
        assert self.found is not None
        scale = np.diag([height, height, 1.0])
        return np.asarray(self.found.plane @ np.linalg.inv(scale) @ np.linalg.inv(move) @ scale)

    def _read(self, picture: _Waiting, *, lost: bool) -> None:
        height, width = picture.luma.shape
        plane = self._plane(self._move, min(_HEIGHT, height))
        self._planes.append(plane)
        hands = [
            p[hand, :2].astype(np.float64)
            for p in picture.poses
            for hand in (LEFT_HAND, RIGHT_HAND)
        ]
        seen = [hand for hand in hands if np.isfinite(hand).all()]
        self._reader.add(picture.luma, plane, seen, lost=lost)
        if self._evidence is None:
            from foley_post.pose.backends.numpy_key_network import key_network

            self._evidence = EvidenceReader(self._network or key_network())
        plane, view = self._view(plane, (height, width))
        strip = rectified(picture.luma, plane)
        self._evidence.add(strip, picture.time_s, view & (not lost))

    def _view(self, plane: Floats, size: tuple[int, int]) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """The plane to take a strip by, and the keys ``(88,)`` in view. A camera that stands still
        keeps one plane: what is measured anew in each picture trembles.
        """
        assert self.found is not None
        if self._away_px >= _STILL_PX:
            return plane, keys_in_view(plane, size)
        if self._still is None:
            self._still = self.found.plane, keys_in_view(self.found.plane, size)
        return self._still

    def keyboard(self) -> Keyboard | None:
        """What was found, for all pictures given; None when no keyboard was."""
        if self.found is None or self._reference is None:
            return None
        planes = np.stack([self._planes[0]] * self._skipped + self._planes)
        if self._drift_px < _STILL_PX:
            planes = self._planes[0][None]
        before = np.full((self._skipped, 88, len(KEY_CUES)), np.nan, np.float32)
        cues = np.concatenate([before, self._reader.cues()])
        assert self._evidence is not None
        unread = np.full((self._skipped, 88, len(KEY_EVIDENCE)), np.nan, np.float32)
        return Keyboard(
            planes,
            cues,
            self.found.octave_known,
            self.found.confidence,
            np.concatenate([unread, self._evidence.evidence()]),
        )


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
