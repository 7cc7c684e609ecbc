"""Every key of a keyboard in view along time, in plain arrays: what `KeyTracks` computes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from foley_post.core.array_layers import Layers, along_ticks, gelu
from foley_post.core.piano import IS_BLACK
from foley_post.generate.key_layout import KEY_CENTRES
from foley_post.generate.network.layout import FINGER_REACH, UNLIKELY

__all__ = ["KeyboardArrays", "NumpyKeyTracks"]

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


class KeyboardArrays(NamedTuple):
    """The keyboard in view: ``tips (B, T, F, 2)`` the fingertips on it, ``known (B, T, F)`` which
    of them are, ``cues (B, T, K, C_k)`` what each key shows of itself (0: not measured).
    """

    tips: Floats
    known: Bools
    cues: Floats

    def there(self) -> Bools:
        """``(B,)``: whether there is a keyboard at all."""
        found: Bools = self.known.any(axis=(1, 2)) | (self.cues != 0).any(axis=(1, 2, 3))
        return found


class NumpyKeyTracks:
    """From a `KeyboardArrays` and the fingers' own tracks to the log odds that a key goes down."""

    def __init__(self, layers: Layers) -> None:
        self.fingers, self.inlet = layers.linear("fingers"), layers.linear("inlet")
        self.blocks = [
            (layers.linear(f"blocks.{k}.near"), layers.linear(f"blocks.{k}.out"), dilation)
            for k, dilation in enumerate((1, 2, 4))
        ]
        self.head = layers.linear("head")

    def __call__(self, board: KeyboardArrays, tracks: Floats) -> Floats:
        """``(B, T, K)`` log odds, `UNLIKELY` in clips without a keyboard.

        ``tracks (A, B, T, C_a)``: the actors', fingertips first.
        """
        said = np.full(board.cues.shape[:3], UNLIKELY, dtype=np.float32)
        tips = tracks[: board.tips.shape[2]]
        for clip in np.flatnonzero(board.there()):
            one = KeyboardArrays(*(part[clip] for part in board))
            said[clip] = self._of_clip(one, self.fingers(tips[:, clip]))
        return said

    def _of_clip(self, board: KeyboardArrays, fingers: Floats) -> Floats:
        """``(T, K)`` for one clip's board and its fingers ``(F, T, C)``."""
        x = np.ascontiguousarray(self.inlet(_shown(board, fingers)).transpose(1, 0, 2))
        for near, out, dilation in self.blocks:
            around = np.zeros((len(x) + 2, *x.shape[1:]), dtype=np.float32)
            around[1:-1] = gelu(x)
            added = [
                out(gelu(near(_neighbourhood(around[k : k + 10], dilation))))
                for k in range(0, len(x), 8)
            ]
            x = x + np.concatenate(added)
        return np.ascontiguousarray(self.head(x)[..., 0].T)


def _neighbourhood(rows: Floats, dilation: int) -> Floats:
    """``(K + 2, T, C)`` to ``(K, T, 3 * 5 * C)``: each key's and its neighbours' ticks."""
    ticks = along_ticks(rows, 5, dilation)
    return np.concatenate([ticks[:-2], ticks[1:-1], ticks[2:]], axis=2)


def _shown(board: KeyboardArrays, fingers: Floats) -> Floats:
    """``(T, K, C_k + 5 + C)``: the key's cues, whether it is black, the nearest fingertip's place
    on it and how near it is, and what the fingers near it do.
    """
    aside = KEY_CENTRES - board.tips[..., :1]  # (T, F, K)
    far = np.where(board.known[..., None], np.abs(aside), np.float32(9.0))
    nearness = np.exp(-((far / np.float32(FINGER_REACH)) ** 2))
    who = far.argmin(axis=1)[:, None]
    nearest = np.take_along_axis(far, who, axis=1)[:, 0]
    own = np.take_along_axis(aside, who, axis=1)[:, 0]
    depth = np.take_along_axis(board.tips[..., 1], who[:, 0], axis=1)
    close = (nearest < 3.0).astype(np.float32)
    plain = [
        np.broadcast_to(IS_BLACK.astype(np.float32), own.shape),
        np.clip(own, -3, 3) * close,
        np.clip(depth, -2, 3) * close,
        np.exp(-nearest),
        np.minimum(nearness.sum(axis=1), 3),
    ]
    doing = nearness.transpose(0, 2, 1) @ fingers.transpose(1, 0, 2)
    return np.concatenate([board.cues, np.stack(plain, axis=2), doing], axis=2)
