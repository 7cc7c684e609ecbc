"""The stroke network: how likely notes begin when, from the flow at a player's hands."""

from __future__ import annotations

from foley_post.generate.stroke_network.flow_input import FLOW_HZ, even_flow, scaled_flow
from foley_post.generate.stroke_network.network import (
    FAMILIES,
    StrokeNetwork,
    load_stroke_network,
    shipped_stroke_network,
)

__all__ = [
    "FAMILIES",
    "FLOW_HZ",
    "StrokeNetwork",
    "even_flow",
    "load_stroke_network",
    "scaled_flow",
    "shipped_stroke_network",
]
