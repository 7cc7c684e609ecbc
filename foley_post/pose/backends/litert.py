"""The networks on the CPU: LiteRT with XNNPACK, a thread for each network that runs."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.graph_pruning import used_network
from foley_post.pose.backends.networks import NetworkInput

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import Interpreter

__all__ = ["LiteRtNetworks"]

Floats = npt.NDArray[np.float32]

_MOST_LANES = 4
"""A lane holds its own copy of the networks, some 70 MB."""


class LiteRtNetworks:
    """Runs the networks one crop at a time, ``lanes`` of them side by side.

    A batch gains nothing on a CPU, nor do two threads within a network as much as two networks at
    once (measured). The same crops give the same bits, whichever lane takes them. Made to be asked
    by one thread.
    """

    notices: tuple[str, ...] = ()

    def __init__(self, lanes: int | None = None) -> None:
        self.lanes = lanes or min(_MOST_LANES, os.cpu_count() or 1)
        self._interpreters: dict[tuple[int, str], Interpreter] = {}
        self._pool: ThreadPoolExecutor | None = None

    def run(self, name: str, crops: Floats) -> tuple[Floats, ...]:
        """See `foley_post.pose.backends.networks.KeypointNetworks`."""
        return self.together((name, crops))[0]

    def together(self, *asked: NetworkInput) -> list[tuple[Floats, ...]]:
        """See `foley_post.pose.backends.networks.KeypointNetworks`."""
        answers: list[list[tuple[Floats, ...]]] = [[()] * len(crops) for _, crops in asked]
        waiting = deque((q, n) for q, (_, crops) in enumerate(asked) for n in range(len(crops)))

        def work(lane: int) -> None:
            while True:
                try:
                    q, n = waiting.popleft()
                except IndexError:
                    return
                name, crops = asked[q]
                answers[q][n] = self._invoke(lane, name, crops[n])

        others = range(1, min(self.lanes, len(waiting)))
        helping = [self._helpers().submit(work, lane) for lane in others]
        work(0)
        for one in helping:
            one.result()
        return [tuple(np.stack(r) for r in zip(*each, strict=True)) for each in answers]

    def close(self) -> None:
        """End the other lanes' threads."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _helpers(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.lanes - 1, thread_name_prefix="litert")
        return self._pool

    def _invoke(self, lane: int, name: str, crop: Floats) -> tuple[Floats, ...]:
        interpreter = self._interpreter(lane, name)
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], crop[None])
        interpreter.invoke()
        wanted = [d["index"] for d in interpreter.get_output_details()]
        return tuple(interpreter.get_tensor(i)[0] for i in wanted)

    def _interpreter(self, lane: int, name: str) -> Interpreter:
        if (lane, name) not in self._interpreters:
            from ai_edge_litert.interpreter import Interpreter

            interpreter = Interpreter(model_content=used_network(name), num_threads=1)
            interpreter.allocate_tensors()
            self._interpreters[lane, name] = interpreter
        return self._interpreters[lane, name]
