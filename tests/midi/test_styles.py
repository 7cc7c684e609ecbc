"""Styles keep sync and range, differ as their names say, and their files can be wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn_takes import held_onsets, sound_music, takes
from hypothesis import given, settings
from hypothesis import strategies as st

from foley_post.core.instruments import instrument
from foley_post.errors import ProjectError, UsageError
from foley_post.midi.harmony import Key, key_fit
from foley_post.midi.notes import Note, Take
from foley_post.midi.styles import Style, controls, find_style, read_style, shipped_styles
from foley_post.midi.styling import apply_style

STYLES = shipped_styles()


@settings(max_examples=80, deadline=None)
@given(takes(), st.sampled_from(sorted(STYLES)))
def test_no_style_moves_an_onset_the_picture_holds(take: Take, name: str) -> None:
    after = apply_style(take, STYLES[name])
    sound_music(after)
    assert held_onsets(after) <= {n.onset_s for n in take.notes}
    assert after.style == name
    assert apply_style(take, STYLES[name]) == after


@settings(max_examples=30, deadline=None)
@given(takes())
def test_a_style_without_numbers_changes_nothing_but_the_name(take: Take) -> None:
    assert apply_style(take, Style("plain")).notes == take.notes


def test_thinning_a_single_pinned_note_leaves_it() -> None:
    take = Take((Note(0.0, 1.0, 53, 1, pinned=True),), length_s=8.0, instrument="accordion")
    assert apply_style(take, STYLES["ambient"]).notes[0].pitch == 53


@settings(max_examples=30, deadline=None)
@given(takes(), st.sampled_from(sorted(STYLES)))
def test_pinned_notes_keep_their_pitch_while_there_is_room(take: Take, name: str) -> None:
    if instrument(take.instrument).voices < 4:
        return
    after = apply_style(take, STYLES[name])
    pinned = {(n.onset_s, n.pitch, n.velocity) for n in take.notes if n.pinned}
    assert pinned <= {(n.onset_s, n.pitch, n.velocity) for n in after.notes} or len(pinned) > 4


def a_piece(count: int = 64) -> Take:
    random = np.random.default_rng(5)
    notes = [
        Note(0.25 * i, 0.22, int(random.integers(55, 80)), int(random.integers(50, 100)))
        for i in range(count)
    ]
    return Take(tuple(notes), 0.25 * count + 1, "piano")


def test_the_shipped_styles_are_the_ten_and_say_what_they_are() -> None:
    assert set(STYLES) >= {
        *("classical", "baroque", "romantic", "folk", "jazz", "blues", "pop", "cinematic"),
        *("ambient", "minimal"),
    }
    assert all(s.label and s.about and s.reverb for s in STYLES.values())


def test_loosened_sync_swings_and_tight_sync_does_not() -> None:
    piece = a_piece()
    tight = apply_style(piece, "blues")
    loose = apply_style(piece, "blues", loosen_percent=100)
    assert {n.onset_s for n in tight.notes} <= {n.onset_s for n in piece.notes}
    moved = [abs(a.onset_s - b.onset_s) for a, b in zip(tight.notes, loose.notes, strict=True)]
    assert max(moved) > 0.02


def test_ambient_is_sparser_longer_and_softer_than_baroque() -> None:
    ambient, baroque = (apply_style(a_piece(), n).notes for n in ("ambient", "baroque"))
    assert len(ambient) < 0.7 * len(baroque)
    assert np.median([n.length_s for n in ambient]) > 2 * np.median([n.length_s for n in baroque])
    assert np.mean([n.velocity for n in ambient]) < np.mean([n.velocity for n in baroque])


def test_minimal_stays_narrow_and_romantic_swells() -> None:
    minimal, romantic = (apply_style(a_piece(), n).notes for n in ("minimal", "romantic"))
    assert np.ptp([n.pitch for n in minimal]) <= 12
    assert np.std([n.velocity for n in romantic]) > 2 * np.std([n.velocity for n in minimal])


def test_several_takes_in_one_key_agree() -> None:
    key = Key(2, "minor")
    for seed in range(4):
        take = Take(a_piece(20 + seed).notes, 20.0, "violin", seed=seed)
        after = apply_style(take, "cinematic", key=key)
        assert key_fit(after.notes, key) == pytest.approx(1.0)


def test_controls_are_fields_of_a_request() -> None:
    asked = controls("minimal", instrument("piano"))
    low, high = asked["register"]
    assert high - low <= 12
    assert asked["temperature"] == pytest.approx(0.4)
    assert controls("ambient")["density"] == pytest.approx(0.5)


def test_an_unknown_style_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean romantic"):
        find_style("romantik")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('label = "x"\nswing = 7\n', "line 2: swing must be from 0 to 1, not 7"),
        ("swing = 0.5\nswyng = 0.2\n", "line 2: a style has no 'swyng'. Did you mean swing"),
        ('density = "many"\n', "line 1: density must be a number"),
        ('\n\nmajor_scale = "purple"\n', "line 3: there is no scale 'purple'"),
        ("pedal = 1\n", "line 1: pedal must be true or false"),
        ("swing = = 2\n", "line 1"),
        ('articulation = ["slap"]\n', "line 1: no instrument has the articulation 'slap'"),
        ("doubling = [0]\n", "line 1: doubling takes scale steps"),
    ],
)
def test_a_bad_preset_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ProjectError) as caught:
        read_style(path)
    assert "mine.toml" in str(caught.value)
    assert says in str(caught.value)


def test_an_own_preset_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("swing = 1\ndoubling = [7, -7]\n")
    assert find_style(str(path)) == Style("mine", swing=1.0, doubling=(7, -7))
    with pytest.raises(ProjectError, match="no style at"):
        find_style(str(tmp_path / "none.toml"))
