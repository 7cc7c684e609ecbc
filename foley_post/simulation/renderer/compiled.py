"""Loops over pixels, compiled: the gateway to numba, which is optional."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from foley_post.errors import UsageError

__all__ = ["compiled"]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, kept on disk between runs; UsageError without numba."""
    try:
        from numba import njit
    except ImportError as error:
        raise UsageError(
            "Drawing simulated players needs numba. Install it with: "
            "pip install 'foley-post[simulate]'"
        ) from error
    return cast("Callable[P, R]", njit(cache=True, fastmath=True, nogil=True)(function))
