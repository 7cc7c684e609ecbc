"""The note network: what sounds at each moment, heard also in noise and rooms. Plain numpy.

It is taught by `foley_post.train.listener` on renders with rooms, noise and other music, where the
published network is deaf. Per key and frame it tells how likely a note begins, is held and ends,
and its velocity.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.shipped import shipped
from foley_post.core.weights import read_weights
from foley_post.errors import WeightsRefused
from foley_post.listen.bands import FEATURES, key_features, log_bands

__all__ = [
    "CARD",
    "DILATIONS",
    "INTERVALS",
    "OUTPUTS",
    "TAPS",
    "WEIGHTS",
    "NoteNetwork",
    "load_note_network",
    "shipped_note_network",
]

WEIGHTS, CARD = "notes.safetensors", "notes.json"
TAPS = 5
DILATIONS = (1, 2, 4, 8, 1)
"""Of the blocks over time; a block over keys follows each but the last two."""
INTERVALS = (-24, -19, -12, -7, -1, 1, 7, 12, 19, 24)
"""Semitones to the keys that a block over keys looks at."""
OUTPUTS = ("onset", "hold", "offset", "velocity")
_PEAK = 0.25

Floats: TypeAlias = npt.NDArray[np.float32]


class NoteNetwork:
    """Runs on float32 matrices; the same sound gives the same bits."""

    def __init__(self, tensors: Mapping[str, Floats]) -> None:
        self._tensors = tensors
        _check(self._tensors)

    def hear(self, sound: Floats) -> Floats:
        """``(T, 88, 4)``: the `OUTPUTS`, 0..1, of ``sound (N,)``, mono; it is scaled to its peak,
        so that a quiet recording is heard like a loud one.
        """
        peak = float(np.abs(sound).max(initial=0.0))
        scaled = sound * np.float32(_PEAK / peak) if peak > 0 else sound
        logits = self.logits(key_features(log_bands(scaled)))
        likely = np.float32(1) / (np.float32(1) + np.exp(-logits))
        return np.asarray(likely, np.float32)

    def logits(self, features: Floats) -> Floats:
        """``(T, 88, 4)`` of ``features (T, 88, FEATURES)``."""
        t = self._tensors
        x = np.maximum(_layer(features, t["first"], t["first_bias"]), 0)
        at = 0
        for k, dilation in enumerate(DILATIONS):
            x += self._over_time(x, at, dilation)
            at += 1
            if k < len(DILATIONS) - 2:
                x += self._over_keys(x, at)
                at += 1
        return _layer(x, t["last"], t["last_bias"])

    def _over_time(self, x: Floats, at: int, dilation: int) -> Floats:
        t, reach = self._tensors, TAPS // 2 * dilation
        frames = len(x)
        padded = np.pad(x, ((reach, reach), (0, 0), (0, 0)))
        summed = np.broadcast_to(t[f"{at}.taps_bias"], x.shape).copy()
        for tap, weight in enumerate(t[f"{at}.taps"]):
            summed += _matmul(padded[tap * dilation : tap * dilation + frames], weight)
        return _layer(np.maximum(summed, 0, out=summed), t[f"{at}.out"], t[f"{at}.out_bias"])

    def _over_keys(self, x: Floats, at: int) -> Floats:
        t = self._tensors
        seen = np.maximum(_layer(x, t[f"{at}.show"], t[f"{at}.show_bias"]), 0)
        size = seen.shape[2]
        parts = np.zeros((*seen.shape[:2], size * (len(INTERVALS) + 2)), np.float32)
        parts[:, :, :size] = seen
        for k, step in enumerate(INTERVALS, start=1):
            to = parts[:, :, k * size : (k + 1) * size]
            if step > 0:
                to[:, :-step] = seen[:, step:]
            else:
                to[:, -step:] = seen[:, :step]
        parts[:, :, -size:] = seen.max(axis=1, keepdims=True)
        joined = _layer(parts, t[f"{at}.join"], t[f"{at}.join_bias"])
        return np.maximum(joined, 0, out=joined)


def load_note_network(path: Path) -> NoteNetwork:
    """The network in ``path``, checked against the card beside it.

    Raises ModelMissing, or WeightsRefused when it is not what the card describes.
    """
    return NoteNetwork(read_weights(path, path.with_name(CARD)).arrays)


def shipped_note_network() -> NoteNetwork:
    """The one that comes with Foley Post."""
    return load_note_network(shipped("resources", "listener", WEIGHTS))


def _layer(x: Floats, weight: Floats, bias: Floats) -> Floats:
    found = _matmul(x, weight)
    found += bias
    return found


def _matmul(x: Floats, weight: Floats) -> Floats:
    """``(T, 88, C)`` times ``(C, D)``, as one matrix product."""
    frames, keys, channels = x.shape
    found: Floats = (x.reshape(frames * keys, channels) @ weight).reshape(frames, keys, -1)
    return found


def _check(tensors: Mapping[str, Floats]) -> None:
    """Raises WeightsRefused where they are no such network's."""
    try:
        channels = tensors["first"].shape[1]
        fits = tensors["first"].shape[0] == FEATURES
        fits &= tensors["last"].shape == (channels, len(OUTPUTS))
        fits &= tensors["0.taps"].shape == (TAPS, channels, channels)
    except (KeyError, IndexError) as error:
        raise WeightsRefused(f"These are not the weights of a note network: {error}.") from error
    if not fits or not all(np.isfinite(t).all() for t in tensors.values()):
        raise WeightsRefused("These are not the weights of a note network.")
