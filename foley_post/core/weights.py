"""A network's weights on disk: safetensors with a card beside them, held against each other.

The card is JSON: its ``format``, the ``sha256`` of the weights, and what is said of them. Weights
are half precision on disk and float32 in memory. Whoever runs or trains a network makes it from
these arrays; nothing in a file is ever executed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.files import sha256_of, write_whole
from foley_post.errors import ModelMissing, Remedy, WeightsRefused

__all__ = ["FORMAT", "Weights", "read_weights", "write_weights"]

FORMAT = 1

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """Arrays by name, what their card says of them, and the hash of their file."""

    arrays: Mapping[str, Floats]
    card: Mapping[str, object]
    sha256: str


def read_weights(path: Path, card_path: Path) -> Weights:
    """The weights in ``path`` (``.safetensors``) with their card.

    Raises ModelMissing when either file is not there, WeightsRefused when they are not what they
    must be: not safetensors, another hash than the card's, numbers that are not finite.
    """
    from safetensors.numpy import load_file

    if not path.is_file():
        raise ModelMissing(
            f"There is no model at {path}. Choose another, or install Foley Post anew.",
            remedy=Remedy.CHOOSE_MODEL,
        )
    card = _read_card(card_path)
    digest = sha256_of(path)
    if card.get("sha256") != digest:
        raise WeightsRefused(
            f"The weights in {path} are not those that their card describes (SHA-256 {digest[:12]}"
            f"..., expected {str(card.get('sha256'))[:12]}...). Get both files anew."
        )
    try:
        arrays = {name: value.astype(np.float32) for name, value in load_file(path).items()}
    except Exception as error:
        raise WeightsRefused(f"The weights in {path} do not fit their card: {error}") from error
    if not all(np.isfinite(value).all() for value in arrays.values()):
        raise WeightsRefused(f"The weights in {path} hold numbers that are not finite.")
    return Weights(arrays, card, digest)


def write_weights(
    path: Path, card_path: Path, arrays: Mapping[str, Floats], card: Mapping[str, object]
) -> None:
    """Write ``arrays`` (half precision) and their card, which is told its format and their hash."""
    from safetensors.numpy import save

    halves = {name: np.asarray(a, dtype=np.float16, order="C") for name, a in arrays.items()}
    write_whole(path, save(halves))
    whole = {**card, "format": FORMAT, "sha256": sha256_of(path)}
    text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    write_whole(card_path, text.encode())


def _read_card(path: Path) -> dict[str, object]:
    if not path.is_file():
        raise ModelMissing(
            f"The model's card is missing: {path}. It belongs beside the weights. Install Foley "
            "Post anew, or get both files."
        )
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise WeightsRefused(f"The model's card cannot be read: {path}: {error}") from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise WeightsRefused(f"{path} is not the card of a model of this version of Foley Post.")
    return card
