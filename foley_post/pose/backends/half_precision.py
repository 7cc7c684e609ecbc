"""A network computed in half floats, on processors that do so natively.

The keypoint networks are published for it: their weights are stored as half floats, MediaPipe runs
them so on GPUs and phones, and LiteRT by itself on ARM. On an x86 processor LiteRT must be told,
and there it pays only with AVX512-FP16 (measured: a hand 6.4 to 3.9 ms, a palm detection 7.1 to
5.1, a look 17.8 to 9.6); elsewhere half floats would be emulated, slower than whole ones.
"""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from ai_edge_litert.environment import Environment

__all__ = ["HalfNetwork", "computes_halves"]

Floats = npt.NDArray[np.float32]

_FORCE_FP16 = 4
"""XNNPACK's flag (`TFLITE_XNNPACK_DELEGATE_FLAG_FORCE_FP16`)."""


@cache
def computes_halves(cpu_info: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this is an x86 processor that computes with half floats, as Linux tells it; ARM needs
    no telling, and other systems do not say.
    """
    try:
        lines = cpu_info.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return "avx512_fp16" in flags.split()


class HalfNetwork:
    """One network; asked by one thread."""

    def __init__(self, content: bytes) -> None:
        """``content``: a ``.tflite`` of one input and float32 outputs."""
        from ai_edge_litert import schema_py_generated as schema
        from ai_edge_litert.compiled_model import CompiledModel, CpuOptions, Options

        graph = schema.Model.GetRootAs(content, 0).Subgraphs(0)
        outputs = graph.OutputsAsNumpy().tolist()
        self._shapes = [tuple(graph.Tensors(n).ShapeAsNumpy().tolist()[1:]) for n in outputs]
        options = Options(cpu_options=CpuOptions(num_threads=1, xnnpack_flags=_FORCE_FP16))
        with _silent():
            self._model = CompiledModel.from_buffer(
                content, environment=_environment(), options=options
            )
            self._input = self._model.create_input_buffers(0)
            self._outputs = self._model.create_output_buffers(0)
            self._model.run_by_index(0, self._input, self._outputs)

    def __call__(self, crop: Floats) -> tuple[Floats, ...]:
        """The outputs for one crop ``(S, S, 3)``."""
        self._input[0].write(crop[None])
        self._model.run_by_index(0, self._input, self._outputs)
        return tuple(
            np.asarray(buffer.read(int(np.prod(shape)), np.float32)).reshape(shape)
            for buffer, shape in zip(self._outputs, self._shapes, strict=True)
        )


@cache
def _environment() -> Environment:
    """LiteRT's own surroundings, without its drivers for other chips: they are looked for in a
    folder that holds none.
    """
    from ai_edge_litert.environment import Environment

    atexit.register(_end_silently)
    with tempfile.TemporaryDirectory() as nothing:
        return Environment.create(
            runtime_path=nothing, compiler_plugin_path=nothing, dispatch_library_path=nothing
        )


_LOADING = Lock()


@contextmanager
def _silent() -> Iterator[None]:
    """Keeps what LiteRT says while it loads off the terminal: it writes past Python, and has no
    switch for it.
    """
    with _LOADING, Path(os.devnull).open("wb") as nowhere:
        try:
            kept = os.dup(2)
        except OSError:  # no terminal, nobody to spare
            yield
            return
        try:
            os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _end_silently() -> None:
    """What LiteRT says when the process ends goes nowhere; what Python says is still shown."""
    with Path(os.devnull).open("wb") as nowhere, suppress(OSError):
        sys.stderr = os.fdopen(os.dup(2), "w")
        os.dup2(nowhere.fileno(), 2)
