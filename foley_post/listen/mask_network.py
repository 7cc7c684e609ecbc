"""The mask network: how a sound split by notes is shared out, corrected by what it looks like.

The factorisation of `foley_post.listen.separation` knows where each player's harmonics may be. What
belongs to whom where two meet, how an attack spreads and how a note dies away is learned from
mixtures whose parts are known (`foley_post.train.masks`). Plain numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.shipped import shipped
from foley_post.core.weights import read_weights
from foley_post.errors import WeightsRefused

__all__ = [
    "CARD",
    "HIGHEST_HZ",
    "INPUTS",
    "LAYERS",
    "LEAST",
    "SCALE",
    "WEIGHTS",
    "MaskNetwork",
    "corrections_of",
    "load_mask_network",
    "mask_inputs",
    "shipped_mask_network",
]

WEIGHTS, CARD = "masks.safetensors", "masks.json"
LAYERS = (((5, 3), (1, 1)), ((3, 3), (2, 2)), ((5, 5), (4, 2)))
"""Taps and their spread over frequency and time, of each layer."""
INPUTS = 4
HIGHEST_HZ = 11_025.0
"""Above it, the factorisation's word stands."""
LEAST, SCALE = 1e-3, 3.0
"""Shares enter as ``log(share + LEAST) / SCALE``."""
_PIECE = 200

Floats: TypeAlias = npt.NDArray[np.float32]


class MaskNetwork:
    """Corrects shares; the same sound gives the same bits."""

    def __init__(self, tensors: Mapping[str, Floats]) -> None:
        self._tensors = tensors
        _check(self._tensors)

    def corrected(self, heard: Floats, shares: Floats) -> Floats:
        """``(K, F, T)`` better shares of ``shares (K, F, T)`` (0..1; the last is nobody's),
        of the magnitudes ``heard (F, T)``; they add up to 1.
        """
        players = len(shares) - 1
        found = np.empty_like(shares)
        for player in range(players):
            inputs = mask_inputs(heard, shares, player)
            found[player] = corrections_of(inputs, self.logits(inputs))
        together = found[:players].sum(axis=0)
        found[:players] /= np.maximum(together, 1)
        found[players] = np.maximum(1 - together, 0)
        return found

    def logits(self, inputs: Floats) -> Floats:
        """``(F, T)``: what is added to the odds, of ``inputs (INPUTS, F, T)``."""
        reach = sum(taps[1] // 2 * spread[1] for taps, spread in LAYERS)
        frames = inputs.shape[2]
        found = np.empty(inputs.shape[1:], np.float32)
        for first in range(0, frames, _PIECE):
            start, last = max(first - reach, 0), min(first + _PIECE, frames)
            x = np.ascontiguousarray(inputs[:, :, start : last + reach].transpose(1, 2, 0))
            found[:, first:last] = self._layers(x)[:, first - start : last - start]
        return found

    def _layers(self, x: Floats) -> Floats:
        """``(F, T)`` of ``x (F, T, INPUTS)``."""
        for k, (_, spread) in enumerate(LAYERS):
            new = np.maximum(_spread_over(x, self._tensors[f"{k}.taps"], spread, self._bias(k)), 0)
            x = x + new if k else new
        logits: Floats = x @ self._tensors["last"] + self._tensors["last_bias"]
        return logits

    def _bias(self, layer: int) -> Floats:
        return self._tensors[f"{layer}.bias"]


def mask_inputs(heard: Floats, shares: Floats, player: int) -> Floats:
    """``(INPUTS, F, T)``: how loud it is, and the shares of the player, of the others and of
    nobody, all in logarithms.
    """
    loud = np.sqrt((heard**2).mean()) + 1e-9
    others = shares[:-1].sum(axis=0) - shares[player]
    levels = (heard / loud, shares[player], others, shares[-1])
    return np.stack([np.log(level + LEAST) / SCALE for level in levels]).astype(np.float32)


def corrections_of(inputs: Floats, logits: Floats) -> Floats:
    """The player's share after the correction."""
    share = np.clip(np.exp(SCALE * inputs[1]), LEAST, 1 - LEAST)
    corrected: Floats = 1 / (1 + (1 - share) / share * np.exp(-logits))
    return corrected


def load_mask_network(path: Path) -> MaskNetwork:
    """The network in ``path``. Raises ModelMissing, WeightsRefused."""
    return MaskNetwork(read_weights(path, path.with_name(CARD)).arrays)


@cache
def shipped_mask_network() -> MaskNetwork:
    """The one that comes with Foley Post."""
    return load_mask_network(shipped("resources", "listener", WEIGHTS))


def _spread_over(x: Floats, taps: Floats, spread: tuple[int, int], bias: Floats) -> Floats:
    """``(F, T, D)``: ``x (F, T, C)`` seen through ``taps (A, B, C, D)``, ``spread`` apart."""
    bins, frames, channels = x.shape
    reach = [size // 2 * apart for size, apart in zip(taps.shape[:2], spread, strict=True)]
    padded = np.pad(x, ((reach[0], reach[0]), (reach[1], reach[1]), (0, 0)))
    found = np.broadcast_to(bias, (bins * frames, len(bias))).copy()
    for a, b in np.ndindex(*taps.shape[:2]):
        low, early = a * spread[0], b * spread[1]
        seen = padded[low : low + bins, early : early + frames]
        found += seen.reshape(bins * frames, channels) @ taps[a, b]
    return found.reshape(bins, frames, -1)


def _check(tensors: Mapping[str, Floats]) -> None:
    """Raises WeightsRefused where they are no such network's."""
    try:
        channels = len(tensors["last"])
        fits = tensors["last_bias"].shape == (1,)
        for k, (taps, _) in enumerate(LAYERS):
            into = channels if k else INPUTS
            fits &= tensors[f"{k}.taps"].shape == (*taps, into, channels)
            fits &= tensors[f"{k}.bias"].shape == (channels,)
    except KeyError as error:
        raise WeightsRefused(f"These are not the weights of a mask network: {error}.") from error
    if not fits or not all(np.isfinite(t).all() for t in tensors.values()):
        raise WeightsRefused("These are not the weights of a mask network.")
