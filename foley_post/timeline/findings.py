"""What a check of a timeline file finds."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding", "line_of"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule: its short name, what is wrong in a sentence, and the line (None: the whole).

    ``serious`` findings make the program refuse, lose or misplace something; others are oddities.
    """

    rule: str
    message: str
    line: int | None = None
    serious: bool = True


def line_of(element: object) -> int | None:
    """The line where an XML element begins."""
    line = getattr(element, "sourceline", None)
    return line if isinstance(line, int) else None
