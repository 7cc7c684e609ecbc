"""A keypoint network without the branches that nobody asks for.

The pose landmark network also draws a mask of the person at full size, two fifths of its time; cut
off, what is left gives the same bits (tested).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from foley_post.pose.backends.networks import OUTPUTS, network

__all__ = ["pruned", "used_network"]

_OUTPUTS_FIELD, _OPERATORS_FIELD = 8, 10
"""Where a SubGraph's table says where its outputs and operators are (TensorFlow Lite's schema)."""
_SIGNATURES_FIELD = 18
"""Where a Model's table says where its signatures are."""


@cache
def used_network(name: str) -> bytes:
    """The flatbuffer of network ``name`` with the outputs of `networks.OUTPUTS` alone."""
    content = network(name)
    return pruned(content, OUTPUTS[name]) if name in OUTPUTS else content


def pruned(content: bytes, outputs: Sequence[int]) -> bytes:
    """The network in ``content`` (a ``.tflite``) with these of its outputs, in this order, and the
    operators that they need.

    Written in place: the lists of outputs and of operators become shorter, nothing else moves. To
    build the file anew takes half a second.
    """
    from ai_edge_litert import schema_py_generated as schema

    written = bytearray(content)
    model = schema.Model.GetRootAs(written, 0)
    graph = model.Subgraphs(0)
    kept_outputs = [int(graph.Outputs(k)) for k in outputs]
    wanted = set(kept_outputs)
    kept: list[int] = []
    for n in reversed(range(graph.OperatorsLength())):
        operator = graph.Operators(n)
        if not wanted.isdisjoint(operator.OutputsAsNumpy().tolist()):
            wanted.update(operator.InputsAsNumpy().tolist())
            kept.append(n)
    _shorten(written, graph._tab, _OUTPUTS_FIELD, np.array(kept_outputs, "<i4"))
    first = graph._tab.Vector(graph._tab.Offset(_OPERATORS_FIELD))
    places = [graph._tab.Indirect(first + 4 * n) for n in reversed(kept)]
    apart = np.array(places) - first - 4 * np.arange(len(places))
    _shorten(written, graph._tab, _OPERATORS_FIELD, apart.astype("<u4"))
    if model._tab.Offset(_SIGNATURES_FIELD):  # they name the outputs that are gone
        _shorten(written, model._tab, _SIGNATURES_FIELD, np.zeros(0, "<u4"))
    return bytes(written)


def _shorten(written: bytearray, table: Any, field: int, values: np.ndarray) -> None:
    """Write ``values`` over the first of a table's list, and their number as its length."""
    start = table.Vector(table.Offset(field))
    written[start : start + 4 * len(values)] = values.tobytes()
    struct.pack_into("<I", written, start - 4, len(values))
