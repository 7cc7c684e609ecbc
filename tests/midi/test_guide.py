"""The film's key and tempo: named, in a MIDI file, in a recording, or left to the takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pretty_midi
import pytest
import soundfile

from foley_post.errors import UsageError
from foley_post.midi.continuity import runs
from foley_post.midi.guide import AUTO, FREE, check_key, read_guide
from foley_post.midi.harmony import Key
from foley_post.midi.tempo import Pulse

RATE_HZ = 22_050
PROGRESSION = ((0, 4, 7), (5, 9, 0), (7, 11, 2), (0, 4, 7))
"""Tonic, subdominant, dominant, tonic: pitch classes in a major key."""


def a_tune(tonic: int, tempo_bpm: float) -> list[tuple[float, float, int, int]]:
    """``(start_s, length_s, pitch, velocity)``: chords on the beat, single notes between."""
    beat_s, notes = 60 / tempo_bpm, []
    for i in range(24):
        chord = PROGRESSION[i // 2 % 4]
        notes += [(0.5 + i * beat_s, 0.9 * beat_s, 48 + (tonic + c) % 12, 100) for c in chord]
        notes.append((0.5 + (i + 0.5) * beat_s, 0.4 * beat_s, 60 + (tonic + chord[i % 3]) % 12, 60))
    return notes


def a_recording(path: Path, tonic: int, tempo_bpm: float) -> Path:
    """The tune plucked: six partials a note, dying away."""
    notes = a_tune(tonic, tempo_bpm)
    sound = np.zeros(round((notes[-1][0] + 2) * RATE_HZ))
    times = np.arange(round(0.8 * RATE_HZ)) / RATE_HZ
    for start_s, _, pitch, velocity in notes:
        hertz = 440 * 2 ** ((pitch - 69) / 12)
        tone = sum(np.sin(2 * np.pi * hertz * k * times) / k**1.5 for k in range(1, 7))
        at = round(start_s * RATE_HZ)
        sound[at : at + len(times)] += velocity / 3_000 * tone * np.exp(-5 * times)
    soundfile.write(path, sound, RATE_HZ)
    return path


def a_midi_file(path: Path, tonic: int, tempo_bpm: float) -> Path:
    score = pretty_midi.PrettyMIDI(initial_tempo=tempo_bpm)
    part = pretty_midi.Instrument(0)
    part.notes = [pretty_midi.Note(v, p, s, s + d) for s, d, p, v in a_tune(tonic, tempo_bpm)]
    score.instruments = [part]
    score.write(str(path))
    return path


def test_words_say_what_they_say() -> None:
    named = read_guide("F#m", "96")
    assert (named.piece.key, named.piece.pulse) == (Key(6, "minor"), Pulse(96.0))
    assert read_guide() == read_guide("", "")
    assert (read_guide(AUTO, AUTO).key_over, read_guide(FREE).key_over) == (AUTO, FREE)
    assert read_guide(AUTO).piece.key is None


@pytest.mark.parametrize(("tonic", "tempo_bpm"), [(2, 96.0), (9, 120.0)])
def test_a_midi_file_gives_its_key_and_tempo(tmp_path: Path, tonic: int, tempo_bpm: float) -> None:
    path = str(a_midi_file(tmp_path / "temp.mid", tonic, tempo_bpm))
    guide = read_guide(path, path)
    assert guide.piece.key == Key(tonic)
    assert guide.piece.pulse is not None
    assert guide.piece.pulse.tempo_bpm == pytest.approx(tempo_bpm, abs=0.01)


@pytest.mark.parametrize(("tonic", "tempo_bpm"), [(3, 92.0), (7, 118.0)])
def test_a_recording_gives_its_key_and_its_beat(
    tmp_path: Path, tonic: int, tempo_bpm: float
) -> None:
    path = str(a_recording(tmp_path / "temp.wav", tonic, tempo_bpm))
    guide = read_guide(path, path)
    assert guide.piece.key == Key(tonic)
    pulse = guide.piece.pulse
    assert pulse is not None
    times = round(pulse.tempo_bpm / tempo_bpm)
    assert times in (1, 2)
    assert pulse.tempo_bpm == pytest.approx(times * tempo_bpm, rel=0.005)
    off_s = (pulse.first_beat_s - 0.5 + pulse.beat_s / 2) % pulse.beat_s - pulse.beat_s / 2
    assert abs(off_s) < 0.03


def test_what_cannot_be_heard_or_read_is_told(tmp_path: Path) -> None:
    silent = tmp_path / "silent.wav"
    soundfile.write(silent, np.zeros(RATE_HZ * 3), RATE_HZ)
    with pytest.raises(UsageError, match=r"No key can be heard in silent\.wav"):
        read_guide(str(silent))
    with pytest.raises(UsageError, match=r"No steady beat can be heard in silent\.wav"):
        read_guide("", str(silent))
    with pytest.raises(UsageError, match=r"no file at .*gone\.wav"):
        read_guide("gone.wav")
    with pytest.raises(UsageError, match="'fast' is not a tempo"):
        read_guide("", "fast")
    with pytest.raises(UsageError, match="outside 10 to 500"):
        read_guide("", "7")
    with pytest.raises(UsageError, match="not a key"):
        read_guide("H")


def test_a_pause_of_more_than_two_seconds_ends_a_performance() -> None:
    spans = [(10.0, 12.0), (0.0, 4.0), (4.0, 8.0), (3.0, 7.0), (14.1, 15.0)]
    assert runs(spans) == [[1, 3, 2, 0], [4]]
    assert runs([]) == []


def test_words_longer_than_any_files_name_mean_no_key() -> None:
    with pytest.raises(UsageError):
        check_key("x" * 5000)


@pytest.mark.parametrize("word", ["x" * 5000, "a" * 5000 + ".mid"])
def test_a_word_that_no_system_takes_for_a_name_is_no_file(word: str) -> None:
    with pytest.raises(UsageError):
        read_guide(word, "auto")
    with pytest.raises(UsageError):
        read_guide("auto", word)
