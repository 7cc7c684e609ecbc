"""Contact cues: what changes in the picture at a joint, between two pictures.

Filmed from above, a fingertip's path hardly shows when a key goes down; the pixels at the fingertip
do. For each fingertip, each hand's wrist, and each body wrist (there for the hand as a whole and
what it holds) a square patch of 8 x 8 samples is read in both pictures:

- ``change`` (0..1): the patch that moves and turns with the joint, now against before, at the best
  of nine shifts of one sample, so that a keypoint's jitter does not count;
- ``brightness`` (-1..1): the same patch's mean brightness, now against before, signed;
- ``uncovered`` (0..1): a patch just beyond the joint, away from the limb it ends, at one and the
  same spot of both pictures;
- ``place`` (0..1): the patch at the joint's own spot in both pictures, weighted down as the joint
  moves away from it: what happens under a finger that stays.

Brightness is compared as ``log(luma + 16)``, less the median of the whole picture, so that exposure
and flicker drop out; the picture's own median change (noise, grain, a shaking camera) is taken off;
what is left is scaled to 1/25 s, so that it is a speed and does not depend on the frame rate, and
bent by ``tanh(x / 0.25)``. Patches follow the hand's size, so the picture's size drops out too.
Plain arithmetic on a few hundred pixels a joint: the same on every machine, no randomness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import CUES, FINGERTIPS, LEFT_HAND, RIGHT_HAND

__all__ = ["CUE_JOINTS", "CuePicture", "cues_between", "cues_of"]

CUE_JOINTS: tuple[int, ...] = (
    *FINGERTIPS,
    *(Joint.LEFT_HAND_WRIST, Joint.RIGHT_HAND_WRIST, Joint.LEFT_WRIST, Joint.RIGHT_WRIST),
)
"""The joints that have cues: ten fingertips, the hands' wrists, the body's wrists (left, right)."""

_SAMPLES = 8
_FINGERTIP_SIDE, _WRIST_SIDE, _HELD_SIDE = 0.32, 0.5, 1.2
"""The patch's side in palm lengths (wrist to middle knuckle, about 95 mm): 30, 48 and 115 mm."""
_REFERENCE_S = 0.04
_LONGEST_S = 0.25
_SCALE = 0.25
_DARK = 16.0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Patches:
    """Where to look, for the joints of CUE_JOINTS: ``centre (J, 2)`` in pixels, ``axis (J, 2)`` a
    unit vector away from the limb, ``side (J,)`` in pixels. NaN where unknown.
    """

    centre: Floats
    axis: Floats
    side: Floats


class CuePicture:
    """A picture's luma (H, W) uint8 and its halvings, made when asked for."""

    def __init__(self, luma: npt.NDArray[np.uint8]) -> None:
        self.levels: list[npt.NDArray[np.uint8]] = [luma]

    def level(self, n: int) -> npt.NDArray[np.uint8]:
        """The picture halved ``n`` times, each pixel the mean of its four."""
        import cv2

        while len(self.levels) <= n:
            p = self.levels[-1]
            high, wide = p.shape[0] // 2, p.shape[1] // 2
            even = np.ascontiguousarray(p[: 2 * high, : 2 * wide])
            halved = cv2.resize(even, (wide, high), interpolation=cv2.INTER_AREA)
            self.levels.append(np.asarray(halved, np.uint8))
        return self.levels[n]


def cues_between(  # noqa: PLR0917 - two pictures, two poses, the time between
    previous_luma: npt.NDArray[np.uint8],
    luma: npt.NDArray[np.uint8],
    previous_points: npt.NDArray[np.floating],
    points: npt.NDArray[np.floating],
    dt_s: float,
) -> npt.NDArray[np.float32]:
    """The cues ``(67, 4)`` float32 of `skeleton.CUES` at ``points``, NaN where not measured.

    ``previous_luma`` and ``luma`` are (H, W) uint8 of one size, ``dt_s`` seconds apart; the points
    (67, 2 or 3) are in frame heights. Nothing is measured across more than 0.25 s.
    """
    return cues_of(
        CuePicture(previous_luma), CuePicture(luma), np.stack([previous_points, points]), dt_s
    )


