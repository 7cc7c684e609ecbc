"""CMX 3600 edit decision lists to OpenTimelineIO.

Our own reader: the public adapter takes no NTSC rates, and refuses lists with leaders, speed
changes or odd durations, which is most real ones (measured). An EDL does not say its frame rate:
the one is taken that all its timecodes fit and at which source and record durations agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log
from typing import Any

from foley_post.core.timecode import Rate, parse_timecode
from foley_post.errors import TimelineReadError
from foley_post.timeline.layout.track_layout import TrackItem, stack_of
from foley_post.timeline.sequence import Sequence, rational, show

__all__ = ["read_edl"]

_TC = r"(\d\d[:;.]\d\d[:;.]\d\d[:;.]\d\d)"
_EVENT = re.compile(
    rf"^\s*(\d{{1,8}})\s+(\S.*?)\s+(\S+)\s+([CDK]|W\d+|KB|KO)\s*(\d{{1,4}})?\s+"
    rf"{_TC}\s+{_TC}\s+{_TC}\s+{_TC}"
)
_SPEED = re.compile(r"^\s*M2\s+(\S.*?)\s+(-?\d{1,5}(?:\.\d{1,6})?)\s+(\d\d[:;.]\d\d)")
_NOTE = re.compile(
    r"^\s*\*?\s*(FROM CLIP NAME|TO CLIP NAME|SOURCE FILE|FROM FILE)\s*:\s*(.*\S)", re.IGNORECASE
)
_RATES = tuple(Rate(n) for n in (24, 25, 30, 50, 60, 48))
_DROP = Rate(30000, 1001)
_MOST_EVENTS = 100_000


@dataclass(frozen=True, slots=True)
class _Event:
    """One line: reel, channels, and four timecodes as written."""

    reel: str
    channels: str
    kind: str
    times: tuple[str, str, str, str]
    name: str = ""
    file: str = ""
    speed_fps: Fraction | None = None

    def frames(self, rate: Rate, drop: bool) -> tuple[int, int, int, int]:
        """Source in and out, record in and out."""
        found = [parse_timecode(_even(t, drop), rate, drop) for t in self.times]
        return found[0], found[1], found[2], found[3]


def _twin(rate: Rate) -> str:
    """What the slower rate of the same timecodes would do, where film is shot at it."""
    if rate.timebase % 25 == 0:
        return ""
    return f"; at {Rate(rate.timebase * 1000, 1001)} fps the music would be 0.1 % off"


def read_edl(content: bytes, name: str, rate: Rate | None = None) -> Sequence:
    """The list's events on tracks; ``rate`` overrides what the timecodes suggest."""
    text = _text(content)
    events, drop = _events(text, name)
    notices: list[str] = []
    chosen = _rate(events, drop, name) if rate is None else rate
    if rate is None and not drop:
        notices.append(
            f"{name} is an EDL and does not say its frame rate. Its timecodes fit {chosen} fps"
            f"{_twin(chosen)}. An .otio or XML of the same cut says it exactly."
        )
    notices.append(
        f"{name} is an EDL: it tells reels and source timecodes, not where the media is."
    )
    title = re.search(r"^\s*TITLE:\s*(.*\S)", text, re.MULTILINE)
    return _sequence(events, (chosen, drop), title[1] if title else "", notices)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _events(text: str, name: str) -> tuple[list[_Event], bool]:
    found: list[_Event] = []
    drop = False
    for line in text.splitlines():
        if line.strip().upper().startswith("FCM:"):
            drop = drop or ("DROP" in line.upper() and "NON" not in line.upper())
        elif event := _EVENT.match(line[:500]):
            reel, channels, kind = event[2], event[3].upper(), event[4].upper()
            found.append(_Event(reel, channels, kind, (event[6], event[7], event[8], event[9])))
            if len(found) > _MOST_EVENTS:
                raise TimelineReadError(
                    f"{name} has over {_MOST_EVENTS} events. Export it in parts."
                )
        elif found:
            found[-1] = _noted(found[-1], line[:500])
    if not found:
        raise TimelineReadError(
            f"There is no event in {name}; it is no EDL. Export the cut as CMX 3600."
        )
    return found, drop


