"""From a checkpoint to weights with a card: half precision, thresholds found, hash taken."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import torch

from foley_post.core.instruments import TAUGHT_INSTRUMENTS
from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.generate.network.foley_network import Foley, in_arrays
from foley_post.generate.network.layout import Size
from foley_post.generate.weights import Model, save_model

__all__ = ["network_of", "publish"]

DEFAULT_THRESHOLD = 0.4


def network_of(checkpoint: Path) -> tuple[Foley, int]:
    """The network of a checkpoint of `train`, and how many steps it has learned.

    ModelMissing when there is none, WeightsRefused when it is something else.
    """
    if not checkpoint.is_file():
        raise ModelMissing(f"There is no checkpoint at {checkpoint}. Train first.")
    try:
        state = torch.load(checkpoint, map_location="cpu", weights_only=True)
        network = Foley(Size(**state["size"]))
        network.load_state_dict(state["network"])
    except Exception as error:
        raise WeightsRefused(
            f"{checkpoint} is not a checkpoint of this version: {error}"
        ) from error
    return network.eval(), int(state["step"])


def publish(
    checkpoint: Path,
    weights: Path,
    *,
    thresholds: Mapping[str, float] | None = None,
    card: Mapping[str, object] | None = None,
) -> Model:
    """Write the weights of ``checkpoint`` to ``weights`` and a card beside them; the model as read
    back.

    ``thresholds``: onset probabilities above which notes are written, by instrument (see
    `foley_post.train.evaluate.find_thresholds`); ``card``: what else to say of it.
    """
    network, steps = network_of(checkpoint)
    said = {
        "name": weights.stem,
        "made": time.strftime("%Y-%m-%d", time.gmtime()),
        "licence": "Apache-2.0",
        "steps": steps,
        "thresholds": {"": DEFAULT_THRESHOLD, **(thresholds or {})},
        **(card or {}),
    }
    return save_model(in_arrays(network), weights, TAUGHT_INSTRUMENTS, said)
