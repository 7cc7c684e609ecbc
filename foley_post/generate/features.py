"""What the network sees of a motion: numbers at 50 ticks a second, free of where and how large the
player is in the picture.

Channels of ``joints (ticks, 67, len(CHANNELS))``, all about -4..4 and finite:

- ``x y``: place, from the median midpoint of the hands (of the shoulders without hands), in body
  units; ``vx vy``: its speed, body units in 0.2 s
- ``bx by``: place from the parent joint (hand joints: from the hand's wrist, in palms; others in
  body units); ``bvx bvy``: its speed
- ``confidence``; ``missing``
- the four contact cues, softly scaled by the clip's own level; ``uncued`` where there are none
- for fingertips over a keyboard in view: ``depth`` (0 front .. 1 back), ``aside`` (from the nearest
  key's middle, in keys), the key's own ``key_change``, the greatest of its neighbours'
  ``near_change``; ``unkeyed`` where there is no keyboard
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.generate.clock import TICK_HZ, resample, ticks_in
from foley_post.generate.key_layout import KEY_CENTRES, on_keyboard
from foley_post.generate.network.graph import JOINTS, PARENTS
from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import FINGERTIPS, KEY_CUES, LEFT_HAND, RIGHT_HAND, Motion

__all__ = ["CHANNELS", "Features", "featurize"]

CHANNELS: tuple[str, ...] = (
    *("x", "y", "vx", "vy", "bx", "by", "bvx", "bvy", "confidence", "missing"),
    *("change", "brightness", "uncovered", "place", "uncued"),
    *("depth", "aside", "key_change", "near_change", "unkeyed"),
)
_PALMS_IN_BODY = 4.0
"""Shoulders are about 36 cm apart, a palm is 9 cm from wrist to middle knuckle."""
_LIMIT = 4.0
_SPEED_S = 0.2
_TIPS = np.array(FINGERTIPS)
_STILL = 0.02
"""Body units a second (7 mm/s): what does not move faster does not move; detectors jitter more."""

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Features:
    """A motion at the clock's ticks.

    ``joints (T, 67, F)`` float32 (see the module); ``tips (T, 10, 2)`` keyboard ``(u, v)`` of the
    fingertips, 0 where ``tips_known (T, 10)`` is False; ``key_cues (T, 88, len(KEY_CUES))`` what
    each key shows of itself, by the clip's own level, 0 where not measured; ``present (T,)``
    whether anybody is seen; ``moving (T,)`` whether anything of them moves within 0.15 s;
    ``frame_s`` the camera's typical frame; ``has_keyboard``.
    """

    joints: Floats
    tips: Floats
    tips_known: Bools
    key_cues: Floats
    present: Bools
    moving: Bools
    frame_s: float
    has_keyboard: bool

    @property
    def ticks(self) -> int:
        """How many ticks there are."""
        return len(self.joints)


def featurize(motion: Motion, length_s: float, *, blur_ticks: float = 0.0) -> Features:
    """The network's view of ``motion`` over a shot of ``length_s`` seconds; ``blur_ticks``: the
    spread of a bell over which every joint's path is averaged first.
    """
    ticks = ticks_in(length_s)
    raw = np.where(np.isfinite(motion.points[..., :1]), motion.points, np.nan)
    points, seen = resample(motion.times_s, raw[..., :2].astype(np.float32), ticks)
    known: Bools = np.logical_and(seen[..., 0], seen[..., 1])
    if blur_ticks > 0:
        points = _blurred(points, known, blur_ticks)
    confidence, _ = resample(motion.times_s, np.nan_to_num(raw[..., 2:3]), ticks)
    palm, body = _scales(points, known)
    joints = np.zeros((ticks, JOINTS, len(CHANNELS)), dtype=np.float32)
    placed = (points - _origin(points, known)) / body
    joints[..., 0:2], joints[..., 2:4] = _place_and_speed(placed, known)
    bones, both = _bones(points, known, palm=palm, body=body)
    joints[..., 4:6], joints[..., 6:8] = _place_and_speed(bones, both)
    joints[..., 8] = np.where(known, np.clip(confidence[..., 0], 0, 1), 0)
    joints[..., 9] = ~known
    _put_cues(joints, motion, ticks)
    tips, tips_known, key_cues = _put_keyboard(joints, motion, ticks)
    frame_s = float(np.median(np.diff(motion.times_s))) if len(motion.times_s) > 1 else 0.04
    return Features(
        joints=np.clip(joints, -_LIMIT, _LIMIT),
        tips=tips,
        tips_known=tips_known,
        key_cues=key_cues,
        present=np.asarray(known.any(axis=1)),
        moving=_moving(placed, known, joints),
        frame_s=frame_s,
        has_keyboard=motion.keyboard is not None,
    )


def _blurred(points: Floats, known: Bools, ticks: float) -> Floats:
    """Each joint's path ``(T, J, 2)`` averaged over the ticks around, where they are known."""
    import scipy.ndimage

    share = scipy.ndimage.gaussian_filter1d(known.astype(np.float32), ticks, axis=0)
    places = np.where(known[..., None], points, 0).astype(np.float32)
    mean = scipy.ndimage.gaussian_filter1d(places, ticks, axis=0)
    mean /= np.maximum(share, 1e-6)[..., None]
    return np.where(known[..., None], mean, points).astype(np.float32)


