"""Another instrument plays the same movements: onsets stay, ranges and voices are its own."""

from __future__ import annotations

import pytest
from drawn_takes import NAMES, sound_music, takes
from hypothesis import given, settings

from foley_post.core.instruments import instrument
from foley_post.errors import UsageError
from foley_post.midi.notes import Note, Take
from foley_post.midi.revoice import revoice


@settings(max_examples=60, deadline=None)
@given(takes(), NAMES)
def test_no_onset_moves_and_nothing_leaves_the_range(take: Take, name: str) -> None:
    other = revoice(take, name)
    sound_music(other)
    assert {n.onset_s for n in other.notes} <= {n.onset_s for n in take.notes}
    assert len({n.onset_s for n in other.notes}) > 0 or not take.notes


@settings(max_examples=40, deadline=None)
@given(takes(), NAMES)
def test_no_more_notes_sound_than_the_instrument_has_voices(take: Take, name: str) -> None:
    notes = revoice(take, name).notes if name != take.instrument else take.notes
    for note in notes:
        sounding = [n for n in notes if n.onset_s <= note.onset_s < n.end_s]
        assert len(sounding) <= instrument(name).voices


def test_a_single_voice_keeps_a_chords_top_note_at_its_first_moment() -> None:
    strum = Take(tuple(Note(1 + 0.009 * i, 1.0, 50 + 5 * i, 80) for i in range(5)), 3.0, "guitar")
    flute = revoice(strum, "flute")
    assert [(n.onset_s, n.pitch % 12) for n in flute.notes] == [(1.0, 70 % 12)]


def test_a_low_tune_comes_up_by_whole_octaves_and_keeps_its_shape() -> None:
    tune = Take(
        tuple(Note(0.5 * i, 0.4, p, 80) for i, p in enumerate((36, 40, 43, 48))), 3, "cello"
    )
    flute = revoice(tune, "flute")
    shifts = {b.pitch - a.pitch for a, b in zip(tune.notes, flute.notes, strict=True)}
    assert len(shifts) == 1
    assert shifts.pop() % 12 == 0


def test_a_bow_carries_over_a_short_rest_and_a_mallet_does_not() -> None:
    tune = Take((Note(0.0, 0.3, 72, 80), Note(0.5, 0.3, 74, 80)), 3.0, "piano")
    assert revoice(tune, "violin").notes[0].length_s == pytest.approx(0.5)
    assert revoice(tune, "xylophone").notes[0].length_s == pytest.approx(0.3)


def test_the_pedal_stays_with_the_piano() -> None:
    take = Take((Note(0.0, 0.3, 72, 80),), 3.0, "piano", controllers={64: ((0.0, 127.0),)})
    assert revoice(take, "violin").controllers == {}


def test_an_unknown_instrument_is_refused() -> None:
    with pytest.raises(UsageError, match="kazoo"):
        revoice(Take((), 1.0, "piano"), "kazoo")


def test_a_kit_becomes_hand_drums_drum_by_drum() -> None:
    kit = Take(tuple(Note(0.5 * k, 0.1, p, 80) for k, p in enumerate((36, 38, 42))), 3.0, "drums")
    by_hand = revoice(kit, "hand_drums")
    assert [n.pitch for n in by_hand.notes] == [64, 63, 62]
    assert [n.pitch for n in revoice(by_hand, "drums").notes] == [36, 38, 42]
