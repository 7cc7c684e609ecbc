"""The networks in torch: batched, on a GPU (or wherever torch runs).

An executor of the shipped flatbuffers (`flatbuffer.py`), so that there is one set of weights and
one pipeline. Agrees with LiteRT within a thousandth (tested on the CPU).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.errors import Remedy, UsageError
from foley_post.pose.backends.flatbuffer import Graph, Step, read_graph
from foley_post.pose.backends.graph_pruning import used_network
from foley_post.pose.backends.networks import NetworkInput

if TYPE_CHECKING:
    import torch

__all__ = ["TorchNetworks"]

Floats = npt.NDArray[np.float32]

_MOST_BATCH = 64


class TorchNetworks:
    """Runs the networks as batches on a torch device; halves the batch when memory runs out."""

    notices: tuple[str, ...] = ()

    def __init__(self, device: str) -> None:
        import torch

        try:
            self.device = torch.device(device)
            torch.zeros(1, device=self.device)
        except (RuntimeError, AssertionError) as error:
            raise UsageError(
                f"The device {device} is not there. Choose cpu, or auto.",
                remedy=Remedy.CHOOSE_DEVICE,
            ) from error
        self.batch = _MOST_BATCH
        self._graphs: dict[str, Graph] = {}
        self._weights: dict[str, dict[tuple[int, int], torch.Tensor]] = {}

    def run(self, name: str, crops: Floats) -> tuple[Floats, ...]:
        """See `foley_post.pose.backends.networks.KeypointNetworks`."""
        import torch

        results: list[list[Floats]] = []
        at = 0
        while at < len(crops):
            try:
                piece = torch.from_numpy(np.ascontiguousarray(crops[at : at + self.batch]))
                results.append(self._run(name, piece.to(self.device)))
            except torch.OutOfMemoryError:
                if self.batch == 1:
                    raise
                torch.cuda.empty_cache()
                self.batch //= 2
                continue
            at += self.batch
        return tuple(np.concatenate(r) for r in zip(*results, strict=True))

    def together(self, *asked: NetworkInput) -> list[tuple[Floats, ...]]:
        """See `foley_post.pose.backends.networks.KeypointNetworks`."""
        return [self.run(name, crops) if len(crops) else () for name, crops in asked]

    def close(self) -> None:
        """There is nothing to let go of."""

    def _run(self, name: str, crops: torch.Tensor) -> list[Floats]:
        import torch

        graph = self._graph(name)
        weights = self._weights[name]
        values = {graph.source: crops}
        last = {i: n for n, step in enumerate(graph.steps) for i in step.inputs}
        with torch.no_grad():
            for n, step in enumerate(graph.steps):
                constants = {k: weights[n, k] for k in step.constants if (n, k) in weights}
                values[step.output] = _step(step, [values[i] for i in step.inputs], constants)
                for i in set(step.inputs):
                    if last[i] == n and i not in graph.outputs:
                        del values[i]
        return [values[i].float().cpu().numpy() for i in graph.outputs]

    def _graph(self, name: str) -> Graph:
        import torch

        if name not in self._graphs:
            graph = read_graph(used_network(name))
            self._graphs[name] = graph
            self._weights[name] = {
                (n, k): torch.from_numpy(_laid(step.op, k, value)).to(self.device)
                for n, step in enumerate(graph.steps)
                for k, value in step.constants.items()
                if value.dtype == np.float32
            }
        return self._graphs[name]


def _laid(op: str, place: int, value: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Filters in torch's order: out, in, height, width."""
    if place == 1 and op == "CONV_2D":
        value = value.transpose(0, 3, 1, 2)
    elif place == 1 and op == "DEPTHWISE_CONV_2D":
        value = value.transpose(3, 0, 1, 2)
    return np.array(value, np.float32, order="C")


def _step(step: Step, x: list[torch.Tensor], c: dict[int, torch.Tensor]) -> torch.Tensor:
    """One operator on tensors of N, H, W, C."""
    if step.op in {"CONV_2D", "DEPTHWISE_CONV_2D"}:
        return _convolved(step, x[0], c)
    if step.op in {"MAX_POOL_2D", "RESIZE_BILINEAR", "DEPTH_TO_SPACE"}:
        return _spatial(step, x[0])
    if step.op in {"PAD", "RESHAPE", "CONCATENATION", "STRIDED_SLICE"}:
        return _shaped(step, x)
    return _valued(step, x, c)


