"""Takes of one player: a first one, others at a chosen distance, the best bar by bar, pins kept."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from players import dipping, melody

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.errors import UsageError
from foley_post.generate import Model, Request, generate_take
from foley_post.midi.guide import read_guide
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.options import Options
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.pipeline.take_generation import generate_takes, varied
from foley_post.pose.player_choice import place_of
from foley_post.pose.skeleton import Motion
from foley_post.project.player_marks import PlayerMark, ShotPlayers
from foley_post.timeline.model import Media, Shot

ASKED = Request(length_s=6.0, instrument="piano", onset_threshold=0.01, temperature=1.5, seed=5)
SHOT = Shot(
    "V1-001", "a", "V1", Media("a.mov"), Rate(25), 50, 150,
    TimeMap.linear(Fraction(0), Fraction(6)),
)  # fmt: skip


def asked(**more: object) -> Options:
    return replace(Options(out=Path("out"), instrument="piano", request=ASKED), **more)


def unlike(a: Take, b: Take) -> float:
    """The share of the moments of one take that sound otherwise in the other."""
    sounds = [
        {
            at: {n.pitch for n in take.notes if n.onset_s == at}
            for at in {n.onset_s for n in take.notes}
        }
        for take in (a, b)
    ]
    return sum(sounds[0].get(at) != chord for at, chord in sounds[1].items()) / len(sounds[1])


def test_a_variation_is_as_far_away_as_asked(untrained: Model) -> None:
    motion = dipping(melody(12), 6.0)
    base = generate_take(motion, ASKED, model=untrained)
    far = {
        d: unlike(base, varied(base, motion, replace(ASKED, seed=77), model=untrained, distance=d))
        for d in (0.0, 0.3, 1.0)
    }
    assert far[0.0] == 0.0
    assert 0.0 < far[0.3] < 0.45
    assert far[1.0] > 0.7


def test_a_variation_moves_no_onset_and_pins_nothing(untrained: Model) -> None:
    motion = dipping(melody(12), 6.0)
    base = generate_take(motion, ASKED, model=untrained)
    other = varied(base, motion, replace(ASKED, seed=9), model=untrained, distance=0.5)
    assert {n.onset_s for n in other.notes} == {n.onset_s for n in base.notes}
    assert not any(n.pinned for n in other.notes)
    assert varied(base, motion, ASKED, model=untrained, distance=0.0).notes == base.notes


def test_several_takes_are_made_and_the_first_is_chosen(untrained: Model) -> None:
    motion = dipping(melody(8), 6.0)
    one = generate_takes(SHOT, [motion], asked(), model=untrained)
    three = generate_takes(SHOT, [motion], asked(takes=3, vary=1.0), model=untrained)
    assert three.chosen == one.chosen
    assert [number for number, _ in three.others] == [2, 3]
    assert len({t.notes for t in (*three.chosen, *(t for _, t in three.others))}) == 3


def test_a_comp_takes_its_bars_from_the_numbered_takes(untrained: Model) -> None:
    motion = dipping(melody(12), 6.0)
    options = asked(takes=2, vary=1.0, comp=(2, 1))
    guide = read_guide(tempo="120")
    made = generate_takes(SHOT, [motion], options, model=untrained, guide=guide)
    first, second = (take for _, take in made.others)
    bar_s = 2.0  # four beats; the shot begins on a bar line of the timeline
    for note in made.chosen[0].notes:
        source = second if note.onset_s < bar_s else first
        assert any(note.onset_s == n.onset_s and note.pitch == n.pitch for n in source.notes)


def test_an_editors_take_is_left_alone_and_its_pins_stay_when_asked(untrained: Model) -> None:
    motion = dipping(melody(8), 6.0)
    own = Take((Note(1.0, 0.5, 64, 90, pinned=True), Note(3.0, 0.5, 66, 90)), 6.0, "piano")
    left = generate_takes(
        SHOT, [motion], asked(given=("a",)), model=untrained, brief=ShotBrief(given={0: own})
    )
    assert left.chosen == (own,)
    around = generate_takes(
        SHOT,
        [motion],
        asked(given=("a",), around=8),
        model=untrained,
        brief=ShotBrief(given={0: own}),
    ).chosen[0]
    assert own.notes[0] in around.notes
    assert own.notes[1] not in around.notes
    assert len(around.notes) > 2


def test_a_key_of_the_guide_holds_for_every_take(untrained: Model) -> None:
    guide = read_guide("E")
    made = generate_takes(
        SHOT, [dipping(melody(8), 6.0)], asked(takes=2), model=untrained, guide=guide
    )
    for take in (*made.chosen, *(t for _, t in made.others)):
        assert {n.pitch % 12 for n in take.notes} <= {4, 6, 8, 9, 11, 1, 3}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"takes": 0}, "0 takes"),
        ({"vary": 1.5}, "1.5 away"),
        ({"comp": (3,), "takes": 2}, "among 2 takes"),
        ({"around": 4}, "give the take"),
        ({"loosen_percent": 101}, "101 %"),
    ],
)
def test_what_makes_no_sense_is_refused_before_the_work(
    wrong: dict[str, object], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        asked(**wrong)


def two_players() -> list[Motion]:
    """One at the left and one at the right."""
    right = dipping(melody(8), 6.0)
    points = right.points.copy()
    points[..., 0] += 1.0
    return [right, replace(right, points=points, performer=1)]


def test_who_is_ignored_gets_no_take_and_who_has_an_instrument_plays_it(untrained: Model) -> None:
    motions = two_players()
    players = ShotPlayers((PlayerMark(0, scored=False), PlayerMark(1, instrument="cello")))
    brief = ShotBrief(players=players)
    made = generate_takes(SHOT, motions, asked(), model=untrained, brief=brief).chosen
    assert [(t.performer, t.instrument) for t in made] == [(1, "cello")]


def test_the_only_player_of_a_camera_is_found_by_their_place(untrained: Model) -> None:
    motions = two_players()
    place = place_of(motions[1])
    assert place is not None
    only = asked(only_at={SHOT.media.name: place})
    assert [t.performer for t in generate_takes(SHOT, motions, only, model=untrained).chosen] == [1]
    elsewhere = asked(only_at={"b.mov": place})
    both = generate_takes(SHOT, motions, elsewhere, model=untrained).chosen
    assert [t.performer for t in both] == [0, 1]
