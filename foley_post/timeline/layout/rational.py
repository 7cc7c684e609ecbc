"""Numbers as files write them, read without surprises."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

__all__ = ["number"]

_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,18})?(?:/\d{1,15})?")


@lru_cache(maxsize=65_536)  # the same few frames and lengths stand in a timeline over and over
def number(text: str | None) -> Fraction | None:
    """The exact value of ``12``, ``-0.5`` or ``1001/24000``; None for anything else.

    Exponents are not read: ``1e999999999`` would keep Python busy for hours.
    """
    text = (text or "").strip()
    if not _NUMBER.fullmatch(text):
        return None
    top, _, bottom = text.partition("/")
    below = int(bottom) if bottom else 1
    return Fraction(top) / below if below else None
