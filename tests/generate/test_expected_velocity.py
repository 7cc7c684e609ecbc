"""How loud a pianist plays a note, by the notes around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foley_post.errors import ModelMissing
from foley_post.generate.expected_velocity import (
    expected_velocities,
    load_velocity_fit,
    place_among_notes,
    with_expected_velocities,
)
from foley_post.pose.keyboard.presses import Press

MELODY = [Press(0.5 * i, 0.4, 51 + i % 5, 64, 0.9) for i in range(16)]
BASS = [Press(0.25 * i, 0.2, 27 + i % 3, 64, 0.9) for i in range(32)]


def both() -> list[Press]:
    return sorted([*MELODY, *BASS], key=lambda p: (p.onset_s, p.key))


def test_a_melody_is_louder_than_what_goes_with_it():
    shaped = with_expected_velocities(both())
    above = [p.velocity for p in shaped if p.key >= 51]
    below = [p.velocity for p in shaped if p.key < 51]
    assert np.mean(above) > np.mean(below) + 5


def test_loudness_on_the_whole_stays_that_of_the_picture():
    loud = [replace(p, velocity=p.velocity + 30) for p in both()]
    means = [np.mean([p.velocity for p in with_expected_velocities(x)]) for x in (both(), loud)]
    assert means == pytest.approx([64, 94], abs=1)


def test_a_note_that_is_struck_harder_in_the_picture_is_louder():
    quiet = both()
    struck = [replace(p, velocity=110) if i == 20 else p for i, p in enumerate(quiet)]
    before, after = with_expected_velocities(quiet)[20], with_expected_velocities(struck)[20]
    assert after.velocity > before.velocity + 5


def test_a_handful_of_notes_keeps_the_velocities_seen():
    assert with_expected_velocities(MELODY[:5]) == tuple(MELODY[:5])


def test_nothing_but_velocity_changes_and_it_is_one_of_midi():
    shaped = with_expected_velocities(both())
    assert [replace(p, velocity=64) for p in shaped] == both()
    assert all(1 <= p.velocity <= 127 for p in shaped)


def test_the_place_of_a_note_among_others():
    places = place_among_notes(np.array([0.0, 0.0, 10.0]), np.array([60.0, 64.0, 70.0]))
    assert places[:, 0].tolist() == [60, 64, 70]
    assert places[:, 1].tolist() == [2, -2, 0]
    assert places[:, 2].tolist() == [0.5, 0, 0]
    assert places[:, 3].tolist() == [0, 0.5, 0]


def test_the_same_notes_give_the_same_answer_wherever_they_are_in_time():
    onset_s, pitch = np.arange(20) * 0.3, 60.0 + np.arange(20) % 7
    later = expected_velocities(onset_s + 1000, pitch)
    np.testing.assert_allclose(expected_velocities(onset_s, pitch), later, atol=1e-9)


def test_a_damaged_file_is_told(tmp_path: Path):
    damaged = tmp_path / "velocities.json"
    damaged.write_text('{"format": 1}', encoding="utf-8")
    with pytest.raises(ModelMissing, match="Install Foley Post again"):
        load_velocity_fit(damaged)
