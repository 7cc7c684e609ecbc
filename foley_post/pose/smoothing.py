"""A measured path made clean: outliers dropped, short gaps filled, smoothed without delay.

Works on paths ``(T, J, 3)`` (x, y, confidence; NaN where not seen) at true, possibly uneven times.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import LEFT_HAND, RIGHT_HAND

__all__ = ["clean", "drop_spikes", "fill_gaps", "mend_swaps", "smooth"]

Floats = npt.NDArray[np.float64]

LONGEST_GAP_S = 0.25
_REACH_S = 0.09
"""Half the smoothing window: five pictures at 25 fps, eleven at 60."""
_SPIKE = 0.35
"""A spike leaves the line between its neighbours by this share of the hand's (body: the trunk's)
size, and by three times what the neighbours differ from each other and from theirs."""


def clean(times_s: Floats, points: Floats) -> npt.NDArray[np.float32]:
    """``points`` with swapped hands mended, spikes dropped, gaps up to 0.25 s filled, smoothed."""
    points = mend_swaps(times_s, points.astype(np.float64))
    points = drop_spikes(points)
    points = fill_gaps(times_s, points)
    return smooth(times_s, points).astype(np.float32)


def mend_swaps(times_s: Floats, points: Floats) -> Floats:
    """Left and right hands put back where a detector changed them over, and back again, within a
    second.

    A change-over is a step where both hands seen before and after travel less when exchanged, by
    half at least. Two such steps within a second are an excursion; one alone stays: hands do cross.
    """
    points = points.copy()
    left, right = (points[:, s, :2].mean(1) for s in (LEFT_HAND, RIGHT_HAND))
    both = np.flatnonzero(np.isfinite(left[:, 0] + right[:, 0]))
    if len(both) < 2:
        return points
    a, b = both[:-1], both[1:]
    straight = _length(left[b] - left[a]) + _length(right[b] - right[a])
    crossed = _length(right[b] - left[a]) + _length(left[b] - right[a])
    steps = b[crossed < 0.5 * straight]
    k = 0
    while k + 1 < len(steps):
        start, stop = steps[k], steps[k + 1]
        if times_s[stop] - times_s[start] > 1.0:
            k += 1
            continue
        held = points[start:stop, LEFT_HAND].copy()
        points[start:stop, LEFT_HAND] = points[start:stop, RIGHT_HAND]
        points[start:stop, RIGHT_HAND] = held
        k += 2
    return points


def drop_spikes(points: Floats) -> Floats:
    """Joints that jump away for one picture and come back become NaN.

    A stroke's turn is no spike: the joint is under way in the pictures before and after it.
    """
    points = points.copy()
    if len(points) < 3:
        return points
    xy = points[..., :2]
    before, here, after = xy[:-2], xy[1:-1], xy[2:]
    away = _length(here - (before + after) / 2)
    step = np.pad(np.nan_to_num(_length(np.diff(xy, axis=0))), ((1, 1), (0, 0)))
    under_way = np.maximum(step[:-3], step[3:])
    apart = np.maximum(_length(after - before), under_way)
    with np.errstate(invalid="ignore"):
        spike = (away > _SPIKE * _sizes(xy)) & (away > 3 * apart)
    points[1:-1][spike] = np.nan
    return points


def _sizes(xy: Floats) -> Floats:
    """What counts as large for each joint ``(J,)``: the hand's or the trunk's median extent."""
    sizes = np.full(xy.shape[1], np.inf)
    for part in (LEFT_HAND, RIGHT_HAND):
        hand = xy[:, part]
        sizes[part] = _median(_length(hand[:, HandJoint.MIDDLE_1] - hand[:, HandJoint.WRIST]))
    shoulders = xy[:, Joint.RIGHT_SHOULDER] - xy[:, Joint.LEFT_SHOULDER]
    back = xy[:, Joint.NECK] - xy[:, Joint.MID_HIP]
    trunk = max(_median(_length(shoulders)), _median(_length(back)))
    sizes[:25] = trunk
    return sizes


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("-inf")


def fill_gaps(times_s: Floats, points: Floats, longest_s: float = LONGEST_GAP_S) -> Floats:
    """Gaps from last seen to next seen of at most ``longest_s``, filled along a straight line with
    half the confidence of their ends; longer ones stay NaN.
    """
    points = points.copy()
    for joint in range(points.shape[1]):
        seen = np.flatnonzero(np.isfinite(points[:, joint, 0]))
        for a, b in pairwise(seen):
            if b - a == 1 or times_s[b] - times_s[a] > longest_s + 1e-9:
                continue
            share = ((times_s[a + 1 : b] - times_s[a]) / (times_s[b] - times_s[a]))[:, None]
            line = points[a, joint] * (1 - share) + points[b, joint] * share
            line[:, 2] = 0.5 * min(points[a, joint, 2], points[b, joint, 2])
            points[a + 1 : b, joint] = line
    return points


def smooth(times_s: Floats, points: Floats, reach_s: float = _REACH_S) -> Floats:
    """Each joint's place on a parabola fitted to it and its neighbours in time (tricube weights,
    Cleveland 1979): no delay, and peaks keep their time and nearly their height.

    The window reaches ``reach_s`` either way, two pictures at least; where fewer than four are
    seen, the point stays as it is.
    """
    steps = len(times_s)
    if steps < 4:
        return points
    typical_s = float(np.median(np.diff(times_s)))
    reach_s = max(reach_s, 2.4 * typical_s)
    most = int(np.ceil(reach_s / max(float(np.diff(times_s).min()), typical_s / 4)))
    moments = np.zeros((5, *points.shape[:2]))
    sums = np.zeros((3, *points.shape[:2], 2))
    count = np.zeros(points.shape[:2])
    for k in range(-most, most + 1):
        low, high = max(0, -k), min(steps, steps - k)
        if high <= low:
            continue
        dt = (times_s[low + k : high + k] - times_s[low:high]) / reach_s
        weight = np.clip(1 - np.abs(dt) ** 3, 0, None) ** 3
        xy = points[low + k : high + k, :, :2]
        seen = np.isfinite(xy[..., 0])
        w = weight[:, None] * seen
        value = np.where(seen[..., None], xy, 0)
        count[low:high] += w > 0
        for n in range(5):
            moments[n, low:high] += w * dt[:, None] ** n
        for n in range(3):
            sums[n, low:high] += (w * dt[:, None] ** n)[..., None] * value
    return _fitted(points, moments, sums, count)


def _fitted(points: Floats, m: Floats, s: Floats, count: Floats) -> Floats:
    """The parabolas' values at their centres, by Cramer's rule."""
    minor = (
        m[2] * m[4] - m[3] ** 2,
        m[1] * m[4] - m[2] * m[3],
        m[1] * m[3] - m[2] ** 2,
    )
    determinant = m[0] * minor[0] - m[1] * minor[1] + m[2] * minor[2]
    good = (count >= 4) & (determinant > 1e-9) & np.isfinite(points[..., 0])
    top = s[0] * minor[0][..., None] - s[1] * minor[1][..., None] + s[2] * minor[2][..., None]
    fitted = top / np.where(good, determinant, 1)[..., None]
    out = points.copy()
    out[..., :2] = np.where(good[..., None], fitted, points[..., :2])
    return out


def _length(vector: Floats) -> Floats:
    return np.asarray(np.linalg.norm(vector, axis=-1))
