"""Who plays at a keyboard in view: both hands at it are one player's, four hands two players'.

Nobody's hands have to be found: keys that go down are played.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEY_U
from foley_post.pose.keyboard.follower import plays_at
from foley_post.pose.keyboard.octave import mapped
from foley_post.pose.keyboard.presses import presses
from foley_post.pose.skeleton import FINGERTIPS, LEFT_HAND, RIGHT_HAND, Keyboard
from foley_post.pose.tracking.tracklets import Path67

__all__ = ["SeatedPath", "seated"]

Floats = npt.NDArray[np.float64]

_SIDES = {"left": LEFT_HAND, "right": RIGHT_HAND}
_TIPS = {"left": FINGERTIPS[:5], "right": FINGERTIPS[5:]}
_SAME_U = 1.5
"""Hands whose fingertips are nearer, in white keys, are one hand that was found twice."""
_FOUR_HANDS = 0.3
"""Three or more hands in this share of the pictures with hands are two players'."""
_LEAST_PRESSES = 3


@dataclass(frozen=True, slots=True)
class SeatedPath:
    """A player's path, and the keyboard played at with the evidence of that player's keys."""

    path: Path67
    keyboard: Keyboard | None


@dataclass(frozen=True, slots=True)
class _Hand:
    """A hand of path ``owner`` on the side its tracker took it for; ``u (T,)`` the median of its
    fingertips along the keyboard, NaN where it is not seen.
    """

    owner: int
    side: str
    u: Floats


def seated(found: Sequence[Path67], keyboard: Keyboard | None, times_s: Floats) -> list[SeatedPath]:
    """Everybody who was found, those at the keyboard joined into its one or two players; one more,
    of whom nothing is seen, where keys go down and nobody's hands are at them.
    """
    if keyboard is None:
        return [SeatedPath(path, None) for path in found]
    at_keys = [plays_at(keyboard, path.points) for path in found]
    others = [SeatedPath(p, None) for p, plays in zip(found, at_keys, strict=True) if not plays]
    players = [path for path, plays in zip(found, at_keys, strict=True) if plays]
    if not players:
        return _unseen(others, keyboard, times_s)
    hands = [h for n, path in enumerate(players) for h in _hands(n, path, keyboard)]
    groups = _groups(hands)
    joined = [_joined(players, group, len(times_s)) for group in groups]
    boards = _shared_keys(keyboard, [_place(group) for group in groups])
    at_it = [SeatedPath(path, board) for path, board in zip(joined, boards, strict=True)]
    return [*at_it, *others]


def _unseen(others: list[SeatedPath], keyboard: Keyboard, times_s: Floats) -> list[SeatedPath]:
    """The keyboard given to who is alone with it, or to somebody of whom nothing is seen; to nobody
    when no key goes down.
    """
    if keyboard.evidence is None or len(presses(keyboard.evidence, times_s)) < _LEAST_PRESSES:
        return others
    if len(others) == 1:
        return [replace(others[0], keyboard=keyboard)]
    cues = others[0].path.cues.shape[2] if others else 4
    nothing = Path67(
        np.full((len(times_s), 67, 3), np.nan, np.float32),
        np.full((len(times_s), 67, cues), np.nan, np.float32),
    )
    return [SeatedPath(nothing, keyboard), *others]


def _hands(owner: int, path: Path67, keyboard: Keyboard) -> list[_Hand]:
    """The hands of a path that are seen at all."""
    hands = []
    for side, tips in _TIPS.items():
        points = path.points[:, list(tips), :2].astype(np.float64)
        seen = np.isfinite(points[..., 0]).any(axis=1)
        u = np.full(len(points), np.nan)
        for t in np.flatnonzero(seen):
            known = points[t][np.isfinite(points[t]).all(axis=1)]
            plane = keyboard.plane[t if len(keyboard.plane) > 1 else 0]
            u[t] = np.median(mapped(plane, known)[:, 0])
        if seen.any():
            hands.append(_Hand(owner, side, u))
    return hands


def _groups(hands: list[_Hand]) -> list[list[_Hand]]:
    """The hands of each player, from bass to treble."""
    u = np.stack([hand.u for hand in hands])
    counts = np.array([_apart(column[np.isfinite(column)]) for column in u.T])
    anybody = counts[counts > 0]
    ordered = sorted(hands, key=lambda hand: float(np.nanmedian(hand.u)))
    if not len(anybody) or float(np.mean(anybody >= 3)) < _FOUR_HANDS:
        return [ordered]
    middle = float(np.median([np.nanmedian(hand.u) for hand in hands]))
    low = [hand for hand in ordered if np.nanmedian(hand.u) <= middle]
    high = [hand for hand in ordered if np.nanmedian(hand.u) > middle]
    return [group for group in (low, high) if group]


def _apart(places: Floats) -> int:
    """How many different hands there are at these places."""
    return int(1 + (np.diff(np.sort(places)) > _SAME_U).sum()) if len(places) else 0


def _joined(players: Sequence[Path67], hands: list[_Hand], steps: int) -> Path67:
    """One player of the hands, each in the joints of the side it lies on; the body is whose hands
    are seen most.
    """
    shares = [float(np.isfinite(hand.u).mean()) for hand in hands]
    main = players[hands[int(np.argmax(shares))].owner]
    points, cues = main.points.copy(), main.cues.copy()
    for joints in _SIDES.values():
        points[:, joints], cues[:, joints] = np.nan, np.nan
    order = np.argsort(-np.array(shares), kind="stable")
    for t in range(steps):
        here = [hands[k] for k in order if np.isfinite(hands[k].u[t])]
        here = [h for k, h in enumerate(here) if not _known(h, here[:k], t)][:2]
        for hand, side in zip(here, _sides(here, t), strict=True):
            path = players[hand.owner]
            points[t, _SIDES[side]] = path.points[t, _SIDES[hand.side]]
            cues[t, _SIDES[side]] = path.cues[t, _SIDES[hand.side]]
    return Path67(points, cues)


def _known(hand: _Hand, others: list[_Hand], t: int) -> bool:
    """Whether a hand is one of the ``others``, found twice."""
    return any(abs(hand.u[t] - o.u[t]) <= _SAME_U and hand.owner != o.owner for o in others)


def _sides(here: list[_Hand], t: int) -> tuple[str, ...]:
    """Which hand each of one or two is: as they were taken for, unless both were for the same."""
    sides = tuple(hand.side for hand in here)
    if len(here) < 2 or sides[0] != sides[1]:
        return sides
    return ("left", "right") if here[0].u[t] <= here[1].u[t] else ("right", "left")


def _place(hands: list[_Hand]) -> Floats:
    """Where along the keyboard a player is ``(T,)``, in white keys: held where not seen."""
    seen = np.nanmean(
        np.stack([np.where(np.isfinite(h.u), h.u, np.nanmedian(h.u)) for h in hands]), axis=0
    )
    return np.asarray(seen, np.float64)


def _shared_keys(keyboard: Keyboard, places: list[Floats]) -> list[Keyboard]:
    """The keyboard as each player's: keys nearer to the other are not in view."""
    if len(places) == 1 or keyboard.evidence is None:
        return [keyboard for _ in places]
    away = np.stack([np.abs(KEY_U - place[:, None]) for place in places])
    nearest = away.argmin(axis=0)
    boards = []
    for number in range(len(places)):
        evidence = np.where((nearest == number)[..., None], keyboard.evidence, np.nan)
        boards.append(replace(keyboard, evidence=evidence.astype(np.float32)))
    return boards