def _noted(event: _Event, line: str) -> _Event:
    if speed := _SPEED.match(line):
        return replace(event, speed_fps=Fraction(speed[2]))
    note = _NOTE.match(line)
    if note is None:
        return event
    key, value = note[1].upper(), note[2]
    if key in {"SOURCE FILE", "FROM FILE"}:
        return replace(event, file=value)
    # In a dissolve the line's own clip is the one that comes.
    if key == "TO CLIP NAME" or (key == "FROM CLIP NAME" and not event.name):
        return replace(event, name=value)
    return event


def _rate(events: Sequence_[_Event], drop: bool, name: str) -> Rate:
    """The likeliest rate: all record timecodes fit, and durations agree where they do in general.

    Lists of speed changes and of sound from other rates disagree at every rate; then only the
    highest frame number counts (frame numbers being evenly spread, a lower rate is likelier).
    """
    if drop:
        return _DROP
    fitting: list[tuple[float, float, Rate]] = []
    for rate in _RATES:
        odd = 0
        try:
            for event in events:
                # Sound may come from a recorder that counts at another rate.
                for text in event.times if "V" in event.channels else event.times[2:]:
                    parse_timecode(_even(text, False), rate)
                odd += _is_odd(event, rate)
        except ValueError:
            continue
        fitting.append((odd / len(events), 2 * len(events) * log(rate.timebase), rate))
    if not fitting:
        raise TimelineReadError(
            f"The timecodes of {name} fit no frame rate. Export the cut again as CMX 3600."
        )
    trusted = min(share for share, _, _ in fitting) < 0.1
    return min(fitting, key=lambda f: (2 * f[0] * len(events) if trusted else 0) + f[1])[2]


def _is_odd(event: _Event, rate: Rate) -> bool:
    try:
        source_in, source_out, record_in, record_out = event.frames(rate, False)
    except ValueError:
        return True
    return source_out not in {source_in, source_in + record_out - record_in}


def _even(timecode: str, drop: bool) -> str:
    digits = re.split(r"[:;.]", timecode)
    return ":".join(digits[:3]) + (";" if drop else ":") + digits[3]


def _sequence(
    events: Sequence_[_Event], clock: tuple[Rate, bool], title: str, notices: list[str]
) -> Sequence:
    import opentimelineio as otio

    rate, drop = clock
    placed = []
    for event in events:
        try:
            frames = event.frames(rate, drop)
        except ValueError as error:
            notices.append(f"An event of reel {event.reel} was left out: {error}.")
            continue
        if frames[3] > frames[2] and event.reel.upper() not in {"BL", "BLK", "BLACK"}:
            placed.append((event, frames))
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
        for kind, lane in _tracks(event.channels)
    ]
    timeline = otio.schema.Timeline(title)
    timeline.global_start_time = rational(start, rate)
    timeline.tracks = stack_of(pieces, rate, title)
    return Sequence(
        timeline,
        rate=rate,
        start_frame=start,
        drop_frame=drop,
        notices=tuple(dict.fromkeys(notices)),
    )


def _tracks(channels: str) -> list[tuple[str, int]]:
    """``V``, ``V2``, ``A``, ``AA``, ``A2``, ``AA/V``, ``B`` (both), ``NONE``."""
    found: list[tuple[str, int]] = []
    for part in re.split(r"[/,]", channels):
        digits = part.lstrip("VAB")
        number = int(digits) if digits.isdigit() and len(digits) < 4 else 1
        if part.startswith(("V", "B")):
            found.append(("Video", number - 1))
        if part.startswith(("A", "B")):
            found.append(("Audio", 1 - number))
        if part.startswith("AA"):
            found.append(("Audio", -1))
    return found


def _clip(event: _Event, frames: tuple[int, int, int, int], rate: Rate) -> Any:
    """The clip; its address is the file's name where the list gives one, to be searched for."""
    import opentimelineio as otio

    schema = otio.schema
    name = event.name or event.reel
    file = next((f for f in (event.file, event.name) if re.search(r"\.\w{2,4}$", f)), "")
    clip = schema.Clip(name)
    clip.media_reference = schema.ExternalReference(file) if file else schema.MissingReference()
    clip.media_reference.name = file or event.reel
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
