"""How well the key and the tempo of a recording are found, over rendered pieces.

    python -m benchmarks.temp_tracks

Twelve pieces, one a tonic, major and minor in turn, of sixteen half bars with random melodies over
plain progressions, rendered by four shipped instruments at four tempi.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import soundfile

from foley_post.midi.harmony import SCALES, Key
from foley_post.midi.notes import Note, Take
from foley_post.midi.temp_track import key_heard, pulse_heard
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize

PLAYERS = ("piano", "violin", "guitar", "accordion")
TEMPI = (72, 90, 110, 128)
DEGREES = (0, 3, 4, 0, 5, 3, 4, 0)


def a_piece(number: int) -> tuple[Take, Key, int]:
    key = Key(number, "minor" if number % 2 else "major")
    tempo, name = TEMPI[number % 4], PLAYERS[number % 4]
    chance = np.random.default_rng(number)
    steps = SCALES["harmonic minor" if key.is_minor else "major"]
    beat_s, notes = 60 / tempo, []
    for i, degree in enumerate(DEGREES * 2):
        chord = [steps[(degree + 2 * k) % 7] + 12 * ((degree + 2 * k) // 7) for k in range(3)]
        start_s = 0.2 + 2 * beat_s * i
        notes += [Note(start_s, 1.8 * beat_s, 48 + number + c, 80) for c in chord]
        for q in range(4):
            step = steps[chance.integers(7)] if q % 2 else chord[chance.integers(3)]
            at_s = start_s + q * beat_s / 2
            notes.append(Note(at_s, 0.45 * beat_s, 60 + number + step, 75 if q % 2 else 100))
    return Take(tuple(notes), notes[-1].end_s + 1, name), key, tempo


def main() -> None:
    keys, tempi, count = 0, 0, 12
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.wav"
        for number in range(count):
            take, key, tempo = a_piece(number)
            sound = synthesize(
                take, soundfont=shipped_soundfont(), rate_hz=44_100, length_s=take.length_s
            )
            soundfile.write(path, 0.5 * sound, 44_100)
            found, pulse = key_heard(path)[0], pulse_heard(path)
            ratio = pulse.tempo_bpm / tempo
            keys += found == key
            tempi += min(abs(ratio / times - 1) for times in (0.5, 1, 2)) < 0.005
            print(f"{key!s:<10} heard {found!s:<10} {tempo:>4} heard {pulse.tempo_bpm:6.1f}")
    print(f"key and mode {keys} of {count}, tempo (or twice, or half) {tempi} of {count}")


if __name__ == "__main__":
    main()
