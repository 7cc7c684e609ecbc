"""The movement's hits as markers for the timeline: of use to a Foley artist even without music."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from foley_post.pipeline.results import ScoredShot
from foley_post.timeline.model import Marker

__all__ = ["hit_markers"]


def hit_markers(scored: Sequence[ScoredShot]) -> tuple[Marker, ...]:
    """A marker at every moment the movement makes a sound, one a frame."""
    hits: dict[int, Marker] = {}
    for one in scored:
        rate, first = one.shot.rate, one.shot.record_start_frame
        for take in one.takes:
            for note in take.notes:
                frame = first + rate.frames(Fraction(note.onset_s).limit_denominator(1_000_000))
                hits.setdefault(frame, Marker(frame, f"{one.shot.id} {take.instrument}"))
    return tuple(hits[frame] for frame in sorted(hits))
