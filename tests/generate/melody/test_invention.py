"""Pitches that nobody saw make phrases: in the key, in the range, closed at the end."""

from dataclasses import replace

import numpy as np
import pytest

from foley_post.core.instruments import INSTRUMENTS, instrument
from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.generate.melody import Invention, invent_pitches, load_melody_model
from foley_post.generate.melody.melody_model import CARD, TABLES
from foley_post.midi.harmony import Key, find_key
from foley_post.midi.notes import Note

MODEL = load_melody_model()


def asked(name: str, seed: int = 0, key: Key | None = None, temperature: float = 0.6) -> Invention:
    played = instrument(name)
    pitches = np.arange(128)
    allowed = (pitches >= played.lowest) & (pitches <= played.highest)
    if key is not None:
        allowed &= np.isin(pitches % 12, sorted(key.classes))
    return Invention(played, allowed, key, temperature, seed)


def unseen(count: int, every_s: float = 0.4) -> list[Note]:
    return [Note(every_s * k, 0.3, 48, 80) for k in range(count)]


def line(name: str, seed: int, count: int = 24) -> list[int]:
    return [n.pitch for n in invent_pitches(unseen(count), asked(name, seed), MODEL)]


def test_only_the_pitches_change():
    notes = unseen(20)
    made = invent_pitches(notes, asked("cello"), MODEL)
    assert [replace(n, pitch=48) for n in made] == notes


@pytest.mark.parametrize("name", sorted(set(INSTRUMENTS) - {"drums", "hand_drums"}))
def test_a_line_is_no_single_note_and_stays_in_the_range(name: str):
    played = instrument(name)
    for seed in range(4):
        pitches = line(name, seed)
        assert len(set(pitches)) >= 4
        assert played.lowest <= min(pitches)
        assert max(pitches) <= played.highest


def test_drums_keep_what_was_seen():
    notes = [Note(0.3 * k, 0.1, 36 + k % 3, 90) for k in range(9)]
    assert invent_pitches(notes, asked("drums"), MODEL) == notes


def test_the_same_seed_gives_the_same_line_and_another_seed_another():
    assert line("violin", 3) == line("violin", 3)
    assert line("violin", 3) != line("violin", 4)


def test_most_lines_close_on_the_tonic_chord():
    key = Key(7)
    ends = [
        invent_pitches(unseen(16), asked("flute", seed, key), MODEL)[-1].pitch for seed in range(40)
    ]
    assert np.mean([(p - 7) % 12 in (0, 4, 7) for p in ends]) > 0.9


def test_pinned_notes_stay_and_lend_their_key():
    notes = unseen(40)
    d_flat = [61, 63, 65, 66, 68, 70, 72, 73, 68, 61]
    for k, pitch in enumerate(d_flat):
        notes[4 * k] = replace(notes[4 * k], pitch=pitch, pinned=True)
    made = sorted(invent_pitches(notes, asked("violin", 1), MODEL), key=lambda n: n.onset_s)
    assert [made[4 * k].pitch for k in range(len(d_flat))] == d_flat
    assert np.mean([n.pitch % 12 in Key(1).classes for n in made]) > 0.85


def test_chords_hold_other_tones_of_the_key_under_the_line():
    notes = [Note(0.5 * k, 0.4, 60 + j, 80) for k in range(8) for j in range(4)]
    made = invent_pitches(notes, asked("guitar", 2, Key(0)), MODEL)
    assert len(made) == len(notes)
    for k in range(8):
        chord = {n.pitch for n in made if n.onset_s == 0.5 * k}
        assert len(chord) == 4
        assert {p % 12 for p in chord} <= Key(0).classes


def test_the_left_hand_of_a_piano_plays_below_the_right():
    right = [Note(0.4 * k, 0.3, 60, 80, joint=50) for k in range(16)]
    left = [Note(0.8 * k + 0.2, 0.6, 60, 80, joint=30) for k in range(8)]
    made = invent_pitches(right + left, asked("piano", 5), MODEL)
    low = np.mean([n.pitch for n in made if n.joint == 30])
    high = np.mean([n.pitch for n in made if n.joint == 50])
    assert low < high - 7


def test_a_cold_temperature_repeats_what_is_likeliest():
    one, two = (
        [n.pitch for n in invent_pitches(unseen(12), asked("violin", seed, Key(2), 0.0), MODEL)]
        for seed in (1, 1)
    )
    assert one == two
    assert find_key([Note(0.4 * k, 0.3, p, 80) for k, p in enumerate(one)])[0].classes


def test_a_model_that_is_missing_or_not_its_card_s_is_refused(tmp_path):
    with pytest.raises(ModelMissing):
        load_melody_model(tmp_path)
    from foley_post.core.shipped import shipped

    (tmp_path / CARD).write_bytes(shipped("resources", "melody", CARD).read_bytes())
    (tmp_path / TABLES).write_bytes(b"PK nothing of the kind")
    with pytest.raises(WeightsRefused):
        load_melody_model(tmp_path)
