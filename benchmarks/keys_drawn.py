"""Keys read on drawn keyboards that nothing was taught on: by camera and by pixels a white key.

    python -m benchmarks.keys_drawn FOLDER [--network keys.safetensors] [--held-out 10]

``FOLDER``: clips of ``python -m foley_post.simulation.keyboard_pictures``, named by their seeds; of
every ``--held-out`` (10) the last is read, the others may be taught on. Nothing is taken out: no
lag. Beside each figure the same notes turned round in time. Where nobody plays, notes a minute are
counted.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.keys_real import note_f
from foley_post.core.piano import LOWEST
from foley_post.pose.backends.key_network import KeyNetwork, key_network, load_key_network
from foley_post.pose.keyboard.evidence import read_strips
from foley_post.pose.keyboard.presses import presses
from foley_post.simulation.keyboard_pictures import read_clip
from foley_post.simulation.keyboard_pictures.camera.random_views import random_view
from foley_post.simulation.keyboard_pictures.camera.views import View
from foley_post.simulation.keyboard_pictures.picture_times import random_picture_times
from foley_post.simulation.keyboard_pictures.scene.key_boxes import WHITE_MM, random_key_boxes

Floats = npt.NDArray[np.float64]
SIZES_PX = ((6, 9), (9, 16), (16, 32), (32, 81))
ABOVE_DEG, CORNER_DEG = 71.0, 22.0
MOST_STILL = 300


@dataclass(frozen=True, slots=True)
class Clip:
    """``place`` of the camera, ``key_px`` pixels a white key, true and read notes ``(N, 4)``."""

    place: str
    key_px: float
    length_s: float
    true: Floats
    read: Floats

    @property
    def turned(self) -> Floats:
        """What was read, turned round in time: as many notes, at other times."""
        back = self.read.copy()
        back[:, 0] = self.length_s - back[:, 0]
        return back


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--network", type=Path, help="weights to read keys with")
    parser.add_argument("--held-out", type=int, default=10)
    asked = parser.parse_args()
    network = load_key_network(asked.network) if asked.network else key_network()
    last = asked.held_out - 1
    chosen = [p for p in sorted(asked.folder.glob("*.npz")) if int(p.stem) % asked.held_out == last]
    clips = [read(path, network) for path in chosen]
    played = [clip for clip in clips if len(clip.true)]
    print("| camera | pixels a key | clips | note F | turned round |")
    print("|---|---|---:|---:|---:|")
    for place in ("above", "player's side", "far side", "corner"):
        of_place = [clip for clip in played if clip.place == place]
        told(place, "all", of_place)
        for low, high in SIZES_PX:
            told(place, f"{low}-{high - 1}", [c for c in of_place if low <= c.key_px < high])
    told("all", "all", played)
    idle = [clip for clip in clips if not len(clip.true)]
    made, seconds = sum(len(c.read) for c in idle), sum(c.length_s for c in idle)
    print(f"nobody plays: {len(idle)} clips, {made} notes in {seconds:.0f} s")


def told(place: str, size: str, clips: list[Clip]) -> None:
    """One row."""
    if clips:
        right = np.mean([note_f(c.true, c.read, 0.0) for c in clips])
        chance = np.mean([note_f(c.true, c.turned, 0.0) for c in clips])
        print(f"| {place} | {size} | {len(clips)} | {right:.2f} | {chance:.2f} |", flush=True)


def read(path: Path, network: KeyNetwork) -> Clip:
    """Read a clip's keys as the product does."""
    clip = read_clip(path)
    count = len(clip.strip)
    some = np.unique(np.linspace(0, count - 1, min(count, MOST_STILL)).astype(int))
    evidence = read_strips(
        network, clip.strip, clip.times_s, view=clip.in_view, still=clip.strip[some]
    )
    evidence[:, ~clip.in_view] = np.nan
    found = np.array(
        [
            (p.onset_s, p.onset_s + p.length_s, p.key + LOWEST, p.velocity)
            for p in presses(evidence, clip.times_s)
        ],
        np.float64,
    ).reshape(-1, 4)
    true = clip.notes[clip.in_view[clip.notes[:, 2].astype(int) - LOWEST]].astype(np.float64)
    place, key_px = seen_from(int(path.stem))
    return Clip(place, key_px, float(clip.times_s[-1]), true, found)


def seen_from(seed: int) -> tuple[str, float]:
    """Where the camera of a seed's clip stands, and how many pixels it has a white key; drawn as
    `drawn_clip` draws them.
    """
    rng = np.random.default_rng(seed)
    random_picture_times(float(rng.uniform(9.0, 15.0)), rng)
    boxes = random_key_boxes(rng)
    view = random_view(boxes, rng)
    return place_of(view), key_px_of(view)


def place_of(view: View) -> str:
    """``above``, ``player's side``, ``far side`` or ``corner``."""
    aim = view.plane_at(np.array([view.size], np.float64) / 2)[0]
    away = view.camera_mm[:2] - aim
    if np.degrees(np.arctan2(view.camera_mm[2], np.hypot(*away))) > ABOVE_DEG:
        return "above"
    sideways = np.degrees(np.arctan2(abs(away[0]), abs(away[1])))
    if away[1] < 0 and sideways > CORNER_DEG:
        return "corner"
    return "player's side" if away[1] < 0 else "far side"


def key_px_of(view: View) -> float:
    """Pixels a white key in the middle of the picture."""
    aim = view.plane_at(np.array([view.size], np.float64) / 2)[0]
    beside = aim + np.array([WHITE_MM, 0.0])
    ends = view.picture_at(np.stack([aim, beside]))
    return float(np.hypot(*(ends[1] - ends[0])))


if __name__ == "__main__":
    main()
