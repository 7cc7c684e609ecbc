"""The networks on the CPU: LiteRT with XNNPACK, two threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.pose.nets import network

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import Interpreter

__all__ = ["LiteRtNets"]

Floats = npt.NDArray[np.float32]


class LiteRtNets:
    """Runs the networks one crop at a time: a batch gains nothing on a CPU (measured).

    Made for one thread. The same crops give the same bits.
    """

    def __init__(self, threads: int = 2) -> None:
        self.threads = threads
        self._interpreters: dict[str, Interpreter] = {}

    def run(self, name: str, crops: Floats) -> tuple[Floats, ...]:
        """See `foley_post.pose.nets.Nets`."""
        interpreter = self._interpreter(name)
        given = interpreter.get_input_details()[0]["index"]
        wanted = [d["index"] for d in interpreter.get_output_details()]
        results: list[list[Floats]] = []
        for crop in crops:
            interpreter.set_tensor(given, crop[None])
            interpreter.invoke()
            results.append([interpreter.get_tensor(i)[0] for i in wanted])
        return tuple(np.stack(r) for r in zip(*results, strict=True))

    def _interpreter(self, name: str) -> Interpreter:
        if name not in self._interpreters:
            from ai_edge_litert.interpreter import Interpreter

            interpreter = Interpreter(model_content=network(name), num_threads=self.threads)
            interpreter.allocate_tensors()
            self._interpreters[name] = interpreter
        return self._interpreters[name]
