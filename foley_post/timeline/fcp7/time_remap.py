"""Speed changes as Final Cut Pro 7 XML writes them: retimed in and out, and a Time Remap filter.

The counterpart of `foley_post.timeline.fcp7.speed`, which reads the same back.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate, round_half_up
from foley_post.timeline.model import Shot

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["source_frames", "speed_filter"]


def source_frames(shot: Shot, rate: Rate) -> tuple[int, int, int]:
    """``in``, ``out`` and ``duration`` of the clipitem, in frames of ``rate``, retimed."""
    knots = shot.time_map.knots
    length = max(1, rate.frames(shot.length_s))
    whole_s = shot.media.length_s or shot.time_map.media_range[1]
    if shot.time_map.is_plain:
        first = max(0, rate.frames(knots[0][1]))
        return first, first + length, max(first + length, rate.frames(whole_s))
    speed = _speed(shot)
    if speed is None:
        return 0, length, length
    if speed == 0:
        first = max(0, rate.frames(knots[0][1]))
        return first, first + length, max(first + length, rate.frames(whole_s))
    retimed = round_half_up(max(whole_s, shot.time_map.media_range[1]) * rate.fps / abs(speed))
    first = round_half_up(knots[0][1] * rate.fps / abs(speed))
    if speed < 0:
        first = retimed - first
    first = max(0, first)
    return first, first + length, max(first + length, retimed)


def speed_filter(item: _Element, shot: Shot, rate: Rate) -> None:
    """Add the Time Remap filter that ``shot`` needs; nothing for plain speed."""
    from foley_post.timeline.fcp7.writer import sub

    if shot.time_map.is_plain:
        return
    speed = _speed(shot)
    effect = sub(sub(item, "filter"), "effect")
    sub(effect, "name", "Time Remap")
    sub(effect, "effectid", "timeremap")
    sub(effect, "effectcategory", "motion")
    sub(effect, "effecttype", "motion")
    sub(effect, "mediatype", "video")
    knots = shot.time_map.knots
    mean = (knots[-1][1] - knots[0][1]) / shot.length_s
    values = {
        "variablespeed": "1" if speed is None else "0",
        "speed": _decimal((mean if speed is None else speed) * 100),
        "reverse": "TRUE" if speed is not None and speed < 0 else "FALSE",
        "frameblending": "FALSE",
    }
    for name, value in values.items():
        parameter = sub(effect, "parameter")
        sub(parameter, "parameterid", name)
        sub(parameter, "name", name)
        sub(parameter, "value", value)
    if speed is None:
        parameter = sub(effect, "parameter")
        sub(parameter, "parameterid", "graphdict")
        sub(parameter, "name", "graphdict")
        for record_s, media_s in knots:
            keyframe = sub(parameter, "keyframe")
            sub(keyframe, "when", _decimal(record_s * rate.fps))
            sub(keyframe, "value", _decimal(media_s * rate.fps))
            sub(keyframe, "speedvirtualkf", "TRUE")


def _speed(shot: Shot) -> Fraction | None:
    """The one speed of the shot; None for a ramp."""
    speeds = {(m1 - m0) / (r1 - r0) for (r0, m0), (r1, m1) in shot.time_map.segments()}
    return speeds.pop() if len(speeds) == 1 else None


def _decimal(value: Fraction) -> str:
    return f"{float(value):.9f}".rstrip("0").rstrip(".") or "0"
