"""What an editor says of the people in a shot, as a value and as words of a command line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.pose.player_choice import place_of, read_places, standing_at
from foley_post.pose.skeleton import Motion
from foley_post.pose.tracking.player_box import PlayerBox
from foley_post.project.player_marks import PlayerMark, ShotPlayers, read_marks


def somebody(performer: int, x: float, **about: object) -> Motion:
    points = np.full((5, 67, 3), np.nan, np.float32)
    points[:, :25] = (x, 0.5, 1.0)
    return Motion(np.arange(5) / 25, points, performer=performer, **about)  # type: ignore[arg-type]


TRIO = [somebody(0, 0.3), somebody(1, 0.9), somebody(2, 1.5, bystander="listens")]


def test_a_mark_takes_out_and_lets_in() -> None:
    seen = TRIO[:2]
    assert ShotPlayers().among(TRIO, seen) == tuple(seen)
    ignoring = ShotPlayers().marking(PlayerMark(0, scored=False))
    assert [m.performer for m in ignoring.among(TRIO, seen)] == [1]
    letting_in = ignoring.marking(PlayerMark(2, scored=True))
    assert [m.performer for m in letting_in.among(TRIO, seen)] == [1, 2]


def test_whom_the_editor_drew_a_box_around_plays_unless_ignored() -> None:
    boxed = replace(TRIO[1], marked=True)
    drawn = ShotPlayers(boxes=(PlayerBox(0, 0, 50, 50),))
    assert drawn.among([TRIO[0], boxed], []) == (boxed,)
    ignored = drawn.marking(PlayerMark(1, scored=False))
    assert ignored.among([TRIO[0], boxed], []) == ()


def test_a_mark_that_says_nothing_is_none() -> None:
    named = ShotPlayers().marking(PlayerMark(0, name="Anna"))
    assert named.of(0).name == "Anna"
    assert named.marking(PlayerMark(0)) == ShotPlayers()


def test_words_of_a_command_line_become_marks() -> None:
    found = read_marks(
        ["V1-001/2=ignore", "V1-001/1=Anna, cello", "V1-002=1,2,30,40@1.5", "V1-001/3=score"]
    )
    assert found["V1-001"].marks == (
        PlayerMark(0, "Anna", "cello"), PlayerMark(1, scored=False), PlayerMark(2, scored=True),
    )  # fmt: skip
    assert found["V1-002"].boxes == (PlayerBox(1, 2, 30, 40, 1.5),)


@pytest.mark.parametrize("words", ["", "V1-001", "V1-001/1=", "V1-001/0=cello", "V1-001=1,2"])
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(UsageError):
        read_marks([words])


def test_who_stands_at_a_place_is_found_in_every_shot() -> None:
    place = place_of(TRIO[1])
    assert place == pytest.approx((0.9 * 9 / 16, 0.5))
    moved = [somebody(0, 0.95), somebody(1, 0.3)]
    assert place is not None
    assert standing_at(moved, place) == moved[0]
    assert standing_at([somebody(0, 0.1)], place) is None


@pytest.mark.parametrize("words", ["a.mov", "a.mov@2,0.5", "@0.5,0.5", "a.mov@0.5"])
def test_a_place_is_in_the_picture(words: str) -> None:
    assert read_places(["a.mov@0.25,0.5"]) == {"a.mov": (0.25, 0.5)}
    with pytest.raises(UsageError):
        read_places([words])
