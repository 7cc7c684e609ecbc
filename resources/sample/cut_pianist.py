"""Cut the shipped recording of a real pianist out of the film it comes from.

    python resources/sample/cut_pianist.py FOLDER

``FOLDER`` holds ``pianoray_furelise.mp4`` and ``.tsv`` (Patrick Huang, pianoray, CC0 1.0: a pianist
filmed from above, with the notes of the digital piano). Writes ``pianist.mp4``, 1280x720, and
``pianist.json`` with the notes that were played, beside itself, and the cuts of all samples anew.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from fractions import Fraction
from pathlib import Path

import cv2

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from foley_post import video
from foley_post.core.timecode import Rate
from resources.sample.cuts import write_cuts

START_S, LENGTH_S = Fraction(4), Fraction(20)
RATE = Rate(30)
SIZE = (1280, 720)


def cut_out(film: Path, folder: Path) -> Path:
    """The excerpt as a film of its own; the path."""
    clip = folder / "pianist.mp4"
    pictures = (
        cv2.resize(frame.image, SIZE, interpolation=cv2.INTER_AREA)
        for frame in video.frames(film, START_S, START_S + LENGTH_S)
    )
    video.write_video(clip, pictures, rate=RATE, crf=23)
    return clip


def notes_of(table: Path) -> list[dict[str, float]]:
    """The notes within the excerpt, counted from its beginning."""
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    first, last = float(START_S), float(START_S + LENGTH_S)
    return [
        {
            "onset_s": round(float(row["onset_s"]) - first, 6),
            "length_s": round(float(row["length_s"]), 6),
            "pitch": int(row["pitch"]),
            "velocity": int(row["velocity"]),
        }
        for row in rows
        if first <= float(row["onset_s"]) < last
    ]


def main() -> None:
    """Write clip, notes and cuts."""
    source, folder = Path(sys.argv[1]), Path(__file__).resolve().parent
    clip = cut_out(source / "pianoray_furelise.mp4", folder)
    frames = sum(1 for _ in video.frames(clip, Fraction(0), LENGTH_S + 1))
    told = {
        "what": "Beethoven, Für Elise, played by Patrick Huang (pianoray, CC0 1.0); an excerpt",
        "clip": clip.name,
        "sha256": hashlib.sha256(clip.read_bytes()).hexdigest(),
        "frames": frames,
        "rate": [RATE.numerator, RATE.denominator],
        "instrument": "piano",
        "notes": notes_of(source / "pianoray_furelise.tsv"),
    }
    text = json.dumps(told, indent=1, ensure_ascii=False)
    (folder / "pianist.json").write_text(text + "\n", encoding="utf-8")
    write_cuts(folder)


if __name__ == "__main__":
    main()
