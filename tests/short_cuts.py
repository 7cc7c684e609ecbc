"""Short cuts of the shipped clip whose players are known beforehand: nothing has to be watched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from foley_post.pose import WatchOptions
from foley_post.pose.motion_cache import MotionCache
from foley_post.pose.motion_io import load_motions
from foley_post.timeline import read_cut

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"
PLAYER = Path(__file__).with_name("short_player.npz")
"""What is seen of the shipped clip's player from 0.4 s on, without the keyboard."""
WISHES = {"instrument": "piano", "guide_sound": "off", "seed": 3}
"""What every test asks for: nothing is told from the picture, nothing is listened to."""
FLAGS = ("--instrument", "piano", "--guide", "off", "--seed", "3")
"""The same in the words of the terminal."""


def short_cut(folder: Path, shots: int = 2, name: str = "cut", frames: int = 20) -> Path:
    """A timeline at 24 fps from 01:00:00:00 of ``shots`` clips, each ``frames`` frames long, with
    a gap of a second before the first.
    """
    cut = json.loads((SAMPLE / "sample.otio").read_text())
    track = cut["tracks"]["children"][0]
    clips = [c for c in track["children"] if c["OTIO_SCHEMA"].startswith("Clip")]
    gap = json.loads(json.dumps(track["children"][0]))
    gap["source_range"]["duration"]["value"] = 24.0
    made = [gap]
    for number in range(shots):
        clip = json.loads(json.dumps(clips[number % 2]))
        clip["name"] = f"Take {number + 1}"
        clip["source_range"]["duration"]["value"] = float(frames)
        clip["source_range"]["start_time"]["value"] = float(number % 100)
        for reference in clip["media_references"].values():
            reference["target_url"] = str(SAMPLE / "sample.mp4")
        made.append(clip)
    track["children"] = made
    cut["tracks"]["children"] = [track]
    cut["name"] = name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.otio"
    path.write_text(json.dumps(cut))
    return path


def remember(cut: Path, cache: Path) -> None:
    """Put a player into ``cache`` for every shot of ``cut``, as if it had been watched."""
    known = MotionCache(cache)
    for number, shot in enumerate(read_cut(cut).shots):
        assert shot.media.path is not None
        (player,) = load_motions(PLAYER)
        span = shot.time_map.media_range
        in_media = replace(player, times_s=player.times_s + float(span[0]) + 0.01 * (number % 5))
        known.write(known.key(shot.media.path, span, WatchOptions()), (in_media,))


def stems_of(folder: Path) -> dict[str, bytes]:
    """The stems and MIDI files below ``folder``, by name."""
    return {f.name: f.read_bytes() for f in folder.rglob("*") if f.suffix in {".wav", ".mid"}}
