"""Who is who from picture to picture: bodies with their hands, and hands whose body is not seen.

The networks look where a player was a moment ago; detection runs only now and then, for whoever is
new or lost. A lost player is known again by place, size and the colours of the clothes. What goes
straight on is not read in every picture (`frame_skipping`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
from foley_post.pose.tracking.frame_skipping import Course, Picture, Reading, alone, reading_of_hand
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
from foley_post.pose.tracking.settled_scene import SettledScene
from foley_post.pose.tracking.skipped_pictures import KEEP, SkippedPictures
from foley_post.pose.tracking.tracks import BODY_PART, SIDES, BodyTrack, HandTrack

__all__ = ["Tracker"]

_DETECT_EVERY_S, _SELDOM_S = 0.5, 1.0
_SEARCH_EVERY_S = 0.2
_SEARCHED_FOR_S = 3.0
"""How often to detect when all are followed (less when nobody new came for a while), and when
nobody is or someone was lost lately; how long that is."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is read in a picture: bodies, their hands by side, and hands without a body."""

    bodies: list[BodyTrack]
    hands: list[tuple[BodyTrack, str]]
    loose: list[HandTrack]


class Tracker:
    """Follows everybody; call `step` with each picture in order."""

    def __init__(self, nets: KeypointNetworks, most_players: int = 8) -> None:
        self.nets = nets
        self.most_players = most_players
        self.bodies: list[BodyTrack] = []
        self.loose_hands: list[HandTrack] = []
        self._person_scan = SearchWindows(person_windows)
        self._hand_search = HandSearch()
        self._skipped = SkippedPictures(nets)
        self._scene = SettledScene()
        self._detected_s = -np.inf
        self._last_new_s = np.inf
        self._numbers = 0

    def step(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        """Bring all tracks to this picture; `visible` tells who is in it."""
        self._skipped.add(image, time_s)
        due = self._skipped.due
        active = [t for t in self.bodies if t.visible]
        bodies = self._bodies_due(active)
        held = [(t, side) for t in active for side in t.hands if due(t.courses[side])]
        loose = [t for t in self.loose_hands if t.visible and due(t.course)]
        self._read(image, time_s, _Asked(bodies, held, loose))
        self._find_bodies(image, time_s)
        self._miss_hands(image, time_s)
        self._part_hands()
        self._find_hands(image, time_s)

    def finish(self) -> None:
        """Read in the last picture what was passed over there."""
        if self._skipped.now is None:
            return
        time_s, image = self._skipped.now
        active = [t for t in self.bodies if t.visible]
        bodies = [t for t in active if BODY_PART in t.guessed(time_s)]
        held = [(t, side) for t in active for side in t.guessed(time_s) if side in t.hands]
        loose = [t for t in self.loose_hands if t.visible and t.guessed(time_s)]
        self._read(image, time_s, _Asked(bodies, held, loose))

    def close(self) -> None:
        """Let go of threads."""
        self.nets.close()

    def visible(self) -> list[BodyTrack | HandTrack]:
        """Who is in the picture now."""
        tracks: list[BodyTrack | HandTrack] = [*self.bodies, *self.loose_hands]
        return [t for t in tracks if t.visible]

    def readings(self) -> Iterator[tuple[int, str, list[Reading]]]:
        """The number and the parts of those that were read in the last picture, and their readings
        from the one before on.
        """
        tracks: list[BodyTrack | HandTrack] = [*self.bodies, *self.loose_hands]
        for track in tracks:
            for part, readings in track.readings.items():
                yield track.number, part, readings

    def _read(self, image: npt.NDArray[np.uint8], time_s: float, asked: _Asked) -> None:
        for body in self.bodies:
            body.readings = {}
        for hand in self.loose_hands:
            hand.readings = {}
        expected = [
            *(self._skipped.expected(t.hands[s], t.courses[s], time_s) for t, s in asked.hands),
            *(self._skipped.expected(t.hand, t.course, time_s) for t in asked.loose),
        ]
        places = [t.body.next_region for t in asked.bodies]
        regions = [hand_region(hand) for hand in expected]
        questions = body_question(image, places), hand_question(image, regions)
        told_bodies, told_hands = self.nets.together(*questions)
        hands = hands_answered(regions, told_hands)
        picture = time_s, image
        self._settle_bodies(picture, asked.bodies, bodies_answered(places, told_bodies))
        self._settle_hands(picture, asked.hands, hands[: len(asked.hands)])
        self._settle_loose(picture, asked.loose, hands[len(asked.hands) :])

    def earlier(
        self, track: BodyTrack | HandTrack, image: npt.NDArray[np.uint8]
    ) -> BodyTrack | HandTrack | None:
        """The same player in the picture before; None when not there. Changes nothing."""
        if isinstance(track, HandTrack):
            (hand,) = read_hands(self.nets, image, [hand_region(track.hand)])
            return replace(track, hand=hand) if hand.presence >= KEEP else None
        (body,) = read_bodies(self.nets, image, [track.body.next_region])
        if body.presence < KEEP:
            return None
        sides = list(track.hands)
        hands = read_hands(self.nets, image, [hand_region(track.hands[s]) for s in sides])
        kept = {
            side: hand
            for side, hand in zip(sides, hands, strict=True)
            if hand.presence >= KEEP and belongs(hand, body, side)
        }
        return replace(track, body=body, hands=kept)

    # Bodies

    def _bodies_due(self, active: list[BodyTrack]) -> list[BodyTrack]:
        """Whose body is read in this picture; of those who are near each other, all. What changes
        at a wrist counts where its hand is not followed.
        """
        return [
            t
            for t in active
            if self._skipped.due(t.courses[BODY_PART], [side not in t.hands for side in SIDES])
            or not alone(t.body, [o.body for o in active if o is not t])
        ]

    def _settle_bodies(self, picture: Picture, asked: list[BodyTrack], found: list[Body]) -> None:
        time_s, image = picture
        active = [t for t in self.bodies if t.visible]
        misfits: dict[int, float] = {}
        for track, body in zip(asked, found, strict=True):
            course = track.courses[BODY_PART]
            there, path = self._skipped.body(course, track.body, body, picture)
            track.readings[BODY_PART] = path
            track.body = body if there is None else there
            misfits[track.number] = track.likeness.misfit(image, track.body, time_s)
            if there is None or not in_picture(there.next_region, image):
                track.lose()
        for n, one in enumerate(active):
            for other in active[n + 1 :]:
                # Two tracks on one body, as after a crossing: the one it is less like is given up.
                if one.visible and other.visible and same_body(one.body, other.body):
                    worse = misfits.get(one.number, 0.0) > misfits.get(other.number, 0.0)
                    (one if worse else other).lose()
        for track in asked:
            if track.visible:
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
        if not self._scene.worth_a_look(image, [t.body.next_region for t in active]) and not lost:
            return
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
            track.find_body(second, time_s)
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
        self, picture: Picture, asked: list[tuple[BodyTrack, str]], found: list[Hand]
    ) -> None:
        for (track, side), hand in zip(asked, found, strict=True):
            if side not in track.hands:
                continue
            there, path = self._skipped.hand(track.courses[side], hand, picture)
            track.readings[side] = path
            if there is None or not belongs(there, track.body, side):
                track.lose_hand(side)
            else:
                track.hands[side] = there

    def _settle_loose(self, picture: Picture, asked: list[HandTrack], found: list[Hand]) -> None:
        for track, hand in zip(asked, found, strict=True):
            there, track.readings[SIDES[0]] = self._skipped.hand(
                track.course, hand, picture, least=KEEP / 2
            )
            track.visible = there is not None
            if there is not None:
                track.hand = there

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
            if hand.presence >= KEEP and belongs(hand, track.body, side):
                track.find_hand(side, hand, time_s)

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
                loser.lose_hand(lost)
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
            if not self._adopt(hand, bodies, time_s):
                loose.append(self._keep_loose(hand, time_s))

    def _keep_loose(self, hand: Hand, time_s: float) -> HandTrack:
        """A hand without a body: one that was lost, or a new one."""
        track = self._remembered_hand(hand, time_s)
        if track is None:
            first = Course(reading_of_hand(hand, time_s))
            track = HandTrack(self._next_number(), hand, first)
            self.loose_hands.append(track)
        track.find(hand, time_s)
        return track

    def _adopt(self, hand: Hand, bodies: list[BodyTrack], time_s: float) -> bool:
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
        track.find_hand(side, hand, time_s)
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
