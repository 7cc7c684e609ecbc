"""A tiny player and an untrained model, for the whole folder."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from foley_post.core.instruments import TAUGHT_INSTRUMENTS
from foley_post.generate import Model
from foley_post.generate.network.encoder import Size
from foley_post.generate.network.foley_network import Foley
from foley_post.generate.weights import save_model

SMALL = Size(channels=6, actor_channels=8, width=16, heads=2, layers=2, note_layers=1)


@pytest.fixture(scope="session")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """a small network with random weights, saved and read back."""
    torch.manual_seed(3)
    path: Path = tmp_path_factory.mktemp("model") / "foley.safetensors"
    return save_model(Foley(SMALL), path, TAUGHT_INSTRUMENTS, {"thresholds": {"": 0.3}})
