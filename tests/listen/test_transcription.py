"""From posteriors to notes: onsets, lengths, overtones, voices."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tones import noise, plucked

from foley_post.core.instruments import INSTRUMENTS, instrument
from foley_post.listen.network import LOWEST_PITCH, RATE_HZ
from foley_post.listen.posteriors import FRAME_S, Posteriors, hear
from foley_post.listen.transcription import Thresholds, transcribe
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize


def drawn(
    notes: list[tuple[int, int, int, float]], frames: int = 200, *, level_db: float = -20.0
) -> Posteriors:
    """Posteriors with ``(first, last, pitch, strength)`` in them."""
    onset, hold = (np.zeros((frames, 88), np.float16) for _ in range(2))
    for first, last, pitch, strength in notes:
        onset[first, pitch - LOWEST_PITCH] = strength
        hold[first:last, pitch - LOWEST_PITCH] = strength
    level = np.full(frames, level_db, np.float32)
    zero = np.zeros(frames, np.float32)
    return Posteriors(onset, hold, level, zero, zero)


def pitches(notes: tuple[Note, ...]) -> list[int]:
    return [n.pitch for n in notes]


def test_a_held_pitch_is_one_note_of_its_length() -> None:
    (note,) = transcribe(drawn([(40, 90, 64, 0.9)]))
    assert note.onset_s == pytest.approx(40 * FRAME_S)
    assert note.length_s == pytest.approx(50 * FRAME_S)
    assert note.evidence is Evidence.HEARD
    assert note.confidence > 0.9


def test_a_swell_on_a_sounding_pitch_is_no_note_and_a_stroke_is() -> None:
    swelling = drawn([(20, 120, 64, 0.9)])
    swelling.onset[70, 64 - LOWEST_PITCH] = 0.6
    assert len(transcribe(swelling)) == 1
    swelling.onset[70, 64 - LOWEST_PITCH] = 0.9
    assert [round(n.onset_s / FRAME_S) for n in transcribe(swelling)] == [20, 70]


def test_an_octave_ghost_goes_and_an_octave_played_stays() -> None:
    ground = (30, 90, 48, 0.95)
    assert pitches(transcribe(drawn([ground, (31, 80, 60, 0.6)]))) == [48]
    assert pitches(transcribe(drawn([ground, (31, 80, 60, 0.9)]))) == [48, 60]
    assert pitches(transcribe(drawn([ground, (60, 80, 60, 0.6)]))) == [48, 60]
    assert pitches(transcribe(drawn([ground, (31, 80, 36, 0.7)]))) == [48]
    assert pitches(transcribe(drawn([ground, (31, 80, 36, 0.9)]))) == [48, 36]


def test_a_flute_plays_one_note_at_once_and_only_what_it_can() -> None:
    heard = drawn([(20, 80, 72, 0.95), (22, 82, 76, 0.7), (100, 150, 40, 0.9)])
    assert pitches(transcribe(heard, instrument("flute"))) == [72]
    assert pitches(transcribe(heard)) == [72, 76, 40]


def test_a_long_sure_tone_needs_no_onset() -> None:
    heard = drawn([(50, 120, 64, 0.8)])
    heard.onset[:] = 0
    heard.hold[44:50, 64 - LOWEST_PITCH] = np.linspace(0.1, 0.7, 6)
    (note,) = transcribe(heard)
    assert abs(note.onset_s - 48 * FRAME_S) < 4 * FRAME_S


def test_what_is_45_db_below_the_loud_is_not_heard() -> None:
    heard = drawn([(20, 60, 64, 0.9), (120, 160, 65, 0.9)])
    heard.level_db[100:] = -66.0
    assert pitches(transcribe(heard)) == [64]


def test_drums_have_no_pitch_to_be_heard() -> None:
    assert transcribe(drawn([(20, 60, 64, 0.9)]), instrument("drums")) == ()


def test_thresholds_outside_0_to_1_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Thresholds(onset=1.5)


@given(
    st.lists(
        st.tuples(st.integers(0, 180), st.integers(1, 60), st.integers(21, 108), st.floats(0, 1)),
        max_size=30,
    ),
    st.sampled_from([None, *INSTRUMENTS.values()]),
)
def test_whatever_is_heard_the_notes_are_sound(drawing: list, played: object) -> None:
    heard = drawn([(first, first + n, pitch, s) for first, n, pitch, s in drawing], frames=240)
    notes = transcribe(heard, played)
    assert list(notes) == sorted(notes, key=lambda n: (n.onset_s, n.pitch, n.length_s))
    for note in notes:
        assert 0 <= note.onset_s < heard.length_s
        assert note.end_s <= heard.length_s + FRAME_S
        if played is not None:
            assert played.lowest <= note.pitch <= played.highest
    if played is not None and played.voices == 1:
        for one, after in pairwise(notes):
            shared = one.end_s - after.onset_s
            assert shared <= 0.5 * min(one.length_s, after.length_s) + 2 * FRAME_S


def test_a_rendered_piano_is_heard_note_for_note() -> None:
    tune = (64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64)
    played = tuple(Note(0.3 + 0.4 * i, 0.35, p, 80) for i, p in enumerate(tune))
    sound = synthesize(
        Take(played, 6.0, "piano"), soundfont=shipped_soundfont(), rate_hz=RATE_HZ, length_s=6.0
    )
    notes = transcribe(hear([sound.mean(axis=1)]), instrument("piano"))
    assert pitches(notes) == list(tune)
    assert max(abs(a.onset_s - b.onset_s) for a, b in zip(notes, played, strict=True)) < 0.03


def test_noise_between_notes_makes_few_notes() -> None:
    sound = plucked([(1.0, 60), (5.0, 67)], 7.0, gain=0.5) + noise(7.0, gain=0.002)
    notes = transcribe(hear([sound]), instrument("piano"))
    assert pitches(notes) == [60, 67]
