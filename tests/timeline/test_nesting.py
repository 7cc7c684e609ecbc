"""Nested timelines that unfold to millions of clips, or show themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from foley_post.errors import TimelineReadError
from foley_post.timeline import read_cut
from foley_post.timeline.safety.nesting import MOST_NESTED, check_nesting

INPUTS = Path(__file__).parent / "inputs"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("fcpxml_nesting_bomb.fcpxml", r"unfold to \d\d,\d{3},\d{3} clips"),
        ("fcp7_nesting_bomb.xml", r"unfold to \d\d,\d{3},\d{3} clips"),
        ("fcpxml_nesting_loop.fcpxml", "shows itself"),
    ],
)
def test_nesting_bombs_are_refused_before_they_unfold(
    name: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import opentimelineio as otio

    def unfolded(*args: object, **more: object) -> None:
        raise AssertionError("a clip was made")

    monkeypatch.setattr(otio.schema, "Clip", unfolded)
    with pytest.raises(TimelineReadError, match=why):
        read_cut(INPUTS / name)


def test_each_nested_timeline_is_counted_once_and_the_sum_is_true() -> None:
    asked: list[int] = []

    def inside(level: int) -> tuple[int, list[int]]:
        asked.append(level)
        return (1, []) if level == 40 else (0, [level + 1] * 2)

    with pytest.raises(TimelineReadError, match="over a billion"):
        check_nesting(0, inside, "cut")
    assert len(asked) <= 2 * 41


def test_as_many_nested_clips_as_editors_have_are_no_bomb() -> None:
    check_nesting(0, lambda key: (0, [1]) if key == 0 else (MOST_NESTED - 1, []), "cut")


def test_a_loop_that_goes_through_several_timelines_is_found() -> None:
    graph = {0: [1], 1: [2, 3], 2: [], 3: [1]}
    with pytest.raises(TimelineReadError, match="shows itself"):
        check_nesting(0, lambda key: (0, graph[key]), "cut")
