"""Which hand and which finger plays each note of a keyboard score.

Hands: each chord is split where it asks least travel of both hands. Fingers: dynamic programming
over hand position and finger span, with rest positions -7, -2.8, 0, 2.8 and 5.6 cm from the hand's
centre (after RoboPianist and the published fingering models; `pianoplayer` does the same with other
costs).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import IS_BLACK, LOWEST
from foley_post.simulation.score.scores import Score

__all__ = ["REST_M", "Fingerer", "Fingering", "chords_of", "finger_hand", "split_hands"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

REST_M: Floats = np.array([-0.07, -0.028, 0.0, 0.028, 0.056])
"""Where relaxed fingers rest along the keys, thumb to little finger, from the middle finger."""

_MOST_SPAN_M = 0.21
_TOGETHER_S = 0.055
"""Notes this close belong to one chord: players stagger chords by up to 50 ms."""


@dataclass(frozen=True, slots=True)
class Fingering:
    """One hand's way through its notes.

    ``finger (N,)`` 0..4, -1 where no finger is free; ``event (N,)`` index of the chord a note is
    in; ``centre_m (E,)`` place of the hand's centre along the keys at each chord, rising with
    pitch; ``at_s (E,)``.
    """

    finger: Ints
    event: Ints
    centre_m: Floats
    at_s: Floats


class Fingerer(Protocol):
    """A way to choose fingers: `finger_hand`, or another."""

    def __call__(
        self, onset_s: Floats, pitch: Ints, along_m: Floats, *, side: int, span: float = ...
    ) -> Fingering:
        """The fingering of one hand's notes, sorted by onset; ``side`` 0 left, 1 right."""


def chords_of(onset_s: Floats, together_s: float = _TOGETHER_S) -> Ints:
    """``(N,)``: a rising index of the chord that each note (sorted by onset) belongs to."""
    event = np.zeros(len(onset_s), dtype=np.int64)
    first = -1e9
    count = -1
    for i, at in enumerate(onset_s):
        if at - first > together_s:
            first, count = at, count + 1
        event[i] = count
    return event


def split_hands(score: Score, along_m: Floats) -> Ints:
    """``(N,)``: 0 where the left hand plays, 1 where the right does; the score's own word first.

    ``along_m (N,)``: place of each key along the keyboard.
    """
    event = chords_of(score.onset_s)
    hand = score.hand.copy()
    middle = float(np.median(along_m)) if len(along_m) else 0.0
    centre = [middle - 0.12, middle + 0.12]
    last = [-1e9, -1e9]
    for e in range(int(event[-1]) + 1 if len(event) else 0):
        chosen = np.flatnonzero(event == e)
        told = hand[chosen] >= 0
        order = chosen[np.argsort(along_m[chosen])]
        if not told.all():
            hand[order] = _best_split(along_m[order], centre, float(score.onset_s[order[0]]), last)
        for side in (0, 1):
            mine = along_m[order[hand[order] == side]]
            if len(mine):
                centre[side] = float((mine.min() + mine.max()) / 2)
                last[side] = float(score.onset_s[order[0]])
    return hand


