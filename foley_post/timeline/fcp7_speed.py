"""What FCP7 XML says of a clip's speed, as exact knots.

Filter ``timeremap``: ``speed`` in per cent, ``reverse``, and for ramps ``graphdict`` with keyframes
``when`` (retimed frames, which ``in`` counts in) and ``value`` (frames of the media). Premiere
writes a graph for constant speeds too.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from foley_post.timeline.numbers import number
from foley_post.timeline.sequence import Knots
from foley_post.times import Rate

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


def _graph(effect: _Element, rate: Rate) -> list[tuple[Fraction, Fraction]]:
    """The keyframes in seconds, rising; empty when there are not two."""
    points: dict[Fraction, Fraction] = {}
    for parameter in effect.iterfind("parameter"):
        if (parameter.findtext("parameterid") or "").strip() != "graphdict":
            continue
        for keyframe in parameter.iterfind("keyframe"):
            when, value = number(keyframe.findtext("when")), number(keyframe.findtext("value"))
            if when is not None and value is not None:
                points[when * rate.frame_s] = value * rate.frame_s
    return sorted(points.items()) if len(points) > 1 else []


def _is_straight(graph: list[tuple[Fraction, Fraction]]) -> bool:
    (w0, v0), (w1, v1) = graph[0], graph[-1]
    slope = (v1 - v0) / (w1 - w0)
    tolerance = (w1 - w0) / 1000 + Fraction(1, 12)
    return all(abs(v0 + (w - w0) * slope - v) < tolerance for w, v in graph)


def _cut_out(
    graph: list[tuple[Fraction, Fraction]], start_s: Fraction, record_s: Fraction
) -> Knots:
    inside = [(w - start_s, v) for w, v in graph if start_s < w < start_s + record_s]
    ends = [_at(graph, start_s), _at(graph, start_s + record_s)]
    return ((Fraction(0), ends[0]), *inside, (record_s, ends[1]))


def _at(graph: list[tuple[Fraction, Fraction]], when: Fraction) -> Fraction:
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
