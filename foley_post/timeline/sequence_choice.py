"""Which sequence of a file that holds several is meant: by its name, or by its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from foley_post.errors import UsageError

__all__ = ["chosen_index", "labels", "said_choice"]


def labels(names: Sequence[str]) -> tuple[str, ...]:
    """A name for each sequence that no other one has: ``cut``, ``cut (2)``, ``Sequence 3``."""
    found: list[str] = []
    used: Counter[str] = Counter()
    for number, name in enumerate(names, 1):
        plain = " ".join(name.split()) or f"Sequence {number}"
        used[plain] += 1
        found.append(plain if used[plain] == 1 else f"{plain} ({used[plain]})")
    return tuple(found)


def chosen_index(names: Sequence[str], wanted: str, file: str, usual: int = 0) -> int:
    """Which of the sequences called ``names`` is ``wanted`` in; ``usual`` where nothing is.

    A name counts in any case, else a number from 1. UsageError names what is there.
    """
    if not wanted.strip():
        return usual
    asked = " ".join(wanted.split())
    there = labels(names)
    for same in (asked.__eq__, lambda label: label.casefold() == asked.casefold()):
        for index, label in enumerate(there):
            if same(label):
                return index
    if asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= len(there):
        return int(asked) - 1
    listed = ", ".join(there[:20]) or "none"
    raise UsageError(f"There is no sequence {wanted!r} in {file}. It holds {listed}.")


def said_choice(names: Sequence[str], index: int, wanted: str, file: str) -> str:
    """A sentence where one of several was read without being asked for; empty otherwise."""
    if wanted.strip() or len(names) < 2:
        return ""
    there = labels(names)
    listed = ", ".join(there[:6]) + (" ..." if len(there) > 6 else "")
    return f"{file} holds {len(there)} sequences ({listed}); {there[index]} was read."
