"""What a file is turned into when it is fuzzed: bytes moved, numbers and values exchanged."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.timelines_fuzz import mutated

__all__ = ["HOSTILE", "damaged", "overwritten", "places"]

HOSTILE: tuple[Any, ...] = (
    "", "\0", "a\0b", "/", "..", "../../x", "~", "C:\\con", "\u202e", "x" * 5000, "/proc/self/mem",
    "/dev/zero", "NaN", -1, 0, 1 << 70, 1e308, -0.0, True, None, [], {}, [[[]]], {"": {}},
)  # fmt: skip
"""What somebody may put in place of a value, to see what happens."""
_EXTREMES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\x01\0\0\0")
_HEAD_AND_TAIL = 4096
"""Tables stand at a file's beginning and end; every other change falls there."""


def damaged(source: Path, chance: random.Random) -> bytes:
    """The file's content mutated. Of JSON every other time one value is exchanged for a hostile
    one, of what is no text every other time nothing is moved, so that what reads the values is
    reached.
    """
    content = source.read_bytes()
    if chance.random() < 0.5:
        if source.suffix not in {".json", ".foley"}:
            return mutated(content, chance) if _is_text(content) else overwritten(content, chance)
        with contextlib.suppress(ValueError):
            document = json.loads(content)
            holder, key = chance.choice(list(places(document)))
            holder[key] = chance.choice(HOSTILE)
            return json.dumps(document).encode()
    return mutated(content, chance)


def overwritten(content: bytes, chance: random.Random) -> bytes:
    """A few bytes or whole numbers exchanged, nothing moved: lengths and places still hold."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        near = min(len(data), _HEAD_AND_TAIL)
        at = chance.choice((chance.randrange(len(data)), chance.randrange(near)))
        at = chance.choice((at, len(data) - 1 - at))
        put = chance.choice((*_EXTREMES, *[bytes([chance.randrange(256)])] * 5))
        put = put[: len(data) - at]
        data[at : at + len(put)] = put
    return bytes(data)


def places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of a JSON document, as what holds it and its key there."""
    pairs = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in list(pairs):
        yield document, key
        if isinstance(value, dict | list):
            yield from places(value)


def _is_text(content: bytes) -> bool:
    return b"\0" not in content
