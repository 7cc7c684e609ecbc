"""Reads bodies and hands, where it must be, in pictures that were passed over."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import KeypointNetworks
from foley_post.pose.landmarks.body import Body, read_bodies
from foley_post.pose.landmarks.hands import Hand, hand_region, read_hands
from foley_post.pose.landmarks.roi import Region
from foley_post.pose.tracking.frame_skipping import (
    MOST_PICTURES,
    Course,
    Picture,
    Reading,
    playing_points,
    reading_of_body,
    reading_of_hand,
    with_between,
)

__all__ = ["KEEP", "SkippedPictures"]

Floats = npt.NDArray[np.float64]
Thumbnail = npt.NDArray[np.uint8]
Part = TypeVar("Part", Body, Hand)

_LINES = 135
"""About as many lines are compared from picture to picture."""
KEEP = 0.4
"""Presence that keeps a track."""


class SkippedPictures:
    """The picture that is looked at, and the last few before it."""

    def __init__(self, nets: KeypointNetworks) -> None:
        self._nets = nets
        self._pictures: deque[Picture] = deque(maxlen=MOST_PICTURES)
        self._thumbnail: Thumbnail | None = None
        self._changed: Thumbnail | None = None

    def add(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        """Look at one more picture."""
        self._pictures.append((time_s, image))
        before, step = self._thumbnail, _step(image)
        self._thumbnail = np.ascontiguousarray(image[::step, ::step, 1])
        self._changed = None
        if before is not None and before.shape == self._thumbnail.shape:
            self._changed = np.asarray(cv2.absdiff(self._thumbnail, before), np.uint8)

    @property
    def now(self) -> Picture | None:
        """The picture that is looked at; None before the first."""
        return self._pictures[-1] if self._pictures else None

    def due(self, course: Course, watched: Sequence[bool] = (True,)) -> bool:
        """Whether a part is to be read in this picture; ``watched``: at which of its spots a change
        counts.
        """
        time_s, image = self._pictures[-1]
        passed_s = time_s - self._pictures[-2][0] if len(self._pictures) > 1 else np.inf
        stirs = self._changed is not None and course.stirs(
            np.array(
                [
                    _mean_at(self._changed, spot / _step(image)) if counts else 0.0
                    for spot, counts in zip(course.last.spots, watched, strict=True)
                ]
            )
        )
        return stirs or course.due(time_s, passed_s, len(self._since(course)))

    def expected(self, hand: Hand, course: Course, time_s: float) -> Hand:
        """Where to look for a hand in this picture: where it was in the last one, or where it goes
        to if it was not read there.
        """
        if not self._since(course):
            return hand
        return replace(hand, points=course.expected(time_s))

    def hand(
        self, course: Course, hand: Hand, picture: Picture, least: float = KEEP
    ) -> tuple[Hand | None, list[Reading]]:
        """The ``hand`` that was read in this picture, or None where it is lost (its presence is
        below ``least``), and its readings from the last one on; brings its course up to now.
        """

        def read(there: Picture, points: Floats) -> Hand | None:
            (found,) = read_hands(self._nets, there[1], [hand_region(_hand_at(points))])
            return found if found.presence >= least else None

        kept = hand if hand.presence >= least else None
        return self._followed(course, kept, picture, read=read, reading=reading_of_hand)

    def body(
        self, course: Course, before: Body, body: Body, picture: Picture
    ) -> tuple[Body | None, list[Reading]]:
        """As `hand`; ``before`` is the body as it was last read."""

        def read(there: Picture, points: Floats) -> Body | None:
            (found,) = read_bodies(self._nets, there[1], [_moved(before, points)])
            return found if found.presence >= KEEP else None

        kept = body if body.presence >= KEEP else None
        return self._followed(course, kept, picture, read=read, reading=reading_of_body)

    def _since(self, course: Course) -> list[Picture]:
        now_s = self._pictures[-1][0]
        return [p for p in self._pictures if course.last.time_s < p[0] < now_s]

    def _followed(
        self,
        course: Course,
        part: Part | None,
        picture: Picture,
        *,
        read: Callable[[Picture, Floats], Part | None],
        reading: Callable[[Part, float], Reading],
    ) -> tuple[Part | None, list[Reading]]:
        between: list[Picture] = self._since(course)
        now = None if part is None else reading(part, picture[0])
        if between and (now is None or course.turns(now)):
            return self._step_by_step(course, [*between, picture], read=read, reading=reading)
        if now is None:
            return None, [course.last]

        def read_between(there: Picture, points: Floats) -> Reading | None:
            found = read(there, points)
            return None if found is None else reading(found, there[0])

        path = [course.last, now]
        if between and course.strays(now):
            path = with_between(course.last, now, between, read_between)
        for one in path[1:]:
            course.add(one)
        return part, path

    def _step_by_step(
        self,
        course: Course,
        pictures: list[Picture],
        *,
        read: Callable[[Picture, Floats], Part | None],
        reading: Callable[[Part, float], Reading],
    ) -> tuple[Part | None, list[Reading]]:
        """The part followed through every one of ``pictures``, until it is lost."""
        path, part = [course.last], None
        for picture in pictures:
            part = read(picture, course.last.points)
            if part is None:
                break
            path.append(reading(part, picture[0]))
            course.add(path[-1])
        return part, path


def _hand_at(points: Floats) -> Hand:
    return Hand(points, 1.0, 0.5)


def _moved(body: Body, points: Floats) -> Region:
    """The body's region, gone along with the points that tell its course."""
    x, y = (points - playing_points(body)).mean(axis=0)
    region = body.next_region
    return replace(region, x=region.x + float(x), y=region.y + float(y))


def _step(image: npt.NDArray[np.uint8]) -> int:
    return max(1, int(image.shape[0]) // _LINES)


def _mean_at(changed: Thumbnail, spot: Floats) -> float:
    """The mean change within ``spot (3,)``: x, y and reach; 0 outside the picture."""
    x, y, reach = spot
    left, right = (int(max(0, x + side * reach)) for side in (-1, 1))
    top, low = (int(max(0, y + side * reach)) for side in (-1, 1))
    there = changed[top : low + 1, left : right + 1]
    return float(there.mean()) if there.size else 0.0
