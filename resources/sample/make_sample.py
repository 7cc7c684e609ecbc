"""Make the shipped sample: a pianist, rendered, with the score known, and two cuts of it.

    python resources/sample/make_sample.py [--preview]

Writes ``sample.mp4``, ``score.json``, ``score.mid``, ``sample.otio`` and ``sample.xml`` beside
itself; the same input gives the same notes and pictures. ``--preview`` draws a small clip only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from foley_post.midi.files import write_midi
from foley_post.midi.notes import Take
from foley_post.performer.body.clip import render_clip
from foley_post.performer.body.views import view
from foley_post.performer.gesture import Gesture
from foley_post.performer.keyboard import plan_piano
from foley_post.performer.player import Player
from foley_post.times import Rate
from resources.sample.cuts import write_cuts
from resources.sample.melody import ode_to_joy

RATE = Rate(30)
LENGTH_S = 9.8
SEED = 7


def pianist() -> Gesture:
    """The pianist's gesture: calm body, clear fingers."""
    player = Player(sway=0.6, lift=1.6, pulse=0.7, wrist_height_m=0.075)
    return plan_piano(ode_to_joy(), player, np.random.default_rng(SEED), length_s=LENGTH_S)


def make(folder: Path, *, preview: bool) -> None:
    """Write everything into ``folder``."""
    gesture = pianist()
    size = (480, 270) if preview else (1280, 720)
    clip = folder / ("preview.mp4" if preview else "sample.mp4")
    frames = render_clip(gesture, view("piano_corner"), clip, rate=RATE, size=size, crf=20)
    if preview:
        return
    take = Take(gesture.notes, LENGTH_S, "piano", seed=SEED)
    write_midi(take, folder / "score.mid")
    score = {
        "what": "Ode to Joy (Beethoven, public domain), played by a simulated pianist",
        "clip": clip.name,
        "sha256": hashlib.sha256(clip.read_bytes()).hexdigest(),
        "frames": frames,
        "rate": [RATE.numerator, RATE.denominator],
        "instrument": "piano",
        "notes": [
            {
                "onset_s": round(note.onset_s, 6),
                "length_s": round(note.length_s, 6),
                "pitch": note.pitch,
                "velocity": note.velocity,
                "joint": note.joint,
            }
            for note in gesture.notes
        ],
    }
    (folder / "score.json").write_text(json.dumps(score, indent=1) + "\n")
    write_cuts(folder, frames, RATE)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    chosen = parser.parse_args()
    make(chosen.out, preview=chosen.preview)
