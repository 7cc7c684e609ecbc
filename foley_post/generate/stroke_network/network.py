"""The network in plain arrays: four convolutions over time. `foley_post.train.strokes` teaches it.

It looks at half a second before and after each moment: at how what moves at both hands and over
the whole player gains, holds and loses speed, in four directions. It knows the family of the
instrument, for a bow sounds where it turns and a strum where it is fastest.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.array_layers import Layers, Linear, along_ticks
from foley_post.core.shipped import shipped
from foley_post.core.weights import Weights, read_weights
from foley_post.errors import WeightsRefused
from foley_post.generate.stroke_network.flow_input import CHANNELS, scaled_flow

__all__ = [
    "CARD",
    "DILATIONS",
    "FAMILIES",
    "INPUTS",
    "TAPS",
    "WEIGHTS",
    "StrokeNetwork",
    "load_stroke_network",
    "shipped_stroke_network",
]

FAMILIES = ("keyboard", "plucked", "struck", "bowed", "blown")
INPUTS = CHANNELS + len(FAMILIES)
TAPS = (5, 5, 5, 3)
DILATIONS = (1, 2, 4, 1)
WEIGHTS, CARD = "strokes.safetensors", "strokes.json"

Floats = npt.NDArray[np.float64]


class StrokeNetwork:
    """Runs on float32 matrices; the same flow gives the same bits."""

    def __init__(self, weights: Weights) -> None:
        layers = Layers(weights.arrays)
        try:
            self._blocks = [layers.linear(f"blocks.{k}") for k in range(len(TAPS))]
            self._last = layers.linear("last")
        except KeyError as error:
            raise WeightsRefused(f"The stroke network lacks {error}. Install it anew.") from error
        self.card = weights.card
        self.sha256 = weights.sha256

    def likely(self, flow: Floats, family: str) -> Floats:
        """``(N,)``: how likely a note begins at each moment of ``flow (N, CHANNELS)``, as
        `even_flow` gives it, on an instrument of that ``family``.
        """
        told = np.zeros((len(flow), len(FAMILIES)), np.float32)
        if family in FAMILIES:
            told[:, FAMILIES.index(family)] = 1
        x = np.concatenate([scaled_flow(flow).astype(np.float32), told], axis=1)[None]
        for k, block in enumerate(self._blocks):
            added = _convolved(x, block, k)
            x = x + added if k else added
        odds: Floats = self._last(x)[0, :, 0].astype(np.float64)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))))


def load_stroke_network(path: Path) -> StrokeNetwork:
    """The network in ``path``, checked against the card beside it. Raises ModelMissing,
    WeightsRefused.
    """
    return StrokeNetwork(read_weights(path, path.with_name(CARD)))


@cache
def shipped_stroke_network() -> StrokeNetwork:
    """The one that comes with Foley Post."""
    return load_stroke_network(shipped("resources", "strokes", WEIGHTS))


def _convolved(x: npt.NDArray[np.float32], block: Linear, k: int) -> npt.NDArray[np.float32]:
    found = block(along_ticks(x, TAPS[k], DILATIONS[k]))
    return np.maximum(found, 0, out=found)
