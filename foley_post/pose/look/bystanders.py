"""Who in a shot plays, and who only listens, sings, conducts or walks by.

A player has an instrument: it shows in the picture around body and hands, or there are keys under
the fingers. Evidence is relative, for an instrument also shows in the crop of whoever sits beside
its player: people with much less of it than the clearest player are bystanders.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import Joint
from foley_post.pose.look.instrument_ranking import InstrumentRanking
from foley_post.pose.skeleton import Motion

__all__ = ["Person", "bystander_reasons", "players_first"]

LEAST_EVIDENCE = 0.15
"""An instrument is seen with this evidence; ImageNet has 25 classes of them in 1000, so that any
other picture gives 0.03 by chance."""
CLEAR_EVIDENCE = 0.45
_SHARE_OF_CLEAREST = 0.3
_SMALL, _SMALL_SHARE = 0.35, 0.7
"""People this much smaller than the clearest player are an audience, unless their own evidence is
near that player's."""
_HANDS_SEEN, _SEEN_SHARE = 0.2, 0.3

_NOTHING_HELD = "holds and touches nothing that is played"
_BESIDE_A_PLAYER = "is beside a player and holds nothing of their own"
_NO_HANDS = "does not show their hands"
_PASSING = "is seen for a short time only"

_WRISTS_AND_HANDS = [
    *(Joint.RIGHT_WRIST, Joint.LEFT_WRIST),
    *range(Joint.LEFT_HAND_WRIST, len(Joint)),
]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a shot: ``poses (T, 67, 3)``, what they are seen with, and whether their fingers
    are over a keyboard.
    """

    poses: npt.NDArray[np.float32]
    look: InstrumentRanking
    at_keys: bool

    @property
    def seen_share(self) -> float:
        """In how many of the pictures anything of them is seen."""
        return float(np.isfinite(self.poses[..., 0]).any(axis=1).mean())

    @property
    def has_body(self) -> bool:
        """Whether more than hands is seen."""
        return bool(np.isfinite(self.poses[:, [1, 2, 5], 0]).any())

    @property
    def hands_share(self) -> float:
        """In how many of their pictures a hand or a wrist is seen."""
        there = np.isfinite(self.poses[..., 0]).any(axis=1).sum()
        hands = np.isfinite(self.poses[:, _WRISTS_AND_HANDS, 0]).any(axis=1).sum()
        return float(hands / there) if there else 0.0

    @property
    def shoulders(self) -> float:
        """How wide the shoulders are, in frame heights; NaN where they are not seen."""
        right, left = (
            self.poses[:, joint, :2] for joint in (Joint.RIGHT_SHOULDER, Joint.LEFT_SHOULDER)
        )
        wide = np.linalg.norm(right - left, axis=1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            return float(np.nanmedian(wide))


def players_first(motions: Sequence[Motion]) -> tuple[Motion, ...]:
    """Everybody in the shot: players, bystanders, then whom an editor drew a box around, numbered
    in that order, so that one more box leaves the other numbers as they are.
    """
    people = [
        Person(m.points, m.look or InstrumentRanking(()), m.keyboard is not None) for m in motions
    ]
    told = [
        replace(motion, bystander="" if motion.marked else reason)
        for motion, reason in zip(motions, bystander_reasons(people), strict=True)
    ]
    ordered = sorted(told, key=lambda m: (m.marked, bool(m.bystander)))
    return tuple(replace(motion, performer=n) for n, motion in enumerate(ordered))


def bystander_reasons(people: Sequence[Person]) -> tuple[str, ...]:
    """For each of ``people`` why they are no player; empty for players."""
    if not people:
        return ()
    clearest = max(people, key=lambda p: (p.at_keys, p.look.evidence))
    return tuple(_reason(person, clearest) for person in people)


def _reason(person: Person, clearest: Person) -> str:
    if person.at_keys:
        return ""
    evidence = person.look.evidence
    if evidence < LEAST_EVIDENCE:
        only_hands = not (person.has_body or clearest.has_body)  # a close-up is of who plays
        return "" if only_hands else _NOTHING_HELD
    return "" if person is clearest else _reason_beside(person, clearest)


def _reason_beside(person: Person, clearest: Person) -> str:
    """Why somebody with some evidence does not play beside the clearest player."""
    evidence = person.look.evidence
    if person.has_body and person.hands_share < _HANDS_SEEN:
        return _NO_HANDS
    if evidence < CLEAR_EVIDENCE and person.seen_share < _SEEN_SHARE * clearest.seen_share:
        return _PASSING
    if person.shoulders < _SMALL * clearest.shoulders:  # False where either is not known
        return _BESIDE_A_PLAYER if evidence < _SMALL_SHARE * clearest.look.evidence else ""
    small_share = evidence < _SHARE_OF_CLEAREST * clearest.look.evidence
    return _BESIDE_A_PLAYER if small_share and evidence < CLEAR_EVIDENCE else ""
