"""Contact cues and keys read off drawn pictures of a simulated player."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.midi.notes import Note
from foley_post.simulation.score.scores import score_of
from foley_post.simulation.simulate import DetectorModel, Simulated, simulate

READ = DetectorModel(pixels=True)


@pytest.fixture(scope="module")
def seen() -> Simulated:
    """One key struck again and again, drawn from above."""
    notes = [Note(0.3 + 0.4 * k, 0.2, 64, 90) for k in range(3)]
    return simulate(
        "piano",
        3,
        length_s=1.5,
        score=score_of(notes),
        view="above",
        exact=True,
        eyes=DetectorModel(pixels=True),
    )


def test_cues_are_read_where_the_pictures_show_the_hand(seen: Simulated) -> None:
    assert seen.motion.cues is not None
    known = np.isfinite(seen.motion.cues[..., 0])
    assert known[1:, 46].mean() > 0.3
    assert not known[0].any()
    assert np.nanmax(np.abs(seen.motion.cues)) <= 1.0


def test_the_same_seed_gives_the_same_pixels(seen: Simulated) -> None:
    notes = [Note(0.3 + 0.4 * k, 0.2, 64, 90) for k in range(3)]
    again = simulate(
        "piano",
        3,
        length_s=1.5,
        score=score_of(notes),
        view="above",
        exact=True,
        eyes=DetectorModel(pixels=True),
    )
    assert again.motion.cues is not None
    assert seen.motion.cues is not None
    np.testing.assert_array_equal(again.motion.cues, seen.motion.cues)
