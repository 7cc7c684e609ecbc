"""A keypoint network's flatbuffer read into plain steps and arrays.

Weights come out as float32 (stored as float16 behind DEQUANTIZE, sparse ones behind DENSIFY), each
operator with the options it needs.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from foley_post.errors import WeightsRefused

__all__ = ["Graph", "Step", "read_graph"]

Array = npt.NDArray[Any]

_OPTIONS = {
    "CONV_2D": "Conv2DOptions",
    "DEPTHWISE_CONV_2D": "DepthwiseConv2DOptions",
    "FULLY_CONNECTED": "FullyConnectedOptions",
    "ADD": "AddOptions",
    "MAX_POOL_2D": "Pool2DOptions",
    "RESIZE_BILINEAR": "ResizeBilinearOptions",
    "CONCATENATION": "ConcatenationOptions",
    "DEPTH_TO_SPACE": "DepthToSpaceOptions",
    "MEAN": "ReducerOptions",
    "STRIDED_SLICE": "StridedSliceOptions",
}
_OF_VECTORS = ("AsNumpy", "Length", "IsNone")
_PLAIN = {"PAD", "PRELU", "RESHAPE", "LOGISTIC"}


@dataclass(frozen=True, slots=True)
class Step:
    """One operator: tensors it reads and writes by number, constants by their place among its
    inputs, options by name (``StrideH``, ``Padding`` ...).
    """

    op: str
    inputs: tuple[int, ...]
    output: int
    constants: dict[int, Array]
    options: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graph:
    """A network: its one input, its outputs in order, and its steps in order."""

    source: int
    outputs: tuple[int, ...]
    steps: tuple[Step, ...]


def read_graph(content: bytes) -> Graph:
    """The network in ``content`` (a ``.tflite``); WeightsRefused for an operator not known here."""
    from ai_edge_litert import schema_py_generated as schema

    model = schema.Model.GetRootAs(content, 0)
    graph = model.Subgraphs(0)
    names = {v: k for k, v in vars(schema.BuiltinOperator).items() if k.isupper()}
    known = _constants(model, graph)
    steps = []
    for n in range(graph.OperatorsLength()):
        operator = graph.Operators(n)
        code = model.OperatorCodes(operator.OpcodeIndex())
        name = names[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        inputs = [int(i) for i in operator.InputsAsNumpy()]
        output = int(operator.OutputsAsNumpy()[0])
        if name == "DENSIFY":
            known[output] = _dense(graph.Tensors(inputs[0]), known[inputs[0]])
        elif name == "DEQUANTIZE" and inputs[0] in known:
            known[output] = known[inputs[0]].astype(np.float32)
        elif name in _OPTIONS or name in _PLAIN:
            constants = {k: known[i] for k, i in enumerate(inputs) if i in known}
            live = tuple(i for i in inputs if i >= 0 and i not in known)
            steps.append(Step(name, live, output, constants, _options(operator, name)))
        else:
            raise WeightsRefused(f"The keypoint network uses {name}, which is not known here.")
    outputs = tuple(int(i) for i in graph.OutputsAsNumpy())
    return Graph(int(graph.Inputs(0)), outputs, tuple(steps))


def _constants(model: Any, graph: Any) -> dict[int, Array]:
    from ai_edge_litert import schema_py_generated as schema

    kinds: dict[int, Any] = {
        schema.TensorType.FLOAT32: np.float32,
        schema.TensorType.FLOAT16: np.float16,
        schema.TensorType.INT32: np.int32,
    }
    known: dict[int, Array] = {}
    for n in range(graph.TensorsLength()):
        tensor = graph.Tensors(n)
        buffer = model.Buffers(tensor.Buffer())
        if buffer.DataLength():
            values: Array = np.frombuffer(buffer.DataAsNumpy().tobytes(), kinds[tensor.Type()])
            sparse = tensor.Sparsity() is not None
            known[n] = values if sparse else values.reshape(tensor.ShapeAsNumpy())
    return known


def _options(operator: Any, name: str) -> dict[str, int]:
    """Every number among the operator's options."""
    from ai_edge_litert import schema_py_generated as schema

    if name not in _OPTIONS:
        return {}
    table = operator.BuiltinOptions()
    options = getattr(schema, _OPTIONS[name])()
    options.Init(table.Bytes, table.Pos)
    return {
        name: int(member(options))
        for name, member in vars(type(options)).items()
        if name[0].isupper() and not name.endswith(_OF_VECTORS)
        if inspect.isfunction(member) and member.__code__.co_argcount == 1
    }


def _dense(tensor: Any, values: Array) -> Array:
    """A sparse tensor's values in their places (TensorFlow Lite's block-sparse format)."""
    sparsity = tensor.Sparsity()
    shape = [int(v) for v in tensor.ShapeAsNumpy()]
    order = [int(v) for v in sparsity.TraversalOrderAsNumpy()]
    blocks = [int(v) for v in sparsity.BlockMapAsNumpy()] if sparsity.BlockMapLength() else []
    dims = [sparsity.DimMetadata(k) for k in range(len(order))]
    places = [((0,) * len(order), 0)]
    for level, dim in enumerate(dims):
        if dim.Format() == 0:
            size = dim.DenseSize()
            grown = [(_put(i, level, k), at * size + k) for i, at in places for k in range(size)]
        else:
            segments, indices = _vector(dim, "ArraySegments"), _vector(dim, "ArrayIndices")
            grown = [
                (_put(i, level, int(indices[k])), k)
                for i, at in places
                for k in range(int(segments[at]), int(segments[at + 1]))
            ]
        places = grown
    sizes = [dims[len(shape) + k].DenseSize() for k in range(len(blocks))]
    dense: Array = np.zeros(shape, values.dtype)
    for index, at in places:
        full = [0] * len(order)
        for level, value in enumerate(index):
            full[order[level]] = value
        where = full[: len(shape)]
        for k, axis in enumerate(blocks):
            where[axis] = where[axis] * sizes[k] + full[len(shape) + k]
        dense[tuple(where)] = values[at]
    return dense


def _put(index: tuple[int, ...], level: int, value: int) -> tuple[int, ...]:
    return (*index[:level], value, *index[level + 1 :])


def _vector(dim: Any, name: str) -> Array:
    """A sparse index vector, whatever its width."""
    from ai_edge_litert import schema_py_generated as schema

    kinds = {1: schema.Int32Vector, 2: schema.Uint16Vector, 3: schema.Uint8Vector}
    vector = kinds[getattr(dim, f"{name}Type")()]()
    table = getattr(dim, name)()
    vector.Init(table.Bytes, table.Pos)
    return np.asarray(vector.ValuesAsNumpy())
