"""Who is who from picture to picture: bodies with their hands, and hands whose body is not seen.

The networks look where a player was a moment ago; detection runs only now and then, for whoever is
new or lost. A lost player is known again by place, size and the colours of the clothes. A body at
rest is not read in every picture (`pacing`); its hands are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import KeypointNetworks
from foley_post.pose.landmarks.body import (
    Body,
    bodies_answered,
    body_question,
    body_region,
    read_bodies,
)
from foley_post.pose.landmarks.detection import PERSON, detect
from foley_post.pose.landmarks.hands import (
    Hand,
    hand_question,
    hand_region,
    hands_answered,
    read_hands,
    wrist_region,
)
from foley_post.pose.landmarks.roi import Region
from foley_post.pose.landmarks.search_windows import SearchWindows, person_windows
from foley_post.pose.tracking.appearance import Appearance
from foley_post.pose.tracking.frame_skipping import REST_S, alone, body_moves, hand_moves
from foley_post.pose.tracking.hand_search import HandSearch, HandsSeen, sure_hands
from foley_post.pose.tracking.matching import (
    WRIST,
    believable,
    belongs,
    distance,
    in_picture,
    same_body,
    same_hand,
    stands_alone,
)

__all__ = ["SIDES", "BodyTrack", "HandTrack", "Tracker"]

SIDES = ("left", "right")
_KEEP = 0.4
"""Presence that keeps a track."""
_DETECT_EVERY_S, _SELDOM_S = 0.5, 1.0
_SEARCH_EVERY_S = 0.2
_SEARCHED_FOR_S = 3.0
"""How often to detect when all are followed (less when nobody new came for a while), and when
nobody is or someone was lost lately; how long that is."""


@dataclass(slots=True)
class BodyTrack:
    """One player: the body last read, when, the hands, and what is remembered while out of sight.

    ``guessed`` says that the body was not read in this picture, for it rests.
    """

    number: int
    body: Body
    likeness: Appearance
    hands: dict[str, Hand] = field(default_factory=dict)
    tried_s: dict[str, float] = field(default_factory=dict)
    visible: bool = True
    read_s: float = -np.inf
    moving: bool = True
    guessed: bool = False


@dataclass(slots=True)
class HandTrack:
    """One hand that belongs to no body in the picture."""

    number: int
    hand: Hand
    seen_s: float
    visible: bool = True


class Tracker:
    """Follows everybody; call `step` with each picture in order."""

    def __init__(self, nets: KeypointNetworks, most_players: int = 8) -> None:
        self.nets = nets
        self.most_players = most_players
        self.bodies: list[BodyTrack] = []
        self.loose_hands: list[HandTrack] = []
        self._person_scan = SearchWindows(person_windows)
        self._hand_search = HandSearch()
        self._detected_s = -np.inf
        self._before_s = -np.inf
        self._last_new_s = np.inf
        self._numbers = 0

    def step(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        """Bring all tracks to this picture; `visible` tells who is in it."""
        active = [t for t in self.bodies if t.visible]
        loose = [t for t in self.loose_hands if t.visible]
        held = [(t, side) for t in active for side in SIDES if side in t.hands]
        due = self._due(active, time_s)
        places = [t.body.next_region for t in due]
        regions = [hand_region(h) for h in [t.hands[s] for t, s in held] + [t.hand for t in loose]]
        asked = body_question(image, places), hand_question(image, regions)
        told_bodies, told_hands = self.nets.together(*asked)
        bodies = bodies_answered(places, told_bodies)
        hands = hands_answered(regions, told_hands)
        read = {t.number: b for t, b in zip(due, bodies, strict=True)}
        self._settle_bodies(image, time_s, read)
        self._settle_hands(held, hands[: len(held)], time_s)
        self._settle_loose(loose, hands[len(held) :], time_s)
        self._find_bodies(image, time_s)
        self._miss_hands(image, time_s)
        self._part_hands()
        self._find_hands(image, time_s)

    def close(self) -> None:
        """Let go of threads."""
        self.nets.close()

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
            if hand.presence >= _KEEP and belongs(hand, body, side)
        }
        return replace(track, body=body, hands=kept, guessed=False)

    # Bodies

    def _due(self, active: list[BodyTrack], time_s: float) -> list[BodyTrack]:
        """Whose body is read in this picture: all but who rest, apart from others."""
        return [
            t
            for t in active
            if t.moving
            or time_s - t.read_s >= REST_S - 1e-6
            or not alone(t.body, [o.body for o in active if o is not t])
        ]

    def _settle_bodies(
        self, image: npt.NDArray[np.uint8], time_s: float, read: dict[int, Body]
    ) -> None:
        active = [t for t in self.bodies if t.visible]
        misfits: dict[int, float] = {}
        for track in active:
            body = read.get(track.number)
            track.guessed = body is None
            if body is None:
                continue
            misfits[track.number] = track.likeness.misfit(image, body, time_s)
            track.moving = body_moves(track.body, body, time_s - track.read_s)
            track.body, track.read_s = body, time_s
            if body.presence < _KEEP or not in_picture(body.next_region, image):
                _lose(track)
        for n, one in enumerate(active):
            for other in active[n + 1 :]:
                # Two tracks on one body, as after a crossing: the one it is less like is given up.
                if one.visible and other.visible and same_body(one.body, other.body):
                    worse = misfits.get(one.number, 0.0) > misfits.get(other.number, 0.0)
                    _lose(one if worse else other)
        for track in active:
            if track.visible and not track.guessed:
                track.likeness.update(image, track.body, time_s)

    def _find_bodies(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        active = [t for t in self.bodies if t.visible]
        lost = [
            t.likeness.expected(time_s)
            for t in self.bodies
            if not t.visible and time_s - t.likeness.time_s < _SEARCHED_FOR_S
        ]
        settled = time_s - self._last_new_s > _SEARCHED_FOR_S
        every = _SELDOM_S if settled else _DETECT_EVERY_S
        if lost or not active:
            every = _SEARCH_EVERY_S
        if time_s - self._detected_s < every - 1e-6 or len(active) >= self.most_players:
            return
        self._detected_s = time_s
        windows = (*self._person_scan.windows(image), *lost[-3:])
        fresh = [
            body_region(d)
            for d in detect(self.nets, PERSON, image, windows=windows)
            if stands_alone(d, [t.body.next_region for t in active])
        ]
        first = read_bodies(self.nets, image, fresh)
        again = read_bodies(self.nets, image, [b.next_region for b in first])
        for body, second in zip(first, again, strict=True):
            if not believable(body, second) or any(same_body(second, t.body) for t in active):
                continue
            track = self._remembered(image, second, time_s)
            if track is None:
                likeness = Appearance.first(image, second, time_s)
                track = BodyTrack(self._next_number(), second, likeness)
                self.bodies.append(track)
                self._last_new_s = time_s
            track.body, track.visible, track.guessed = second, True, False
            track.read_s, track.moving = time_s, True
            track.likeness.update(image, second, time_s)
            active.append(track)

    def _remembered(
        self, image: npt.NDArray[np.uint8], body: Body, time_s: float
    ) -> BodyTrack | None:
        """The lost player whom ``body`` is most like, if like enough."""
        lost = [t for t in self.bodies if not t.visible]
        fits = [(t.likeness.misfit(image, body, time_s), t) for t in lost]
        distance, best = min(fits, key=lambda f: f[0], default=(np.inf, None))
        return best if distance < 1.0 else None

    # Hands

    def _settle_hands(
        self, held: list[tuple[BodyTrack, str]], found: list[Hand], time_s: float
    ) -> None:
        for (track, side), hand in zip(held, found, strict=True):
            before = track.hands.pop(side, None)
            if before is None or hand.presence < _KEEP or not belongs(hand, track.body, side):
                continue
            track.hands[side] = hand
            track.moving |= hand_moves(before, hand, track.body, time_s - self._before_s)
        self._before_s = time_s

    def _settle_loose(self, loose: list[HandTrack], found: list[Hand], time_s: float) -> None:
        for track, hand in zip(loose, found, strict=True):
            if hand.presence < _KEEP / 2:
                track.visible = False
            else:
                track.hand, track.seen_s = hand, time_s

    def _miss_hands(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        """Look at the wrists whose hand is not seen."""
        wanted: list[tuple[BodyTrack, str, Region]] = []
        for track in self.bodies:
            for side in SIDES if track.visible else ():
                region = self._hand_region(track, side, image, time_s)
                if region is not None:
                    wanted.append((track, side, region))
        found = read_hands(self.nets, image, [r for _, _, r in wanted])
        for (track, side, _), hand in zip(wanted, found, strict=True):
            if hand.presence >= _KEEP and belongs(hand, track.body, side):
                track.hands[side] = hand

    def _hand_region(
        self, track: BodyTrack, side: str, image: npt.NDArray[np.uint8], time_s: float
    ) -> Region | None:
        if side in track.hands:
            return None
        wrist = track.body.points[WRIST[side]]
        height, width = image.shape[:2]
        inside = 0 <= wrist[0] < width and 0 <= wrist[1] < height
        if not inside or track.body.visibility[WRIST[side]] < 0.3:
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
                if not same_hand(hand, rival_hand):
                    continue
                mine = distance(hand, track.body, side)
                theirs = distance(rival_hand, rival.body, rival_side)
                loser, lost = (track, side) if mine > theirs else (rival, rival_side)
                loser.hands.pop(lost, None)
        owned = [h for t in self.bodies if t.visible for h in t.hands.values()]
        loose: list[HandTrack] = []
        for loose_track in self.loose_hands:
            taken = [*owned, *(t.hand for t in loose)]
            if loose_track.visible and any(same_hand(loose_track.hand, h) for h in taken):
                loose_track.visible = False
            elif loose_track.visible:
                loose.append(loose_track)

    def _find_hands(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        bodies = [t for t in self.bodies if t.visible]
        loose = [t for t in self.loose_hands if t.visible]
        missing = [(t.body, side) for t in bodies for side in SIDES if side not in t.hands]
        seen = HandsSeen(len(bodies), len(loose), missing)
        windows, least = self._hand_search.windows(image, time_s, seen)
        if not windows:
            return
        most = 2 * self.most_players
        for hand in sure_hands(self.nets, image, windows, most=most, least=least):
            known = [h for t in bodies for h in t.hands.values()] + [t.hand for t in loose]
            if any(same_hand(hand, h) for h in known):
                continue
            if not self._adopt(hand, bodies):
                loose.append(self._keep_loose(hand, time_s))

    def _keep_loose(self, hand: Hand, time_s: float) -> HandTrack:
        """A hand without a body: one that was lost, or a new one."""
        track = self._remembered_hand(hand, time_s)
        if track is None:
            track = HandTrack(self._next_number(), hand, time_s)
            self.loose_hands.append(track)
        track.hand, track.seen_s, track.visible = hand, time_s, True
        return track

    def _adopt(self, hand: Hand, bodies: list[BodyTrack]) -> bool:
        """Give a found hand to the body whose empty wrist it fits; say whether one took it."""
        fits = [
            (distance(hand, t.body, side), t, side)
            for t in bodies
            for side in SIDES
            if side not in t.hands and belongs(hand, t.body, side)
        ]
        if not fits:
            return any(belongs(hand, t.body, side) for t in bodies for side in SIDES)
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
