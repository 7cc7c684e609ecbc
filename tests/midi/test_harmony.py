"""Keys and pulses are found, and takes are brought to them."""

from __future__ import annotations

import pytest
from drawn_takes import held_onsets, sound_music, takes
from hypothesis import given, settings
from hypothesis import strategies as st

from foley_post.core.instruments import INSTRUMENTS
from foley_post.errors import UsageError
from foley_post.generate.request import Request
from foley_post.generate.request import scale_of as request_classes
from foley_post.midi.harmony import (
    SCALES,
    Key,
    common_key,
    find_key,
    fit_to_key,
    key_fit,
    parse_key,
    to_key,
)
from foley_post.midi.notes import Note, Take
from foley_post.midi.tempo import Pulse, align_to, find_pulse

KEYS = st.builds(Key, st.integers(0, 11), st.sampled_from(sorted(SCALES)))


def scale_of(tonic: int, steps: tuple[int, ...]) -> Take:
    pitches = [60 + tonic + s for s in (*steps, 12, *reversed(steps))]
    notes = [Note(0.5 * i, 0.45, p, 90 if p % 12 == tonic else 70) for i, p in enumerate(pitches)]
    return Take(tuple(notes), 10.0, "piano")


@pytest.mark.parametrize("tonic", range(12))
def test_the_key_of_a_scale_is_found(tonic: int) -> None:
    assert find_key(scale_of(tonic, SCALES["major"]).notes)[0] == Key(tonic, "major")
    assert find_key(scale_of(tonic, SCALES["harmonic minor"]).notes)[0] == Key(tonic, "minor")


def test_nothing_to_hear_has_no_clear_key() -> None:
    assert find_key([])[1] == 0.0
    assert find_key([Note(0, 1, p, 80) for p in range(60, 72)])[1] == 0.0


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("C", Key(0)),
        ("F#m", Key(6, "minor")),
        ("Bb minor", Key(10, "minor")),
        ("d dorian", Key(2, "dorian")),
        ("E♭", Key(3)),
        ("F sharp minor", Key(6, "minor")),
        ("B-flat major", Key(10)),
        ("bb", Key(10)),
        ("CM", Key(0)),
        ("C bebop", Key(0, "bebop")),
        ("a natural minor", Key(9, "minor")),
    ],
)
def test_keys_are_read_as_musicians_write_them(text: str, key: Key) -> None:
    assert parse_key(text) == key


@pytest.mark.parametrize("text", ["C", "F sharp minor", "Bbm", "D dorian", "E blues"])
def test_a_generation_reads_the_same_keys(text: str) -> None:
    key = parse_key(text)
    wanted = request_classes(text)
    assert wanted >= key.classes
    assert wanted - key.classes <= {(key.tonic - 1) % 12}, "only a minor key's leading note"
    assert Request(key=text).key == text


@pytest.mark.parametrize("text", ["", "H", "C purple", "12"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_key(text)


@settings(max_examples=40, deadline=None)
@given(takes(), KEYS)
def test_fitting_a_key_moves_no_onset_and_leaves_nothing_foreign(take: Take, key: Key) -> None:
    for after in (fit_to_key(take, key), to_key(take, key)):
        sound_music(after)
        assert held_onsets(after) <= held_onsets(take)
        foreign = [n for n in after.notes if n.pitch % 12 not in key.classes and not n.pinned]
        assert foreign == [] or INSTRUMENTS[take.instrument].drums


def test_neighbours_share_one_key_and_go_to_it() -> None:
    shots = [scale_of(t, SCALES["major"]) for t in (0, 0, 7)]
    key = common_key(shots)
    assert key == Key(0)
    moved = [to_key(t, key) for t in shots]
    assert [key_fit(t.notes, key) for t in moved] == pytest.approx([1.0] * 3)
    assert moved[2].notes[0].pitch % 12 == 0, "the tonic of G major becomes the tonic of C"


@pytest.mark.parametrize("tempo_bpm", [72.0, 96.0, 132.0])
def test_the_pulse_of_a_regular_tune_is_found(tempo_bpm: float) -> None:
    half_s = 30 / tempo_bpm
    notes = [Note(0.3 + half_s * i, 0.1, 60, 100 if i % 2 == 0 else 60) for i in range(32)]
    pulse = find_pulse(notes)
    beats = round(pulse.tempo_bpm / tempo_bpm)
    assert beats in (1, 2), "twice as fast is the same grid"
    assert pulse.tempo_bpm == pytest.approx(beats * tempo_bpm, rel=0.01)
    beat_s = pulse.beat_s
    off = (pulse.first_beat_s - 0.3 + beat_s / 2) % beat_s - beat_s / 2
    assert abs(off) < 0.03
    assert pulse.clear > 0.9


def test_aligning_to_a_pulse_waits_for_sync_to_be_loosened() -> None:
    take = Take((Note(0.27, 0.1, 60, 80), Note(0.52, 0.1, 62, 80)), 2.0, "piano")
    assert align_to(take, Pulse(120.0)) == take
    loose = align_to(take, Pulse(120.0), loosen_percent=100)
    assert [n.onset_s for n in loose.notes] == pytest.approx([0.25, 0.5])
