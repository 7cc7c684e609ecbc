"""Eased speed changes as points of a broken line, exact at each point.

Eight pieces a curve: the line leaves a curve of a second by less than a quarter of a frame.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

__all__ = ["Point", "bezier", "rounded", "slope"]

Point = tuple[Fraction, Fraction]
"""When (record side), and which second of the media."""

_PIECES = 8


def bezier(start: Point, out: Point, into: Point, end: Point) -> list[Point]:
    """The points between ``start`` and ``end`` of a cubic Bezier with handles ``out``, ``into``.

    Empty, for a straight line, where a handle leads out of the span: time cannot run back.
    """
    if not start[0] <= out[0] <= end[0] or not start[0] <= into[0] <= end[0]:
        return []
    found = []
    for piece in range(1, _PIECES):
        u = Fraction(piece, _PIECES)
        weights = ((1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u * u * (1 - u), u**3)
        corners = (start, out, into, end)
        found.append(
            (
                sum((w * c[0] for w, c in zip(weights, corners, strict=True)), Fraction(0)),
                sum((w * c[1] for w, c in zip(weights, corners, strict=True)), Fraction(0)),
            )
        )
    return [b for a, b in pairwise([start, *found]) if b[0] > a[0]]


def slope(a: Point, b: Point) -> Fraction:
    """Media seconds a second between two points."""
    return (b[1] - a[1]) / (b[0] - a[0])


def rounded(
    before: Point, corner: Point, after: Point, reach: tuple[Fraction, Fraction]
) -> list[Point]:
    """The corner between two straight lines rounded off: over ``reach`` seconds before and after.

    With equal reaches the speed changes evenly from one line's to the other's.
    """
    (when, value), (into, out) = corner, reach
    into, out = min(into, when - before[0]), min(out, after[0] - when)
    start = (when - into, value - into * slope(before, corner))
    end = (when + out, value + out * slope(corner, after))
    third = Fraction(2, 3)  # a quadratic curve's one handle, as a cubic's two
    first = tuple(s + third * (c - s) for s, c in zip(start, corner, strict=True))
    second = tuple(e + third * (c - e) for e, c in zip(end, corner, strict=True))
    return [start, *bezier(start, (first[0], first[1]), (second[0], second[1]), end), end]
