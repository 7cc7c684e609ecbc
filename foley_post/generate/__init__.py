"""The graph-transformer with a clock: Motion in, Take out.

Light to import: torch comes with the first use of `generate_take` or `load_model`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foley_post.generate.generation import generate_take
    from foley_post.generate.request import Request
    from foley_post.generate.weights import Model, load_model

__all__ = ["Model", "Request", "generate_take", "load_model"]

_HOMES = {
    "Model": "foley_post.generate.weights",
    "Request": "foley_post.generate.request",
    "generate_take": "foley_post.generate.generation",
    "load_model": "foley_post.generate.weights",
}


def __getattr__(name: str) -> object:
    """The public names, each fetched from its module when first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
