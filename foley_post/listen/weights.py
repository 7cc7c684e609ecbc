"""The listener's networks on disk: weights beside the card that names them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.errors import ModelMissing, WeightsRefused

__all__ = ["read_weights"]


def read_weights(path: Path, card: str, form: int) -> dict[str, npt.NDArray[np.float16]]:
    """The tensors in ``path``, checked against the file called ``card`` beside it.

    Raises ModelMissing, or WeightsRefused when it is not the file the card names.
    """
    from safetensors.numpy import load

    try:
        content = path.read_bytes()
        told = json.loads(path.with_name(card).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise ModelMissing(
            f"The listener's network {path.name} is not in {path.parent}. Install Foley Post again."
        ) from error
    if told.get("format") != form or hashlib.sha256(content).hexdigest() != told.get("sha256"):
        raise WeightsRefused(
            f"The listener's network {path} is damaged: its SHA-256 is not the one on its card. "
            "Install Foley Post again."
        )
    tensors: dict[str, npt.NDArray[np.float16]] = load(content)
    return tensors
