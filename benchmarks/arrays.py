"""Our networks in plain arrays against the same in PyTorch, on one core.

`python -m benchmarks.arrays`. The same weights and inputs through both: how far apart, and the CPU
time of each.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch

from benchmarks.record import record
from foley_post.generate.network.foley_network import load_network
from foley_post.generate.network.key_tracks import KeyboardInputs
from foley_post.generate.numpy_network.key_tracks import KeyboardArrays
from foley_post.generate.weights import load_model
from foley_post.pose.backends.key_network import trainable_key_network
from foley_post.pose.backends.numpy_key_network import key_network, shipped_key_network
from foley_post.pose.keyboard.strip_channels import CHANNELS, KEY_COLUMNS, KEY_KINDS
from foley_post.pose.skeleton import KEY_CUES

_TIMES = 5
_WINDOWS_S = 19.2
"""Six windows of the encoder are so many seconds of film."""

Given = Callable[[], np.ndarray]


def timed(run: Given) -> float:
    """CPU seconds of the quickest of some runs."""
    run()
    taken = []
    for _ in range(_TIMES):
        started = time.process_time()
        run()
        taken.append(time.process_time() - started)
    return min(taken)


def pairs() -> dict[str, tuple[Given, Given, float]]:
    """What is run: ours, PyTorch's, and how many of its unit one run is."""
    rng = np.random.default_rng(0)
    keys, taught = key_network(), trainable_key_network(shipped_key_network())
    shown = rng.standard_normal((48, len(CHANNELS), 60, 624)).astype(np.float32)
    vectors = rng.standard_normal((1000, 88, keys.size.width)).astype(np.float32)
    columns, kinds = (
        torch.from_numpy(part)[None].expand(48, *part.shape) for part in (KEY_COLUMNS, KEY_KINDS)
    )
    encoder, whole = load_model().network.encoder, load_network().encoder
    joints = rng.standard_normal((6, 240, 67, 20)).astype(np.float32)
    told = np.zeros(6, np.int64)
    board = (
        rng.uniform(0, 52, (6, 240, 10, 2)).astype(np.float32),
        rng.random((6, 240, 10)) < 0.7,
        rng.standard_normal((6, 240, 88, len(KEY_CUES))).astype(np.float32),
    )
    none = tuple(np.zeros_like(part) for part in board)

    def heard(inputs: tuple[np.ndarray, ...]) -> tuple[Given, Given, float]:
        there = [torch.from_numpy(part) for part in (joints, told, *inputs)]
        return (
            lambda: encoder(joints, told, KeyboardArrays(*inputs)).onset,
            lambda: whole(there[0], there[1], KeyboardInputs(*there[2:])).onset.numpy(),  # noqa: PLW0108 - run each time
            _WINDOWS_S / 60,
        )

    return {
        "a minute's movement heard": heard(none),
        "the same, with a keyboard in view": heard(board),
        "100 pictures of keys": (
            lambda: keys.read_pictures(shown),
            lambda: taught.of_pictures(torch.from_numpy(shown), columns, kinds).numpy(),
            0.48,
        ),
        "100 ticks of keys": (
            lambda: keys.read_ticks(vectors),
            lambda: taught.at_ticks(torch.from_numpy(vectors)[None])[0].numpy(),  # noqa: PLW0108
            10.0,
        ),
    }


def main() -> None:
    """Run both, compare, and keep the result."""
    torch.set_num_threads(1)
    rows = []
    with torch.inference_mode():
        for name, (ours, theirs, units) in pairs().items():
            apart = float(np.abs(ours() - theirs()).max())
            ours_s, theirs_s = timed(ours) / units, timed(theirs) / units
            rows.append(
                (
                    name,
                    round(ours_s, 3),
                    round(theirs_s, 3),
                    round(ours_s / theirs_s, 2),
                    f"{apart:.0e}",
                )
            )
    record(
        "arrays",
        "the program",
        "python -m benchmarks.arrays",
        columns=(
            "what",
            "plain arrays, CPU s",
            "PyTorch, CPU s",
            "times as long",
            "apart, at most",
        ),
        rows=rows,
        notes=("One core; inputs at random, which no film is.",),
    )


if __name__ == "__main__":
    main()
