"""From class probabilities to instruments: what is clear stays clear, what is not is said so."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.core.instruments import INSTRUMENTS
from foley_post.pose.look.imagenet import CLASSES
from foley_post.pose.look.instrument_ranking import InstrumentRanking
from foley_post.pose.look.posture import SIBLINGS
from foley_post.pose.look.ranking import ranked

NUMBER = {c.name: c.number for c in CLASSES}


def crops(seen: Mapping[str, float], count: int = 20, showing: int = 5) -> np.ndarray:
    """Class probabilities of ``count`` crops, ``showing`` of which show what is ``seen``."""
    scores = np.full((count, 1000), 0.0003)
    for name, share in seen.items():
        scores[:showing, NUMBER[name]] = share
    return scores


def test_every_class_leads_to_instruments_of_the_table() -> None:
    assert len(NUMBER) == len({c.number for c in CLASSES}) == len(CLASSES)
    assert {name for c in CLASSES for name in c.shares} <= set(INSTRUMENTS)
    assert {name for group in SIBLINGS for name in group} <= set(INSTRUMENTS)


@pytest.mark.parametrize(
    ("seen", "instrument"),
    [
        ({"violin": 0.8}, "violin"),
        ({"cello": 0.6}, "cello"),
        ({"trumpet": 0.5, "trombone": 0.2}, "trumpet"),
        ({"drum": 0.4, "drumstick": 0.3}, "drums"),
        ({"drum": 0.7}, "hand_drums"),
        ({"oboe or clarinet": 0.5}, "clarinet"),
        ({"grand piano": 0.3, "piano": 0.3, "accordion": 0.4}, "piano"),
    ],
)
def test_what_the_picture_shows_comes_first(seen: dict[str, float], instrument: str) -> None:
    found = ranked(crops(seen))
    assert found.best[0] == instrument
    assert found.evidence > 0.3


def test_one_good_look_in_four_is_enough_and_one_crop_is_not() -> None:
    often, once = ranked(crops({"harp": 0.9})), ranked(crops({"harp": 0.9}, showing=1))
    assert often.best[1] > 0.8
    assert once.best[1] < often.best[1] - 0.1


def test_where_no_instrument_is_seen_none_is_likely() -> None:
    found = ranked(crops({}))
    assert found.evidence < 0.02
    assert sum(share for _, share in found.candidates) < 0.15


def test_an_object_that_has_no_voice_is_told_by_its_own_name() -> None:
    pipes = ranked(crops({"pan pipes": 0.8}))
    assert (pipes.best[0], pipes.object_name, pipes.stands_in) == ("flute", "pan pipes", True)
    assert not ranked(crops({"flute": 0.8})).stands_in


def test_posture_decides_between_look_alikes_and_takes_nothing_from_the_rest() -> None:
    seen = crops({"cello": 0.4, "harp": 0.1})
    plain, standing = ranked(seen), ranked(seen, odds={"double_bass": 6.0})
    assert plain.best[0] == "cello"
    assert standing.best[0] == "double_bass"
    before, after = dict(plain.candidates), dict(standing.candidates)
    assert after["harp"] == pytest.approx(before["harp"])
    assert after["cello"] + after["double_bass"] == pytest.approx(
        before["cello"] + before["double_bass"]
    )


def test_a_keyboard_in_view_is_a_keyboard_whatever_else_is_seen() -> None:
    piano = ranked(crops({"violin": 0.8}), keyboard=True)
    assert piano.best[0] == "piano"
    assert ranked(crops({"accordion": 0.8}), keyboard=True).best[0] == "accordion"
    assert {name for name, _ in piano.candidates} <= {"piano", "organ", "accordion"}
    assert ranked(np.zeros((0, 1000)), keyboard=True).best == ("piano", 1.0)


def test_nobody_in_the_picture_is_nothing_known() -> None:
    found = ranked(np.zeros((0, 1000)))
    assert found.candidates == ()
    assert found.best == ("", 0.0)


def test_a_ranking_reads_as_a_sentence_would_have_it() -> None:
    said = InstrumentRanking((("cello", 0.71), ("double_bass", 0.2), ("violin", 0.01)))
    assert str(said) == "cello 0.71, double bass 0.20"
    with pytest.raises(ValueError, match="no ranking"):
        InstrumentRanking((("cello", 0.2), ("violin", 0.7)))


@given(
    st.dictionaries(st.sampled_from(sorted(NUMBER)), st.floats(0.01, 0.3), max_size=4),
    st.permutations(range(20)),
)
def test_the_same_crops_in_any_order_give_the_same_probabilities(
    seen: dict[str, float], order: list[int]
) -> None:
    scores = crops(seen)
    found, again = ranked(scores), ranked(scores[order])
    assert [n for n, _ in found.candidates] == [n for n, _ in again.candidates]
    assert sum(p for _, p in found.candidates) <= 1 + 1e-9
    assert [p for _, p in again.candidates] == pytest.approx([p for _, p in found.candidates])
