"""Rates, frames, timecode, samples and ticks, exact.

Time crosses every border of the house as whole frames with a :class:`Rate`, or as ``Fraction``
seconds. A float of seconds is a measurement (a note's onset, a decoded frame's stamp), never a
place on a timeline.

Timecode follows SMPTE ST 12-1: NTSC rates run at 1000/1001 of their nominal rate, drop-frame skips
two numbers (four at 59.94) at each minute not divisible by ten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

__all__ = [
    "TICKS_PER_SECOND",
    "Rate",
    "parse_timecode",
    "round_half_up",
    "samples_at",
    "ticks_at",
    "timecode",
]

TICKS_PER_SECOND = 254_016_000_000
"""Premiere's clock: divisible by all common frame and sample rates."""

_TIMECODE = re.compile(r"^(\d{1,3}):([0-5]\d):([0-5]\d)([:;.,])(\d{2,3})$")
_RATE = re.compile(r"\d{1,9}(\.\d{1,12})?(/\d{1,9})?")
_NTSC_TOLERANCE = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Rate:
    """Frames per second, exact: ``Rate(24000, 1001)`` is 23.976."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise ValueError(
                f"a frame rate must be above 0, got {self.numerator}/{self.denominator}"
            )
        exact = Fraction(self.numerator, self.denominator)
        object.__setattr__(self, "numerator", exact.numerator)
        object.__setattr__(self, "denominator", exact.denominator)

    @classmethod
    def of(cls, fps: float | Fraction | str) -> Rate:
        """The rate meant by ``fps``: 23.976, 23.98 and 24000/1001 are one, 25.0 is 25.

        Raises ValueError for zero, negative, NaN or infinite rates.
        """
        return _rate_of(fps)

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return Fraction(self.numerator, self.denominator)

    @property
    def frame_s(self) -> Fraction:
        """One frame in seconds."""
        return Fraction(self.denominator, self.numerator)

    @property
    def timebase(self) -> int:
        """The nominal whole rate that timecode counts in: 24 for 23.976."""
        return -(-self.numerator // self.denominator)

    @property
    def is_ntsc(self) -> bool:
        """Whether the rate is a nominal one times 1000/1001."""
        return self.numerator * 1001 == self.timebase * 1000 * self.denominator

    def seconds(self, frames: int | Fraction) -> Fraction:
        """``frames`` in seconds, exact."""
        return Fraction(frames * self.denominator, self.numerator)

    def frames(self, seconds: Fraction) -> int:
        """The whole frame nearest to ``seconds``, halves up."""
        over = 2 * seconds.denominator * self.denominator
        return (2 * seconds.numerator * self.numerator + over // 2) // over

    def __lt__(self, other: Rate) -> bool:
        return self.fps < other.fps

    def __str__(self) -> str:
        return f"{float(self.fps):.3f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=1024)  # a timeline names the same few rates thousands of times
def _rate_of(fps: float | Fraction | str) -> Rate:
    try:
        if isinstance(fps, str) and not _RATE.fullmatch(fps.strip()):
            raise ValueError("not a number")
        exact = Fraction(fps)
    except (OverflowError, ValueError, ZeroDivisionError) as error:
        raise ValueError(f"not a frame rate: {fps!r}") from error
    if exact <= 0:
        raise ValueError(f"a frame rate must be above 0, got {fps!r}")
    nearest = round(exact)
    ntsc = Fraction(round(exact * 1001 / 1000) * 1000, 1001)
    if nearest and abs(exact - nearest) < Fraction(1, 100_000):
        exact = Fraction(nearest)
    elif ntsc and abs(exact - ntsc) / ntsc < _NTSC_TOLERANCE / 2:
        exact = ntsc
    else:
        exact = exact.limit_denominator(1_000_000)
    return Rate(exact.numerator, exact.denominator)


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; halves go up, so that neighbours never overlap or gap."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def samples_at(seconds: Fraction, rate_hz: int) -> int:
    """The sample nearest to ``seconds`` at ``rate_hz``."""
    return round_half_up(seconds * rate_hz)


def ticks_at(seconds: Fraction) -> int:
    """Premiere's tick nearest to ``seconds``."""
    return round_half_up(seconds * TICKS_PER_SECOND)


def timecode(frame: int, rate: Rate, drop_frame: bool = False) -> str:
    """``frame`` counted from midnight as ``HH:MM:SS:FF`` (``;`` before the frames when drop-frame).

    Wraps past midnight. Drop-frame needs 29.97 or 59.94 (or 119.88); ValueError otherwise.
    """
    base = rate.timebase
    if drop_frame:
        frame = _drop_to_nominal(frame % _frames_a_day(rate, True), rate)
    frame %= base * 86_400
    seconds, frames = divmod(frame, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    width = 3 if base > 100 else 2
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{';' if drop_frame else ':'}{frames:0{width}d}"


def parse_timecode(text: str, rate: Rate, drop_frame: bool | None = None) -> int:
    """The frame, counted from midnight, that ``HH:MM:SS:FF`` names.

    ``drop_frame`` None reads it from the separator before the frames (``;``, ``,`` or ``.`` is
    drop-frame, where the rate has one). ValueError for anything that is not a timecode of this
    rate.
    """
    match = _TIMECODE.match(text.strip())
    if not match:
        raise ValueError(f"not a timecode: {text!r} (expected HH:MM:SS:FF)")
    hours, minutes, seconds, frames = (int(match[i]) for i in (1, 2, 3, 5))
    if frames >= rate.timebase:
        raise ValueError(
            f"{text!r} has frame {frames}, but {rate} fps counts to {rate.timebase - 1}"
        )
    total_minutes = hours * 60 + minutes
    frame = (total_minutes * 60 + seconds) * rate.timebase + frames
    if drop_frame is None:
        drop_frame = match[4] != ":" and _can_drop(rate)
    if drop_frame:
        dropped = _dropped_per_minute(rate)
        if frames < dropped and seconds == 0 and minutes % 10:
            raise ValueError(f"{text!r} does not exist in drop-frame timecode")
        frame -= dropped * (total_minutes - total_minutes // 10)
    return frame


def _can_drop(rate: Rate) -> bool:
    return rate.is_ntsc and rate.timebase % 30 == 0


def _dropped_per_minute(rate: Rate) -> int:
    if not _can_drop(rate):
        raise ValueError(f"there is no drop-frame timecode at {rate} fps")
    return rate.timebase // 15


def _frames_a_day(rate: Rate, drop_frame: bool) -> int:
    frames = rate.timebase * 86_400
    return frames - _dropped_per_minute(rate) * 1296 if drop_frame else frames


def _drop_to_nominal(frame: int, rate: Rate) -> int:
    """The number on the clock for a counted frame: skipped numbers put back in."""
    dropped = _dropped_per_minute(rate)
    per_ten_minutes = rate.timebase * 600 - dropped * 9
    per_minute = rate.timebase * 60 - dropped
    tens, rest = divmod(frame, per_ten_minutes)
    skipped = tens * 9
    if rest >= rate.timebase * 60:
        skipped += 1 + (rest - rate.timebase * 60) // per_minute
    return frame + skipped * dropped
