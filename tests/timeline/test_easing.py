"""Eased ramps, as each format tells them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import timeline_material as material
from test_formats_read import PLAIN, REMAP, fcpxml

from foley_post.core.timecode import Rate
from foley_post.timeline import read_cut
from foley_post.timeline.layout.easing import bezier, rounded

F = Fraction


def graph(*keys: str, most: int = 1000) -> str:
    return REMAP.format(
        speed=100,
        reverse="FALSE",
        more="<parameter><parameterid>variablespeed</parameterid><value>1</value></parameter>"
        f"<parameter><parameterid>graphdict</parameterid><valuemax>{most}</valuemax>"
        f"{''.join(keys)}</parameter>",
    )


def key(when: float, value: float, more: str = "") -> str:
    return f"<keyframe><when>{when}</when><value>{value}</value>{more}</keyframe>"


def shot_of(path: Path, filter_: str) -> object:
    items = material.clipitem(1, 0, 100, first=0, last=100, extra=filter_)
    return read_cut(material.fcp7(path / "a.xml", items)).shots[0].time_map


def test_a_premiere_ramp_goes_evenly_from_one_speed_to_the_other(tmp_path: Path) -> None:
    """100 % to 400 % over frames 40 to 60: the mean of the two inside, each outside."""
    keys = [key(0, 0), key(40, 40, "<pproRampStart>TRUE</pproRampStart>")]
    keys += [key(60, 90, "<pproRampEnd>TRUE</pproRampEnd>"), key(100, 250)]
    seen = shot_of(tmp_path, graph(*keys))
    assert [seen.media_at(F(w, 25)) * 25 for w in (0, 20, 40, 60, 80, 100)] == [
        *(0, 20, 40, 90, 170, 250)
    ]
    # Half way through an even ramp: 10 frames at 1 rising to 2.5.
    assert abs(seen.media_at(F(50, 25)) * 25 - F(115, 2)) < F(1, 4)
    speeds = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in seen.segments()]
    assert speeds == sorted(speeds)
    assert len(speeds) == 10


def test_junk_in_keys_that_premiere_calls_virtual_is_not_followed(tmp_path: Path) -> None:
    virtual = "<speedvirtualkf>TRUE</speedvirtualkf><speedkfout>TRUE</speedkfout>"
    keys = [key(0, 0), key(40, 20), key(70, -1815255671, virtual), key(100, 200)]
    seen = shot_of(tmp_path, graph(*keys))
    assert seen.knots == ((F(0), F(0)), (F(40, 25), F(20, 25)), (F(4), F(8)))


def test_bezier_handles_are_followed_and_nonsense_is_straight(tmp_path: Path) -> None:
    def handle(name: str, along: float, up: float) -> str:
        return f"<{name}><horiz>{along}</horiz><vert>{up}</vert></{name}>"

    ease = graph(key(0, 0, handle("outbez", 30, 0)), key(100, 200, handle("inbez", -30, 0)))
    seen = shot_of(tmp_path, ease)
    middle = seen.media_at(F(2))
    assert middle == 4
    assert (seen.media_at(F(1)) < 2, seen.media_at(F(3)) > 6) == (True, True)
    back = graph(key(0, 0, handle("outbez", -30, 0)), key(100, 200))
    assert shot_of(tmp_path, back).knots == ((F(0), F(0)), (F(4), F(8)))


@pytest.mark.parametrize(
    ("reach", "eased"),
    [('inTime="1s" outTime="1s"', True), ('interp="linear" inTime="1s"', False), ("", False)],
)
def test_a_smooth_point_of_fcpxml_eases_where_it_says_how_far(
    tmp_path: Path, reach: str, eased: bool
) -> None:
    points = (
        '<timeMap><timept time="3600s" value="3600s"/>'
        f'<timept time="3602s" value="3602s" {reach}/>'
        '<timept time="3606s" value="3614s"/></timeMap>'
    )
    items = PLAIN.replace('start="3605s"', 'start="3600s"').replace(
        'duration="60060/30000s"><marker start="3600s"',
        'duration="180180/30000s"><marker start="3600s"',
    )
    items = items.replace("<marker", f"{points}<marker", 1)
    seen = read_cut(fcpxml(tmp_path / "a.fcpxml", items)).shots[0].time_map
    assert seen.media_at(F(1)) == 1
    assert seen.media_at(F(3)) == 5
    # At the corner an even change from 1 to 3 is a quarter of the reach above the corner.
    assert seen.media_at(F(2)) == (F(5, 2) if eased else 2)


def test_an_eased_ramp_of_resolve_is_read_straight_and_said(tmp_path: Path) -> None:
    rate = Rate(25)
    effect = {
        "OTIO_SCHEMA": "TimeEffect.1",
        "name": "",
        "effect_name": "TimeEffect",
        "metadata": {"Resolve_OTIO": {"ramp": [[0, 0, 0, 0.1], [1, 0.5, 0.1, 0], [2, 2, 0, 0]]}},
    }
    one = material.clip("a", "file:///a.mov", (100, 50), rate, effects=[effect])
    path = material.save(material.timeline([material.track([one])], rate), tmp_path / "a.otio")
    cut = read_cut(path)
    assert cut.shots[0].time_map.knots == ((F(0), F(4)), (F(1), F(9, 2)), (F(2), F(6)))
    assert any("eased" in notice for notice in cut.notices)


def test_curves_meet_their_ends_and_never_run_back_in_time() -> None:
    start, end = (F(0), F(0)), (F(4), F(8))
    straight = bezier(start, (F(4, 3), F(8, 3)), (F(8, 3), F(16, 3)), end)
    assert all(v == 2 * w for w, v in straight)
    curve = rounded((F(0), F(0)), (F(2), F(2)), (F(3), F(5)), (F(5), F(5)))
    assert curve[0] == (F(0), F(0))
    assert curve[-1] == (F(3), F(5))
    assert all(b[0] > a[0] for a, b in pairwise(curve))
