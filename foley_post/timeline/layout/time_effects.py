"""Time maps of OTIO items, and what of a nested timeline is seen through its own time map."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from foley_post.core.time_map import TimeMap
from foley_post.timeline.layout.easing import Point
from foley_post.timeline.layout.rational import number
from foley_post.timeline.sequence import our_note

__all__ = ["item_map", "on_grid", "seen_through"]


def item_map(item: Any, length_s: Fraction, source_start_s: Fraction) -> tuple[TimeMap, str]:
    """Which source second ``item`` shows when, from its first frame; and a sentence of doubt.

    ``source_start_s`` is where the item's source range starts. OTIO's speed effects leave the
    length on the track alone; a reversed clip shows its source range from the end.
    """
    ours = our_note(item)
    exact = _our_knots(ours) if ours is not None else None
    if exact is not None and exact[-1][0] == length_s:
        return TimeMap(exact), ""
    speed, doubt = Fraction(1), ""
    effects = item.effects
    for effect in effects if len(effects) else ():
        kind = effect.schema_name()
        if not getattr(effect, "enabled", True):
            continue
        if kind == "FreezeFrame":
            speed = Fraction(0)
        elif kind == "LinearTimeWarp":
            speed *= Fraction(effect.time_scalar).limit_denominator(100_000)
        elif kind == "TimeEffect":
            ramp, doubt = _resolve_ramp(effect, length_s)
            if ramp is not None:
                return TimeMap(tuple((r, source_start_s + m) for r, m in ramp)), doubt
            doubt = "Its speed changes in a way the timeline does not tell; it is read as constant."
    start = source_start_s - speed * length_s if speed < 0 else source_start_s
    return TimeMap.linear(start, length_s, speed), doubt


def _our_knots(ours: Any) -> tuple[tuple[Fraction, Fraction], ...] | None:
    """Knots that our own readers noted; source seconds count from the media's first frame."""
    try:
        pairs = [(number(str(r)), number(str(m))) for r, m in ours["knots"]]
        knots = tuple((r, m) for r, m in pairs if r is not None and m is not None)
        TimeMap(knots)
    except (TypeError, KeyError, ValueError, IndexError):
        return None
    return knots


def _resolve_ramp(effect: Any, length_s: Fraction) -> tuple[list[Point] | None, str]:
    """Resolve's speed ramp, keyframes ``[timeline_s, source_s, ...]`` in the effect's metadata; and
    a sentence of doubt.

    What stands after the first two numbers are an eased ramp's tangents, in units nobody tells.
    """
    for frames in _lists_of_numbers(effect.metadata, 0):
        points = {Fraction(f[0]): Fraction(f[1]) for f in frames}
        knots = sorted(points.items())
        if len(knots) > 1 and knots[0][0] == 0 and knots[-1][0] >= length_s:
            whole = TimeMap(tuple(knots))
            inside = [k for k in knots if k[0] < length_s]
            eased = any(n for f in frames for n in f[2:] if isinstance(n, int | float))
            doubt = "Its speed ramp is eased; it is read as straight between its points."
            return [*inside, (length_s, whole.media_at(length_s))], doubt if eased else ""
    return None, ""


def _lists_of_numbers(value: Any, depth: int) -> list[list[Any]]:
    found: list[list[Any]] = []
    if depth > 8:
        return found
    if hasattr(value, "items"):
        for inner in value.values():
            found.extend(_lists_of_numbers(inner, depth + 1))
    elif not isinstance(value, str) and hasattr(value, "__iter__"):
        rows = list(value)
        if rows and all(_is_keyframe(row) for row in rows):
            found.append(rows)
        else:
            for row in rows:
                found.extend(_lists_of_numbers(row, depth + 1))
    return found


def _is_keyframe(row: Any) -> bool:
    try:
        return len(row) >= 2 and all(isinstance(row[i], int | float) for i in (0, 1))
    except (TypeError, KeyError, IndexError):
        return False


def seen_through(
    outer: TimeMap, inner: TimeMap, inner_start_s: Fraction
) -> list[tuple[Fraction, TimeMap]]:
    """What ``outer`` shows of a clip that lies at ``inner_start_s`` of a nested timeline.

    Pairs of record second (from ``outer``'s first frame) and the clip's time map from there.
    Usually one; several when a ramp plays the clip more than once; none when it is not seen.
    """
    low, high = inner_start_s, inner_start_s + inner.length_s
    first, last = outer.knots[0][1], outer.knots[-1][1]
    if len(outer.knots) == 2 and first <= low and high <= last and outer.is_plain:
        return [(low - first, inner)]  # nearly always
    pieces: list[list[tuple[Fraction, Fraction]]] = []
    for (r0, n0), (r1, n1) in outer.segments():
        if n0 == n1:
            continue  # a frozen picture is silent
        slope = (n1 - n0) / (r1 - r0)
        first, last = max(min(n0, n1), low), min(max(n0, n1), high)
        if first >= last:
            continue
        stops = {first, last} | {low + r for r, _ in inner.knots if first < low + r < last}
        knots = sorted((r0 + (n - n0) / slope, inner.media_at(n - low)) for n in stops)
        if pieces and pieces[-1][-1] == knots[0]:
            pieces[-1].extend(knots[1:])
        else:
            pieces.append(knots)
    return [(p[0][0], TimeMap(tuple((r - p[0][0], m) for r, m in p))) for p in pieces]


def on_grid(time_map: TimeMap, shift_s: Fraction, length_s: Fraction) -> TimeMap:
    """The same map from ``shift_s`` later and ``length_s`` long: a shot moved to whole frames."""
    if shift_s == 0 and length_s == time_map.length_s:
        return time_map
    inner = time_map.knots[1:-1]
    inside = [(r - shift_s, m) for r, m in inner if 0 < r - shift_s < length_s]
    first, last = time_map.media_at(shift_s), time_map.media_at(shift_s + length_s)
    return TimeMap(((Fraction(0), first), *inside, (length_s, last)))
