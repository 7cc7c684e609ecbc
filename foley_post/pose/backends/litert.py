"""The networks on the CPU: LiteRT with XNNPACK, a thread for each network that runs."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.graph_pruning import used_network
from foley_post.pose.backends.half_precision import HalfNetwork, computes_halves
from foley_post.pose.backends.networks import HALVED, NetworkInput

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

    def __init__(self, lanes: int | None = None, *, halves: bool | None = None) -> None:
        """``halves``: compute in half floats what may be; None is where the processor does so."""
        self.lanes = lanes or min(_MOST_LANES, os.cpu_count() or 1)
        self._halves = computes_halves() if halves is None else halves
        self._networks: dict[tuple[int, str], Callable[[Floats], tuple[Floats, ...]]] = {}
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
        if (lane, name) not in self._networks:
            content = used_network(name)
            halved = self._halves and name in HALVED
            self._networks[lane, name] = HalfNetwork(content) if halved else _WholeNetwork(content)
        return self._networks[lane, name](crop)


class _WholeNetwork:
    """One network, computed in float32."""

    def __init__(self, content: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter = Interpreter(model_content=content, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = [d["index"] for d in self._interpreter.get_output_details()]

    def __call__(self, crop: Floats) -> tuple[Floats, ...]:
        self._interpreter.set_tensor(self._input, crop[None])
        self._interpreter.invoke()
        return tuple(self._interpreter.get_tensor(i)[0] for i in self._outputs)
