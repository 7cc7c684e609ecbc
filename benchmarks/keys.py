"""How often the key of a few notes is found, over real songs, by old and new profiles.

    python -m benchmarks.keys [OpenScore-Lieder.zip] [--scores 90]

The truth is the key signature of songs that have one throughout; a fragment that modulates counts
as a miss whoever looks, so that 1.0 cannot be reached. Fragments are of a song's first third.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.record import record
from foley_post.midi.harmony import Key, find_key
from foley_post.midi.notes import Note
from foley_post.simulation.score.musicxml import read_musicxml

SONGS = Path(__file__).parents[2] / "shared" / "data" / "midi" / "OpenScore-Lieder.zip"
LENGTHS = (8, 16, 32, 64)
KRUMHANSL = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
"""Krumhansl, Cognitive Foundations of Musical Pitch, 1990, table 2.1."""


def songs(path: Path, number: int) -> Iterator[tuple[int, list[list[Note]]]]:
    """Sharps of the signature (flats below 0), and the parts of each song."""
    with zipfile.ZipFile(path) as shelf:
        names = sorted(n for n in shelf.namelist() if n.endswith(".mxl"))
        for name in random.Random(1).sample(names, number):
            data = shelf.read(name)
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                inner = next(n for n in packed.namelist() if n.endswith("xml") and "META" not in n)
                signs = set(re.findall(rb"<fifths>(-?\d+)</fifths>", packed.read(inner)))
            if len(signs) == 1:
                parts = [
                    [
                        Note(float(o), float(d), int(p), 80)
                        for o, d, p in zip(s.onset_s, s.length_s, s.pitch, strict=True)
                    ]
                    for s in read_musicxml(data)
                ]
                yield int(signs.pop()), parts


def sharps_of(key: Key) -> int:
    """The signature on the circle of fifths, 0..11."""
    return (key.tonic + (3 if key.is_minor else 0)) * 7 % 12


def by_correlation(notes: Sequence[Note]) -> Key:
    """The key as Krumhansl and Schmuckler find it."""
    heard = np.zeros(12)
    for note in notes:
        heard[note.pitch % 12] += min(note.length_s, 2.0) * note.velocity
    fits = {
        Key(tonic, scale): float(np.corrcoef(heard, np.roll(profile, tonic))[0, 1])
        for scale, profile in KRUMHANSL.items()
        for tonic in range(12)
    }
    return max(fits, key=lambda key: fits[key])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("songs", type=Path, nargs="?", default=SONGS)
    parser.add_argument("--scores", type=int, default=90)
    options = parser.parse_args()
    if not options.songs.is_file():
        print(f"not measured: {options.songs.name} is not there")
        return
    chance = random.Random(2)
    found: dict[int, list[tuple[bool, bool]]] = {n: [] for n in LENGTHS}
    for signs, parts in songs(options.songs, options.scores):
        for part in (parts[0], parts[-1]):
            for length, rows in found.items():
                if len(part) >= length + 5:
                    first = chance.randrange(max(1, len(part) // 3))
                    piece = part[first : first + length]
                    ours, theirs = find_key(piece)[0], by_correlation(piece)
                    rows.append(tuple(sharps_of(k) == signs % 12 for k in (ours, theirs)))
    record(
        "keys_of_songs",
        "real",
        "python -m benchmarks.keys",
        columns=("notes", "fragments", "signature found", "by Krumhansl's profiles"),
        rows=[
            (length, len(rows), *(round(float(share), 2) for share in np.mean(rows, axis=0)))
            for length, rows in found.items()
        ],
    )


if __name__ == "__main__":
    main()
