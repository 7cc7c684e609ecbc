"""From a range of media to one clean `Motion` for each performer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post import video
from foley_post.errors import MediaUnreadable, UsageError
from foley_post.pose.cues import Picture, cues_of
from foley_post.pose.nets import load_nets
from foley_post.pose.skeleton import CUES, Motion
from foley_post.pose.tracking import Tracker
from foley_post.pose.trails import Trail, body_pose, hand_pose, paths
from foley_post.progress import Progress, Watcher, unwatched
from foley_post.video import MediaInfo

__all__ = ["WatchOptions", "watch"]

Floats32 = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How to watch.

    ``device`` runs the networks: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``. ``players``
    is the most to follow. A performer counts when seen in ``least_share`` of the range's pictures
    and for ``least_s`` seconds.
    """

    device: str = "cpu"
    players: int = 8
    least_share: float = 0.1
    least_s: float = 0.3
    cues: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.players <= 32:
            raise UsageError(f"between 1 and 32 players can be followed, not {self.players}")


def watch(
    path: Path,
    start_s: Fraction,
    end_s: Fraction,
    *,
    options: WatchOptions = WatchOptions(),
    watcher: Watcher = unwatched,
) -> tuple[Motion, ...]:
    """Everybody who is seen in ``path`` from ``start_s`` to before ``end_s``, a Motion each, in the
    order they are first seen; empty when nobody is.

    Times are media seconds. Raises MediaMissing; MediaUnreadable also when the range holds no
    picture; Cancelled through the watcher, which is asked at each picture.
    """
    info = video.probe(path)
    seen = _Seen(Tracker(load_nets(options.device), options.players), options.cues)
    length_s = float(end_s - start_s)
    for frame in video.frames(path, start_s, end_s):
        done_s = max(0.0, frame.time_s - float(start_s))
        watcher(Progress("watching", min(done_s, length_s), length_s, path.name))
        seen.add(frame)
    if not seen.times_s:
        raise MediaUnreadable(_no_picture(info, start_s, end_s))
    watcher(Progress("watching", length_s, length_s, path.name))
    return _motions(info, seen, (start_s, end_s), options)


class _Seen:
    """What the pictures showed so far."""

    def __init__(self, tracker: Tracker, with_cues: bool) -> None:
        self.tracker = tracker
        self.with_cues = with_cues
        self.times_s: list[float] = []
        self.bodies: dict[int, Trail] = {}
        self.hands: dict[int, Trail] = {}
        self._before: tuple[Picture, dict[int, Floats32]] | None = None

    def add(self, frame: video.Frame) -> None:
        """Look at one more picture."""
        self.tracker.step(frame.image, frame.time_s)
        height = frame.image.shape[0]
        picture = Picture(_luma(frame.image)) if self.with_cues else None
        poses: dict[int, Floats32] = {}
        for track in self.tracker.bodies:
            if track.visible:
                poses[track.number] = pose = body_pose(track, height)
                cues = self._cues(track.number, pose, picture, frame.time_s)
                self.bodies.setdefault(track.number, Trail()).add(len(self.times_s), pose, cues)
        for loose in self.tracker.loose_hands:
            if loose.visible:
                poses[loose.number] = pose = hand_pose(loose.hand, height)
                trail = self.hands.setdefault(loose.number, Trail())
                cues = self._cues(loose.number, pose, picture, frame.time_s)
                trail.add(len(self.times_s), pose, cues)
                trail.rightness.append(loose.hand.rightness)
        if picture is not None:
            self._before = (picture, poses)
        self.times_s.append(frame.time_s)

    def _cues(
        self, number: int, pose: Floats32, picture: Picture | None, time_s: float
    ) -> Floats32:
        if picture is None or self._before is None or number not in self._before[1]:
            return np.full((67, len(CUES)), np.nan, np.float32)
        pair = np.stack([self._before[1][number], pose])
        return cues_of(self._before[0], picture, pair, time_s - self.times_s[-1])


def _luma(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    import cv2

    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def _motions(
    info: MediaInfo, seen: _Seen, span: tuple[Fraction, Fraction], options: WatchOptions
) -> tuple[Motion, ...]:
    times_s = np.array(seen.times_s)
    promised = info.frames_between(*span)
    missing = max(0, promised - len(times_s))
    if missing <= 1:  # a range that starts between two pictures may hold one less
        missing = 0
    notices: tuple[str, ...] = ()
    if missing:
        notices = (
            f"{info.path.name}: only {len(times_s)} of {promised} frames of this range could be "
            "decoded; there is music only where there was picture.",
        )
    seconds = options.least_s * float(info.rate.fps)
    least = max(1, round(min(len(times_s), max(seconds, options.least_share * len(times_s)))))
    found = paths(times_s, list(seen.bodies.values()), list(seen.hands.values()), least)
    return tuple(
        Motion(
            times_s=times_s,
            points=path.points,
            cues=path.cues if options.cues else None,
            performer=number,
            aspect=info.aspect,
            frames_missing=missing,
            notices=notices,
        )
        for number, path in enumerate(found)
    )


def _no_picture(info: MediaInfo, start_s: Fraction, end_s: Fraction) -> str:
    return (
        f"{info.path.name} shows no picture from {float(start_s):.2f} s to {float(end_s):.2f} s "
        f"(it is {float(info.duration_s):.2f} s long). Relink the clip, or trim the shot."
    )
