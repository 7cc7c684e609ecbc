"""The words of a command line as the library's options.

An option's ``dest`` is the name of the field it fills, and its default is `argparse.SUPPRESS`: what
is not said is not there, and the field keeps the library's own default. A new option is one
`add_argument`; nothing is mapped by hand.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from foley_post.errors import UsageError

__all__ = ["listed", "mapped", "said"]


def said(
    kind: type, options: argparse.Namespace, words: Mapping[str, Callable[[Any], Any]] = {}
) -> dict[str, Any]:
    """Of the fields of the dataclass ``kind``, those that were said; ``words`` turns a field's text
    into its value.
    """
    return {
        f.name: words.get(f.name, _as_it_is)(getattr(options, f.name))
        for f in fields(kind)
        if hasattr(options, f.name)
    }


def listed(text: str) -> tuple[str, ...]:
    """The words between the commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def mapped(pairs: list[str]) -> dict[str, str]:
    """``FROM=TO`` pairs; UsageError for one without ``=``."""
    mapping = {}
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            raise UsageError(f"--map wants FROM=TO, for example S:=/mnt/s; got {pair!r}.")
        mapping[old] = new
    return mapping


def _as_it_is(value: Any) -> Any:
    return value
