"""The keypoint networks: where they lie, and what runs them.

`KeypointNetworks` run one network of the shipped bundles on a batch of crops. LiteRT does it on
the CPU, a torch executor of the same files on a GPU; the pipeline does not know which.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from functools import cache
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.shipped import shipped
from foley_post.errors import ModelMissing, WeightsRefused

__all__ = [
    "BUNDLED",
    "HALVED",
    "OUTPUTS",
    "KeypointNetworks",
    "NetworkInput",
    "bundle",
    "detector_version",
    "network",
]

Floats = npt.NDArray[np.float32]

BUNDLED: dict[str, str] = {
    "pose_detector": "pose.task",
    "pose_landmarks_detector": "pose.task",
    "hand_detector": "hand.task",
    "hand_landmarks_detector": "hand.task",
    "hand_recrop": "hand_recrop.tflite",
    "look": "look.tflite",
}
"""Which file holds which network."""

_CARDS: dict[str, tuple[str, str]] = {"look.tflite": ("look", "look.json")}
"""The folder of a file and the card in it, where they are not the keypoint networks' own."""

OUTPUTS: dict[str, tuple[int, ...]] = {
    "pose_landmarks_detector": (0, 1, 3),
    "hand_landmarks_detector": (0, 1, 2),
}
"""Which of a network's outputs are used, where not all: landmarks, presence, heatmaps; landmarks,
presence, rightness. A person's mask and landmarks in metres are not."""


HALVED = frozenset(BUNDLED) - {"pose_landmarks_detector", "hand_recrop"}
"""Which networks may be computed in half floats. A body's landmarks would lie three times as far
from mediapipe's own (measured: 1.4 % of the shoulders' width against 0.4), a hand's hardly (0.6 %
of the palm against 0.5); the smallest is no faster so."""


NetworkInput: TypeAlias = tuple[str, Floats]
"""A network's name, and the crops (N, S, S, 3) it is asked about."""


class KeypointNetworks(Protocol):
    """Runs networks; ``notices`` are for the user."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What happened that is worth a word."""

    def run(self, name: str, crops: Floats) -> tuple[Floats, ...]:
        """The outputs of network ``name`` for ``crops`` (N, S, S, 3) float32, each (N, ...)."""

    def together(self, *asked: NetworkInput) -> list[tuple[Floats, ...]]:
        """The outputs for each question, as `run` gives them; empty where there are no crops."""

    def close(self) -> None:
        """Let go of threads; the networks are not asked again."""


@cache
def bundle(name: str) -> bytes:
    """A shipped network file, checked against its card.

    Raises ModelMissing, or WeightsRefused when it is not the file the card names.
    """
    place, card_name = _CARDS.get(name, ("keypoints", "keypoints.json"))
    folder = shipped("resources", place)
    try:
        content = (folder / name).read_bytes()
        card = json.loads((folder / card_name).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise ModelMissing(
            f"The network {name} is not in {folder}. Install Foley Post again."
        ) from error
    if hashlib.sha256(content).hexdigest() != card["files"][name]["sha256"]:
        raise WeightsRefused(
            f"The network {folder / name} is damaged: its SHA-256 is not the one on its "
            "card. Install Foley Post again."
        )
    return content


def network(name: str) -> bytes:
    """The flatbuffer of one network, read from inside its bundle."""
    content = bundle(BUNDLED[name])
    if BUNDLED[name].endswith(".tflite"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(f"{name}.tflite")


@cache
def detector_version() -> str:
    """A short hash of the networks and of this pipeline's version: the key of cached motions."""
    digest = hashlib.sha256(f"foley-post pose {PIPELINE}".encode())
    for name in sorted(set(BUNDLED.values())):
        digest.update(hashlib.sha256(bundle(name)).digest())
    return digest.hexdigest()[:16]


PIPELINE = 15
"""Raised whenever the pipeline gives other motions for the same pictures."""
