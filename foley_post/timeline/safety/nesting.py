"""How many clips a document unfolds to, found before anything is unfolded.

Eight nested timelines that each show the next one eight times are five kilobytes, and 16 million
clips. Each nested timeline is counted once here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from foley_post.errors import TimelineReadError

__all__ = ["MOST_NESTED", "check_nesting"]

MOST_NESTED = 50_000
"""Clips and timelines inside nested timelines, each time they are shown; editors have hundreds."""

Key = TypeVar("Key", bound=Hashable)


def check_nesting(top: Key, inside: Callable[[Key], tuple[int, Iterable[Key]]], name: str) -> None:
    """Raise TimelineReadError where ``top`` unfolds to too many clips, or holds itself.

    ``inside`` gives how many plain clips a timeline shows, and the timelines nested in it, one
    each time it is shown. What ``top`` itself shows does not count.
    """
    counted: dict[Key, int] = {}
    open_: dict[Key, list[Key]] = {}
    waiting: list[Key] = [top]
    while waiting:
        key = waiting[-1]
        if key not in open_:
            open_[key] = list(inside(key)[1])
            for inner in dict.fromkeys(open_[key]):
                if inner in open_ and inner not in counted:
                    raise TimelineReadError(
                        f"{name} was not opened: a nested timeline in it shows itself. "
                        "Export the timeline again from the editing program."
                    )
                if inner not in counted:
                    waiting.append(inner)
            continue
        waiting.pop()
        if key in counted:
            continue
        counted[key] = 1 + inside(key)[0] + sum(counted[i] for i in open_[key])
    nested = sum(counted[inner] for inner in open_[top])
    if nested > MOST_NESTED:
        raise TimelineReadError(
            f"{name} was not opened: its nested timelines unfold to {_about(nested)} clips. "
            "Export the sequence without some of its nested ones, or in parts."
        )


def _about(count: int) -> str:
    return f"{count:,}" if count < 10**9 else "over a billion"
