"""What was seen of each track, gathered picture by picture and made into motions at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.landmarks.body import body_25
from foley_post.pose.landmarks.hands import Hand
from foley_post.pose.skeleton import BODY, CUES, LEFT_HAND, RIGHT_HAND
from foley_post.pose.smoothing import clean
from foley_post.pose.tracking.tracks import BODY_PART, BodyTrack, HandTrack

__all__ = ["PARTS", "Path67", "Tracklet", "marked_path", "paths", "pose_of"]

Floats32 = npt.NDArray[np.float32]

PARTS = {BODY_PART: BODY, "left": LEFT_HAND, "right": RIGHT_HAND}
"""The joints of a track's parts."""
_FIRST = {"left": Joint.LEFT_HAND_WRIST, "right": Joint.RIGHT_HAND_WRIST}
_BODY_WRIST = {"left": Joint.LEFT_WRIST, "right": Joint.RIGHT_WRIST}
_HAND_SHARE = 1 / 3
"""How wide the shoulders are that a hand is taken for, of its owner's, at most (measured: 0.16)."""
_BONES_GIVE = 0.05
"""Median change of a palm's proportions from picture to picture that a hand stays below."""

_WRIST, _KNUCKLE = Joint.LEFT_HAND_WRIST, Joint.LEFT_HAND_MIDDLE_1
"""Of a loose hand, whose joints are kept as a left hand's until its side is settled."""


@dataclass(slots=True)
class Tracklet:
    """One track: ``at`` holds picture numbers, ``points`` and ``cues`` a pose each.

    A loose hand stands in the left hand's joints until it is known which it is; ``rightness`` has
    the network's view of it in each picture and is empty for a body.
    """

    at: list[int] = field(default_factory=list)
    points: list[Floats32] = field(default_factory=list)
    cues: list[Floats32] = field(default_factory=list)
    rightness: list[float] = field(default_factory=list)

    def add(self, at: int, points: Floats32, cues: Floats32) -> None:
        """One more picture."""
        self.at.append(at)
        self.points.append(points)
        self.cues.append(cues)


@dataclass(frozen=True, slots=True)
class Path67:
    """A performer over all pictures: ``points (T, 67, 3)``, ``cues (T, 67, C)``, NaN where not
    seen.
    """

    points: Floats32
    cues: Floats32


def pose_of(track: BodyTrack | HandTrack, height: int) -> Floats32:
    """Who is followed, as ``(67, 3)`` in frame heights; a loose hand in the left hand's joints."""
    pose = np.full((67, 3), np.nan)
    if isinstance(track, HandTrack):
        _put(pose, track.hand, _FIRST["left"])
    else:
        pose[BODY] = body_25(track.body)
        for side, hand in track.hands.items():
            _put(pose, hand, _FIRST[side])
    pose[:, :2] /= height
    return pose.astype(np.float32)


def _put(pose: npt.NDArray[np.float64], hand: Hand, first: int) -> None:
    pose[first : first + 21, :2] = hand.points
    pose[first : first + 21, 2] = np.clip(hand.presence, 0, 1)


