"""Where in the picture the flow counts for a player: around each hand, and over the whole of them.

Hands are often not found: close up, small, blurred by the stroke that is wanted. A hand that is out
of sight for half a second is looked for between where it was and will be. While neither hand is
found at all, what moves most in the shot near the player stands for both: on rendered players whose
joints were taken away three fifths of the time the strokes are as good as with all of them (skill
0.47 of 0.48; without this 0.17).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import FLOW_DIRECTIONS, FLOW_REGIONS, LEFT_HAND, RIGHT_HAND

__all__ = ["LEAST", "flow_along"]

_PALMS = 1.5
"""The flow around a hand counts by a bell of so many palms."""
LEAST = 0.04
"""The least reach of a hand, and size of a player, in frame heights."""
_PALM_OF_FOREARM = 0.36
_BRIDGED_S = 0.5
"""A hand that was seen, or will be, so soon is between the two."""
_GONE_S = 3.0
"""A player who is not seen for longer has left the picture: what moves there is not theirs."""
_BUSIEST = 3
"""What moves most counts by this power of its mean speed."""
_BESIDE = 0.5
"""What moves beside a player counts up to so much of their size away."""

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]


def flow_along(cells: Sequence[Halves | None], points: Floats32, times_s: Floats) -> Floats32:
    """``(T, len(FLOW_REGIONS), FLOW_DIRECTIONS)``: the mean flow to the right, down, to the left
    and up, around the left hand, the right hand and over the player at ``points (T, 67, 3)`` in
    frame heights; NaN where that is not seen. ``cells`` are the flow of each picture, ``(H, W, 2)``
    in frame heights a second, None where it is not known.
    """
    out = np.full((len(points), len(FLOW_REGIONS), FLOW_DIRECTIONS), np.nan, np.float32)
    known = [one for one in cells if one is not None]
    if not known or not np.isfinite(points[..., 0]).any():
        return out
    grid = _Grid.of(known[0].shape[0], known[0].shape[1])
    hands = _hands(points.astype(np.float64), times_s)
    busiest = _busiest(known, points, grid)
    seen_at_all = np.asarray(np.isfinite(points[..., 0]).any(axis=1))
    gone = _unseen_s(seen_at_all, times_s) > _GONE_S
    for k, (one, pose) in enumerate(zip(cells, points, strict=True)):
        if one is None or one.shape[:2] != busiest.shape:
            continue
        seen = [grid.bell(*hand) if np.isfinite(hand[0]) else None for hand in hands[k]]
        weights = [*seen, grid.over(pose[:, :2].astype(np.float64))]
        if all(one is None for one in seen) and not gone[k]:
            weights = [busiest, busiest, busiest if weights[2] is None else weights[2]]
        ways = np.maximum(np.concatenate([one, -one], axis=2).astype(np.float32), 0)
        for region, weight in enumerate(weights):
            if weight is not None and weight.sum() > 0.5:
                out[k, region] = np.tensordot(weight, ways, axes=2) / weight.sum()
    return out


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the middles of the cells are, in frame heights: ``x (W,)``, ``y (H,)``."""

    x: Floats
    y: Floats

    @classmethod
    def of(cls, high: int, wide: int) -> _Grid:
        """That of ``high`` rows of ``wide`` cells."""
        return cls((np.arange(wide) + 0.5) / high, (np.arange(high) + 0.5) / high)

    def bell(self, x: float, y: float, reach: float) -> Floats:
        """How much each cell counts for what is at ``x``, ``y``."""
        away = (self.x[None] - x) ** 2 + (self.y[:, None] - y) ** 2
        bell: Floats = np.exp(-0.5 * away / reach**2)
        return bell

    def over(self, points: Floats) -> Floats | None:
        """1 in the cells over the points that are seen; None where none is."""
        seen = points[np.isfinite(points).all(axis=1)]
        if not len(seen):
            return None
        return self.inside(seen.min(axis=0), seen.max(axis=0), 0.1)

    def inside(self, low: Floats, high: Floats, grown: float) -> Floats:
        """1 in the cells of a box that is grown by a share of its longer side."""
        margin = grown * max(float((high - low).max()), LEAST)
        (left, top), (right, below) = low - margin, high + margin
        across, down = (self.x > left) & (self.x < right), (self.y > top) & (self.y < below)
        return np.asarray(across[None] & down[:, None], np.float64)


def _hands(points: Floats, times_s: Floats) -> Floats:
    """``(T, 2, 3)``: where each hand is and how far the flow around it counts, in frame heights;
    NaN where it is not seen for long.
    """
    found = np.full((len(points), 2, 3), np.nan)
    for k, pose in enumerate(points):
        found[k, 0] = _hand(pose[LEFT_HAND, :2], pose[[Joint.LEFT_ELBOW, Joint.LEFT_WRIST], :2])
        found[k, 1] = _hand(pose[RIGHT_HAND, :2], pose[[Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST], :2])
    for side in range(2):
        seen = np.isfinite(found[:, side, 0])
        soon = ~seen & (_unseen_s(seen, times_s) < _BRIDGED_S)
        for what in range(3 if soon.any() else 0):
            line = np.interp(times_s[soon], times_s[seen], found[seen, side, what])
            found[soon, side, what] = line
    return found


def _hand(hand: Floats, forearm: Floats) -> Floats:
    """``(3,)``: a hand's middle and reach, from its own joints or beyond the arm."""
    elbow, wrist = forearm
    if np.isfinite(hand[:, 0]).sum() > len(hand) // 2:
        middle = np.nanmean(hand, axis=0)
        palm = float(np.linalg.norm(hand[HandJoint.MIDDLE_1] - hand[HandJoint.WRIST]))
    elif np.isfinite(forearm).all():
        palm = _PALM_OF_FOREARM * float(np.linalg.norm(wrist - elbow))
        middle = wrist + 0.3 * (wrist - elbow)
    else:
        return np.full(3, np.nan)
    reach = max(_PALMS * palm, LEAST) if np.isfinite(palm) else LEAST
    return np.array([*middle, reach])


def _unseen_s(seen: npt.NDArray[np.bool_], times_s: Floats) -> Floats:
    """``(T,)``: how long ago, or how soon, it is seen; infinite where it never is."""
    at_s = times_s[seen]
    if not len(at_s):
        return np.full(len(times_s), np.inf)
    after = np.searchsorted(at_s, times_s).clip(0, len(at_s) - 1)
    before = (after - 1).clip(0)
    return np.asarray(np.minimum(np.abs(at_s[after] - times_s), np.abs(at_s[before] - times_s)))


def _busiest(known: Sequence[Halves], points: Floats32, grid: _Grid) -> Floats:
    """``(H, W)``: how much each cell counts for what moves most near the player."""
    shape = known[0].shape[:2]
    speed = np.zeros(shape)
    for one in known:
        if one.shape[:2] == shape:
            speed += np.hypot(*np.moveaxis(one.astype(np.float64), 2, 0))
    seen = points[np.isfinite(points[..., 0])][:, :2].astype(np.float64)
    low, high = np.quantile(seen, 0.02, axis=0), np.quantile(seen, 0.98, axis=0)
    near = speed**_BUSIEST * grid.inside(low, high, _BESIDE)
    return np.asarray(near / max(near.max(), 1e-12))
