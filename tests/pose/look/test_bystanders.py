"""A player among those who listen, sing and walk by."""

from __future__ import annotations

import numpy as np

from foley_post.pose.look.bystanders import Person, bystander_reasons, players_first
from foley_post.pose.look.instrument_ranking import InstrumentRanking
from foley_post.pose.skeleton import Keyboard, Motion

STEPS = 20


def poses(*, wide: float = 0.2, hands: bool = True, seen: float = 1.0) -> np.ndarray:
    points = np.full((STEPS, 67, 3), np.nan, np.float32)
    there = round(seen * STEPS)
    points[:there, [0, 1], :] = 0.5
    points[:there, 2], points[:there, 5] = (0.5 - wide / 2, 0.5, 1), (0.5 + wide / 2, 0.5, 1)
    if hands:
        points[:there, [4, 7]] = 0.6
        points[:there, 25:67] = 0.6
    return points


def person(evidence: float, *, at_keys: bool = False, **body: float) -> Person:
    look = InstrumentRanking((("cello", 0.5),), "cello", evidence=evidence)
    return Person(poses(**body), look, at_keys)  # type: ignore[arg-type]


def playing(*people: Person) -> list[bool]:
    return [reason == "" for reason in bystander_reasons(people)]


def test_a_cellist_before_an_audience_is_one_player() -> None:
    audience = [person(0.05), person(0.3, wide=0.05), person(0.16), person(0.35, hands=False)]
    assert playing(person(0.8), *audience) == [True, False, False, False, False]


def test_a_duo_is_two_players() -> None:
    assert playing(person(0.8), person(0.5)) == [True, True]
    assert playing(person(0.5), person(0.22)) == [True, True]


def test_who_holds_nothing_is_no_player_even_alone() -> None:
    (reason,) = bystander_reasons([person(0.08)])
    assert "nothing that is played" in reason
    assert playing(person(0.3)) == [True]


def test_who_has_keys_under_the_fingers_plays_whatever_is_seen() -> None:
    assert playing(person(0.0, at_keys=True), person(0.05)) == [True, False]


def test_hands_close_up_are_a_players() -> None:
    hands = poses()
    hands[:, :25] = np.nan
    look = InstrumentRanking((), evidence=0.05)
    assert playing(Person(hands, look, False)) == [True]
    assert playing(person(0.8), Person(hands, look, False)) == [True, False]


def test_who_passes_by_is_no_player_and_who_plays_the_whole_time_is() -> None:
    assert playing(person(0.6), person(0.3, seen=0.2)) == [True, False]
    assert playing(person(0.6), person(0.3)) == [True, True]


def test_nobody_in_the_shot_is_nobody_to_judge() -> None:
    assert bystander_reasons([]) == ()


def test_players_are_numbered_before_bystanders_and_nobody_is_dropped() -> None:
    times_s = np.arange(STEPS) / 25
    seen = [
        Motion(times_s, poses(wide=0.1 + 0.01 * n), look=InstrumentRanking((), evidence=evidence))
        for n, evidence in enumerate([0.05, 0.7, 0.02, 0.6])
    ]
    ordered = players_first(seen)
    assert [m.performer for m in ordered] == [0, 1, 2, 3]
    assert [m.look.evidence for m in ordered if m.look] == [0.7, 0.6, 0.05, 0.02]
    assert [bool(m.bystander) for m in ordered] == [False, False, True, True]


def test_a_box_that_was_drawn_leaves_the_other_numbers_as_they_are() -> None:
    times_s = np.arange(STEPS) / 25
    looks = [(0.05, False), (0.7, False), (0.0, True)]
    seen = [
        Motion(times_s, poses(), look=InstrumentRanking((), evidence=e), marked=marked)
        for e, marked in looks
    ]
    ordered = players_first(seen)
    assert [m.marked for m in ordered] == [False, False, True]
    assert [(m.performer, bool(m.bystander)) for m in players_first(seen[:2])] == [
        (m.performer, bool(m.bystander)) for m in ordered[:2]
    ]


def test_a_keyboard_makes_a_player() -> None:
    times_s = np.arange(STEPS) / 25
    (pianist,) = players_first([Motion(times_s, poses(), keyboard=Keyboard(np.eye(3)[None]))])
    assert pianist.bystander == ""