def _span(points: Floats, known: Bools, a: int, b: int) -> Floats:
    """Distances of two joints wherever both are known."""
    both = known[:, a] & known[:, b]
    away: Floats = np.hypot(*(points[both, a] - points[both, b]).T)
    return away


def _scales(points: Floats, known: Bools) -> tuple[float, float]:
    """A palm and a body unit (about a shoulder width) in frame heights, steady over the clip.

    From whichever spans are seen longest, since a span that points at the camera looks short.
    """
    first = (LEFT_HAND.start, RIGHT_HAND.start)
    palms = [_span(points, known, w, w + HandJoint.MIDDLE_1) for w in first]
    palms += [
        1.3 * _span(points, known, w + HandJoint.INDEX_1, w + HandJoint.LITTLE_1) for w in first
    ]
    palm = max((float(np.percentile(p, 75)) for p in palms if len(p) > 2), default=0.0)
    spans = [
        _span(points, known, Joint.RIGHT_SHOULDER, Joint.LEFT_SHOULDER),
        0.7 * _span(points, known, Joint.NECK, Joint.MID_HIP),
    ]
    body = max((float(np.median(s)) for s in spans if len(s) > 2), default=0.0)
    if body <= 1e-4:
        body = palm * _PALMS_IN_BODY
    if palm <= 1e-4:
        palm = body / _PALMS_IN_BODY
    return (palm, body) if body > 1e-4 else (0.05, 0.2)


def _origin(points: Floats, known: Bools) -> Floats:
    """The median midpoint of the hands, else of the shoulders, else of whatever is seen."""
    for group in ((25, 46), (4, 7), (2, 5), tuple(range(JOINTS))):
        seen = known[:, group]
        if seen.any():
            some = [np.median(points[known[:, j], j], axis=0) for j in group if known[:, j].any()]
            middle: Floats = np.mean(some, axis=0).astype(np.float32)
            return middle
    return np.zeros(2, dtype=np.float32)


def _place_and_speed(places: Floats, known: Bools) -> tuple[Floats, Floats]:
    """Places with 0 where unknown, and central differences where both neighbours are known."""
    speed = np.zeros_like(places)
    both = known[2:] & known[:-2]
    speed[1:-1] = (places[2:] - places[:-2]) * (TICK_HZ / 2 * _SPEED_S) * both[..., None]
    return np.where(known[..., None], places, 0).astype(np.float32), speed


def _bones(points: Floats, known: Bools, *, palm: float, body: float) -> tuple[Floats, Bools]:
    """Every joint from its parent ``(T, 67, 2)``, and where both ends are known."""
    parents = np.array(PARENTS)
    unit = np.full((JOINTS, 1), body, dtype=np.float32)
    unit[26:46] = unit[47:] = palm
    both = known & known[:, parents]
    return ((points - points[:, parents]) / unit).astype(np.float32), both