def _best_split(places: Floats, centre: list[float], now_s: float, last: list[float]) -> Ints:
    """How many of the lowest notes the left hand takes: the split with the least travel."""
    best, best_cost = 0, np.inf
    for k in range(len(places) + 1):
        cost = 0.0
        for side, part in ((0, places[:k]), (1, places[k:])):
            if len(part) == 0:
                continue
            travel = abs((part[0] + part[-1]) / 2 - centre[side])
            hurry = 1.0 + 0.6 * np.exp(-max(now_s - last[side], 0.0) / 0.5)
            cost += travel * hurry + 4.0 * max(part[-1] - part[0] - 0.17, 0.0)
            cost += 1.0 * max(len(part) - 5, 0)
            other = centre[1 - side]
            crossed = part[-1] - other if side == 0 else other - part[0]
            cost += 2.0 * max(crossed, 0.0) if 0 < k < len(places) or crossed > 0.1 else 0.0
        if cost < best_cost:
            best, best_cost = k, cost
    return np.array([0] * best + [1] * (len(places) - best), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Options:
    """The ways to finger one chord: ``fingers (S, n)``, ``centre_m (S,)``, ``cost (S,)``."""

    fingers: Ints
    centre_m: Floats
    cost: Floats


def finger_hand(
    onset_s: Floats, pitch: Ints, along_m: Floats, *, side: int, span: float = 1.0
) -> Fingering:
    """The cheapest fingering of one hand's notes (sorted by onset); ``side`` 0 left, 1 right."""
    event = chords_of(onset_s)
    count = int(event[-1]) + 1 if len(event) else 0
    members = [np.flatnonzero(event == e) for e in range(count)]
    members = [m[np.argsort(along_m[m], kind="stable")] for m in members]
    members = [m[_unique_first(pitch[m])][:5] for m in members]
    rest = REST_M * span * (1 if side == 1 else -1)
    options = [_options(along_m[m], pitch[m], rest, side=side) for m in members]
    at_s = np.array([onset_s[m[0]] for m in members])
    placed = [along_m[m] for m in members]
    finger = np.full(len(onset_s), -1, dtype=np.int64)
    centre = np.zeros(count)
    for e, s in enumerate(_cheapest(options, placed, at_s, side=side)):
        finger[members[e]] = options[e].fingers[s]
        centre[e] = options[e].centre_m[s]
    return Fingering(finger, event, centre, at_s)


def _unique_first(values: Ints) -> Ints:
    return np.sort(np.unique(values, return_index=True)[1])


_WAYS = {n: np.array(list(combinations(range(5), n)), dtype=np.int64) for n in range(1, 6)}


def _options(places: Floats, pitch: Ints, rest: Floats, *, side: int) -> _Options:
    ways = _WAYS[len(places)]
    # The left little finger plays the lowest: its fingers fall as the pitch rises.
    fingers = ways if side == 1 else ways[:, ::-1]
    wanted = places[None, :] - rest[fingers]
    centre = wanted.mean(axis=1)
    stretch = np.abs(wanted - centre[:, None]).sum(axis=1)
    black = IS_BLACK[np.clip(pitch - LOWEST, 0, 87)]
    weak = np.array([0.0, 0.0, 0.0, 0.004, 0.006])[fingers].sum(axis=1)
    on_black = np.array([0.02, 0.0, 0.0, 0.0, 0.008])[fingers] * black[None, :]
    too_wide = 4.0 * max(float(places[-1] - places[0]) - _MOST_SPAN_M, 0.0)
    return _Options(fingers, centre, 1.2 * stretch + weak + on_black.sum(axis=1) + too_wide)


def _changes() -> tuple[dict[int, Floats], dict[int, Floats]]:
    """By direction (1: towards the little finger): factors on travel, and added costs, ``(5, 5)``
    from finger to finger. The thumb passes under and is passed over; other fingers do not cross.
    """
    first, second = np.meshgrid(np.arange(5), np.arange(5), indexing="ij")
    factors, added = {}, {}
    for step in (-1, 0, 1):
        crossed = (second - first) * step < 0
        thumb = (second == 0) if step > 0 else (first == 0)
        factors[step] = np.where(crossed & thumb, 0.45, 1.0)
        same = first == second
        added[step] = np.where(same, 0.035, 0.0) if step else np.where(same, 0.0, 0.02)
        added[step] = added[step] + np.where(crossed & ~thumb, 0.08, 0.0)
    return factors, added


_PASSING, _AWKWARD = _changes()


def _cheapest(
    options: list[_Options], places: list[Floats], at_s: Floats, *, side: int
) -> list[int]:
    """Viterbi over the chords: the least sum of stretch, travel and awkward changes of finger."""
    if not options:
        return []
    total = options[0].cost
    back: list[Ints] = []
    for e in range(1, len(options)):
        before, now = options[e - 1], options[e]
        quick = float(np.exp(-max(at_s[e] - at_s[e - 1] - 0.1, 0.0) / 0.4))
        travel = np.abs(now.centre_m[None, :] - before.centre_m[:, None])
        cost = travel * (0.35 + 0.9 * quick)
        if len(places[e]) == 1 and len(places[e - 1]) == 1:
            step = float(places[e][0] - places[e - 1][0]) * (1 if side == 1 else -1)
            cost = cost * _PASSING[int(np.sign(step))][before.fingers[:, 0]][:, now.fingers[:, 0]]
            cost = cost + _AWKWARD[int(np.sign(step))][before.fingers[:, 0]][:, now.fingers[:, 0]]
        ways = total[:, None] + cost
        best = ways.argmin(axis=0)
        back.append(best)
        total = ways[best, np.arange(len(best))] + now.cost
    path = [int(total.argmin())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return path[::-1]