def cues_of(
    previous: CuePicture, now: CuePicture, points: npt.NDArray[np.floating], dt_s: float
) -> npt.NDArray[np.float32]:
    """As `cues_between`, for pictures shared by several performers; ``points`` is (2, 67, 2+):
    before and now.
    """
    height, width = now.levels[0].shape
    cues = np.full((len(points[1]), len(CUES)), np.nan, np.float32)
    before, here = (_patches(p[:, :2].astype(np.float64) * height) for p in points)
    seen = np.isfinite(before.centre[:, 0] + here.centre[:, 0] + before.side + here.side)
    inside = np.all((here.centre >= 0) & (here.centre < (width, height)), axis=1)
    chosen = np.flatnonzero(seen & inside)
    if not (0 < dt_s <= _LONGEST_S) or not len(chosen):
        return cues
    side = (before.side[chosen] + here.side[chosen]) / 2
    level = np.clip(np.floor(np.log2(np.maximum(side / _SAMPLES, 1e-6))), 0, 6).astype(int)
    for n in np.unique(level):
        some = level == n
        at = chosen[some]
        shrunk = side[some] / 2**n
        pair = previous.level(n), now.level(n)
        then = _Patches(before.centre[at] / 2**n, before.axis[at], shrunk)
        present = _Patches(here.centre[at] / 2**n, here.axis[at], shrunk)
        cues[np.array(CUE_JOINTS)[at]] = _measure(pair, then, present, dt_s)
    return cues


def _measure(
    pair: tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]],
    before: _Patches,
    here: _Patches,
    dt_s: float,
) -> Floats:
    """The four cues ``(J, 4)`` at one level of the two pictures."""
    gain, floor = _background(pair)
    beyond = _Patches(here.centre + here.axis * here.side[:, None], here.axis, here.side)
    now, now_beyond = _sample(pair[1], _grid(here, 0), _grid(beyond, 0))
    moved, was_beyond, was_here = _sample(
        pair[0], _grid(before, 1), _grid(beyond, 0), _grid(here, 0)
    )
    moved += gain
    inner = slice(1, _SAMPLES + 1)
    shifted = np.lib.stride_tricks.sliding_window_view(moved, (_SAMPLES, _SAMPLES), axis=(1, 2))
    change = np.abs(now[:, None, None] - shifted).mean((3, 4)).min((1, 2))
    brightness = (now - moved[:, inner, inner]).mean((1, 2))
    uncovered = np.abs(now_beyond - was_beyond - gain)
    stayed = np.abs(now - was_here - gain).mean((1, 2))
    speed = np.linalg.norm(here.centre - before.centre, axis=1) / here.side * _REFERENCE_S / dt_s
    place = np.maximum(stayed - floor, 0) * np.exp(-((2 * speed) ** 2))
    quiet = np.sign(brightness) * np.maximum(np.abs(brightness) - floor / 2, 0)
    raw = np.stack(
        [
            np.maximum(change - floor, 0),
            quiet,
            np.maximum(uncovered.mean((1, 2)) - floor, 0),
            place,
        ],
        axis=1,
    )
    return np.tanh(raw * (_REFERENCE_S / dt_s) / _SCALE)


