"""What the note network hears in a sound of any length, on the frames of `Posteriors`.

It hears some ten seconds at a time. A window's inner part is as long as a whole number of frames of
both, so that nothing drifts; between its own frames, 20 ms apart, a line is drawn.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEYS
from foley_post.listen.bands import HOP_SAMPLES
from foley_post.listen.network import FRAME_SAMPLES
from foley_post.listen.note_network import NoteNetwork
from foley_post.listen.windows import Windows

__all__ = ["NotePosteriors"]

_OWN, _THEIRS = 512, 882
"""Frames of the inner part, of either kind: 10.24 s."""
_EDGE = 40
"""Of its own frames: the network looks 0.64 s back and ahead, its longest window 0.09 s more."""

Floats: TypeAlias = npt.NDArray[np.float32]
Halves: TypeAlias = npt.NDArray[np.float16]


class NotePosteriors:
    """Fed block by block; hears on a thread of its own, while another network hears the same."""

    def __init__(self, network: NoteNetwork) -> None:
        self._network = network
        self._windows = Windows(
            (_OWN + 2 * _EDGE) * HOP_SAMPLES, _OWN * HOP_SAMPLES, _EDGE * HOP_SAMPLES
        )
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="note network")
        self._heard: list[Future[Halves]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown(cancel_futures=True)

    def add(self, block: Floats) -> None:
        """Hear the next block."""
        for window in self._windows.whole(block):
            self._heard.append(self._thread.submit(self._inner, window))

    def finished(self, frames: int) -> tuple[Halves, Halves]:
        """Onset and hold, each ``(frames, 88)`` 0..1, after the last block."""
        for window in self._windows.rest():
            padded = np.pad(window, (0, HOP_SAMPLES))
            self._heard.append(self._thread.submit(self._inner, padded))
        nothing = np.zeros((0, KEYS, 2), np.float16)
        whole = np.concatenate([nothing, *(one.result() for one in self._heard)])[:frames]
        return whole[:, :, 0], whole[:, :, 1]

    def _inner(self, window: Floats) -> Halves:
        """``(_THEIRS, 88, 2)``, of a shorter window fewer."""
        if not window.any():
            return np.zeros((_THEIRS, KEYS, 2), np.float16)
        heard = self._network.hear(window)[:, :, :2]
        at = _EDGE + np.arange(_THEIRS) * (FRAME_SAMPLES / HOP_SAMPLES)
        at = at[at <= len(heard) - 1]
        before = np.minimum(at.astype(np.intp), len(heard) - 2)
        share = (at - before).astype(np.float32)[:, None, None]
        between = (1 - share) * heard[before] + share * heard[before + 1]
        return np.asarray(between, np.float16)
