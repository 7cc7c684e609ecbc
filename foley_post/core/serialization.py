"""Frozen dataclasses as plain JSON values, and back, by their annotations.

Paths become text, tuples and sets lists, mappings objects; floats keep every digit, so what comes
back is equal to what went in.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["packed", "unpacked"]

T = TypeVar("T")

_RENAMED = {"certificate": "sync_report"}
"""Fields that files of version 0.1 call otherwise."""


def packed(value: object) -> Any:
    """``value`` as what `json.dumps` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: packed(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): packed(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [packed(v) for v in value]
    if isinstance(value, frozenset | set):
        return sorted(packed(v) for v in value)
    if isinstance(value, Path | StrEnum):
        return str(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"no record is made of {type(value).__name__}")


def unpacked(kind: type[T], value: Any) -> T:
    """The dataclass ``kind`` that was packed as ``value``; fields that are not there keep their
    default, unknown ones are left out. ValueError, TypeError or KeyError for what does not fit.
    """
    if not isinstance(value, Mapping):
        raise ValueError(f"{kind.__name__} is not an object")
    hints = get_type_hints(kind)
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    named = {_RENAMED.get(k, k): v for k, v in value.items()}
    return kind(**{k: _as(hints[k], v) for k, v in named.items() if k in known})


def _as(hint: Any, value: Any) -> Any:
    """``value`` as what the annotation says."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _as_one_of(inner, value)
    if origin is tuple:
        kinds = [inner[0]] * len(value) if len(inner) == 2 and inner[1] is ... else inner
        return tuple(_as(k, v) for k, v in zip(kinds, value, strict=True))
    if origin is frozenset:
        return frozenset(_as(inner[0], v) for v in value)
    if origin is not None and issubclass(origin, Mapping):
        return {_as(inner[0], k): _as(inner[1], v) for k, v in value.items()}
    if is_dataclass(hint):
        return unpacked(hint, value)  # type: ignore[arg-type]
    if hint in (int, float) and isinstance(value, bool):
        raise ValueError(f"{value!r} is not a number")
    if hint is bool and not isinstance(value, bool):
        raise ValueError(f"{value!r} is not true or false")
    return hint(value)


def _as_one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """``value`` as the first of the kinds it is already, else as the first it can be made."""
    if value is None and type(None) in kinds:
        return None
    wanted = [k for k in kinds if k is not type(None)]
    if type(value) in wanted:
        return value
    return _as(wanted[0], value)
