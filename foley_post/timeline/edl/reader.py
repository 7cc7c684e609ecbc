"""CMX 3600 edit decision lists to OpenTimelineIO.

Our own reader: the public adapter takes no NTSC rates, and refuses lists with leaders, speed
changes or odd durations, which is most real ones (measured).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Sequence_
from dataclasses import replace
from fractions import Fraction
from typing import Any

from foley_post.core.timecode import Rate
from foley_post.timeline.edl.events import Event, listing
from foley_post.timeline.edl.rates import Count, counted, fitting_rates
from foley_post.timeline.layout.track_layout import TrackItem, stack_of
from foley_post.timeline.sequence import OURS, Sequence, rational, show

__all__ = ["possible_rates", "read_edl"]

_BLACK = {"BL", "BLK", "BLACK"}
_NO_REEL = {"AX", "AUX", *_BLACK}
"""Reels that stand for a file of whatever name, or for nothing."""

Frames = tuple[int, int, int, int]


def read_edl(content: bytes, name: str, rate: Rate | None = None) -> Sequence:
    """The list's events on tracks; ``rate`` overrides what the timecodes suggest."""
    found = listing(content, name)
    notices: list[str] = []
    if rate is None:
        rates = fitting_rates(found.events, name)
        rate = rates[0]
        if said := _said(rates, name):
            notices.append(said)
    notices.append(
        f"{name} is an EDL: it tells reels and source timecodes, not where the media is."
    )
    count = counted(found.events, rate)
    read = _sequence(found.events, count, found.title, notices)
    return replace(read, not_read=found.not_carried())


def possible_rates(content: bytes, name: str) -> tuple[Rate, ...]:
    """The rates that the list can be meant at, the likeliest first; one where there is no doubt."""
    return fitting_rates(listing(content, name).events, name)


def _said(rates: tuple[Rate, ...], name: str) -> str:
    """What is not known of the rate, in a sentence."""
    if len(rates) == 1 and rates[0].is_ntsc:
        return ""  # drop-frame timecode tells its rate
    exact = "An .otio or XML of the same cut says it exactly."
    if len(rates) == 1:
        return (
            f"{name} is an EDL and does not say its frame rate. Its timecodes fit {rates[0]} fps. "
            f"{exact}"
        )
    listed = [str(r) for r in sorted(rates)]
    return (
        f"{name} is an EDL and does not say its frame rate. Its timecodes fit "
        f"{', '.join(listed[:-1])} and {listed[-1]} fps; {rates[0]} fps was taken. "
        f"Give the rate if it is another one. {exact}"
    )


def _sequence(events: Sequence_[Event], count: Count, title: str, notices: list[str]) -> Sequence:
    import opentimelineio as otio

    rate = count.rate
    placed = list(_placed(events, count, notices))
    start = min((f[2] for _, f in placed), default=0)
    pieces = [
        TrackItem(
            kind,
            lane,
            rate.seconds(frames[2] - start),
            rate.seconds(frames[3] - frames[2]),
            _clip(event, frames, rate),
        )
        for event, frames in placed
        for kind, lane in event.tracks()
    ]
    timeline = otio.schema.Timeline(title)
    timeline.global_start_time = rational(start, rate)
    timeline.tracks = stack_of(pieces, rate, title, _track_name)
    return Sequence(
        timeline,
        rate=rate,
        start_frame=start,
        drop_frame=count.drop,
        notices=tuple(dict.fromkeys(notices)),
    )


def _track_name(kind: str, lane: int) -> str:
    return f"V{lane + 1}" if kind == "Video" else f"A{1 - lane}"


def _placed(
    events: Sequence_[Event], count: Count, notices: list[str]
) -> Iterator[tuple[Event, Frames]]:
    """Events with their frames; those that begin after midnight count on from the day before."""
    first: int | None = None
    for event in events:
        try:
            frames = count.frames(event)
        except ValueError as error:
            notices.append(f"An event of reel {event.reel} was left out: {error}.")
            continue
        if frames[3] == frames[2] or event.reel.upper() in _BLACK:
            continue
        first = frames[2] if first is None else first
        if frames[2] < first - count.day(count.drop) // 2:
            day = count.day(count.drop)
            frames = (frames[0], frames[1], frames[2] + day, frames[3] + day)
        yield event, frames


def _clip(event: Event, frames: Frames, rate: Rate) -> Any:
    """The clip; its address is the file's name where the list gives one, to be searched for.

    Names without an extension stand beside it, for a search among the media.
    """
    import opentimelineio as otio

    schema = otio.schema
    clip = schema.Clip(event.name or event.reel)
    file = next((f for f in (event.file, event.name) if re.search(r"\.\w{2,4}$", f)), "")
    reference = schema.ExternalReference(file) if file else schema.MissingReference()
    reference.name = file or event.reel
    reel = () if event.reel.upper() in _NO_REEL else (event.reel,)
    names = dict.fromkeys(n for n in (event.file, event.name, *event.reels, *reel) if n)
    reference.metadata[OURS] = {"names": list(names)}
    clip.media_reference = reference
    clip.metadata["cmx_3600"] = {"reel": event.reel}
    source_in, source_out, record_in, record_out = frames
    length = rate.seconds(record_out - record_in)
    speed = Fraction(1)
    if event.speed_fps is not None:
        speed = event.speed_fps / rate.timebase
    elif source_out > source_in:
        speed = Fraction(source_out - source_in, record_out - record_in)
    first = rate.seconds(source_in)
    if speed < 0:
        first += length * -speed
    show(clip, ((Fraction(0), first), (length, first + length * speed)), Fraction(0), rate)
    return clip
