"""Listening to files: bad sound is said, speech is left out, speed changes are followed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.signal
import soundfile
from tones import noise, plucked, spoken

from foley_post.core.instruments import instrument
from foley_post.core.time_map import TimeMap
from foley_post.errors import MediaMissing, MediaUnreadable
from foley_post.listen.heard_sound import HeardSound, listen_to, retimed
from foley_post.listen.network import RATE_HZ, ListenerNetwork
from foley_post.midi.notes import Evidence, Note

TUNE = [(0.5 + 0.5 * i, p) for i, p in enumerate((60, 62, 64, 65, 67, 69, 71, 72))]


@pytest.fixture(scope="module")
def ears() -> ListenerNetwork:
    return ListenerNetwork()


@pytest.fixture
def heard_in(tmp_path: Path, ears: ListenerNetwork):
    def listen(sound: np.ndarray, rate_hz: int = RATE_HZ, start_s: Fraction = Fraction(0)):
        path = tmp_path / "take.wav"
        soundfile.write(path, sound, rate_hz, subtype="FLOAT")
        length_s = Fraction(len(sound), rate_hz)
        return listen_to(path, start_s, length_s, network=ears)

    return listen


def pitches(heard: HeardSound) -> list[int]:
    return [n.pitch for n in heard.notes(instrument("piano"))]


def test_a_tune_is_heard_note_for_note(heard_in) -> None:
    heard = heard_in(plucked(TUNE, 5.5))
    assert pitches(heard) == [p for _, p in TUNE]
    assert heard.has_music
    assert heard.sentences() == ()
    assert np.abs(heard.onsets() - [t for t, _ in TUNE]).max() < 0.02


def test_silence_is_said_and_makes_no_note(heard_in) -> None:
    heard = heard_in(np.zeros(3 * RATE_HZ))
    assert heard.sentences() == ("take.wav is silent: nothing can be heard in it.",)
    assert heard.notes(None) == ()
    assert not len(heard.onsets())


def test_noise_is_no_music(heard_in) -> None:
    heard = heard_in(noise(6.0, gain=0.05))
    assert not heard.has_music
    assert heard.sentences() == ("No music can be heard in take.wav.",)


@pytest.mark.parametrize("side", [0, 1])
def test_sound_on_one_side_is_heard_at_its_full_level(heard_in, side: int) -> None:
    tune = plucked(TUNE, 5.5)
    pair = np.zeros((len(tune), 2))
    pair[:, side] = tune
    heard = heard_in(pair)
    assert pitches(heard) == [p for _, p in TUNE]
    assert "on one side only" in heard.sentences()[0]


def test_sides_that_cancel_each_other_are_heard_and_said(heard_in) -> None:
    tune = plucked(TUNE, 5.5)
    heard = heard_in(np.stack([tune, -tune], axis=1))
    assert pitches(heard) == [p for _, p in TUNE]
    assert "opposite polarity" in heard.sentences()[0]


def test_clipping_is_said(heard_in) -> None:
    tune = plucked(TUNE, 5.5, gain=1.0)
    assert heard_in(0.99 * tune).sentences() == ()
    assert "clipped" in heard_in(np.clip(12 * tune, -1, 1)).sentences()[0]


def test_a_telephone_is_said_and_its_tune_is_heard(heard_in) -> None:
    heard = heard_in(plucked(TUNE, 5.5)[:: RATE_HZ // 7350], rate_hz=7350)
    assert "nothing above 4 kHz" in heard.sentences()[0]
    assert pitches(heard) == [p for _, p in TUNE]


def test_eight_kilohertz_are_said(heard_in) -> None:
    eight = scipy.signal.resample_poly(plucked(TUNE, 5.5), 320, 882)  # of 22,050 Hz
    heard = heard_in(eight, rate_hz=8000)
    assert any("nothing above 4 kHz, like a telephone" in s for s in heard.sentences())


def test_speech_over_it_is_said_and_gives_no_notes(heard_in) -> None:
    music = plucked([(12.5 + t, p) for t, p in TUNE], 18.0)
    music[: 12 * RATE_HZ] += spoken(12.0)
    heard = heard_in(music)
    assert "People speak in take.wav from 0 to 12 s: no notes are taken from there." in (
        heard.sentences()
    )
    assert pitches(heard) == [p for _, p in TUNE]


def test_sound_before_the_beginning_and_after_the_end_is_silence(heard_in) -> None:
    heard = heard_in(plucked(TUNE, 5.5), start_s=Fraction(-2))
    notes = heard.notes(instrument("piano"))
    assert [n.pitch for n in notes] == [p for t, p in TUNE if t < 3.45]
    assert notes[0].onset_s == pytest.approx(2.5, abs=0.02)


def test_a_range_that_is_empty_or_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadable, match="range is empty"):
        listen_to(tmp_path / "a.wav", Fraction(0), Fraction(0))
    with pytest.raises(MediaMissing):
        listen_to(tmp_path / "a.wav", Fraction(0), Fraction(1))


def test_drums_are_told_by_their_brightness(heard_in) -> None:
    sound = np.zeros(4 * RATE_HZ)
    t = np.arange(RATE_HZ // 4) / RATE_HZ
    boom = np.sin(2 * np.pi * 70 * t) * np.exp(-18 * t)
    hiss = np.diff(noise(0.25, gain=0.5), append=0.0)[: len(t)] * np.exp(-30 * t)
    for k, hit in enumerate((boom, hiss, boom, hiss, boom, hiss)):
        first = round((0.5 + 0.5 * k) * RATE_HZ)
        sound[first : first + len(t)] += 0.6 * hit
    heard = heard_in(sound)
    assert heard.has_music
    notes = heard.notes(instrument("drums"))
    assert [n.pitch for n in notes] == [36, 42] * 3
    assert np.abs([n.onset_s - 0.5 - 0.5 * k for k, n in enumerate(notes)]).max() < 0.02
    by_hand = heard.notes(instrument("hand_drums"))
    assert [n.pitch for n in by_hand] == [64, 62] * 3, "a low conga, and a muted one"


def test_a_note_is_where_the_shot_shows_it() -> None:
    note = Note(3.0, 1.0, 60, 80, Evidence.HEARD)
    twice = TimeMap.linear(Fraction(2), Fraction(4), Fraction(2))
    (fast,) = retimed([note], twice)
    assert (fast.onset_s, fast.length_s) == (0.5, 0.5)
    backwards = TimeMap(((Fraction(0), Fraction(5)), (Fraction(5), Fraction(0))))
    assert retimed([note], backwards) == ()
    cut = TimeMap.linear(Fraction(0), Fraction(7, 2))
    assert retimed([note], cut)[0].length_s == pytest.approx(0.5)
    assert retimed([note], TimeMap.linear(Fraction(4), Fraction(2))) == ()
