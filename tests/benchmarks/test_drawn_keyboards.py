"""The measurement of how keys move in a picture, on a strip whose keys are known to move."""

from __future__ import annotations

import numpy as np

from benchmarks.drawn_keyboards import AT_S, Film, courses, measured

RATE_HZ = 50.0


def film_of(moves_s: float) -> Film:
    """Middle C goes down in ``moves_s`` up to each onset, and comes up at once at the offset."""
    rng = np.random.default_rng(0)
    times_s = np.arange(0, 12, 1 / RATE_HZ)
    notes = np.array([(1.5 + 2.0 * n, 2.5 + 2.0 * n, 60.0, 64.0) for n in range(5)])
    down = np.zeros(len(times_s))
    for onset_s, offset_s, _, _ in notes:
        share = np.clip((times_s - onset_s) / moves_s + 1, 0, 1)
        down = np.maximum(down, np.where(times_s < offset_s, share, 0.0))
    strip = np.full((len(times_s), 60, 624), 200.0)
    strip[:, 20:, 280:284] -= 100.0 * down[:, None, None]
    strip += rng.normal(0, 1, strip.shape)
    return Film(strip.astype(np.uint8), times_s, notes)


def test_the_course_of_a_key_is_measured_as_it_was() -> None:
    found = measured([film_of(0.08)])
    assert len(found) == 5
    np.testing.assert_allclose(
        courses(found, of_onset=True), np.clip(AT_S / 0.08 + 1, 0, 1), atol=0.13
    )


def test_where_no_key_moves_no_press_is_seen() -> None:
    film = film_of(0.08)
    still = Film(np.repeat(film.strip[:1], len(film.strip), axis=0), film.times_s, film.notes)
    assert measured([still]) == []
