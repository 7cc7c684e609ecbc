"""An instrument that the picture leaves open is said to be so."""

from __future__ import annotations

import numpy as np

from foley_post.midi.notes import Take
from foley_post.pipeline.instrument_notices import instrument_notices
from foley_post.pose.look.instrument_ranking import InstrumentRanking
from foley_post.pose.skeleton import Motion


def told(look: InstrumentRanking | None, take: Take) -> tuple[str, ...]:
    motion = Motion(np.array([0.0]), np.zeros((1, 67, 3), np.float32), look=look)
    return instrument_notices([motion], [take], "V1-001 (A)")


def taken(*candidates: tuple[str, float], instrument: str = "") -> Take:
    name, share = candidates[0]
    return Take(
        (), 1.0, instrument or name, instrument_confidence=share, candidates=tuple(candidates)
    )


def test_what_is_clear_needs_no_words() -> None:
    look = InstrumentRanking((("cello", 0.7), ("harp", 0.1)), "cello")
    assert told(look, taken(("cello", 0.7), ("harp", 0.1))) == ()


def test_what_is_not_clear_is_told_with_what_else_it_could_be() -> None:
    look = InstrumentRanking((("violin", 0.2), ("double_bass", 0.15)), "violin")
    (said,) = told(look, taken(("violin", 0.2), ("double_bass", 0.15), ("harp", 0.02)))
    assert said == (
        "Player 1 of V1-001 (A) is taken to play violin, but it is not clear: violin 20 %, "
        "double bass 15 %."
    )


def test_a_nearest_voice_is_told_as_such() -> None:
    look = InstrumentRanking((("flute", 0.7), ("oboe", 0.1)), "pan pipes", stands_in=True)
    (said,) = told(look, taken(("flute", 0.7), ("oboe", 0.1)))
    assert said.endswith("looks like pan pipes; the nearest is flute.")


def test_an_instrument_that_was_named_or_changed_is_the_editors_business() -> None:
    look = InstrumentRanking((("violin", 0.2), ("harp", 0.15)), "violin")
    assert told(look, taken(("violin", 1.0))) == ()
    assert told(look, taken(("violin", 0.2), ("harp", 0.15), instrument="piano")) == ()
    assert told(None, taken(("violin", 0.2), ("harp", 0.15))) == ()