def _background(
    pair: tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]],
) -> tuple[float, float]:
    """The whole picture's median change of log brightness, and the median distance from it."""
    stride = max(1, min(pair[0].shape) // 48)
    difference = _log(pair[1][::stride, ::stride]) - _log(pair[0][::stride, ::stride])
    gain = float(np.median(difference))
    return gain, float(np.median(np.abs(difference - gain)))


def _log(luma: npt.NDArray[np.uint8]) -> Floats:
    return _LOG[luma]


_LOG: Floats = np.log(np.arange(256) + _DARK)


def _grid(patches: _Patches, margin: int) -> Floats:
    """Where the patches' samples lie ``(J, n, n, 2)``, ``margin`` samples wider on each side."""
    n = _SAMPLES + 2 * margin
    grid = (np.arange(n) - (n - 1) / 2) / _SAMPLES
    along = patches.axis * patches.side[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    return np.asarray(
        patches.centre[:, None, None]
        + grid[None, :, None, None] * along[:, None, None]
        + grid[None, None, :, None] * across[:, None, None]
    )


def _sample(luma: npt.NDArray[np.uint8], *grids: Floats) -> list[Floats]:
    """Log brightness ``(J, n, n)`` on each grid, read in one go.

    Bilinear; beyond the picture's border the border's pixels go on.
    """
    where = np.concatenate([g.reshape(-1, 2) for g in grids])
    height, width = luma.shape
    x = np.clip(where[:, 0] - 0.5, 0, width - 1.001)
    y = np.clip(where[:, 1] - 0.5, 0, height - 1.001)
    x0, y0 = x.astype(np.intp), y.astype(np.intp)
    u, v = x - x0, y - y0
    x1 = np.minimum(x0 + 1, width - 1)
    row0, row1 = y0 * width, np.minimum(y0 + 1, height - 1) * width
    flat = luma.reshape(-1)
    top = _log(flat[row0 + x0]) * (1 - u) + _log(flat[row0 + x1]) * u
    low = _log(flat[row1 + x0]) * (1 - u) + _log(flat[row1 + x1]) * u
    read = top * (1 - v) + low * v
    ends = np.cumsum([g.size // 2 for g in grids])[:-1]
    parts = np.split(read, ends)
    return [part.reshape(g.shape[:3]) for part, g in zip(parts, grids, strict=True)]


def _patches(px: Floats) -> _Patches:
    """The patches of CUE_JOINTS for one pose ``(67, 2)`` in pixels."""
    count = len(CUE_JOINTS)
    found = _Patches(
        np.full((count, 2), np.nan), np.full((count, 2), np.nan), np.full(count, np.nan)
    )
    for side, (hand, wrist, elbow) in enumerate(
        (
            (px[LEFT_HAND], Joint.LEFT_WRIST, Joint.LEFT_ELBOW),
            (px[RIGHT_HAND], Joint.RIGHT_WRIST, Joint.RIGHT_ELBOW),
        )
    ):
        palm = _palm_length(hand)
        tips = np.array([joint for joint in HandJoint if joint.name.endswith("_4")])
        at = slice(5 * side, 5 * side + 5)
        found.centre[at] = hand[tips]
        found.axis[at] = _unit(hand[tips] - hand[tips - 1])
        found.side[at] = _FINGERTIP_SIDE * palm
        forward = _unit(hand[HandJoint.MIDDLE_1] - hand[HandJoint.WRIST])
        found.centre[10 + side], found.axis[10 + side] = hand[HandJoint.WRIST], -forward
        found.side[10 + side] = _WRIST_SIDE * palm
        if not np.isfinite(palm):
            palm = 0.36 * float(np.linalg.norm(px[wrist] - px[elbow]))
            forward = _unit(px[wrist] - px[elbow])
        base = hand[HandJoint.WRIST] if np.isfinite(hand[HandJoint.WRIST, 0]) else px[wrist]
        found.centre[12 + side], found.axis[12 + side] = base + forward * palm, forward
        found.side[12 + side] = _HELD_SIDE * palm
    return found


def _palm_length(hand: Floats) -> float:
    """Wrist to middle knuckle as if it lay flat: the longest of three bones of the palm, each
    weighted by its usual share, so that a palm seen edge-on keeps its size.
    """
    wrist, index = hand[HandJoint.WRIST], hand[HandJoint.INDEX_1]
    middle, little = hand[HandJoint.MIDDLE_1], hand[HandJoint.LITTLE_1]
    lengths = np.linalg.norm([middle - wrist, index - wrist, 1.45 * (index - little)], axis=1)
    return float(np.max(lengths))


def _unit(vector: Floats) -> Floats:
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    return np.asarray(vector / np.maximum(length, 1e-9))
