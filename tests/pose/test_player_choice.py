"""Whom to score: who plays, those who were chosen, or everybody."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.pipeline.options import Options
from foley_post.pose.player_choice import left_out, nobody_plays, read_players
from foley_post.pose.skeleton import Motion


def people(*bystanders: str) -> tuple[Motion, ...]:
    points = np.zeros((2, 67, 3), np.float32)
    return tuple(
        Motion(np.array([0.0, 0.1]), points, performer=n, bystander=reason)
        for n, reason in enumerate(bystanders)
    )


def chosen(words: str, motions: tuple[Motion, ...], *, named: bool = False) -> list[int]:
    found = read_players(words).among(motions, instrument_named=named)
    return [m.performer + 1 for m in found]


def test_who_is_seen_to_play_is_scored_unless_others_are_asked_for() -> None:
    seen = people("", "", "listens")
    assert chosen("", seen) == [1, 2]
    assert chosen("all", seen) == [1, 2, 3]
    assert chosen("3", seen) == [3]
    assert chosen("1, 3,7", seen) == [1, 3]


def test_a_named_instrument_is_believed_where_nobody_is_seen_to_play() -> None:
    assert chosen("", people("sings")) == []
    assert chosen("", people("sings"), named=True) == [1]
    assert chosen("", people("", "sings"), named=True) == [1]


@pytest.mark.parametrize("words", ["0", "-1", "one", "1;2", "all,1"])
def test_a_choice_that_is_none_is_refused(words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="numbers from 1"):
        Options(out=tmp_path, players=words)


def test_who_is_left_out_is_told_with_the_reason() -> None:
    seen = people("", "holds nothing")
    assert left_out(seen, {0}, "V1-001 (A)") == (
        "Person 2 of V1-001 (A) holds nothing, and is not scored.",
    )
    assert left_out(seen, {0, 1}, "V1-001 (A)") == ()
    assert "person 1 holds nothing" in nobody_plays(people("holds nothing"))
    assert "people seen: 2" in nobody_plays(people("", ""))
