"""Weights on disk: safetensors with a card beside them, verified before use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.core.files import sha256_of, write_whole
from foley_post.core.shipped import shipped
from foley_post.errors import ModelMissing, Remedy, WeightsRefused

if TYPE_CHECKING:
    from foley_post.generate.network.foley_network import Foley

__all__ = ["CARD", "WEIGHTS", "Model", "load_model", "save_model", "shipped_weights"]

WEIGHTS = "foley.safetensors"
CARD = "card.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Model:
    """A network ready to use.

    ``sha256`` of its file; ``instruments`` it knows, in the order of its heads; ``thresholds`` the
    onset probability above which a note is written, by instrument (``""``: any), found on
    validation clips; ``card`` is all of the card.
    """

    network: Foley
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
    if not where.is_file():
        raise ModelMissing(
            f"There is no model at {where}. Choose another, or install Foley Post anew.",
            remedy=Remedy.CHOOSE_MODEL,
        )
    card = _read_card(where.with_name(CARD))
    digest = sha256_of(where)
    if card.get("sha256") != digest:
        raise WeightsRefused(
            f"The weights in {where} are not those that their card describes (SHA-256 {digest[:12]}"
            f"..., expected {str(card.get('sha256'))[:12]}...). Get both files anew."
        )
    return _build(where, card, digest)


def save_model(
    network: Foley, path: Path, instruments: tuple[str, ...], card: Mapping[str, object]
) -> Model:
    """Write ``path`` (``.safetensors``, half precision) and ``card.json`` beside it; the model as
    read back.

    ``card`` is what is said of it beside what is added here: format, hash, size, instruments. It
    must hold ``thresholds``, with one for any instrument under ``""``.
    """
    import torch
    from safetensors.torch import save

    tensors = {
        name: value.detach().to("cpu", torch.float16).contiguous()
        for name, value in network.state_dict().items()
    }
    write_whole(path, save(tensors))
    whole = {
        **card,
        "format": FORMAT,
        "sha256": sha256_of(path),
        "size": asdict(network.size),
        "parameters": network.parameters_count,
        "instruments": list(instruments),
    }
    text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    write_whole(path.with_name(CARD), text.encode())
    return load_model(path)


def _read_card(path: Path) -> dict[str, object]:
    if not path.is_file():
        raise ModelMissing(f"The model's card is missing: {path}. It belongs beside the weights.")
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise WeightsRefused(f"The model's card cannot be read: {path}: {error}") from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise WeightsRefused(f"{path} is not the card of a model of this version of Foley Post.")
    return card


def _build(path: Path, card: dict[str, object], digest: str) -> Model:
    from safetensors.torch import load_file

    from foley_post.generate.network.encoder import Size
    from foley_post.generate.network.foley_network import Foley

    try:
        size = Size(**card["size"])  # type: ignore[arg-type]
        network = Foley(size)
        tensors = {name: value.float() for name, value in load_file(path).items()}
        network.load_state_dict(tensors)
        finite = all(bool(value.isfinite().all()) for value in tensors.values())
        thresholds = {str(k): float(v) for k, v in dict(card["thresholds"]).items()}  # type: ignore[call-overload]
        instruments = tuple(str(name) for name in card["instruments"])  # type: ignore[attr-defined]
    except Exception as error:
        raise WeightsRefused(f"The weights in {path} do not fit their card: {error}") from error
    if not finite:
        raise WeightsRefused(f"The weights in {path} hold numbers that are not finite.")
    network.eval()
    return Model(network, digest, instruments, thresholds, card)
