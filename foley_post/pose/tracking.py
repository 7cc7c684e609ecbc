"""Who is who from picture to picture: bodies with their hands, and hands whose body is not seen.

The networks look where a player was a moment ago; detection runs only now and then, for whoever is
new or lost. A lost player is known again by place, size and the colours of the clothes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from foley_post.pose.body import Body, body_region, read_bodies
from foley_post.pose.detect import PALM, PERSON, Detection, detect
from foley_post.pose.hands import Hand, hand_region, palm_region, read_hands, wrist_region
from foley_post.pose.likeness import Likeness
from foley_post.pose.nets import Nets
from foley_post.pose.regions import Region
from foley_post.pose.scanning import Scan, palm_windows, person_windows

__all__ = ["SIDES", "BodyTrack", "HandTrack", "Tracker"]

SIDES = ("left", "right")
_WRIST = {"left": 15, "right": 16}
_ELBOW = {"left": 13, "right": 14}
_KEEP = 0.4
"""Presence that keeps a track."""
_FAINT, _SURE_HAND = 0.1, 0.7
"""A palm's first reading may be faint; read again around its own joints, a hand is sure (measured:
hands 0.74..1, others below 0.1)."""
_FOUND, _FOUND_NEAR = 0.5, 0.72
"""Detection scores: of a person apart from others, and of one close to another (measured: chance
finds on a seated player 0.50..0.68, people side by side 0.75..0.9)."""
_SURE, _STEADY = 0.9, 0.014
"""A new body must be this present in two readings, which differ by no more than this share of its
region. Measured: people 0.89..1 and 0.003..0.013, chance finds in hands, carpets and saris below
the one or above the other."""
_DETECT_EVERY_S = 0.5
_SEARCH_EVERY_S = 0.2
_SEARCHED_FOR_S = 3.0
"""How often to detect when all are followed, and when nobody is or someone was lost lately."""


@dataclass(slots=True)
class BodyTrack:
    """One player: the body last seen, the hands, and what is remembered while out of sight."""

    number: int
    body: Body
    likeness: Likeness
    hands: dict[str, Hand] = field(default_factory=dict)
    tried_s: dict[str, float] = field(default_factory=dict)
    visible: bool = True


@dataclass(slots=True)
class HandTrack:
    """One hand that belongs to no body in the picture."""

    number: int
    hand: Hand
    seen_s: float
    visible: bool = True


class Tracker:
    """Follows everybody; call `step` with each picture in order."""

    def __init__(self, nets: Nets, most_players: int = 8) -> None:
        self.nets = nets
        self.most_players = most_players
        self.bodies: list[BodyTrack] = []
        self.loose_hands: list[HandTrack] = []
        self._person_scan = Scan(person_windows)
        self._palm_scan = Scan(palm_windows)
        self._detected_s = -np.inf
        self._palms_s = -np.inf
        self._numbers = 0

    def step(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        """Bring all tracks to this picture; `visible` tells who is in it."""
        self._follow_bodies(image, time_s)
        self._find_bodies(image, time_s)
        self._follow_hands(image, time_s)
        self._find_hands(image, time_s)

    def visible(self) -> list[BodyTrack | HandTrack]:
        """Who is in the picture now."""
        tracks: list[BodyTrack | HandTrack] = [*self.bodies, *self.loose_hands]
        return [t for t in tracks if t.visible]

    def earlier(
        self, track: BodyTrack | HandTrack, image: npt.NDArray[np.uint8]
    ) -> BodyTrack | HandTrack | None:
        """The same player in the picture before; None when not there. Changes nothing."""
        if isinstance(track, HandTrack):
            (hand,) = read_hands(self.nets, image, [hand_region(track.hand)])
            return replace(track, hand=hand) if hand.presence >= _KEEP else None
        (body,) = read_bodies(self.nets, image, [track.body.next_region])
        if body.presence < _KEEP:
            return None
        sides = list(track.hands)
        hands = read_hands(self.nets, image, [hand_region(track.hands[s]) for s in sides])
        kept = {
            side: hand
            for side, hand in zip(sides, hands, strict=True)
            if hand.presence >= _KEEP and _belongs(hand, body, side)
        }
        return replace(track, body=body, hands=kept)

    # Bodies

    def _follow_bodies(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        active = [t for t in self.bodies if t.visible]
        found = read_bodies(self.nets, image, [t.body.next_region for t in active])
        misfits: dict[int, float] = {}
        for track, body in zip(active, found, strict=True):
            track.body = body
            misfits[track.number] = track.likeness.misfit(image, body, time_s)
            if body.presence < _KEEP or not _in_picture(body.next_region, image):
                _lose(track)
        for n, one in enumerate(active):
            for other in active[n + 1 :]:
                # Two tracks on one body, as after a crossing: the one it is less like is given up.
                if one.visible and other.visible and _same_body(one.body, other.body):
                    _lose(one if misfits[one.number] > misfits[other.number] else other)
        for track in active:
            if track.visible:
                track.likeness.update(image, track.body, time_s)

    def _find_bodies(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        active = [t for t in self.bodies if t.visible]
        lost = [
            t.likeness.expected(time_s)
            for t in self.bodies
            if not t.visible and time_s - t.likeness.time_s < _SEARCHED_FOR_S
        ]
        every = _SEARCH_EVERY_S if lost or not active else _DETECT_EVERY_S
        if time_s - self._detected_s < every - 1e-6 or len(active) >= self.most_players:
            return
        self._detected_s = time_s
        windows = (*self._person_scan.windows(image), *lost[-3:])
        fresh = [
            body_region(d)
            for d in detect(self.nets, PERSON, image, windows=windows)
            if _stands_alone(d, [t.body.next_region for t in active])
        ]
        first = read_bodies(self.nets, image, fresh)
        again = read_bodies(self.nets, image, [b.next_region for b in first])
        for body, second in zip(first, again, strict=True):
            if not _believable(body, second) or any(_same_body(second, t.body) for t in active):
                continue
            track = self._remembered(image, second, time_s)
            if track is None:
                likeness = Likeness.first(image, second, time_s)
                track = BodyTrack(self._next_number(), second, likeness)
                self.bodies.append(track)
            track.body, track.visible = second, True
            track.likeness.update(image, second, time_s)
            active.append(track)

    def _remembered(
        self, image: npt.NDArray[np.uint8], body: Body, time_s: float
    ) -> BodyTrack | None:
        """The lost player whom ``body`` is most like, if like enough."""
        lost = [t for t in self.bodies if not t.visible]
        fits = [(t.likeness.misfit(image, body, time_s), t) for t in lost]
        misfit, best = min(fits, key=lambda f: f[0], default=(np.inf, None))
        return best if misfit < 1.0 else None

    # Hands

    def _follow_hands(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        wanted: list[tuple[BodyTrack, str, Region]] = []
        for track in self.bodies:
            if not track.visible:
                continue
            for side in SIDES:
                region = self._hand_region(track, side, image, time_s)
                if region is not None:
                    wanted.append((track, side, region))
        loose = [t for t in self.loose_hands if t.visible]
        regions = [r for _, _, r in wanted] + [hand_region(t.hand) for t in loose]
        found = read_hands(self.nets, image, regions)
        for (track, side, _), hand in zip(wanted, found, strict=False):
            if hand.presence >= _KEEP and _belongs(hand, track.body, side):
                track.hands[side] = hand
            else:
                track.hands.pop(side, None)
        for loose_track, hand in zip(loose, found[len(wanted) :], strict=True):
            if hand.presence < _KEEP / 2:
                loose_track.visible = False
            else:
                loose_track.hand, loose_track.seen_s = hand, time_s
        self._part_hands()

    def _hand_region(
        self, track: BodyTrack, side: str, image: npt.NDArray[np.uint8], time_s: float
    ) -> Region | None:
        hand = track.hands.get(side)
        if hand is not None:
            return hand_region(hand)
        wrist = track.body.points[_WRIST[side]]
        height, width = image.shape[:2]
        inside = 0 <= wrist[0] < width and 0 <= wrist[1] < height
        if not inside or track.body.visibility[_WRIST[side]] < 0.3:
            return None
        if time_s - track.tried_s.get(side, -np.inf) < 0.1 - 1e-6:
            return None
        track.tried_s[side] = time_s
        return wrist_region(self.nets, image, track.body, side)

    def _part_hands(self) -> None:
        """One hand in the picture is one player's: the one whose wrist is nearer keeps it."""
        held = [(t, side, h) for t in self.bodies if t.visible for side, h in list(t.hands.items())]
        for i, (track, side, hand) in enumerate(held):
            for rival, rival_side, rival_hand in held[i + 1 :]:
                if not _same_hand(hand, rival_hand):
                    continue
                mine = _misfit(hand, track.body, side)
                theirs = _misfit(rival_hand, rival.body, rival_side)
                loser, lost = (track, side) if mine > theirs else (rival, rival_side)
                loser.hands.pop(lost, None)
        owned = [h for t in self.bodies if t.visible for h in t.hands.values()]
        loose: list[HandTrack] = []
        for loose_track in self.loose_hands:
            taken = [*owned, *(t.hand for t in loose)]
            if loose_track.visible and any(_same_hand(loose_track.hand, h) for h in taken):
                loose_track.visible = False
            elif loose_track.visible:
                loose.append(loose_track)

    def _find_hands(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        bodies = [t for t in self.bodies if t.visible]
        loose = [t for t in self.loose_hands if t.visible]
        every = _SEARCH_EVERY_S if not bodies and not loose else _DETECT_EVERY_S
        if bodies or len(loose) > 1:
            every = 4 * _DETECT_EVERY_S
        if time_s - self._palms_s < every - 1e-6:
            return
        self._palms_s = time_s
        windows = self._palm_scan.windows(image)
        regions = [palm_region(d) for d in detect(self.nets, PALM, image, windows=windows)]
        first = read_hands(self.nets, image, regions[: 2 * self.most_players])
        again = [hand_region(h) for h in first if h.presence > _FAINT]
        for hand in read_hands(self.nets, image, again):
            known = [h for t in bodies for h in t.hands.values()] + [t.hand for t in loose]
            if hand.presence < _SURE_HAND or any(_same_hand(hand, h) for h in known):
                continue
            if self._adopt(hand, bodies):
                continue
            remembered = self._remembered_hand(hand, time_s)
            if remembered is None:
                remembered = HandTrack(self._next_number(), hand, time_s)
                self.loose_hands.append(remembered)
            remembered.hand, remembered.seen_s, remembered.visible = hand, time_s, True
            loose.append(remembered)

    def _adopt(self, hand: Hand, bodies: list[BodyTrack]) -> bool:
        """Give a found hand to the body whose empty wrist it fits; say whether one took it."""
        fits = [
            (_misfit(hand, t.body, side), t, side)
            for t in bodies
            for side in SIDES
            if side not in t.hands and _belongs(hand, t.body, side)
        ]
        if not fits:
            return any(_belongs(hand, t.body, side) for t in bodies for side in SIDES)
        _, track, side = min(fits, key=lambda f: f[0])
        track.hands[side] = hand
        return True

    def _remembered_hand(self, hand: Hand, time_s: float) -> HandTrack | None:
        best, least = None, np.inf
        for track in self.loose_hands:
            apart = float(np.linalg.norm(track.hand.points.mean(0) - hand.points.mean(0)))
            reach = (1.0 + 4.0 * (time_s - track.seen_s)) * hand.size
            alike = (track.hand.rightness > 0.5) == (hand.rightness > 0.5)
            if not track.visible and apart < min(reach, 6 * hand.size) and alike and apart < least:
                best, least = track, apart
        return best

    def _next_number(self) -> int:
        self._numbers += 1
        return self._numbers - 1


def _lose(track: BodyTrack) -> None:
    track.visible = False
    track.hands = {}


def _distance(a: Region, b: Region) -> float:
    return float(np.hypot(a.x - b.x, a.y - b.y))


def _stands_alone(found: Detection, known: list[Region]) -> bool:
    """Whether a detected person may be someone new: not one of the known, and surer the nearer to
    one (knees, instruments and folds of a dress beside a player look like people, faintly).
    """
    region = body_region(found)
    near = [_distance(region, r) / max(region.side, r.side) for r in known]
    if not near or min(near) > 0.6:
        return found.score >= _FOUND
    return min(near) > 0.15 and found.score >= _FOUND_NEAR


def _in_picture(region: Region, image: npt.NDArray[np.uint8]) -> bool:
    height, width = image.shape[:2]
    margin = 0.5 * region.side
    wide = -margin < region.x < width + margin
    return bool(wide and -margin < region.y < height + margin)


def _believable(body: Body, again: Body) -> bool:
    """Whether two readings of a body agree, and both say that it is one."""
    at = [0, 2, 5, 11, 12, 23, 24]
    moved = float(np.linalg.norm(body.points[at] - again.points[at], axis=1).mean())
    sure = min(body.presence, again.presence) >= _SURE
    return sure and moved < _STEADY * body.next_region.side


def _same_body(a: Body, b: Body) -> bool:
    """Whether head and shoulders of the two lie on each other."""
    at = [0, 2, 5, 11, 12]
    size = max(float(np.linalg.norm(a.points[11] - a.points[12])), 0.15 * a.next_region.side)
    return float(np.linalg.norm(a.points[at] - b.points[at], axis=1).mean()) < 0.5 * size


def _same_hand(a: Hand, b: Hand) -> bool:
    apart = np.linalg.norm(a.points - b.points, axis=1)
    return float(np.median(apart)) < 0.5 * max(a.size, b.size)


def _misfit(hand: Hand, body: Body, side: str) -> float:
    """How far the hand's wrist is from the body's, in forearms; a hand of the wrong kind is
    farther.
    """
    wrist, elbow = body.points[_WRIST[side]], body.points[_ELBOW[side]]
    forearm = max(float(np.linalg.norm(wrist - elbow)), 0.12 * body.next_region.side)
    wrong = hand.rightness if side == "left" else 1 - hand.rightness
    return float(np.linalg.norm(hand.points[0] - wrist)) / forearm + 0.3 * wrong


def _belongs(hand: Hand, body: Body, side: str) -> bool:
    return _misfit(hand, body, side) < 0.7
