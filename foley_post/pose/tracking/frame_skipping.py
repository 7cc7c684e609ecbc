"""When a body or a hand is read again, and what lies between two readings.

Landmarks are the dearest part of watching, and most of the time a body and a hand go straight on:
of two pianists' hands, read in every fourth picture at 30 a second and put on the line between, the
joints lie 1 % of the palm (the middle one; one in ten 2 to 3 %) from where they are read, which is
what two readings differ by. So a part is read every few pictures; where it has left its straight
course, the pictures in between are read after all, the middle one first; and where the picture
changes at a hand or a wrist by more than it did, it is read at once. So a stroke is read in each
picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from foley_post.pose.landmarks.body import Body, body_25
from foley_post.pose.landmarks.hands import Hand

__all__ = [
    "MOST_PICTURES",
    "Course",
    "Reading",
    "alone",
    "drawn_at",
    "playing_points",
    "reading_of_body",
    "reading_of_hand",
    "with_between",
]

Floats = npt.NDArray[np.float64]
Picture = tuple[float, npt.NDArray[np.uint8]]
"""When a picture is, and its pixels."""

MOST_PICTURES = 4
"""A part is read in one of so many pictures at least, for all of them are kept until then."""
_LONGEST_S = 0.134
"""And after so long: every fourth picture at 30 fps, every third at 25."""
_STRAY = 0.025
"""How far from the line a joint may lie, of the hand's size or the shoulders' width."""
_TURN = 2.0
"""Where they lie so many times farther off, the part has turned or stopped."""
_STIRRED, _NOISE = 2.0, 1.0
"""What changes at a hand, times what changed there of late, and of 255: something begins."""
_LATELY = 8
"""Pictures that count as of late."""
_ODD_JOINTS = 1
"""Of a hand's joints so many may stray farther: single ones are read wrong, and a finger that taps
moves two or three."""
_PLAYING = [0, 11, 12, 13, 14, 15, 16]
"""Nose, shoulders, elbows, wrists."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a part in one picture: ``points (N, 2)`` that tell its course, in pixels,
    and which are ``sure (N,)``; its ``size`` in pixels; how many joints may be ``odd``; ``spots
    (S, 3)``, x, y and reach, where a stroke would change the picture; and ``joints (J, 3)``, x, y
    and confidence, as a pose has them.
    """

    time_s: float
    points: Floats
    sure: npt.NDArray[np.bool_]
    size: float
    odd: int
    spots: Floats
    joints: Floats

    def away(self, points: Floats) -> float:
        """How far the joints lie from ``points (N, 2)``, in its size."""
        apart = np.linalg.norm(self.points - points, axis=1)[self.sure]
        if len(apart) <= self.odd:
            return 0.0
        return float(np.partition(apart, -1 - self.odd)[-1 - self.odd]) / max(self.size, 1e-6)


def reading_of_body(body: Body, time_s: float) -> Reading:
    """A body's: its course is that of head and arms."""
    wide = float(np.linalg.norm(body.points[11] - body.points[12]))
    size = max(wide, 0.15 * body.next_region.side)
    sure = body.visibility[_PLAYING] > 0.5
    wrists, elbows = body.points[[15, 16]], body.points[[13, 14]]
    spots = np.column_stack([wrists + 0.3 * (wrists - elbows), np.full(2, 0.3 * size)])
    return Reading(time_s, playing_points(body), sure, size, 0, spots, body_25(body))


def playing_points(body: Body) -> Floats:
    """The points ``(7, 2)`` that tell a body's course."""
    return body.points[_PLAYING]


def reading_of_hand(hand: Hand, time_s: float) -> Reading:
    """A hand's."""
    joints = np.column_stack([hand.points, np.full(21, np.clip(hand.presence, 0, 1))])
    middle = hand.points.mean(axis=0)
    spots = np.array([[*middle, hand.size]])
    return Reading(time_s, hand.points, np.ones(21, bool), hand.size, _ODD_JOINTS, spots, joints)


