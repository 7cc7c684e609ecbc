"""Tiny data sets in the layouts of the published ones, played by our own simulated players."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import soundfile

from foley_post.core.progress import Watcher, ignore_progress
from foley_post.core.timecode import Rate
from foley_post.midi.midi_files import write_midi
from foley_post.midi.notes import Take
from foley_post.pose.skeleton import Motion
from foley_post.simulation.simulate import Simulated, simulate
from foley_post.train.prepared import POSE_HZ
from foley_post.video import write_video

LENGTH_S = 6.0
RATE_HZ = 22_050


def tones(clip: Simulated) -> np.ndarray:
    """``(N, 1)``: the clip's notes as decaying tones with a few partials."""
    sound = np.zeros(int(LENGTH_S * RATE_HZ) + RATE_HZ, np.float32)
    for note in clip.notes:
        at = np.arange(int(min(note.length_s + 0.1, 1.0) * RATE_HZ)) / RATE_HZ
        hertz = 440 * 2 ** ((note.pitch - 69) / 12)
        tone = sum(np.sin(2 * np.pi * k * hertz * at) / k for k in (1, 2, 3, 4))
        first = int(note.onset_s * RATE_HZ)
        swell = np.minimum(at / 0.004, 1) * np.exp(-4 * at) * np.minimum((at[-1] - at) / 0.08, 1)
        sound[first : first + len(at)] += (0.1 * tone * swell * note.velocity / 127)[
            : len(sound) - first
        ]
    return sound[: int(LENGTH_S * RATE_HZ), None]


def film(path: Path, sound: np.ndarray | None = None) -> None:
    """A video of nothing to see: whoever reads it asks a stand-in who is in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    black = np.zeros((32, 32, 3), np.uint8)
    pictures = (black for _ in range(int(LENGTH_S * 5)))
    write_video(path, pictures, Rate(5), audio=sound, audio_rate_hz=RATE_HZ)


def seen(*clips: Simulated) -> Callable[..., tuple[Motion, ...]]:
    """A stand-in for the keypoint detector: these players, whatever the video."""

    def watch(path: Path, watcher: Watcher = ignore_progress) -> tuple[Motion, ...]:
        assert path.is_file()
        return tuple(clip.motion for clip in clips)

    return watch


def players(*names: str, seed: int = 3) -> tuple[Simulated, ...]:
    """One simulated player of each instrument, side by side from the left."""
    made = []
    for place, name in enumerate(names):
        clip = simulate(name, seed, length_s=LENGTH_S, view="front")
        clip.motion.points[..., 0] += 2 * place
        made.append(clip)
    return tuple(made)


def write_urmp(folder: Path, clips: Sequence[Simulated], codes: Sequence[str]) -> None:
    """One piece in URMP's layout."""
    name = f"01_Jupiter_{'_'.join(codes)}"
    piece = folder / name
    piece.mkdir(parents=True)
    film(piece / f"Vid_{name}.mp4")
    (folder / "Supplementary_Files").mkdir()
    for number, (clip, code) in enumerate(zip(clips, codes, strict=True), 1):
        tail = f"{number}_{code}_01_Jupiter"
        lines = [
            f"{n.onset_s:.6f}\t{440 * 2 ** ((n.pitch - 69) / 12):.3f}\t{n.length_s:.6f}"
            for n in clip.notes
        ]
        (piece / f"Notes_{tail}.txt").write_text("\n".join(lines) + "\n")
        (piece / f"F0s_{tail}.txt").write_text("0.023 440.0\n")
        soundfile.write(piece / f"AuSep_{tail}.wav", tones(clip), RATE_HZ)


def write_music(folder: Path, clip: Simulated, theirs: str) -> None:
    """One solo in MUSIC's layout: the list, and the video in a folder of its own."""
    film(folder / "solo" / theirs / "iB17xqmFw3A.mp4", tones(clip))
    listed = {"version": 2.0, "videos": {theirs: ["iB17xqmFw3A", "gone"], "bagpipe": ["x"]}}
    (folder / "MUSIC21_solo_videos.json").write_text(json.dumps(listed))


def write_atinpiano(folder: Path, clip: Simulated) -> None:
    """One recording in AtinPiano's layout, hands only."""
    for name in ("pose", "midi"):
        (folder / name).mkdir(parents=True)
    times_s = np.arange(int(LENGTH_S * POSE_HZ)) / POSE_HZ
    frames = np.searchsorted(clip.motion.times_s, times_s, side="right") - 1
    hands = np.nan_to_num(clip.motion.points[np.clip(frames, 0, None), 25:])
    nobody = np.zeros_like(hands)
    np.save(folder / "pose" / "avkamkNT1Sg.npy", np.stack([nobody, hands], 3).transpose(0, 2, 1, 3))
    write_midi(Take(clip.notes, LENGTH_S, "piano"), folder / "midi" / "avkamkNT1Sg.mid")
    (folder / "train.csv").write_text(f"vid,start_time,duration\navkamkNT1Sg,0.0,{LENGTH_S}\n")