def paths(
    times_s: npt.NDArray[np.float64],
    bodies: Sequence[Tracklet],
    hands: Sequence[Tracklet],
    *,
    least: int,
    repeats: Sequence[int] = (),
) -> list[Path67]:
    """The performers, each cleaned; tracks seen in fewer than ``least`` pictures do not count.
    ``repeats`` are the numbers of pictures that only repeat the one before: whoever moves was
    elsewhere.

    Hands without a body are paired into performers from left to right, two each; which is left and
    which right is voted by the network over the track, and where two of a pair agree, told by where
    they lie. Beside bodies they must be seen in half of the pictures: a palm is sometimes found in
    sleeves and furniture, hardly for long. Nor does a body count that shows briefly upon another's.
    """
    steps = len(times_s)
    long_seen = [t for t in bodies if len(t.at) >= least]
    found = [_filled(t, steps) for t in long_seen if not any(_upon(t, o) for o in long_seen)]
    loose_least = max(least, steps // 2) if found else least
    loose = [t for t in hands if len(t.at) >= loose_least and _is_a_hand(t)]
    found += [_joined(pair, steps) for pair in _pairs(loose)]
    return [_cleaned(path, times_s, repeats) for path in found]


def marked_path(
    times_s: npt.NDArray[np.float64], track: Tracklet, repeats: Sequence[int] = ()
) -> Path67:
    """The path of somebody whom an editor drew a box around; always kept."""
    return _cleaned(_filled(track, len(times_s)), times_s, repeats)


def _cleaned(path: Path67, times_s: npt.NDArray[np.float64], repeats: Sequence[int]) -> Path67:
    points = path.points.astype(np.float64)
    points[list(repeats)] = np.nan
    return Path67(clean(times_s, points), path.cues)


def _is_a_hand(trail: Tracklet) -> bool:
    """Whether the palm keeps its proportions from one picture to the next, as bones do: what is
    read into cloth, leaves or a zooming pattern changes shape all the time.

    The palm's three sides (wrist to index and little knuckle, and across), as shares of their sum;
    turning changes them slowly.
    """
    points = np.stack(trail.points)[:, LEFT_HAND, :2].astype(np.float64)
    corners = points[:, [HandJoint.WRIST, HandJoint.INDEX_1, HandJoint.LITTLE_1]]
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    shares = sides / np.maximum(sides.sum(1, keepdims=True), 1e-9)
    steps = np.abs(np.diff(shares, axis=0)).max(1)
    return len(steps) == 0 or float(np.median(steps)) < _BONES_GIVE


def _upon(trail: Tracklet, other: Tracklet) -> bool:
    """Whether a body is a hand or a knee of another's taken for somebody: small, with its head on
    the other's hand; or seen a third as long at most, and upon the other all the time.
    """
    there = dict(zip(other.at, other.points, strict=True))
    shared = [(p, there[at]) for at, p in zip(trail.at, trail.points, strict=True) if at in there]
    if trail is other or len(shared) < len(trail.at) / 2:
        return False
    bodies, others = np.array(shared, np.float64)[..., :2].swapaxes(0, 1)
    if _is_a_hand_of(bodies, others):
        return True
    if len(other.at) < 3 * len(trail.at):
        return False
    middles = np.nanmedian(bodies[:, BODY], axis=1)
    low, high = np.nanmin(others, axis=1), np.nanmax(others, axis=1)
    inside = ((middles >= low) & (middles <= high)).all(axis=1)
    return bool(inside.mean() > 0.9)


def _is_a_hand_of(bodies: npt.NDArray[np.float64], others: npt.NDArray[np.float64]) -> bool:
    """Whether bodies ``(N, 67, 2)`` with shoulders a third as wide as the ``others``' have their
    noses within a palm of the other's hand, in most pictures that show it.
    """
    wide, their = (np.linalg.norm(p[:, 2] - p[:, 5], axis=1) for p in (bodies, others))
    if not np.nanmedian(wide / np.maximum(their, 1e-9)) < _HAND_SHARE:
        return False
    near, seen = np.zeros(len(bodies), bool), np.zeros(len(bodies), bool)
    for first in _FIRST.values():
        hand = others[:, first : first + 21]
        palm = np.linalg.norm(hand[:, HandJoint.MIDDLE_1] - hand[:, HandJoint.WRIST], axis=1)
        away = np.linalg.norm(hand - bodies[:, :1], axis=2).min(axis=1)
        near |= away < palm
        seen |= np.isfinite(palm)
    return bool(seen.any() and near[seen].mean() > 0.5)


def _filled(trail: Tracklet, steps: int) -> Path67:
    points = np.full((steps, 67, 3), np.nan, np.float32)
    cues = np.full((steps, 67, len(CUES)), np.nan, np.float32)
    points[trail.at] = np.stack(trail.points)
    cues[trail.at] = np.stack(trail.cues)
    return Path67(points, cues)


def _pairs(hands: list[Tracklet]) -> list[list[Tracklet]]:
    """Tracks that follow one another belong to one hand; hands side by side make pairs."""
    chains: list[list[Tracklet]] = []
    for trail in sorted(hands, key=lambda t: t.at[0]):
        ended = [c for c in chains if c[-1].at[-1] < trail.at[0] and _alike(c[-1], trail)]
        if ended:
            min(ended, key=lambda c: _apart(c[-1], trail)).append(trail)
        else:
            chains.append([trail])
    merged = sorted((_merged(c) for c in chains), key=lambda t: _place(t)[0])
    return [merged[i : i + 2] for i in range(0, len(merged), 2)]


def _alike(a: Tracklet, b: Tracklet) -> bool:
    size = float(np.linalg.norm(b.points[0][_KNUCKLE, :2] - b.points[0][_WRIST, :2]))
    return _apart(a, b) < 6 * size and (_vote(a) > 0.5) == (_vote(b) > 0.5)


def _apart(a: Tracklet, b: Tracklet) -> float:
    return float(np.linalg.norm(a.points[-1][_KNUCKLE, :2] - b.points[0][_KNUCKLE, :2]))


def _merged(chain: list[Tracklet]) -> Tracklet:
    whole = Tracklet()
    for trail in chain:
        whole.at += trail.at
        whole.points += trail.points
        whole.cues += trail.cues
        whole.rightness += trail.rightness
    return whole


def _place(trail: Tracklet) -> npt.NDArray[np.float64]:
    return np.asarray(np.median([p[_KNUCKLE, :2] for p in trail.points], axis=0), np.float64)


def _vote(trail: Tracklet) -> float:
    return float(np.mean(trail.rightness))


def _joined(pair: list[Tracklet], steps: int) -> Path67:
    sides = _sides(pair)
    whole = Path67(
        np.full((steps, 67, 3), np.nan, np.float32),
        np.full((steps, 67, len(CUES)), np.nan, np.float32),
    )
    for trail, side in zip(pair, sides, strict=True):
        one = _filled(trail, steps)
        target = LEFT_HAND if side == "left" else RIGHT_HAND
        whole.points[:, target] = one.points[:, LEFT_HAND]
        whole.cues[:, target] = one.cues[:, LEFT_HAND]
        whole.cues[:, _BODY_WRIST[side]] = one.cues[:, _BODY_WRIST["left"]]
    return whole


def _sides(pair: list[Tracklet]) -> list[str]:
    votes = [_vote(t) for t in pair]
    if len(pair) == 1:
        return ["right" if votes[0] > 0.5 else "left"]
    if (votes[0] > 0.5) != (votes[1] > 0.5):
        return ["right" if v > 0.5 else "left" for v in votes]
    # Both look alike: seen along their own fingers, the left hand is on the left.
    forward = np.nanmean(
        [p[_KNUCKLE, :2] - p[_WRIST, :2] for t in pair for p in t.points],
        axis=0,
    )
    beside = _place(pair[1]) - _place(pair[0])
    first_left = float(forward[0] * beside[1] - forward[1] * beside[0]) > 0
    return ["left", "right"] if first_left else ["right", "left"]
