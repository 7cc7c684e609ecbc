"""Where stems go: tracks without overlaps, and every number a writer needs, from one value.

`Stem.start_sample` is the only source of a stem's timecode; what bext says, FCP7's ``<timecode>``
and OTIO's ``available_range`` say in their own units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from foley_post.errors import TimelineWriteError
from foley_post.timeline.model import Cut, Stem

__all__ = ["AudioLane", "PlacedStem", "lanes", "placed"]


@dataclass(frozen=True, slots=True)
class PlacedStem:
    """A stem in whole frames of the cut's rate.

    ``start_frame``/``end_frame`` on the timeline, counted from the cut's first frame;
    ``source_in``/``source_out`` from the file's first frame; ``timecode_frame`` is the file's own
    timecode since midnight; ``file_frames`` its length.
    """

    stem: Stem
    start_frame: int
    end_frame: int
    source_in: int
    source_out: int
    timecode_frame: int
    file_frames: int


@dataclass(frozen=True, slots=True)
class AudioLane:
    """One track to be: stems of one channel count that do not overlap, in order."""

    name: str
    channels: int
    stems: tuple[PlacedStem, ...]


def placed(stem: Stem, cut: Cut) -> PlacedStem:
    """The stem's numbers; TimelineWriteError when it does not fit its own place."""
    if stem.record_start_frame < 0:
        raise TimelineWriteError(
            f"Stem {stem.name} would start before the timeline does. Render it again."
        )
    timecode_frame = cut.rate.frames(Fraction(stem.start_sample, stem.rate_hz))
    file_frames = cut.rate.frames(Fraction(stem.length_samples, stem.rate_hz))
    source_out = stem.head_frames + stem.length_frames
    return PlacedStem(
        stem=stem,
        start_frame=stem.record_start_frame,
        end_frame=stem.record_start_frame + stem.length_frames,
        source_in=stem.head_frames,
        source_out=source_out,
        timecode_frame=timecode_frame,
        file_frames=max(file_frames, source_out),
    )


def lanes(stems: Sequence[Stem], cut: Cut) -> tuple[AudioLane, ...]:
    """The stems by track name (in order of first use); what overlaps gets a track of its own."""
    groups: dict[tuple[str, int], list[list[PlacedStem]]] = {}
    everything = sorted(
        (placed(s, cut) for s in stems), key=lambda p: (p.start_frame, p.stem.name, p.stem.shot_id)
    )
    for key in dict.fromkeys((s.track, s.channels) for s in stems):
        groups[key] = []
    for one in everything:
        rows = groups[one.stem.track, one.stem.channels]
        for row in rows:
            if row[-1].end_frame <= one.start_frame:
                row.append(one)
                break
        else:
            rows.append([one])
    used: dict[str, int] = {}
    found = []
    for (name, channels), rows in groups.items():
        for row in rows:
            count = used[name] = used.get(name, 0) + 1
            found.append(AudioLane(name if count == 1 else f"{name} {count}", channels, tuple(row)))
    return tuple(found)
