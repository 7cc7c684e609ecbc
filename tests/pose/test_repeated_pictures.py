"""Film at another rate repeats pictures: they are known by their cadence, and stand for nothing."""

import numpy as np
import pytest

from foley_post.pose.repeated_pictures import repeated, spread_over_repeats

RNG = np.random.default_rng(5)


def shown_at(film_hz: float, file_hz: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    """How much each picture of a file changes, and which repeat the one before."""
    number = np.floor(np.arange(count) * film_hz / file_hz + 1e-6)
    new = np.diff(number, prepend=-1) > 0
    changes = np.where(new, RNG.uniform(0.6, 1.4, count), RNG.uniform(0.0, 0.06, count))
    changes[0] = 0.0
    return changes, ~new


@pytest.mark.parametrize(
    ("film_hz", "file_hz"), [(30, 60), (24, 30), (25, 30), (20, 60), (24, 60), (12.5, 25)]
)
def test_repeats_are_found_by_their_cadence(film_hz: float, file_hz: float) -> None:
    changes, repeats = shown_at(film_hz, file_hz, 240)
    found = repeated(changes, np.arange(240) / file_hz)
    assert found.tolist() == repeats.tolist()


def test_pictures_that_are_all_new_repeat_nothing() -> None:
    times_s = np.arange(300) / 30
    moving = np.abs(np.sin(2 * np.pi * 1.3 * times_s)) + RNG.uniform(0.0, 0.1, 300)
    strokes = np.where(RNG.uniform(size=300) < 0.2, 0.02, 1.0)
    for changes in (moving, strokes, np.ones(300), np.zeros(300), RNG.uniform(0, 1, 300)):
        assert not repeated(changes, times_s).any()


def test_a_film_whose_cadence_begins_late_or_changes_place_is_followed() -> None:
    changes, repeats = shown_at(30, 60, 240)
    plain = RNG.uniform(0.6, 1.4, 241)
    both = np.concatenate([changes, plain, changes[1:]])
    found = repeated(both, np.arange(len(both)) / 60)
    assert found[60:180].tolist() == repeats[60:180].tolist()
    assert found[-120:].tolist() == repeats[-120:].tolist()
    assert not found[301:421].any()


def test_a_few_pictures_are_taken_as_they_are() -> None:
    assert not repeated(np.array([0.0, 1.0, 0.0, 1.0]), np.arange(4) / 25).any()


def test_what_moves_after_repeats_moved_all_the_while() -> None:
    speeds = [None, *[np.full((1, 1, 2), v, np.float16) for v in (2.0, 0.0, 0.0, 6.0, 3.0)]]
    repeats = np.array([False, False, True, True, False, False])
    steady = spread_over_repeats(speeds, repeats, np.arange(6) / 50)
    assert steady[0] is None
    assert [float(one.flat[0]) for one in steady[1:]] == [2.0, 2.0, 2.0, 2.0, 3.0]
    assert steady[4].dtype == np.float16


def test_repeats_before_anything_moves_or_across_a_gap_stay() -> None:
    speeds = [None, np.zeros((1, 1, 2), np.float16), None]
    steady = spread_over_repeats(speeds, np.array([True, True, False]), np.arange(3) / 50)
    assert steady[2] is None
    assert steady[1].max() == 0
