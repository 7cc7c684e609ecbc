"""Which moment of the media is seen at which moment of a shot: speed changes, ramps, reverse,
freezes.

One representation for all of them: a piecewise linear map with exact knots.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

__all__ = ["TimeMap"]


@dataclass(frozen=True, slots=True)
class TimeMap:
    """Knots ``(record_s, media_s)``: seconds from the shot's first frame, and the media seconds
    seen then.

    ``record_s`` starts at 0 and rises; ``media_s`` counts from the media's first frame and does as
    it likes: rising faster is fast motion, falling is reverse, level is a freeze. Between knots the
    map is linear.
    """

    knots: tuple[tuple[Fraction, Fraction], ...]

    def __post_init__(self) -> None:
        if len(self.knots) < 2 or self.knots[0][0] != 0:
            raise ValueError("a time map needs two knots or more, the first at record time 0")
        if any(b[0] <= a[0] for a, b in pairwise(self.knots)):
            raise ValueError("the record times of a time map must rise")

    @classmethod
    def linear(
        cls, media_start_s: Fraction, length_s: Fraction, speed: Fraction = Fraction(1)
    ) -> TimeMap:
        """A shot of ``length_s`` that starts at ``media_start_s`` and runs at one ``speed``."""
        return cls(((Fraction(0), media_start_s), (length_s, media_start_s + length_s * speed)))

    @property
    def length_s(self) -> Fraction:
        """How long the shot is, in record seconds."""
        return self.knots[-1][0]

    @property
    def is_plain(self) -> bool:
        """Whether the media runs at its own speed throughout."""
        return all(b[1] - a[1] == b[0] - a[0] for a, b in pairwise(self.knots))

    @property
    def media_range(self) -> tuple[Fraction, Fraction]:
        """The first and the last media second that is seen."""
        media = [m for _, m in self.knots]
        return min(media), max(media)

    def media_at(self, record_s: Fraction) -> Fraction:
        """The media second seen at ``record_s``; beyond the ends the outer segments go on."""
        i = min(max(bisect_right([r for r, _ in self.knots], record_s) - 1, 0), len(self.knots) - 2)
        (r0, m0), (r1, m1) = self.knots[i], self.knots[i + 1]
        return m0 + (record_s - r0) * (m1 - m0) / (r1 - r0)

    def segments(self) -> list[tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]]:
        """The linear pieces, each as ``((record_s, media_s), (record_s, media_s))``."""
        return list(pairwise(self.knots))
