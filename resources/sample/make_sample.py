"""Make the shipped sample: two players, rendered, with the scores known, and two cuts of them.

    python resources/sample/make_sample.py [--preview] [--only sample|violin]

Writes ``sample.mp4`` (a pianist) with ``score.json`` and ``score.mid``, ``violin.mp4`` with
``violin.json`` and ``violin.mid``, and the cuts ``sample`` and ``two_players`` (``.otio``,
``.xml``) beside itself; the same input gives the same notes and pictures. ``--preview`` draws small
clips only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from foley_post.core.timecode import Rate
from foley_post.midi.midi_files import write_midi
from foley_post.midi.notes import Take
from foley_post.simulation.body.figure import Look
from foley_post.simulation.body.rig import load_body
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.renderer.clip import render_clip
from foley_post.simulation.renderer.picture import Scene
from foley_post.simulation.renderer.views import view
from foley_post.simulation.score.scores import Score
from resources.sample.cuts import write_cuts
from resources.sample.melody import ode_to_joy, twinkle

RATE = Rate(30)


@dataclass(frozen=True, slots=True)
class Part:
    """One clip: who plays what, seen from where; ``score_name`` begins its score's files."""

    name: str
    score_name: str
    instrument: str
    score: Score
    player: SimulatedPlayer
    seed: int
    length_s: float
    view: str
    scene: Scene

    def gesture(self) -> Gesture:
        """The player's gesture."""
        rng = np.random.default_rng(self.seed)
        return plan(self.instrument, self.score, self.player, rng, length_s=self.length_s)


def parts() -> tuple[Part, ...]:
    """The pianist, calm in body and clear in fingers; the violinist, one stroke of the bow a note
    (the seed is one that slurs nothing).
    """
    violinist = Look(shirt=(0.42, 0.16, 0.17), trousers=(0.16, 0.15, 0.15), hair=(0.20, 0.10, 0.05))
    return (
        Part(
            "sample",
            "score",
            "piano",
            ode_to_joy(),
            SimulatedPlayer(sway=0.6, lift=1.6, pulse=0.7, wrist_height_m=0.075),
            seed=7,
            length_s=9.8,
            view="piano_corner",
            scene=Scene(),
        ),
        Part(
            "violin",
            "violin",
            "violin",
            twinkle(),
            SimulatedPlayer(sway=0.7, height_m=1.70),
            seed=38,
            length_s=8.8,
            view="standing",
            scene=Scene(load_body("female", height_m=1.70), violinist, room_seed=4),
        ),
    )


def make(part: Part, folder: Path, *, preview: bool) -> int:
    """Write one clip and its score into ``folder``; how many frames it has."""
    gesture = part.gesture()
    size = (480, 270) if preview else (1280, 720)
    clip = folder / f"{'preview_' if preview else ''}{part.name}.mp4"
    frames = render_clip(
        gesture, view(part.view), clip, rate=RATE, size=size, scene=part.scene, crf=20
    )
    if not preview:
        write_midi(
            Take(gesture.notes, part.length_s, part.instrument, seed=part.seed),
            folder / f"{part.score_name}.mid",
        )
        _write_score(part, gesture, clip, frames)
    return frames


def _write_score(part: Part, gesture: Gesture, clip: Path, frames: int) -> None:
    score = {
        "what": f"{part.score.part} (public domain), played by a simulated player",
        "clip": clip.name,
        "sha256": hashlib.sha256(clip.read_bytes()).hexdigest(),
        "frames": frames,
        "rate": [RATE.numerator, RATE.denominator],
        "instrument": part.instrument,
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
    path = clip.with_name(f"{part.score_name}.json")
    path.write_text(json.dumps(score, indent=1) + "\n")


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description="Make the shipped sample.")
    parser.add_argument("--preview", action="store_true", help="draw small clips, write no scores")
    parser.add_argument("--only", choices=[part.name for part in parts()])
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    chosen = parser.parse_args()
    for part in parts():
        if chosen.only in {None, part.name}:
            make(part, chosen.out, preview=chosen.preview)
    if not chosen.preview:
        write_cuts(chosen.out)


if __name__ == "__main__":
    main()
