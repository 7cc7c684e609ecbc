"""A timeline as OpenTimelineIO holds it, with what the file says beyond that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from foley_post.core.timecode import Rate

Knots = tuple[tuple[Fraction, Fraction], ...]

__all__ = [
    "MADE",
    "OURS",
    "Knots",
    "Sequence",
    "fraction_of",
    "is_ours",
    "made_by_us",
    "note_link",
    "our_note",
    "rational",
    "say_channels",
    "show",
]

OURS = "foley_post"
"""The key of our metadata on OTIO objects."""

MADE = "Foley Post"
"""What marks our tracks and clips where a format has only words."""


@dataclass(slots=True)
class Sequence:
    """One editing timeline: ``timeline`` is an ``opentimelineio.schema.Timeline``.

    What the file does not say stays None (``rate``, ``start_frame``) or at its default.
    ``not_read`` counts, by name, what the file holds and ``timeline`` does not.
    """

    timeline: Any
    rate: Rate | None = None
    start_frame: int | None = None
    drop_frame: bool | None = None
    audio_rate_hz: int = 48_000
    audio_channels: int = 2
    picture_size: tuple[int, int] | None = None
    notices: tuple[str, ...] = ()
    not_read: Mapping[str, int] = field(default_factory=dict)


def fraction_of(time: Any) -> Fraction:
    """A ``RationalTime`` in exact seconds: 24000/1001 is restored from its float."""
    return _exact(time.value, time.rate)


@lru_cache(maxsize=65_536)
def _exact(value: float, rate: float) -> Fraction:
    exact = Fraction(value)
    if exact.denominator != 1:
        exact = exact.limit_denominator(1_000_000)
    return Rate.of(rate).seconds(exact)


def rational(frames: int | Fraction, rate: Rate) -> Any:
    """``frames`` as a ``RationalTime`` of ``rate``."""
    import opentimelineio as otio

    return otio.opentime.RationalTime(float(frames), float(rate.fps))


def made_by_us(**facts: Any) -> dict[str, Any]:
    """Metadata that marks an OTIO object as ours."""
    return {OURS: {"made": True, **facts}}


def is_ours(item: Any) -> bool:
    """Whether an earlier run of Foley Post made this OTIO object."""
    ours = our_note(item)
    try:
        return bool(ours is not None and ours.get("made"))
    except AttributeError:  # somebody else's value under our key
        return False


def our_note(item: Any) -> Any:
    """What an OTIO object's metadata holds under `OURS`; None for nothing."""
    metadata = item.metadata
    return metadata.get(OURS) if len(metadata) else None  # asking in vain takes 17 us


def say_channels(item: Any, channels: int) -> None:
    """Note on an audio track or clip how many channels it has, where the hosts look for it."""
    layout = {1: "Mono", 2: "Stereo", 6: "5.1"}.get(channels, "Adaptive")
    block = dict(item.metadata.get("PremierePro_OTIO") or {})
    block["AudioChannels"] = {"ChannelType": layout, "NumberOfChannels": channels}
    item.metadata["PremierePro_OTIO"] = block
    if item.schema_name() == "Track":
        item.metadata["Resolve_OTIO"] = {"Audio Type": layout}


def note_link(item: Any, group: int) -> None:
    """Note on a clip that it is linked with the others of its group, where the hosts look for it.

    Only for clips of one file: Premiere mutes one of two that are not.
    """
    item.metadata["PremierePro_OTIO"] = {"LinkID": str(group)}
    item.metadata["Resolve_OTIO"] = {"Link Group ID": group}


def show(item: Any, knots: Knots, media_start_s: Fraction, media_rate: Rate) -> None:
    """Make an OTIO item show its media by ``knots``: (record seconds, media seconds).

    Media seconds count from the media's first frame, ``media_start_s`` is that frame's timecode.
    Sets the source range as OTIO has it (as long as on the track), adds the speed effect, and
    notes the exact knots beside it, since OTIO has no ramps.
    """
    import opentimelineio as otio

    record_s = knots[-1][0]
    speed = (knots[-1][1] - knots[0][1]) / record_s
    first = min(knots[0][1], knots[-1][1])
    item.source_range = otio.opentime.TimeRange(
        rational((media_start_s + first) * media_rate.fps, media_rate),
        rational(record_s * media_rate.fps, media_rate),
    )
    if len(knots) == 2 and speed == 1:
        return
    item.metadata[OURS] = {"knots": [[str(r), str(m)] for r, m in knots]}
    if len(knots) > 2:
        item.effects.append(otio.schema.TimeEffect(effect_name="TimeRemap"))
    elif speed == 0:
        item.effects.append(otio.schema.FreezeFrame())
    else:
        item.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(speed)))
