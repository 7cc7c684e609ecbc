"""What FCP7 XML says of a clip's speed, as exact knots.

Filter ``timeremap``: ``speed`` in per cent, ``reverse``, and for ramps ``graphdict`` with keyframes
``when`` (retimed frames, which ``in`` counts in) and ``value`` (frames of the media). Premiere
writes a graph for constant speeds too, marks the two keys of a ramp (``pproRampStart``,
``pproRampEnd``), and has been seen to leave junk in keys it calls virtual. ``inbez`` and ``outbez``
are handles, as offsets from their key in the same units; Apple does not say so, and handles that
make no sense in them are not followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from foley_post.core.timecode import TICKS_PER_SECOND, Rate
from foley_post.timeline.layout.easing import Point, bezier, slope
from foley_post.timeline.layout.rational import number
from foley_post.timeline.sequence import Knots

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["knots"]


def knots(item: _Element, rate: Rate, lead_s: Fraction, record_s: Fraction) -> Knots:
    """Pairs (record seconds from the cut, media seconds) for a clipitem ``record_s`` long.

    ``rate`` is the clip's; ``lead_s`` what a transition shows of it before the cut.
    """
    in_frame = number(item.findtext("in")) or Fraction(0)
    start_s = max(in_frame, Fraction(0)) * rate.frame_s + lead_s
    remap = _remap(item)
    if remap is None:
        start_s = _exact_start(item, in_frame, rate) + lead_s
        return ((Fraction(0), start_s), (record_s, start_s + record_s))
    graph = _graph(remap, rate)
    speed = _parameter(remap, "speed")
    ramp = _parameter(remap, "variablespeed") == 1
    if graph and (ramp or speed is None or not _is_straight(graph)):
        return _cut_out(graph, start_s, record_s)
    speed = Fraction(1) if speed is None else speed / 100
    backwards = (_text(remap, "reverse") or "").upper() == "TRUE" or speed < 0
    if backwards:
        speed = -abs(speed)
    return _constant(item, rate, (start_s, record_s), (speed, bool(graph)))


def _exact_start(item: _Element, in_frame: Fraction, rate: Rate) -> Fraction:
    """Where a clip starts in seconds of its media, by Premiere's ticks where they are its ``in``.

    ``in`` is rounded to the sequence's grid where the media runs at another rate; ticks are not.
    """
    start_s = max(in_frame, Fraction(0)) * rate.frame_s
    ticks = number(item.findtext("pproTicksIn"))
    if ticks is None or item.find("subclipinfo") is not None:
        return start_s
    exact = ticks / TICKS_PER_SECOND
    return exact if exact >= 0 and abs(exact - start_s) < rate.frame_s else start_s


def _constant(
    item: _Element, rate: Rate, when: tuple[Fraction, Fraction], how: tuple[Fraction, bool]
) -> Knots:
    (start_s, record_s), (speed, graph) = when, how
    length = number(item.findtext("duration")) or Fraction(0)
    if not graph and _counts_media(item, rate, speed, record_s):
        first = start_s if speed >= 0 else start_s + record_s * -speed
    elif speed >= 0:
        # A freeze's `in` is the frame that is held, not a retimed one.
        first = start_s * speed if speed else start_s
    else:
        # `in` counts from the end of the media when the clip runs backwards.
        first = max(length * rate.frame_s - start_s, Fraction(0)) * -speed
        if not length:
            first = start_s + record_s * -speed
    return ((Fraction(0), first), (record_s, max(first + record_s * speed, Fraction(0))))


def _counts_media(item: _Element, rate: Rate, speed: Fraction, record_s: Fraction) -> bool:
    """Whether ``in``/``out`` count frames of the media, as some write, not retimed ones."""
    first, last = number(item.findtext("in")), number(item.findtext("out"))
    if first is None or last is None or abs(speed) in {0, 1}:
        return False
    seen_s = (last - first) * rate.frame_s
    return abs(seen_s - record_s * abs(speed)) < abs(seen_s - record_s)


def _remap(item: _Element) -> _Element | None:
    for found in item.iterfind("filter"):
        name = (found.findtext("effect/effectid") or "").strip().lower()
        if name == "timeremap" and (found.findtext("enabled") or "TRUE").upper() != "FALSE":
            return found.find("effect")
    return None


@dataclass(frozen=True, slots=True)
class _Key:
    """A keyframe in seconds, with its handles where it has some."""

    at: Point
    ramp_start: bool
    ramp_end: bool
    into: Point | None
    out: Point | None


def _graph(effect: _Element, rate: Rate) -> list[Point]:
    """The keyframes in seconds, rising, with points between them on eased ones; empty when there
    are not two.
    """
    keys: dict[Fraction, _Key] = {}
    for parameter in effect.iterfind("parameter"):
        if (parameter.findtext("parameterid") or "").strip() != "graphdict":
            continue
        most = number(parameter.findtext("valuemax"))
        for keyframe in parameter.iterfind("keyframe"):
            key = _key(keyframe, rate, most)
            if key is not None:
                keys[key.at[0]] = key
    rising = [keys[when] for when in sorted(keys)]
    if len(rising) < 2:
        return []
    found = [rising[0].at]
    for index in range(1, len(rising)):
        found.extend(_between(rising, index))
        found.append(rising[index].at)
    return found


def _key(keyframe: _Element, rate: Rate, most: Fraction | None) -> _Key | None:
    when, value = number(keyframe.findtext("when")), number(keyframe.findtext("value"))
    if when is None or value is None:
        return None
    beyond = most is not None and most > 0 and value > 2 * most
    if _is(keyframe, "speedvirtualkf") and (value < 0 or beyond):
        return None
    at = (when * rate.frame_s, value * rate.frame_s)
    return _Key(
        at,
        _is(keyframe, "pproRampStart"),
        _is(keyframe, "pproRampEnd"),
        _handle(keyframe.find("inbez"), at, rate),
        _handle(keyframe.find("outbez"), at, rate),
    )


def _handle(element: _Element | None, at: Point, rate: Rate) -> Point | None:
    if element is None:
        return None
    along, up = number(element.findtext("horiz")), number(element.findtext("vert"))
    if along is None or up is None:
        return None
    return at[0] + along * rate.frame_s, at[1] + up * rate.frame_s


def _between(keys: list[_Key], index: int) -> list[Point]:
    """The points on the curve from the key before ``index`` to the one there."""
    one, two = keys[index - 1], keys[index]
    third = (two.at[0] - one.at[0]) / 3
    if one.ramp_start and two.ramp_end and 1 < index < len(keys) - 1:
        # The speed goes from what it was to what it will be.
        before = slope(keys[index - 2].at, one.at)
        after = slope(two.at, keys[index + 1].at)
        out = (one.at[0] + third, one.at[1] + third * before)
        into = (two.at[0] - third, two.at[1] - third * after)
        return bezier(one.at, out, into, two.at)
    if one.out is None and two.into is None:
        return []
    straight = slope(one.at, two.at)
    out = one.out or (one.at[0] + third, one.at[1] + third * straight)
    into = two.into or (two.at[0] - third, two.at[1] - third * straight)
    return bezier(one.at, out, into, two.at)


def _is(keyframe: _Element, tag: str) -> bool:
    return (keyframe.findtext(tag) or "").strip().upper() == "TRUE"


def _is_straight(graph: list[Point]) -> bool:
    (w0, v0), (w1, v1) = graph[0], graph[-1]
    slope = (v1 - v0) / (w1 - w0)
    tolerance = (w1 - w0) / 1000 + Fraction(1, 12)
    return all(abs(v0 + (w - w0) * slope - v) < tolerance for w, v in graph)


def _cut_out(graph: list[Point], start_s: Fraction, record_s: Fraction) -> Knots:
    inside = [(w - start_s, v) for w, v in graph if start_s < w < start_s + record_s]
    ends = [_at(graph, start_s), _at(graph, start_s + record_s)]
    return ((Fraction(0), ends[0]), *inside, (record_s, ends[1]))


def _at(graph: list[Point], when: Fraction) -> Fraction:
    """The media second at ``when``; level beyond the ends, as the hosts hold the last frame."""
    if when <= graph[0][0]:
        return graph[0][1]
    for (w0, v0), (w1, v1) in pairwise(graph):
        if when <= w1:
            return v0 + (when - w0) * (v1 - v0) / (w1 - w0)
    return graph[-1][1]


def _parameter(effect: _Element, name: str) -> Fraction | None:
    return number(_text(effect, name))


def _text(effect: _Element, name: str) -> str | None:
    for parameter in effect.iterfind("parameter"):
        if (parameter.findtext("parameterid") or "").strip() == name:
            return (parameter.findtext("value") or "").strip()
    return None