def _valued(step: Step, x: list[torch.Tensor], c: dict[int, torch.Tensor]) -> torch.Tensor:
    import torch

    if step.op == "FULLY_CONNECTED":
        flat = torch.nn.functional.linear(x[0].flatten(1), c[1], c.get(2))
        return _activated(flat, step.options)
    if step.op == "ADD":
        other = x[1] if len(x) > 1 else next(iter(c.values()))
        return _activated(x[0] + other, step.options)
    if step.op == "PRELU":
        return torch.where(x[0] >= 0, x[0], x[0] * c[1])
    if step.op == "MEAN":
        axes = [int(a) for a in np.atleast_1d(step.constants[1])]
        return x[0].mean(axes, keepdim=bool(step.options["KeepDims"]))
    return torch.sigmoid(x[0])  # LOGISTIC


def _shaped(step: Step, x: list[torch.Tensor]) -> torch.Tensor:
    import torch

    if step.op == "CONCATENATION":
        return torch.cat(x, step.options["Axis"])
    if step.op == "PAD":
        sides = [int(v) for pair in step.constants[1][::-1] for v in pair]
        return torch.nn.functional.pad(x[0], sides)
    if step.op == "RESHAPE":
        return x[0].reshape([len(x[0]), *(int(v) for v in step.constants[1][1:])])
    begin, end, stride = ([int(v) for v in step.constants[k]] for k in (1, 2, 3))
    masks = step.options["BeginMask"], step.options["EndMask"]
    chosen = [slice(None)] + [
        slice(None if masks[0] >> k & 1 else begin[k], None if masks[1] >> k & 1 else end[k], by)
        for k, by in list(enumerate(stride))[1:]
    ]
    return x[0][tuple(chosen)]


def _convolved(step: Step, x: torch.Tensor, c: dict[int, torch.Tensor]) -> torch.Tensor:
    from torch.nn import functional

    o = step.options
    stride, spread = (o["StrideH"], o["StrideW"]), (o["DilationHFactor"], o["DilationWFactor"])
    weight = c[1]
    y = x.permute(0, 3, 1, 2)
    if o["Padding"] == 0:
        y = _padded(y, (weight.shape[2], weight.shape[3]), stride, spread=spread)
    groups = weight.shape[0] if step.op.startswith("DEPTH") else 1
    y = functional.conv2d(y, weight, c.get(2), stride, 0, spread, groups)
    return _activated(y, o).permute(0, 2, 3, 1)


def _spatial(step: Step, x: torch.Tensor) -> torch.Tensor:
    from torch.nn import functional

    o = step.options
    y = x.permute(0, 3, 1, 2)
    if step.op == "MAX_POOL_2D":
        size, stride = (o["FilterHeight"], o["FilterWidth"]), (o["StrideH"], o["StrideW"])
        if o["Padding"] == 0:
            y = _padded(y, size, stride, value=float("-inf"))
        y = functional.max_pool2d(y, size, stride)
    elif step.op == "RESIZE_BILINEAR":
        high, wide = (int(v) for v in step.constants[1])
        corners = bool(o["AlignCorners"])
        y = functional.interpolate(y, size=(high, wide), mode="bilinear", align_corners=corners)
    else:  # DEPTH_TO_SPACE
        n, h, w, channels = x.shape
        b = o["BlockSize"]
        parts = x.reshape(n, h, w, b, b, channels // b // b).permute(0, 1, 3, 2, 4, 5)
        return parts.reshape(n, h * b, w * b, channels // b // b)
    return y.permute(0, 2, 3, 1)


def _padded(
    x: torch.Tensor,
    size: tuple[int, int],
    stride: tuple[int, int],
    *,
    spread: tuple[int, int] = (1, 1),
    value: float = 0.0,
) -> torch.Tensor:
    """TensorFlow's SAME: the odd pixel goes to the right and below."""
    from torch.nn import functional

    sides: list[int] = []
    for axis in (1, 0):
        extent = x.shape[2 + axis]
        steps = -(-extent // stride[axis])
        more = max((steps - 1) * stride[axis] + (size[axis] - 1) * spread[axis] + 1 - extent, 0)
        sides += [more // 2, more - more // 2]
    return functional.pad(x, sides, value=value)


def _activated(x: torch.Tensor, options: dict[str, int]) -> torch.Tensor:
    kind = options.get("FusedActivationFunction", 0)
    if kind == 0:
        return x
    low, high = {1: (0.0, None), 2: (-1.0, 1.0), 3: (0.0, 6.0)}[kind]
    return x.clamp(low, high)
