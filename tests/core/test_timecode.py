from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.core.timecode import (
    TICKS_PER_SECOND,
    Rate,
    parse_timecode,
    round_half_up,
    samples_at,
    ticks_at,
    timecode,
)

NTSC = [Rate(n * 1000, 1001) for n in (24, 30, 48, 60, 120)]
WHOLE = [Rate(n) for n in (24, 25, 30, 48, 50, 60, 100, 120)]
DROPPING = [Rate(30000, 1001), Rate(60000, 1001), Rate(120000, 1001)]
rates = st.sampled_from(NTSC + WHOLE)
frames = st.integers(min_value=0, max_value=120 * 86_400 - 1)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (23.976, Rate(24000, 1001)),
        (23.98, Rate(24000, 1001)),
        (23.976023976023978, Rate(24000, 1001)),
        ("24000/1001", Rate(24000, 1001)),
        (29.97, Rate(30000, 1001)),
        ("29.97", Rate(30000, 1001)),
        (47.952, Rate(48000, 1001)),
        (59.94, Rate(60000, 1001)),
        (119.88, Rate(120000, 1001)),
        (25, Rate(25)),
        (25.0, Rate(25)),
        (12.5, Rate(25, 2)),
        (15, Rate(15)),
    ],
)
def test_rates_are_what_people_mean_by_them(said: float | str, meant: Rate) -> None:
    assert Rate.of(said) == meant


@pytest.mark.parametrize(
    "said", [0, -24, math.nan, math.inf, "", "fast", "1/0", "1e999999999", "-25", 1e-12]
)
def test_what_is_no_rate_is_a_value_error(said: float | str) -> None:
    with pytest.raises(ValueError, match="rate"):
        Rate.of(said)


@given(rates)
def test_a_rate_survives_being_a_float(rate: Rate) -> None:
    assert Rate.of(float(rate.fps)) == rate
    assert Rate.of(str(rate)) == rate


@given(rates, rates)
def test_rates_are_ordered_by_speed(a: Rate, b: Rate) -> None:
    assert (a < b) == (a.fps < b.fps)


def test_ntsc_and_the_timebase() -> None:
    assert all(rate.is_ntsc for rate in NTSC)
    assert not any(rate.is_ntsc for rate in WHOLE)
    assert [rate.timebase for rate in NTSC] == [24, 30, 48, 60, 120]


@given(rates, frames)
def test_frames_to_seconds_and_back(rate: Rate, frame: int) -> None:
    assert rate.frames(rate.seconds(frame)) == frame


@given(rates, frames, st.sampled_from([44_100, 48_000, 96_000]))
def test_a_sample_is_nearest_to_its_frame(rate: Rate, frame: int, rate_hz: int) -> None:
    sample = samples_at(rate.seconds(frame), rate_hz)
    assert abs(Fraction(sample, rate_hz) - rate.seconds(frame)) <= Fraction(1, 2 * rate_hz)
    assert rate.frames(Fraction(sample, rate_hz)) == frame


@given(rates, frames)
def test_ticks_are_exact_at_common_rates(rate: Rate, frame: int) -> None:
    assert Fraction(ticks_at(rate.seconds(frame)), TICKS_PER_SECOND) == rate.seconds(frame)


@given(rates, frames)
def test_timecode_comes_back_as_its_frame(rate: Rate, frame: int) -> None:
    frame %= rate.timebase * 86_400
    assert parse_timecode(timecode(frame, rate), rate) == frame


@given(st.sampled_from(DROPPING), frames)
def test_drop_frame_timecode_comes_back_as_its_frame(rate: Rate, frame: int) -> None:
    frame %= parse_timecode("23:59:59:00", rate, True)
    text = timecode(frame, rate, True)
    assert ";" in text
    assert parse_timecode(text, rate) == frame


@given(st.sampled_from(DROPPING), st.integers(0, 86_399))
def test_drop_frame_timecode_keeps_to_the_clock(rate: Rate, second: int) -> None:
    """Over a day it is at most 2 frames a minute and 86.4 ms off, as SMPTE ST 12-1 says."""
    frame = rate.frames(Fraction(second))
    hours, minutes, rest = timecode(frame, rate, True).split(":")
    seconds, ff = rest.split(";")
    clock = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(ff) / rate.timebase
    assert abs(clock - second) < 0.2


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        (1799, "00:00:59;29"),
        (1800, "00:01:00;02"),
        (17_981, "00:09:59;29"),
        (17_982, "00:10:00;00"),
        (107_892, "01:00:00;00"),
    ],
)
def test_drop_frame_skips_the_numbers_of_the_standard(frame: int, text: str) -> None:
    assert timecode(frame, Rate(30000, 1001), True) == text
    assert parse_timecode(text, Rate(30000, 1001)) == frame


def test_timecode_wraps_past_midnight() -> None:
    assert timecode(25 * 86_400 + 5, Rate(25)) == "00:00:00:05"
    day = parse_timecode("23:59:59;29", Rate(30000, 1001)) + 1
    assert timecode(day + 7, Rate(30000, 1001), True) == "00:00:00;07"


@pytest.mark.parametrize(
    ("text", "rate", "drop"),
    [
        ("01:00:00", Rate(25), None),
        ("01:00:00:25", Rate(25), None),
        ("01:60:00:00", Rate(25), None),
        ("00:01:00;00", Rate(30000, 1001), None),
        ("01:00:00:00", Rate(25), True),
        ("-1:00:00:00", Rate(25), None),
        ("", Rate(25), None),
    ],
)
def test_what_is_no_timecode_is_a_value_error(text: str, rate: Rate, drop: bool | None) -> None:
    with pytest.raises(ValueError, match=r"timecode|frame"):
        parse_timecode(text, rate, drop)


def test_a_semicolon_at_a_rate_without_drop_frame_is_only_a_separator() -> None:
    assert parse_timecode("01:00:00;10", Rate(25)) == 90_010


@given(st.fractions())
def test_halves_go_up(value: Fraction) -> None:
    nearest = round_half_up(value)
    assert -Fraction(1, 2) < nearest - value <= Fraction(1, 2)
