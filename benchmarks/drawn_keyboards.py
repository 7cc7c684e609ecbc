"""Drawn keyboards beside real ones: how keys move in the picture, and what pressing one changes.

    python -m benchmarks.drawn_keyboards [--clips DIR] [--number 40]

Real: the two CC0 recordings that training may use (``shared/data/cc0_piano``). Drawn: the clips in
``--clips``, or ``--number`` clips of 7 s drawn now, of exercises. How far down a key is, is told by
its own strip behind the hands: the picture is projected on the difference between down and rest.
Drawn keys were fitted to this; nothing here touches test footage.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEY_GAP_U
from foley_post.pose.keyboard.finder import find_keyboard
from foley_post.simulation.keyboard_pictures import drawn_clip, read_clip
from foley_post.simulation.keyboard_pictures.camera.found_planes import strip_map
from foley_post.video import frames

Floats = npt.NDArray[np.float64]
DATA = Path(__file__).parents[2] / "shared" / "data" / "cc0_piano"
REAL = ("pianoray_bach", "pianoray_furelise")
AT_S = np.array([-0.12, -0.10, -0.08, -0.06, -0.04, -0.02, 0.0, 0.02, 0.04])
VELOCITIES = ((0, 40), (40, 50), (50, 60), (60, 70), (70, 128))
BEHIND_HANDS = slice(28, 58)
"""Rows of a strip: between the black keys, where hands seldom are."""


@dataclass(frozen=True, slots=True)
class Film:
    """``strip (T, 60, 624)``, ``times_s (T,)``, ``notes (N, 4)``: onset_s, offset_s, pitch,
    velocity; of keys in view.
    """

    strip: npt.NDArray[np.uint8]
    times_s: Floats
    notes: Floats


@dataclass(frozen=True, slots=True)
class Press:
    """One note's key in the picture: share of the way down ``(T,)`` about 0..1, and how much
    pressing it changes, as a share of the white keys' brightness.
    """

    onset_s: float
    offset_s: float
    velocity: float
    course: Floats
    change: float


def presses(film: Film) -> Iterator[Press]:
    """The notes whose key stands alone in time and is seen: at rest before, held evenly after."""
    level = float(np.percentile(film.strip[0], 90))
    times_s, rows = film.times_s, film.strip[:, BEHIND_HANDS].astype(np.float32)
    for onset_s, offset_s, pitch, velocity in film.notes:
        middle = round(12 * KEY_GAP_U[int(pitch) - 21])
        others = film.notes[(film.notes[:, 2] == pitch) & (film.notes[:, 0] != onset_s)]
        near = (others[:, 1] > onset_s - 0.35) & (others[:, 0] < offset_s + 0.35)
        if near.any() or offset_s - onset_s < 0.12 or not 12 <= middle <= 612:
            continue
        pixels = rows[:, :, middle - 12 : middle + 12].reshape(len(rows), -1)
        before = slice(*np.searchsorted(times_s, [onset_s - 0.35, onset_s - 0.2]))
        till_s = min(offset_s - 0.03, onset_s + 0.25)
        held = slice(*np.searchsorted(times_s, [onset_s + 0.05, till_s]))
        if before.stop <= before.start or held.stop <= held.start or held.stop >= len(rows):
            continue
        rest = pixels[before].mean(axis=0)
        change = pixels[held].mean(axis=0) - rest
        size = float(np.sqrt((change**2).mean()))
        edges = np.where(np.abs(change) > 2 * size, change, 0.0)
        if not edges.any():
            continue
        course = (pixels - rest) @ edges / (edges @ edges)
        if course[held].std() < 0.25 and np.abs(course[before]).max() < 0.3:
            yield Press(onset_s, offset_s, velocity, course.astype(np.float64), size / level)


def real_films(names: Iterable[str]) -> Iterator[tuple[str, Film]]:
    """The recordings that are there, with the digital piano's notes."""
    for name in names:
        path = DATA / f"{name}.mp4"
        if not path.is_file():
            print(f"{path} is not there")
            continue
        strip, times_s, maps = [], [], None
        for frame in frames(path):
            luma = cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY)
            if maps is None:
                found = find_keyboard(luma)
                if found is None:
                    continue
                height = luma.shape[0]
                to_picture = np.diag([height, height, 1.0]) @ np.linalg.inv(found.plane)
                maps = strip_map(to_picture @ np.diag([1 / 12, 1 / 60, 1.0]))
            strip.append(cv2.remap(luma, *maps, cv2.INTER_LINEAR))
            times_s.append(float(frame.time_s))
        notes = np.loadtxt(path.with_suffix(".tsv"), skiprows=1, delimiter="\t")
        notes[:, 1] += notes[:, 0]
        yield name, Film(np.stack(strip), np.array(times_s), notes)


def drawn_films(folder: Path | None, number: int) -> Iterator[Film]:
    """Clips of a folder, or drawn now."""
    seeds = range(100, 100 + number)
    clips = (
        (read_clip(path) for path in sorted(folder.glob("*.npz"))[:number])
        if folder is not None
        else (drawn_clip(seed, length_s=7.0) for seed in seeds)
    )
    for clip in clips:
        seen = clip.in_view[clip.notes[:, 2].astype(int) - 21]
        yield Film(clip.strip, clip.times_s, clip.notes[seen].astype(np.float64))


def measured(films: Iterable[Film]) -> list[tuple[Film, Press]]:
    """Every press of the films that is seen alone."""
    return [(film, press) for film in films for press in presses(film)]


def report(name: str, films: list[Film]) -> None:
    """Print how the keys of some films move."""
    found = measured(films)
    notes = sum(len(film.notes) for film in films)
    print(f"\n{name}: {len(found)} of {notes} keys seen alone", flush=True)
    change = [press.change for _, press in found]
    if not change:
        return
    print("  change when down, 10/50/90 %:", np.percentile(change, [10, 50, 90]).round(3))
    print("  share of the way down, ms from onset:", (1000 * AT_S).astype(int))
    for low, high in VELOCITIES:
        mine = [(f, p) for f, p in found if low <= p.velocity < high]
        if len(mine) >= 5:
            print(f"  velocity {low:3}-{high:3} ({len(mine):3})", courses(mine, of_onset=True))
    print("  let go, ms from offset                ", courses(found, of_onset=False))


def courses(found: list[tuple[Film, Press]], *, of_onset: bool) -> Floats:
    """The median course ``(len(AT_S),)`` about onsets or offsets."""
    rows = [
        np.interp(AT_S + (p.onset_s if of_onset else p.offset_s), f.times_s, p.course)
        for f, p in found
    ]
    return np.asarray(np.median(rows, axis=0).round(2))


def main(folder: Path | None, number: int) -> None:
    for name, film in real_films(REAL):
        report(name, [film])
    report("drawn", list(drawn_films(folder, number)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path)
    parser.add_argument("--number", type=int, default=40)
    asked = parser.parse_args()
    main(asked.clips, asked.number)
