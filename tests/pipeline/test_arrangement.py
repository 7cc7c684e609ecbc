"""Shots become one piece: runs share a key, what is asked rules, the editor's takes stay."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.midi.harmony import SCALES, Key, key_fit, parse_key
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pipeline.arrangement import join, shape, with_tempo
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.pose.skeleton import Keyboard, Motion
from foley_post.project.settings import Settings
from foley_post.timeline.model import Media, Shot

RATE = Rate(25)
ASKED = Options(out=Path("out"))


def a_shot(number: int, start_frame: int) -> Shot:
    return Shot(
        f"V1-{number:03d}", "a", "V1", Media("a.mov"), RATE, start_frame, 100,
        TimeMap.linear(Fraction(0), Fraction(4)),
    )  # fmt: skip


def scored(number: int, start_frame: int, tonic: int, name: str = "violin") -> ScoredShot:
    """A shot of four seconds with a scale of its own."""
    pitches = [62 + (tonic - 2) % 12 + s for s in (*SCALES["major"], 12, 7, 0)]
    notes = tuple(Note(0.13 + 0.37 * i, 0.3, p, 80) for i, p in enumerate(pitches))
    unseen = Motion(np.arange(4) / 25, np.full((4, 67, 3), np.nan, np.float32))
    return ScoredShot(a_shot(number, start_frame), (unseen,), (Take(notes, 4.0, name),))


def notes_of(one: ScoredShot) -> tuple[Note, ...]:
    return one.takes[0].notes


def onsets(shots: list[ScoredShot]) -> list[list[float]]:
    return [[n.onset_s for n in notes_of(one)] for one in shots]


SHOTS = [scored(1, 0, 0), scored(2, 100, 0), scored(3, 210, 2), scored(4, 400, 7)]
"""Three that follow one another (the third after 0.4 s), and one 3.6 s later."""


def test_shots_that_follow_one_another_agree_and_a_later_one_keeps_its_key() -> None:
    after = shape(SHOTS, ASKED)
    assert [key_fit(notes_of(one), Key(0)) for one in after[:3]] == pytest.approx([1, 1, 1])
    assert notes_of(after[3]) == notes_of(SHOTS[3])
    assert onsets(after) == onsets(SHOTS)


def test_auto_finds_one_key_for_the_whole_cut_and_free_leaves_the_notes() -> None:
    after = shape(SHOTS, replace(ASKED, key="auto"))
    assert [key_fit(notes_of(one), Key(0)) for one in after] == pytest.approx([1, 1, 1, 1])
    free = shape(SHOTS, replace(ASKED, key="free"))
    assert [notes_of(one) for one in free] == [notes_of(one) for one in SHOTS]


def test_a_named_key_rules_and_no_onset_moves() -> None:
    after = shape(SHOTS, replace(ASKED, key="Eb minor", style="folk", tempo="96"))
    for one in after:
        assert key_fit(notes_of(one), Key(3, "dorian")) > 0.99 or key_fit(
            notes_of(one), Key(3, "minor")
        ) == pytest.approx(1.0)
        assert one.tempo_bpm == 96
    assert all(set(a) <= set(b) for a, b in zip(onsets(after), onsets(SHOTS), strict=True))


def test_invented_notes_follow_the_beat_through_the_cuts() -> None:
    free = [
        replace(
            one,
            takes=(
                one.takes[0].with_notes(
                    replace(n, evidence=Evidence.INVENTED) for n in notes_of(one)
                ),
            ),
        )
        for one in SHOTS
    ]
    for one in shape(free, replace(ASKED, tempo="90")):
        for note in notes_of(one):
            lines = (float(one.shot.record_start_s) + note.onset_s) / (60 / 90 / 4)
            assert lines == pytest.approx(round(lines), abs=1e-6)


def test_a_tempo_is_found_in_the_takes() -> None:
    regular = [
        replace(
            one,
            takes=(
                Take(
                    tuple(
                        Note(t - float(one.shot.record_start_s), 0.1, 62 + i % 5, 80)
                        for i, t in enumerate(np.arange(0.05, 24, 0.625))
                        if 0 <= t - float(one.shot.record_start_s) < 4
                    ),
                    4.0,
                    "violin",
                ),
            ),
        )
        for one in SHOTS
    ]
    after = shape(regular, replace(ASKED, tempo="auto"))
    assert {round(one.tempo_bpm, 1) for one in after} == {96.0}


def test_an_editors_take_stays_and_lends_its_key() -> None:
    given = replace(scored(1, 0, 9), given=frozenset({0}))
    after = shape([given, scored(2, 100, 9), scored(3, 200, 4)], replace(ASKED, style=""))
    assert after[0].takes == given.takes
    assert key_fit(notes_of(after[2]), Key(9)) == pytest.approx(1.0)


def test_a_pianist_whose_keys_are_seen_is_brought_into_the_key_but_never_transposed() -> None:
    board = Keyboard(np.zeros((1, 3, 3)))
    pianist = scored(2, 100, 2, "piano")
    seen = replace(pianist, motions=(replace(pianist.motions[0], keyboard=board),))
    around = scored(1, 0, 0), scored(3, 200, 0)
    before = notes_of(pianist)
    for middle, moved in ((seen, False), (pianist, True)):
        after = notes_of(shape([around[0], middle, around[1]], ASKED)[1])
        assert key_fit(after, Key(0)) == pytest.approx(1.0)
        assert (after[0].pitch != before[0].pitch) is moved


def test_other_takes_are_shaped_like_the_first() -> None:
    both = [replace(one, others=((2, one.takes[0]),)) for one in SHOTS]
    for one in shape(both, replace(ASKED, style="minimal", key="C")):
        assert one.others == ((2, one.takes[0]),)


def test_what_was_shaped_is_shaped_anew_from_its_plain_takes() -> None:
    first = shape(SHOTS, replace(ASKED, style="jazz", key="E"))
    again = shape(first, replace(ASKED, style="folk", key="C"))
    assert [one.takes for one in again] == [
        one.takes for one in shape(SHOTS, replace(ASKED, style="folk", key="C"))
    ]


def test_joined_shots_share_a_key_and_no_onset_moves() -> None:
    for key in ("C", "G", "D"):
        named = join(SHOTS, Settings(key=key))
        assert [key_fit(notes_of(one), parse_key(key)) for one in named] == pytest.approx([1.0] * 4)
    found = join(SHOTS, Settings(tempo="96"))
    assert onsets(found) == onsets(SHOTS)
    assert [key_fit(notes_of(one), Key(0)) for one in found] == pytest.approx([1.0] * 4)
    assert {one.tempo_bpm for one in found} == {96}


def test_the_beat_of_joined_shots_goes_on_over_the_cut_when_sync_is_loosened() -> None:
    for one in join(SHOTS, Settings(tempo="120", loosen_percent=100)):
        for note in notes_of(one):
            lines = (float(one.shot.record_start_s) + note.onset_s) / 0.125
            assert lines == pytest.approx(round(lines), abs=1e-6)


def test_joining_leaves_a_pianist_whose_keys_are_seen_where_it_is() -> None:
    pianist = scored(2, 100, 2, "piano")
    board = Keyboard(np.zeros((1, 3, 3)))
    seen = replace(pianist, motions=(replace(pianist.motions[0], keyboard=board),))
    before, after = notes_of(seen), notes_of(join([seen], Settings(key="C"))[0])
    assert key_fit(after, Key(0)) == pytest.approx(1.0)
    assert after[0].pitch == before[0].pitch


@pytest.mark.parametrize(("tempo", "bpm"), [("", 120.0), ("93.5", 93.5)])
def test_takes_that_are_finished_get_the_tempo_that_was_named(tempo: str, bpm: float) -> None:
    after = with_tempo(SHOTS, Settings(tempo=tempo))
    assert {one.tempo_bpm for one in after} == {bpm}
    assert [one.takes for one in after] == [one.takes for one in SHOTS]
