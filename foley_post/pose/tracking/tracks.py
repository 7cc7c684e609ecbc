"""Who is followed: a player's body with its hands, or a hand whose body is not seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.hands import Hand
from foley_post.pose.tracking.appearance import Appearance
from foley_post.pose.tracking.frame_skipping import (
    Course,
    Reading,
    reading_of_body,
    reading_of_hand,
)

__all__ = ["BODY_PART", "SIDES", "BodyTrack", "HandTrack"]

SIDES = ("left", "right")
BODY_PART = "body"


@dataclass(slots=True)
class BodyTrack:
    """One player: the body and the hands last read, and what is remembered while out of sight.

    ``courses`` tell how the parts ``body``, ``left`` and ``right`` move. ``readings`` has those
    parts that were read in this picture or lost in it: their readings from the one before on.
    """

    number: int
    body: Body
    likeness: Appearance
    hands: dict[str, Hand] = field(default_factory=dict)
    tried_s: dict[str, float] = field(default_factory=dict)
    visible: bool = True
    courses: dict[str, Course] = field(default_factory=dict)
    readings: dict[str, list[Reading]] = field(default_factory=dict)

    def find_body(self, body: Body, time_s: float) -> None:
        """The body is seen for the first time, or again."""
        self.body, self.visible = body, True
        self.courses[BODY_PART] = Course(reading_of_body(body, time_s))

    def find_hand(self, side: str, hand: Hand, time_s: float) -> None:
        """A hand is seen for the first time, or again."""
        self.hands[side] = hand
        self.courses[side] = Course(reading_of_hand(hand, time_s))

    def lose_hand(self, side: str) -> None:
        """A hand is not seen any more."""
        self.hands.pop(side, None)
        self.courses.pop(side, None)

    def lose(self) -> None:
        """Nothing of the player is seen any more."""
        self.visible = False
        self.hands, self.courses = {}, {}

    def guessed(self, time_s: float) -> list[str]:
        """The parts that were not read in the picture at ``time_s``."""
        return [part for part, course in self.courses.items() if course.last.time_s < time_s]


@dataclass(slots=True)
class HandTrack:
    """One hand that belongs to no body in the picture; as a part it is called ``left``."""

    number: int
    hand: Hand
    course: Course
    visible: bool = True
    readings: dict[str, list[Reading]] = field(default_factory=dict)

    def find(self, hand: Hand, time_s: float) -> None:
        """The hand is seen for the first time, or again."""
        self.hand, self.visible = hand, True
        self.course = Course(reading_of_hand(hand, time_s))

    @property
    def seen_s(self) -> float:
        """When it was last read."""
        return self.course.last.time_s

    def guessed(self, time_s: float) -> list[str]:
        """``left`` if it was not read in the picture at ``time_s``."""
        return [SIDES[0]] if self.course.last.time_s < time_s else []