def _put_cues(joints: Floats, motion: Motion, ticks: int) -> None:
    """Fill the contact cues in: their level differs between cameras, so each is taken against the
    clip's own and bent softly.
    """
    joints[..., 14] = 1.0
    if motion.cues is None or not np.isfinite(motion.cues).any():
        return
    cues, known = resample(motion.times_s, motion.cues, ticks)
    for k in range(cues.shape[2]):
        seen = cues[..., k][known[..., k]]
        level = float(np.sqrt(np.mean(seen**2))) if len(seen) else 0.0
        joints[..., 10 + k] = 2.0 * np.tanh(cues[..., k] / (3.0 * level + 0.02))
    joints[..., 14] = ~known.any(axis=2)


def _put_keyboard(joints: Floats, motion: Motion, ticks: int) -> tuple[Floats, Bools, Floats]:
    """Fill the fingertips' keyboard channels in; the tips on the keyboard and the keys' changes."""
    tips = np.zeros((ticks, len(_TIPS), 2), dtype=np.float32)
    nowhere = np.zeros((ticks, len(_TIPS)), dtype=bool)
    key_cues = np.zeros((ticks, 88, len(KEY_CUES)), dtype=np.float32)
    joints[..., 19] = 1.0
    if motion.keyboard is None:
        return tips, nowhere, key_cues
    frames = on_keyboard(motion.keyboard.plane, motion.points[:, _TIPS, :2])
    tips, known = resample(motion.times_s, frames, ticks)
    on = known.all(axis=2) & (np.abs(tips[..., 0] - 26) < 40) & (np.abs(tips[..., 1] - 0.5) < 4)
    if motion.keyboard.key_cues is not None:
        key_cues = _key_cues(motion.times_s, motion.keyboard.key_cues, ticks)
    change = key_cues[..., 0]
    away = np.abs(tips[..., :1] - KEY_CENTRES)
    key = np.argmin(away, axis=2)
    rows = np.arange(ticks)[:, None]
    near = [change[rows, np.clip(key + d, 0, 87)] for d in (-2, -1, 0, 1, 2)]
    values = (
        tips[..., 1],
        2.0 * (tips[..., 0] - KEY_CENTRES[key]),
        change[rows, key],
        np.max(near, axis=0),
    )
    for k, value in enumerate(values):
        joints[:, _TIPS, 15 + k] = np.where(on, value, 0)
    joints[:, _TIPS, 19] = ~on
    return np.where(on[..., None], tips, 0).astype(np.float32), on, key_cues


def _key_cues(times_s: npt.NDArray[np.float64], cues: Floats, ticks: int) -> Floats:
    """What the keys show ``(ticks, 88, C)``, changes bent softly by their level in the clip;
    channels that were not measured are 0.
    """
    out = np.zeros((ticks, 88, len(KEY_CUES)), dtype=np.float32)
    there = min(cues.shape[2], len(KEY_CUES))
    out[..., :there], _ = resample(times_s, cues[..., :there], ticks)
    for some in (slice(0, 1), slice(1, len(KEY_CUES) - 1)):
        level = float(np.sqrt(np.mean(out[..., some] ** 2)))
        out[..., some] = 2.0 * np.tanh(out[..., some] / (3.0 * level + 0.02))
    return out


def _moving(placed: Floats, known: Bools, joints: Floats) -> Bools:
    """Ticks with anything moving, or changing at a joint, within 0.15 s."""
    step = np.zeros(placed.shape[:2], dtype=np.float32)
    both = known[1:] & known[:-1]
    step[1:] = np.hypot(*np.moveaxis(placed[1:] - placed[:-1], 2, 0)) * TICK_HZ * both
    stirs = (step.max(axis=1) > _STILL) | (np.abs(joints[..., 10:14]).max(axis=(1, 2)) > 0.05)
    reach = int(0.15 * TICK_HZ)
    near: Bools = np.convolve(stirs, np.ones(2 * reach + 1))[reach : reach + len(stirs)] > 0.5
    return near