class Course:
    """How one part moves: straight on from its last two readings, or not."""

    def __init__(self, first: Reading) -> None:
        self.last = first
        self._before: Reading | None = None
        self._bend = np.inf
        self._usual: Floats | None = None

    def stirs(self, changes: Floats) -> bool:
        """Whether more changes at its spots than of late: ``changes (S,)``, of 255. To be asked in
        each picture.
        """
        if self._usual is None:
            self._usual = changes
            return False
        stirs = bool((changes > _STIRRED * self._usual + _NOISE).any())
        self._usual = self._usual + (changes - self._usual) / _LATELY
        return stirs

    def due(self, time_s: float, passed_s: float, left_out: int) -> bool:
        """Whether it must be read in the picture at ``time_s``, ``passed_s`` after the one before:
        the next one would come too late. ``left_out`` pictures were not read since the last
        reading.
        """
        gap_s = time_s + passed_s - self.last.time_s
        late = left_out + 2 > MOST_PICTURES or gap_s > _LONGEST_S + 1e-6
        return late or self._strays(gap_s)

    def expected(self, time_s: float) -> Floats:
        """Where the points ``(N, 2)`` are by now, if it goes straight on."""
        if self._before is None:
            return self.last.points
        speed = (self.last.points - self._before.points) / (self.last.time_s - self._before.time_s)
        return np.asarray(self.last.points + speed * (time_s - self.last.time_s))

    def strays(self, now: Reading) -> bool:
        """Whether what lies between the last reading and this one may be off the line."""
        return self._strays(now.time_s - self.last.time_s, self._bend_at(now))

    def turns(self, now: Reading) -> bool:
        """Whether it may be off so far that the part is better looked for from picture to picture:
        in a blurred picture a hand is read as it is expected.
        """
        return self._strays(now.time_s - self.last.time_s, self._bend_at(now) / _TURN)

    def add(self, now: Reading) -> None:
        """One more reading."""
        self._bend = self._bend_at(now)
        self._before, self.last = self.last, now

    def _bend_at(self, now: Reading) -> float:
        """By how much the course bends, in sizes a second squared."""
        if self._before is None:
            return np.inf
        passed_s = now.time_s - self.last.time_s
        whole_s = now.time_s - self._before.time_s
        return 2 * now.away(self.expected(now.time_s)) / (passed_s * whole_s)

    def _strays(self, gap_s: float, bend: float | None = None) -> bool:
        """A parabola's middle lies an eighth of its bend from the line between its ends."""
        return (self._bend if bend is None else bend) * gap_s**2 / 8 > _STRAY


def with_between(
    start: Reading,
    end: Reading,
    pictures: Sequence[Picture],
    read: Callable[[Picture, Floats], Reading | None],
) -> list[Reading]:
    """The readings from ``start`` to ``end``, with those ``pictures`` in between read in which the
    line between two readings is off; the middle one first.

    ``read`` reads a picture where the points ``(N, 2)`` are expected; None if nothing is there.
    """
    if not pictures:
        return [start, end]
    middle = len(pictures) // 2
    line = _points_at(start, end, pictures[middle][0])
    seen = read(pictures[middle], line)
    if seen is None:
        return [start, end]
    if seen.away(line) / 4 <= _STRAY:
        return [start, seen, end]
    first = with_between(start, seen, pictures[:middle], read)
    return [*first[:-1], *with_between(seen, end, pictures[middle + 1 :], read)]


def drawn_at(readings: Sequence[Reading], time_s: float) -> Floats:
    """The joints ``(J, 3)`` on the line between the readings around ``time_s``, as sure as the less
    sure of the two.
    """
    start, end = next(
        (pair for pair in pairwise(readings) if pair[1].time_s >= time_s), readings[-2:]
    )
    share = (time_s - start.time_s) / (end.time_s - start.time_s)
    line = (1 - share) * start.joints + share * end.joints
    line[:, 2] = np.minimum(start.joints[:, 2], end.joints[:, 2])
    return np.asarray(line)


def _points_at(start: Reading, end: Reading, time_s: float) -> Floats:
    share = (time_s - start.time_s) / (end.time_s - start.time_s)
    return np.asarray((1 - share) * start.points + share * end.points)


def alone(body: Body, others: Sequence[Body]) -> bool:
    """Whether nobody is so near that the two could be taken for each other."""
    place, side = body.next_region, body.next_region.side
    away = [np.hypot(place.x - o.next_region.x, place.y - o.next_region.y) for o in others]
    return min(away, default=np.inf) > 0.6 * side
