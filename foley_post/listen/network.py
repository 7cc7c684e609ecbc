"""The listener's network: two seconds of sound in, what sounds at each moment out.

basic-pitch (Bittner et al., ICASSP 2022), run by LiteRT. It scales each window by itself, so that
a quiet recording is heard like a loud one.
"""

from __future__ import annotations

import hashlib
import json
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEYS, LOWEST
from foley_post.core.shipped import shipped
from foley_post.errors import ModelMissing, WeightsRefused

__all__ = [
    "FRAME_SAMPLES",
    "LOWEST_PITCH",
    "PITCHES",
    "RATE_HZ",
    "WINDOW_FRAMES",
    "WINDOW_SAMPLES",
    "ListenerNetwork",
    "network_file",
]

RATE_HZ = 22_050
FRAME_SAMPLES = 256
WINDOW_SAMPLES = 2 * RATE_HZ - FRAME_SAMPLES
WINDOW_FRAMES = 172
"""Frame ``f`` of a window tells of the moment at its sample ``f * FRAME_SAMPLES``."""
LOWEST_PITCH, PITCHES = LOWEST, KEYS

_FILE = "basic_pitch.tflite"
_ONSETS, _HELD = "StatefulPartitionedCall:2", "StatefulPartitionedCall:1"

Floats: TypeAlias = npt.NDArray[np.float32]


def network_file() -> bytes:
    """The shipped network, checked against its card.

    Raises ModelMissing, or WeightsRefused when it is not the file the card names.
    """
    folder = shipped("resources", "listener")
    try:
        content = (folder / _FILE).read_bytes()
        card = json.loads((folder / "listener.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise ModelMissing(
            f"The listener's network {_FILE} is not in {folder}. Install Foley Post again."
        ) from error
    if hashlib.sha256(content).hexdigest() != card["files"][_FILE]:
        raise WeightsRefused(
            f"The listener's network {folder / _FILE} is damaged: its SHA-256 is not the one on "
            "its card. Install Foley Post again."
        )
    return content


class ListenerNetwork:
    """Runs the network on one window after the other; the same window gives the same bits."""

    def __init__(self) -> None:
        from ai_edge_litert.interpreter import Interpreter

        # One thread: two are no faster on a network this small (measured: 45 ms a window, 51 ms).
        self._interpreter = Interpreter(model_content=network_file(), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = {d["name"]: d["index"] for d in self._interpreter.get_output_details()}
        self._onsets, self._held = outputs[_ONSETS], outputs[_HELD]

    def hear(self, window: Floats) -> tuple[Floats, Floats]:
        """Onsets and held notes, each ``(WINDOW_FRAMES, PITCHES)`` 0..1, of ``window
        (WINDOW_SAMPLES,)`` mono at `RATE_HZ`.
        """
        self._interpreter.set_tensor(self._input, window.reshape(1, WINDOW_SAMPLES, 1))
        self._interpreter.invoke()
        onsets: Floats = self._interpreter.get_tensor(self._onsets)[0]
        held: Floats = self._interpreter.get_tensor(self._held)[0]
        return onsets, held
