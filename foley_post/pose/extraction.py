"""From a range of media to one clean `Motion` for each performer."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post import video
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.errors import MediaUnreadable, UsageError
from foley_post.pose.backends.devices import load_networks
from foley_post.pose.contact_cues import CuePicture, cues_of
from foley_post.pose.hand_flow import PictureFlow
from foley_post.pose.keyboard.follower import KeyboardFollower, plays_at
from foley_post.pose.keyboard.keyboard_players import SeatedPath, seated
from foley_post.pose.look.bystanders import players_first
from foley_post.pose.look.looking import instrument_rankings
from foley_post.pose.look.moments import KeptPictures
from foley_post.pose.skeleton import CUES, Motion
from foley_post.pose.tracking.frame_skipping import MOST_PICTURES, Reading, drawn_at
from foley_post.pose.tracking.player_box import BoxFollower, PlayerBox
from foley_post.pose.tracking.tracker import Tracker
from foley_post.pose.tracking.tracklets import PARTS, Tracklet, marked_path, paths, pose_of
from foley_post.pose.tracking.tracks import BodyTrack, HandTrack
from foley_post.video import MediaInfo

__all__ = ["EYES", "WatchOptions", "watch"]

EYES = ("own", "mediapipe")

Floats32 = npt.NDArray[np.float32]

_LOOK_BACK = 12
_LOOK_BACK_BYTES = 256_000_000
"""Pictures kept for who is found late: so many, or as many as this holds."""
_BEHIND = 2
"""Pictures that may wait to be measured, at least: as many as are kept anyway."""


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How to watch.

    ``device`` runs the networks: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
    ``most_players`` are followed. A performer counts when seen in ``least_share`` of the range's
    pictures and for ``least_s`` seconds. ``pose`` says whose eyes: ``own``, or ``mediapipe`` (the
    referee; on the CPU). ``boxes`` are players that an editor drew, whoever else is found.
    """

    device: str = "auto"
    most_players: int = 8
    least_share: float = 0.1
    least_s: float = 0.3
    cues: bool = True
    pose: str = "own"
    boxes: tuple[PlayerBox, ...] = ()

    def __post_init__(self) -> None:
        if self.pose not in EYES:
            raise UsageError(f"There are no eyes called {self.pose!r}. Choose {' or '.join(EYES)}.")
        if not 1 <= self.most_players <= 32:
            raise UsageError(f"between 1 and 32 players can be followed, not {self.most_players}")


def watch(
    path: Path | str,
    start_s: Fraction,
    end_s: Fraction,
    *,
    options: WatchOptions = WatchOptions(),
    watcher: Watcher = ignore_progress,
) -> tuple[Motion, ...]:
    """Everybody who is seen in ``path`` from ``start_s`` to before ``end_s``, a Motion each:
    players before bystanders, both in the order they are first seen; empty when nobody is.

    Times are media seconds. Raises MediaMissing; MediaUnreadable also when the range holds no
    picture; Cancelled through the watcher, which is asked at each picture.
    """
    path = Path(path)
    info = video.probe(path)
    tracker = _tracker(options)
    kept = KeptPictures(float(start_s), float(end_s))
    seen = _Seen(tracker, kept, options.cues, [BoxFollower(box) for box in options.boxes])
    length_s = float(end_s - start_s)
    try:
        for frame in video.frames(path, start_s, end_s):
            done_s = max(0.0, frame.time_s - float(start_s))
            watcher(Progress("watching", min(done_s, length_s), length_s, path.name))
            seen.add(frame)
        seen.finish()
        if not seen.times_s:
            raise MediaUnreadable(_no_picture(info, start_s, end_s))
        watcher(Progress("watching", length_s, length_s, path.name))
        return _motions(info, seen, (start_s, end_s), options)
    finally:
        seen.close()
        tracker.close()


def _tracker(options: WatchOptions) -> Tracker:
    if options.pose == "own":
        return Tracker(load_networks(options.device), options.most_players)
    from foley_post.pose.backends.mediapipe_tracking import ReferenceTracker

    return ReferenceTracker(options.most_players)


@dataclass(slots=True, eq=False)
class _Moment:
    """One picture, kept a while for who is found a little later.

    ``passed_over``: the tracks and parts that were not read in it, until they are known from the
    pictures after it; only then is it measured, for ``trails``.
    """

    at: int
    time_s: float
    image: npt.NDArray[np.uint8]
    picture: CuePicture | None = None
    poses: dict[int, Floats32] = field(default_factory=dict)
    trails: dict[int, Tracklet] = field(default_factory=dict)
    passed_over: set[tuple[int, str]] = field(default_factory=set)


