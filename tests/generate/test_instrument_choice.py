"""Look before movement: what is clearly seen is played, the movement breaks ties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from players import dipping, melody

from foley_post.core.instruments import TAUGHT_INSTRUMENTS
from foley_post.generate import Model, Request, generate_take
from foley_post.generate.instrument_choice import chosen_instrument, clearly_seen
from foley_post.pose.look.instrument_ranking import InstrumentRanking


def movement(**shares: float) -> np.ndarray:
    return np.array([shares.get(name, 0.0) for name in TAUGHT_INSTRUMENTS], np.float32)


def test_a_clear_look_outweighs_any_movement() -> None:
    look = InstrumentRanking((("cello", 0.7), ("double_bass", 0.1)), evidence=0.8)
    found = chosen_instrument(look, movement(piano=1.0), TAUGHT_INSTRUMENTS)
    assert clearly_seen(look) == "cello"
    assert found == (("cello", 0.7), ("double_bass", 0.1))


@pytest.mark.parametrize("moves", ["flute", "violin"])
def test_the_movement_breaks_a_tie(moves: str) -> None:
    look = InstrumentRanking((("flute", 0.3), ("violin", 0.28), ("harp", 0.1)), evidence=0.5)
    assert clearly_seen(look) == ""
    (name, share), *_ = chosen_instrument(look, movement(**{moves: 1.0}), TAUGHT_INSTRUMENTS)
    assert name == moves
    assert 0.4 < share < 1


def test_a_movement_that_nothing_in_the_picture_supports_is_not_believed() -> None:
    look = InstrumentRanking((("violin", 0.13), ("flute", 0.1)), evidence=0.4)
    (name, _), *_ = chosen_instrument(look, movement(drums=1.0), TAUGHT_INSTRUMENTS)
    assert name == "violin"


def test_an_instrument_that_is_not_taught_moves_as_its_kin() -> None:
    look = InstrumentRanking((("horn", 0.3), ("harp", 0.28)), evidence=0.5)
    (name, _), *_ = chosen_instrument(look, movement(guitar=1.0), TAUGHT_INSTRUMENTS)
    assert name == "harp"


def test_without_a_look_the_movement_is_all_there_is() -> None:
    found = chosen_instrument(None, movement(guitar=0.6, piano=0.4), TAUGHT_INSTRUMENTS)
    assert found == (("guitar", 0.6), ("piano", 0.4))
    hardly = InstrumentRanking((("harp", 0.1),), evidence=0.05)
    assert chosen_instrument(hardly, movement(guitar=0.6, piano=0.4), TAUGHT_INSTRUMENTS) == found


def test_a_take_is_for_what_is_seen_and_lists_what_else_it_could_be(untrained: Model) -> None:
    look = InstrumentRanking((("hand_drums", 0.6), ("drums", 0.2)), evidence=0.7)
    motion = replace(dipping(melody(8), 4.0), look=look)
    take = generate_take(motion, Request(length_s=4.0, onset_threshold=0.05), model=untrained)
    assert take.instrument == "hand_drums"
    assert take.instrument_confidence == pytest.approx(0.6)
    assert take.candidates == look.candidates
    assert take.notes
    assert all(60 <= n.pitch <= 64 for n in take.notes)
    told = generate_take(motion, Request(length_s=4.0, instrument="oboe"), model=untrained)
    assert (told.instrument, told.instrument_confidence) == ("oboe", 1.0)
