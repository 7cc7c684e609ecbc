"""A keypoint network without the branches that nobody asks for.

The pose landmark network also draws a mask of the person at full size, two fifths of its time; cut
off, what is left gives the same bits (tested).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from foley_post.pose.nets import OUTPUTS, network

__all__ = ["pruned", "used_network"]


@cache
def used_network(name: str) -> bytes:
    """The flatbuffer of network ``name`` with the outputs of `nets.OUTPUTS` alone."""
    content = network(name)
    return pruned(content, OUTPUTS[name]) if name in OUTPUTS else content


def pruned(content: bytes, outputs: Sequence[int]) -> bytes:
    """The network in ``content`` (a ``.tflite``) with these of its outputs, in this order, and the
    operators that they need.
    """
    import flatbuffers  # type: ignore[import-untyped]
    from ai_edge_litert import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(content, 0))
    graph = model.subgraphs[0]
    graph.outputs = [int(graph.outputs[k]) for k in outputs]
    wanted = set(graph.outputs)
    kept = []
    for operator in reversed(graph.operators):
        if not wanted.isdisjoint(int(t) for t in operator.outputs):
            wanted.update(int(t) for t in operator.inputs)
            kept.append(operator)
    graph.operators = kept[::-1]
    model.signatureDefs = None  # they name the outputs that are gone
    builder = flatbuffers.Builder(len(content))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())
