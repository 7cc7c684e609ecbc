"""Times, formats and speed in FCPXML: rational seconds, ``timeMap``, ``conform-rate``.

Times are ``1001/24000s`` or ``5s``. With ``conform-rate`` a clip is played frame for frame at the
sequence's rate: durations count on the sequence, ``start`` counts in the media (measured on files
of Final Cut Pro 10.6: 3,551 frames of 25 fps last 3551/24 s on a 24 fps timeline).
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate
from foley_post.timeline.layout.easing import Point, rounded
from foley_post.timeline.layout.rational import number
from foley_post.timeline.sequence import Knots

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "anchor_speed",
    "clip_knots",
    "conform_speed",
    "format_rate",
    "format_size",
    "text_of",
    "time",
]

_ZERO = Fraction(0)


def time(text: str | None) -> Fraction | None:
    """Seconds; None when there is no time in ``text``."""
    if text is None or not text.strip().endswith("s"):
        return None
    return number(text.strip()[:-1])


def text_of(seconds: Fraction) -> str:
    """``seconds`` as FCPXML writes it."""
    if seconds.denominator == 1:
        return f"{seconds.numerator}s"
    return f"{seconds.numerator}/{seconds.denominator}s"


def format_rate(element: _Element | None) -> Rate | None:
    """The frame rate of a ``<format>``, by its name where it does not say; None for stills and
    sound.
    """
    if element is None:
        return None
    frame = time(element.get("frameDuration"))
    if frame is None or not Fraction(1, 1000) <= frame <= 1:
        return _named_rate(element.get("name") or "")
    return Rate.of(1 / frame)


_NAMED = re.compile(r"FFVideoFormat(?:[A-Za-z]*?)(?:(\d+)x)?(\d+)([ip])(\d{2,5})(?:_.*)?$")
_SIZES = {480: 720, 486: 720, 576: 720, 720: 1280, 1080: 1920, 2160: 3840}


def _named_rate(name: str) -> Rate | None:
    """The rate of one of Final Cut's own formats: ``FFVideoFormat1080p2398`` runs at 23.976.

    Interlaced ones count fields: ``1080i5994`` is 29.97.
    """
    match = _NAMED.match(name)
    if match is None:
        return None
    digits = match[4]
    fps = Fraction(int(digits), 100 if len(digits) > 3 else 1)
    if match[3] == "i":
        fps /= 2
    return Rate.of(fps) if 1 <= fps <= 1000 else None


def format_size(element: _Element | None) -> tuple[int, int] | None:
    """The picture size of a ``<format>``, by its name where it does not say."""
    if element is None:
        return None
    digits = [element.get("width") or "", element.get("height") or ""]
    if all(d.isdigit() and len(d) < 6 and int(d) for d in digits):
        return int(digits[0]), int(digits[1])
    match = _NAMED.match(element.get("name") or "")
    if match is None:
        return None
    height = int(match[2])
    width = int(match[1]) if match[1] else _SIZES.get(height, 0)
    return (width, height) if 0 < width < 100_000 and 0 < height < 100_000 else None


def conform_speed(item: _Element, rate: Rate) -> Fraction:
    """How many media seconds pass in a second on the sequence, because of ``conform-rate``.

    Rates within 5 % are played frame for frame (25 on 24). Others keep their speed, but 23.98
    counts as 24 where the sequence is not NTSC.
    """
    source = _conformed(item)
    if source is None:
        return Fraction(1)
    ratio = rate.fps / source.fps
    if abs(ratio - 1) < Fraction(1, 20):
        return ratio
    if source.is_ntsc != rate.is_ntsc:
        return Fraction(1001, 1000) if source.is_ntsc else Fraction(1000, 1001)
    return Fraction(1)


def anchor_speed(item: _Element, rate: Rate) -> Fraction:
    """By how much offsets of connected clips count faster than the sequence.

    As `conform_speed`, but a 23.98 clip's own clock counts as 24 on 59.94 too (measured).
    """
    source, speed = _conformed(item), conform_speed(item, rate)
    if source is not None and speed == 1 and source.is_ntsc and source != rate:
        return Fraction(1001, 1000)
    return speed


def _conformed(item: _Element) -> Rate | None:
    """The media's rate where the clip is conformed to the sequence's."""
    conform = item.find("conform-rate")
    if conform is None or conform.get("scaleEnabled") == "0":
        return None
    try:
        return Rate.of(conform.get("srcFrameRate") or "")
    except ValueError:
        return None


def clip_knots(item: _Element, start_s: Fraction, length_s: Fraction, speed: Fraction) -> Knots:
    """What ``item`` shows: (record seconds, seconds on its content's clock).

    ``start_s`` is where it starts on its own clock; ``speed`` the conform's. A smooth point of a
    ``timeMap`` eases over its ``inTime`` and ``outTime``, and is a corner where it has none.
    """
    points = _points(item)
    if len(points) < 2:
        return ((_ZERO, start_s), (length_s, start_s + length_s * speed))
    inside = [
        ((t - start_s) / speed, v) for t, v in points if start_s < t < start_s + length_s * speed
    ]
    ends = _at(points, start_s), _at(points, start_s + length_s * speed)
    return ((_ZERO, ends[0]), *inside, (length_s, ends[1]))


def _points(item: _Element) -> list[Point]:
    found: dict[Fraction, tuple[Point, tuple[Fraction, Fraction]]] = {}
    for point in item.iterfind("timeMap/timept"):
        when, value = time(point.get("time")), time(point.get("value"))
        if when is not None and value is not None:
            eased = point.get("interp") != "linear"
            reach = [(time(point.get(key)) if eased else None) for key in ("inTime", "outTime")]
            found[when] = (
                (when, value),
                (max(reach[0] or _ZERO, _ZERO), max(reach[1] or _ZERO, _ZERO)),
            )
    rising = [found[when] for when in sorted(found)]
    points: list[Point] = []
    for index, (corner, ease) in enumerate(rising):
        inner = 0 < index < len(rising) - 1
        if inner and any(ease):
            curve = rounded(rising[index - 1][0], corner, rising[index + 1][0], ease)
            points.extend(p for p in curve if not points or p[0] > points[-1][0])
        elif not points or corner[0] > points[-1][0]:
            points.append(corner)
    return points


def _at(points: list[Point], when: Fraction) -> Fraction:
    """Between points straight, beyond them as the outer two go on."""
    pairs = list(pairwise(points))
    (t0, v0), (t1, v1) = next((p for p in pairs if when <= p[1][0]), pairs[-1])
    return v0 + (when - t0) * (v1 - v0) / (t1 - t0)
