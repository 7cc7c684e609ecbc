"""What each key of a keyboard shows of itself: read off the picture at places that lie still on it.

A key that goes down hardly changes its brightness: seen from above it shifts by a hair, so that a
line of its neighbour's side comes out at one edge and goes in at the other, and its own shadow
moves. Taken together over the key these cancel out; so beside the key's mean change its parts are
told, with their sign: five strips across (beyond its left edge, left, middle, right, beyond its
right edge) at its front and at its back. Where a hand lies over a part nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.core.piano import BLACK_SHIFT, HIGHEST, KEYS, LOWEST
from foley_post.pose.skeleton import KEY_CUES

__all__ = ["KeyReader", "key_places"]

Floats = npt.NDArray[np.float64]
Gray = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]

_BACK_AT = {0: -0.18, 2: 0.0, 4: 0.18, 5: -0.20, 7: -0.06, 9: 0.07, 11: 0.20}
"""Where the narrow back of each white key lies, from its middle, in white keys."""
_ACROSS = np.array([-0.74, -0.57, -0.38, -0.19, 0.0, 0.19, 0.38, 0.57, 0.74])
_STRIPS = ((0, 1), (2, 3), (4,), (5, 6), (7, 8))
_DEEP = np.array([0.10, 0.28, 0.50, 0.70, 0.90])
_ROWS = ((0, 1), (2, 3, 4))
_PLACES = len(_ACROSS) * len(_DEEP)
_SCALE = 0.15
_LEAST_SEEN = 0.25
"""How much of its own places a key must show to have a change at all."""
_FINGER, _PALM = 0.11, 0.22
"""Half the width of a finger and of the back of the hand, in palm lengths."""
_BONES = tuple((0 if k == 1 else 4 * f + k - 1, 4 * f + k) for f in range(5) for k in range(1, 5))
_MASK_HEIGHT = 360
_REST_PICTURES = 300
_AT_ONCE = 128


def key_places() -> tuple[Floats, Bools]:
    """Where keys are read: ``(88, 9 across, 5 deep, 2)`` in (u, v), and which places lie on the key
    itself ``(88, 9, 5)``: the wide front and narrow back of white keys, the top of black ones.
    """
    places = np.empty((KEYS, len(_ACROSS), len(_DEEP), 2))
    own = np.zeros(places.shape[:3], np.bool_)
    whites = 0
    for key, pitch in enumerate(range(LOWEST, HIGHEST + 1)):
        shift = BLACK_SHIFT.get(pitch % 12)
        middle = whites + (0.5 if shift is None else shift)
        places[key, ..., 0] = middle + _ACROSS[:, None]
        places[key, ..., 1] = _DEEP
        if shift is None:
            own[key][np.ix_(np.abs(_ACROSS) < 0.45, _DEEP < 0.4)] = True
            back = np.abs(_ACROSS - _BACK_AT[pitch % 12]) < 0.2
            own[key][np.ix_(back, _DEEP > 0.4)] = True
            whites += 1
        else:
            own[key][np.ix_(np.abs(_ACROSS) < 0.25, _DEEP > 0.4)] = True
    return places, own


_AT, _OWN = key_places()


class KeyReader:
    """Reads a keyboard in one picture after another; `cues` tells the whole."""

    def __init__(self) -> None:
        self._values: list[Gray] = []
        self._hidden: list[Gray] = []

    def __len__(self) -> int:
        """How many pictures were read."""
        return len(self._values)

    def add(self, luma: Gray, plane: Floats, hands: Sequence[Floats], *, lost: bool) -> None:
        """Read one picture (H, W).

        ``plane (3, 3)`` as in `Keyboard`; ``hands``: ``(21, 2)`` each, in heights of the picture;
        ``lost``: the plane is not to be trusted, nothing is seen.
        """
        height, width = luma.shape
        ones = np.concatenate([_AT.reshape(-1, 2), np.ones((KEYS * _PLACES, 1))], axis=1)
        x, y, w = np.linalg.inv(plane) @ ones.T
        px = np.stack([x / w, y / w], axis=1).astype(np.float32) * height
        inside = np.all((px >= 0) & (px < (width - 1, height - 1)), axis=1)
        values = cv2.remap(luma, px[:, None], None, cv2.INTER_LINEAR)[:, 0]
        hidden = ~inside | lost
        if hands and not lost:
            scale = min(1.0, _MASK_HEIGHT / height)
            mask = _hands(hands, height * scale, (round(width * scale), round(height * scale)))
            at = cv2.remap(mask, scale * px[:, None], None, cv2.INTER_NEAREST)[:, 0]
            hidden |= at > 0
        self._values.append(values)
        self._hidden.append(np.packbits(hidden))

    def cues(self) -> npt.NDArray[np.float32]:
        """``(T, 88, len(KEY_CUES))`` for all pictures, NaN where nothing of a key is seen.

        Brightness is ``log(luma + 16)`` less the picture's own median change; rest is each place's
        median over up to 300 pictures where no hand hides it.
        """
        log = np.log(np.arange(256) + 16.0).astype(np.float32)
        values = np.stack(self._values)
        some = np.unique(np.linspace(0, len(values) - 1, min(len(values), _REST_PICTURES)))
        index = some.astype(int)
        seen = np.where(self._hidden_at(index), np.nan, log[values[index]])
        never = np.isnan(seen).all(axis=0)
        rest = np.nanmedian(np.where(never, 0, seen), axis=0)
        out = np.empty((len(values), 88, len(KEY_CUES)), np.float32)
        for at in range(0, len(values), _AT_ONCE):
            span = np.arange(at, min(at + _AT_ONCE, len(values)))
            away = np.where(self._hidden_at(span) | never, np.nan, log[values[span]] - rest)
            out[span] = _told(away)
        return out

    def _hidden_at(self, pictures: npt.NDArray[np.intp]) -> Bools:
        packed = np.stack([self._hidden[k] for k in pictures])
        return np.unpackbits(packed, axis=1, count=88 * _PLACES).astype(np.bool_)


def _told(away: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """``(T, 88, C)`` from the places' changes ``(T, 88 * 45)``, NaN where hidden."""
    known = np.isfinite(away)
    anything = known.any(axis=1)
    common = np.zeros(len(away), np.float32)
    common[anything] = np.nanmedian(away[anything], axis=1)
    flat = np.where(known, away - common[:, None], 0).reshape(-1, *_OWN.shape)
    known = known.reshape(flat.shape)
    own = known & _OWN
    count = own.sum(axis=(2, 3))
    level = np.abs(flat).sum(axis=(2, 3), where=own) / np.maximum(count, 1)
    enough = count >= _LEAST_SEEN * _OWN.sum(axis=(1, 2))
    floor = [np.median(v[e]) if e.any() else 0.0 for v, e in zip(level, enough, strict=True)]
    out = np.empty((*level.shape, len(KEY_CUES)), np.float32)
    out[..., 0] = np.tanh(np.maximum(level - np.array(floor)[:, None], 0) / _SCALE)
    channel = 1
    for deep in _ROWS:
        for across in _STRIPS:
            part = np.ix_(range(len(flat)), range(88), across, deep)
            seen = known[part].sum(axis=(2, 3))
            mean = flat[part].sum(axis=(2, 3)) / np.maximum(seen, 1)
            out[..., channel] = np.clip(mean, -1, 1)
            channel += 1
    out[..., channel] = known.mean(axis=(2, 3))
    out[~enough, 0] = np.nan
    out[out[..., channel] == 0] = np.nan
    return out


def _hands(hands: Sequence[Floats], height: float, size: tuple[int, int]) -> Gray:
    """``(H, W)``: not 0 under the fingers and backs of ``hands``, in a picture of that size."""
    mask = np.zeros(size[::-1], np.uint8)
    for hand in hands:
        at = np.asarray(hand, np.float64) * height
        palm = float(np.linalg.norm(at[[5, 9, 17]] - at[0], axis=1).max())
        ends = np.clip(np.round(at * 16), -(2**24), 2**24).astype(np.int64).tolist()
        for a, b in _BONES:
            thick = 2 * (_PALM if a == 0 else _FINGER) * palm
            cv2.line(mask, ends[a], ends[b], 255, max(round(thick), 1), cv2.LINE_8, 4)
    return mask
