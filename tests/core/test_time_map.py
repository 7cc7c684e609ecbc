from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.core.time_map import TimeMap

F = Fraction
seconds = st.fractions(min_value=0, max_value=10_000, max_denominator=2002)
lengths = st.fractions(min_value=F(1, 120), max_value=1000, max_denominator=2002)
speeds = st.fractions(min_value=-8, max_value=8, max_denominator=100)


@st.composite
def time_maps(draw: st.DrawFn) -> TimeMap:
    steps = draw(st.lists(st.tuples(lengths, seconds), min_size=1, max_size=8))
    knots = [(F(0), draw(seconds))]
    for length, media in steps:
        knots.append((knots[-1][0] + length, media))
    return TimeMap(tuple(knots))


@given(seconds, lengths, speeds)
def test_a_straight_map_runs_at_its_speed(start: F, length: F, speed: F) -> None:
    warp = TimeMap.linear(start, length, speed)
    assert warp.length_s == length
    assert warp.media_at(F(0)) == start
    assert warp.media_at(length / 2) == start + length / 2 * speed
    assert warp.is_plain == (speed == 1)


@given(time_maps())
def test_knots_are_met_exactly(warp: TimeMap) -> None:
    for record, media in warp.knots:
        assert warp.media_at(record) == media


@given(time_maps(), st.fractions(min_value=0, max_value=1))
def test_what_is_seen_stays_in_the_media_range(warp: TimeMap, share: F) -> None:
    low, high = warp.media_range
    assert low <= warp.media_at(warp.length_s * share) <= high


@given(time_maps())
def test_segments_join_without_gaps(warp: TimeMap) -> None:
    pieces = warp.segments()
    assert pieces[0][0] == warp.knots[0]
    assert pieces[-1][1] == warp.knots[-1]
    assert all(a[1] == b[0] for a, b in pairwise(pieces))


def test_beyond_the_ends_the_outer_segments_go_on() -> None:
    warp = TimeMap(((F(0), F(10)), (F(1), F(12)), (F(2), F(12))))
    assert warp.media_at(F(-1)) == 8
    assert warp.media_at(F(5)) == 12


def test_reverse_and_freeze() -> None:
    assert TimeMap.linear(F(10), F(4), F(-1)).media_range == (6, 10)
    assert TimeMap.linear(F(10), F(4), F(0)).media_range == (10, 10)


@pytest.mark.parametrize(
    "knots",
    [
        (),
        ((F(0), F(0)),),
        ((F(1), F(0)), (F(2), F(1))),
        ((F(0), F(0)), (F(0), F(1))),
        ((F(0), F(0)), (F(2), F(1)), (F(1), F(2))),
    ],
)
def test_maps_that_do_not_start_at_0_and_rise_are_refused(
    knots: tuple[tuple[F, F], ...],
) -> None:
    with pytest.raises(ValueError, match="time"):
        TimeMap(knots)
