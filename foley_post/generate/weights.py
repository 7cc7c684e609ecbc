"""Weights on disk: safetensors with a card beside them, verified before use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.array_layers import Layers
from foley_post.core.shipped import shipped
from foley_post.core.weights import read_weights, write_weights
from foley_post.errors import WeightsRefused
from foley_post.generate.network.layout import Size
from foley_post.generate.network.shapes import shapes_of
from foley_post.generate.numpy_network.decoder import NoteWriter
from foley_post.generate.numpy_network.encoder import NumpyEncoder

__all__ = [
    "CARD",
    "WEIGHTS",
    "Model",
    "ShotNetwork",
    "load_model",
    "save_model",
    "shipped_weights",
]

Floats = npt.NDArray[np.float32]

WEIGHTS = "foley.safetensors"
CARD = "card.json"


@dataclass(frozen=True, slots=True)
class ShotNetwork:
    """The network in plain arrays, ready to run. ValueError for arrays of another build.

    ``arrays`` by the names they have in `foley_post.generate.network.foley_network.Foley`.
    """

    size: Size
    arrays: Mapping[str, Floats]
    encoder: NumpyEncoder = field(init=False)
    writer: NoteWriter = field(init=False)

    def __post_init__(self) -> None:
        wanted = shapes_of(self.size)
        found = {name: array.shape for name, array in self.arrays.items()}
        if found != wanted:
            wrong = sorted(n for n in {*found, *wanted} if found.get(n) != wanted.get(n))
            raise ValueError(f"a network of another build: {', '.join(wrong[:3])}")
        layers = Layers(self.arrays)
        object.__setattr__(self, "encoder", NumpyEncoder(layers.under("encoder"), self.size))
        object.__setattr__(self, "writer", NoteWriter(self.size, layers.under("writer").rest()))

    @property
    def parameters_count(self) -> int:
        """How many numbers were learned."""
        return sum(array.size for array in self.arrays.values())


@dataclass(frozen=True, slots=True)
class Model:
    """A network ready to use.

    ``sha256`` of its file; ``instruments`` it knows, in the order of its heads; ``thresholds`` the
    onset probability above which a note is written, by instrument (``""``: any), found on
    validation clips; ``card`` is all of the card.
    """

    network: ShotNetwork
    sha256: str
    instruments: tuple[str, ...]
    thresholds: Mapping[str, float]
    card: Mapping[str, object]


def shipped_weights() -> Path:
    """Where the shipped weights are."""
    return shipped("resources", "model", WEIGHTS)


def load_model(path: Path | None = None) -> Model:
    """The model in ``path`` (a ``.safetensors`` file with ``card.json`` beside it), or the shipped
    one.

    Raises ModelMissing when either file is not there, WeightsRefused when they are not what they
    must be: not safetensors, another hash than the card's, other shapes.
    """
    where = path if path is not None else shipped_weights()
    found = read_weights(where, where.with_name(CARD))
    card = found.card
    try:
        network = ShotNetwork(Size(**card["size"]), found.arrays)  # type: ignore[arg-type]
        thresholds = {str(k): float(v) for k, v in dict(card["thresholds"]).items()}  # type: ignore[call-overload]
        instruments = tuple(str(name) for name in card["instruments"])  # type: ignore[attr-defined]
    except Exception as error:
        raise WeightsRefused(f"The weights in {where} do not fit their card: {error}") from error
    return Model(network, found.sha256, instruments, thresholds, card)


def save_model(
    network: ShotNetwork, path: Path, instruments: tuple[str, ...], card: Mapping[str, object]
) -> Model:
    """Write ``path`` (``.safetensors``, half precision) and ``card.json`` beside it; the model as
    read back.

    ``card`` is what is said of it beside what is added here: format, hash, size, instruments. It
    must hold ``thresholds``, with one for any instrument under ``""``.
    """
    said = {
        "size": asdict(network.size),
        "parameters": network.parameters_count,
        "instruments": list(instruments),
    }
    write_weights(path, path.with_name(CARD), network.arrays, {**card, **said})
    return load_model(path)
