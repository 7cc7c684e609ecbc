"""At which frame rates an edit decision list can be meant, and how its timecodes count.

A list does not say its frame rate: the likeliest is the one that all its timecodes fit and at which
source and record durations agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from foley_post.core.timecode import Rate, parse_timecode
from foley_post.errors import TimelineReadError
from foley_post.timeline.edl.events import Event, is_drop

__all__ = ["Count", "counted", "fitting_rates"]

_RATES = tuple(Rate(n) for n in (24, 25, 30, 50, 60, 48, 100, 120))
_DROP_RATES = (Rate(30000, 1001), Rate(60000, 1001), Rate(120_000, 1001))
_RARE = {48, 100, 120}
"""Rates that are thought of only where no other one fits as well."""

_TWINS = {24, 30, 60}
"""Whole rates that film is also shot at 1000/1001 of."""

_UNLIKELY = 0.001


@dataclass(frozen=True, slots=True)
class Count:
    """How a list's record timecodes count: the rate, and whether they drop frames."""

    rate: Rate
    drop: bool

    def frames(self, event: Event) -> tuple[int, int, int, int]:
        """Source in and out, record in and out; ValueError for timecodes of no such rate.

        An out before its in lies after midnight.
        """
        source_drop = self.rate in _DROP_RATES and _source_drops(event, self.drop)
        drops = (source_drop, source_drop, self.drop, self.drop)
        found = [_frame(t, self.rate, d) for t, d in zip(event.times, drops, strict=True)]
        for first, last in ((0, 1), (2, 3)):
            if found[last] < found[first]:
                found[last] += self.day(drops[last])
        return found[0], found[1], found[2], found[3]

    def day(self, drop: bool) -> int:
        """Frames from midnight to midnight."""
        frames = self.rate.timebase * 86_400
        return frames - self.rate.timebase // 15 * 1296 if drop else frames


def _source_drops(event: Event, record_drops: bool) -> bool:
    """A source counts as its separators say, else as the last FCM line, else as the record side.

    The first FCM line is the record side's; where that is not believed, it says nothing of sources.
    """
    if any(is_drop(t) for t in event.times[:2]):
        return True
    if any(is_drop(t) for t in event.times[2:]):
        return False  # where the list marks drop-frame, what is not marked does not drop
    if event.fcm_drop is not None and (record_drops or event.fcm_changed):
        return event.fcm_drop
    return record_drops


def _frame(timecode: str, rate: Rate, drop: bool) -> int:
    digits = re.split(r"[:;.,]", timecode)
    text = ":".join(digits[:3]) + (";" if drop else ":") + digits[3]
    try:
        return parse_timecode(text, rate, drop)
    except ValueError:
        if not drop or int(digits[3]) >= rate.timebase // 15:
            raise
    # A number that drop-frame skips: the next one that is there is meant.
    there = f"{digits[0]}:{digits[1]}:{digits[2]};{rate.timebase // 15:02d}"
    return parse_timecode(there, rate, True)


def fitting_rates(events: Sequence[Event], name: str) -> tuple[Rate, ...]:
    """The rates that the list can be meant at, the likeliest first.

    TimelineReadError where it fits none.
    """
    drops = _record_drops(events)
    if drops or any(_source_drops(event, False) for event in events):
        fitting = tuple(r for r in _DROP_RATES if _fits(events, Count(r, drops)))
        if fitting:
            return _usual(fitting)
    ranked = _ranked(events)
    if not ranked:
        raise TimelineReadError(
            f"The timecodes of {name} fit no frame rate. Export the cut again as CMX 3600."
        )
    best = ranked[0]
    times = {text for event in events for text in event.times[2:]}
    likely = [r for r in ranked if (best.timebase / r.timebase) ** len(times) > _UNLIKELY]
    found: list[Rate] = []
    for rate in _usual(likely):
        found.append(rate)
        if rate.timebase in _TWINS:
            found.append(Rate(rate.timebase * 1000, 1001))
    return tuple(found)


def _usual(rates: Sequence[Rate]) -> tuple[Rate, ...]:
    """``rates`` without the rare ones but for the likeliest."""
    return (rates[0], *(r for r in rates[1:] if r.timebase not in _RARE))


def counted(events: Sequence[Event], rate: Rate) -> Count:
    """How the list's record timecodes count at ``rate``."""
    drops = rate in _DROP_RATES and _record_drops(events)
    return Count(rate, drops)


def _record_drops(events: Sequence[Event]) -> bool:
    """As the record timecodes' separators say; else as the first FCM line does, unless they name
    frames that drop-frame skips.
    """
    if any(is_drop(t) for event in events for t in event.times[2:]):
        return True
    if not events[0].fcm_drop:
        return False
    return not any(_is_skipped(t) for event in events for t in event.times[2:])


def _is_skipped(timecode: str) -> bool:
    _, minutes, seconds, frames = (int(d) for d in re.split(r"[:;.,]", timecode))
    return seconds == 0 and frames < 2 and minutes % 10 != 0


def _fits(events: Sequence[Event], count: Count) -> bool:
    try:
        for event in events:
            # Sound may come from a recorder that counts at another rate.
            source = count.rate in _DROP_RATES and _source_drops(event, count.drop)
            for text in event.times[:2] if event.has_picture else ():
                _frame(text, count.rate, source)
            for text in event.times[2:]:
                _frame(text, count.rate, count.drop)
    except ValueError:
        return False
    return True


def _ranked(events: Sequence[Event]) -> list[Rate]:
    """Whole rates that all record timecodes fit, likeliest first.

    Lists of speed changes and of sound from other rates disagree in durations at every rate; then
    only the highest frame number counts (frame numbers being evenly spread, a lower rate is
    likelier).
    """
    fitting: list[tuple[float, float, Rate]] = []
    for rate in _RATES:
        count = Count(rate, False)
        if _fits(events, count):
            odd = sum(_is_odd(event, count) for event in events)
            fitting.append((odd / len(events), 2 * len(events) * log(rate.timebase), rate))
    if not fitting:
        return []
    least = min(share for share, _, _ in fitting)
    trusted = least < 0.1
    if trusted:
        fitting = [f for f in fitting if f[0] < least + 0.5]
    fitting.sort(key=lambda f: (2 * f[0] * len(events) if trusted else 0) + f[1])
    return [rate for _, _, rate in fitting]


def _is_odd(event: Event, count: Count) -> bool:
    try:
        source_in, source_out, record_in, record_out = count.frames(event)
    except ValueError:
        return True
    return source_out not in {source_in, source_in + record_out - record_in}