class _Seen:
    """What the pictures showed so far. Who is where is followed by the caller's thread; what the
    pixels tell there is measured in another, a picture or two behind and in order.
    """

    def __init__(
        self, tracker: Tracker, kept: KeptPictures, with_cues: bool, boxes: Sequence[BoxFollower]
    ) -> None:
        self.tracker = tracker
        self.boxes = boxes
        self.boxed = [Tracklet() for _ in boxes]
        self.kept = kept
        self.with_cues = with_cues
        self.times_s: list[float] = []
        self.bodies: dict[int, Tracklet] = {}
        self.hands: dict[int, Tracklet] = {}
        self.keys = KeyboardFollower()
        self.flow = PictureFlow()
        self._recent: list[_Moment] = []
        self._open: list[_Moment] = []
        self._measured: _Moment | None = None
        self._measuring = ThreadPoolExecutor(1, "cues")
        self._behind: deque[Future[None]] = deque()

    def add(self, frame: video.Frame) -> None:
        """Look at one more picture."""
        self.tracker.step(frame.image, frame.time_s)
        now = _Moment(len(self.times_s), frame.time_s, frame.image)
        for track in self.tracker.visible():
            known = self.bodies if isinstance(track, BodyTrack) else self.hands
            if track.number not in known:
                self.catch_up(0)
                known[track.number] = Tracklet()
                self._look_back(track, known[track.number])
            trail = now.trails[track.number] = known[track.number]
            now.poses[track.number] = pose_of(track, frame.image.shape[0])
            now.passed_over |= {(track.number, part) for part in track.guessed(frame.time_s)}
            if isinstance(track, HandTrack):
                trail.rightness.append(track.hand.rightness)
        for place, (follower, trail) in enumerate(zip(self.boxes, self.boxed, strict=True)):
            if frame.time_s >= follower.box.from_s:
                now.poses[-1 - place] = follower.step(frame.image)
                now.trails[-1 - place] = trail
        self._settle(now.passed_over)
        self._open.append(now)
        self._measure_settled()
        most = max(MOST_PICTURES, min(_LOOK_BACK, _LOOK_BACK_BYTES // frame.image.nbytes))
        self.catch_up(max(_BEHIND, most - MOST_PICTURES))
        self.kept.add(now.at, frame.time_s, frame.image)
        self.times_s.append(frame.time_s)
        self._recent = [*self._recent, now][-most:]

    def finish(self) -> None:
        """No more pictures."""
        self.tracker.finish()
        self._settle(set())
        self._measure_settled()
        self.catch_up(0)

    def _settle(self, still: set[tuple[int, str]]) -> None:
        """Say where the parts were that have been read now; ``still``: those that have not."""
        for number, part, readings in self.tracker.readings():
            for moment in self._open:
                if (number, part) in moment.passed_over:
                    _put(moment, number, part, readings)
        for moment in self._open:
            moment.passed_over &= still

    def _measure_settled(self) -> None:
        while self._open and not self._open[0].passed_over:
            moment = self._open.pop(0)
            self._behind.append(self._measuring.submit(self._measure, self._measured, moment))
            self._measured = moment

    def catch_up(self, behind: int) -> None:
        """Wait until no more than so many pictures are still to be measured."""
        while len(self._behind) > behind:
            self._behind.popleft().result()

    def close(self) -> None:
        """Let go of the thread."""
        self._measuring.shutdown(cancel_futures=True)

    def _measure(self, before: _Moment | None, now: _Moment) -> None:
        if self.with_cues:
            now.picture = CuePicture(_luma(now.image))
        for number, trail in now.trails.items():
            trail.add(now.at, now.poses[number], _cues(before, now, number))
        if now.picture is not None:
            self.flow.add(now.picture, now.time_s, list(now.poses.values()))
            self.keys.add(now.picture.levels[0], now.time_s, list(now.poses.values()))

    def _look_back(self, track: BodyTrack | HandTrack, trail: Tracklet) -> None:
        """Follow somebody just found back through the last pictures: who is there when the shot
        begins is seen from its beginning.
        """
        past: BodyTrack | HandTrack = track
        found: list[_Moment] = []
        for moment in reversed(self._recent):
            earlier = self.tracker.earlier(past, moment.image)
            if earlier is None:
                break
            past = earlier
            moment.poses[track.number] = pose_of(past, moment.image.shape[0])
            found.append(moment)
        for moment in reversed(found):
            if moment in self._open:
                moment.trails[track.number] = trail
            else:
                before = next((m for m in self._recent if m.at == moment.at - 1), None)
                cues = _cues(before, moment, track.number)
                trail.add(moment.at, moment.poses[track.number], cues)
            if isinstance(track, HandTrack):
                trail.rightness.append(track.hand.rightness)


def _put(moment: _Moment, number: int, part: str, readings: Sequence[Reading]) -> None:
    """Put a part that was passed over between its ``readings``; after the last it is not seen."""
    pose = moment.poses[number][PARTS[part]]
    if moment.time_s > readings[-1].time_s:
        pose[:] = np.nan
    else:
        height = moment.image.shape[0]
        pose[:] = drawn_at(readings, moment.time_s) / (height, height, 1)


def _cues(before: _Moment | None, now: _Moment, number: int) -> Floats32:
    if now.picture is None or before is None or before.picture is None:
        return np.full((67, len(CUES)), np.nan, np.float32)
    if number not in before.poses:
        return np.full((67, len(CUES)), np.nan, np.float32)
    pair = np.stack([before.poses[number], now.poses[number]])
    return cues_of(before.picture, now.picture, pair, now.time_s - before.time_s)


def _luma(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    import cv2

    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def _motions(
    info: MediaInfo, seen: _Seen, span: tuple[Fraction, Fraction], options: WatchOptions
) -> tuple[Motion, ...]:
    times_s = np.array(seen.times_s)
    missing = max(0, info.frames_between(*span) - len(times_s))
    if missing <= 1:  # a range that starts between two pictures may hold one less
        missing = 0
    seconds = options.least_s * float(info.rate.fps)
    least = max(1, round(min(len(times_s), max(seconds, options.least_share * len(times_s)))))
    repeats = np.flatnonzero(seen.flow.repeats()).tolist()
    bodies, hands = list(seen.bodies.values()), list(seen.hands.values())
    found = paths(times_s, bodies, hands, least=least, repeats=repeats)
    boxed = [marked_path(times_s, trail, repeats) for trail in seen.boxed if trail.at]
    keyboard = seen.keys.keyboard()
    people = [
        *seated(found, keyboard, times_s),
        *(SeatedPath(p, keyboard if plays_at(keyboard, p.points) else None) for p in boxed),
    ]
    looks = instrument_rankings(
        seen.tracker.nets,
        seen.kept.pictures,
        [person.path.points for person in people],
        [person.keyboard is not None for person in people],
    )
    return players_first(
        [
            Motion(
                times_s=times_s,
                points=person.path.points,
                cues=person.path.cues if options.cues else None,
                flow=seen.flow.along(person.path.points) if options.cues else None,
                keyboard=person.keyboard,
                performer=number,
                aspect=info.aspect,
                frames_missing=missing,
                look=looks[number],
                marked=number >= len(people) - len(boxed),
                notices=(*seen.tracker.nets.notices, *_short_of(info, missing, span)),
                run_notices=seen.tracker.nets.notices,
            )
            for number, person in enumerate(people)
        ]
    )


def _short_of(info: MediaInfo, missing: int, span: tuple[Fraction, Fraction]) -> Iterator[str]:
    """What was not to be seen: damaged pictures, and what lies past the end of the media."""
    where = "there is music only where there is picture."
    if missing:
        promised = info.frames_between(*span)
        yield (
            f"{info.path.name}: only {promised - missing} of {promised} frames of this range could "
            f"be decoded; {where}"
        )
    beyond_s = float(span[1] - info.duration_s)
    if info.frames > 1 and beyond_s > 2 * float(info.rate.frame_s):
        yield f"{info.path.name} ends {beyond_s:.2f} s before its shot does; {where}"


def _no_picture(info: MediaInfo, start_s: Fraction, end_s: Fraction) -> str:
    return (
        f"{info.path.name} shows no picture from {float(start_s):.2f} s to {float(end_s):.2f} s "
        f"(it is {float(info.duration_s):.2f} s long). Relink the clip, or trim the shot."
    )
