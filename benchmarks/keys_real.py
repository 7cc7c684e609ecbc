"""Real pianists filmed from above: key presses read from the picture, against the keys' own notes.

    python -m benchmarks.keys_real [FOLDER] [--before] [--network keys.safetensors]

``FOLDER`` holds ``cc0_piano`` and ``real_keys`` (default: ``../shared/data``). Four rows a clip, in
one run: the key reader (as shipped, or another ``--network``), a classical rule on the same strips,
the reader's notes turned round in time, and with ``--before`` the graph-transformer as it wrote
before keys were read. One constant lag a clip is taken out of each alike. Pitch counts for note F;
onset F is of any pitch. Drift: how much later a minute the notes come, by the median of slopes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import scipy.stats

from benchmarks.record import record
from foley_post import video
from foley_post.core.onset_matching import quick_f
from foley_post.core.piano import LOWEST
from foley_post.generate.expected_velocity import with_expected_velocities
from foley_post.pose.backends.numpy_key_network import NumpyKeyNetwork, load_key_network
from foley_post.pose.keyboard.follower import KeyboardFollower
from foley_post.pose.keyboard.presses import presses
from foley_post.pose.keyboard.rest import evenly_exposed, rest_of
from foley_post.pose.keyboard.strip import columns_of, key_spans, keys_in_view, rectified
from foley_post.pose.skeleton import Keyboard

Floats = npt.NDArray[np.float64]
Cell = str | float | int | None

SETS = {
    "cc0_piano": ("pianoray_bach", "pianoray_furelise", "pianoray_furelise_old"),
    "real_keys": (),
}
TAUGHT = ("pianoray_bach", "pianoray_furelise")
LAGS_S = np.arange(-0.3, 0.301, 0.01)
WINDOW_S = 0.05
COLUMNS = (
    "clip", "notes", "note F", "onset F", "lag ms", "drift ms/min", "velocity", "length",
    "rule: notes", "rule: onsets", "turned: notes", "turned: onsets", "pictures/s",
)  # fmt: skip
RULE_LEVELS = np.arange(4.0, 40.0, 3.0)
"""Grey levels of change that may mean a key is down; the best on the taught recordings is taken."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A clip: its ``true`` notes and those ``read`` ``(N, 4)`` (onset, end, pitch, velocity), each
    key's ``change (T, 88)`` from rest at ``times_s``, and how many pictures a second were read.
    """

    name: str
    true: Floats
    read: Floats
    change: Floats
    times_s: Floats
    rate_hz: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--before", action="store_true", help="also the model as it was before")
    parser.add_argument("--network", type=Path, help="weights to read keys with")
    asked = parser.parse_args()
    network = None if asked.network is None else load_key_network(asked.network)
    clips = [
        (name, path)
        for name, chosen in SETS.items()
        for path in sorted((asked.folder / name).glob("*.[mw][pm][4v]"))
        if not chosen or path.stem in chosen
    ]
    watched = []
    for _, path in clips:
        watched.append(watch_keys(path, network))
        print(f"{path.stem}: {len(watched[-1].read)} notes read", flush=True)
    level = best_level([w for w in watched if w.name in TAUGHT])
    print(f"classical rule at {level:.0f} grey levels, the best on {' and '.join(TAUGHT)}")
    rows = [row(w, level) for w in watched]
    judged = [r for (where, _), r in zip(clips, rows, strict=True) if where == "real_keys"]
    if asked.network is None:
        record(
            "real_pianists",
            "real",
            "python -m benchmarks.keys_real",
            columns=COLUMNS,
            rows=[*rows, mean_row("mean of real_keys", judged)],
        )
    else:
        print(*COLUMNS, *rows, mean_row("mean of real_keys", judged), sep="\n")
    if asked.before:
        for (_, path), w in zip(clips, watched, strict=True):
            note_f, onset_f, _ = fitted(w.true, notes_before(path))
            print(f"before, {w.name}: note F {note_f:.2f}, onset F {onset_f:.2f}")


def row(clip: Watched, level: float) -> list[Cell]:
    """A clip's figures, in the order of `COLUMNS`."""
    note_f, onset_f, lag_s = fitted(clip.true, clip.read)
    drift, velocity, length = played(clip.true, clip.read, lag_s)
    rule = fitted(clip.true, by_rule(clip, level))
    turned = clip.read.copy()
    turned[:, 0] = clip.times_s[0] + clip.times_s[-1] - turned[:, 0]
    back = fitted(clip.true, turned)
    figures = (note_f, onset_f, velocity, length, *rule[:2], *back[:2])
    a, b, *more = (round(v, 2) if np.isfinite(v) else None for v in figures)
    whole = (len(clip.true), round(1000 * lag_s), round(drift), round(clip.rate_hz))
    return [clip.name, whole[0], a, b, *whole[1:3], *more, whole[3]]


def mean_row(name: str, rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The mean of the shares and of the lag over some clips."""
    cells: list[Cell] = [name]
    for column in COLUMNS[1:]:
        values = [r[COLUMNS.index(column)] for r in rows]
        if any(not isinstance(v, int | float) for v in values) or column == COLUMNS[-1]:
            cells.append(None)
        elif column == "notes":
            cells.append(sum(values))  # type: ignore[arg-type]
        else:
            cells.append(round(float(np.mean(values)), 2))  # type: ignore[arg-type]
    return cells


def watch_keys(
    path: Path,
    network: NumpyKeyNetwork | None = None,
    *,
    true: Floats | None = None,
    length_s: Fraction | None = None,
) -> Watched:
    """Read a clip's keys as the product does, without looking for hands; its first ``length_s``, or
    all of it. ``true``: its notes, if they are not in a table beside it.
    """
    follower = KeyboardFollower(network=network)
    true = truth(path) if true is None else true
    lumas, times_s = [], []
    spent_s = 0.0
    for frame in video.frames(path, Fraction(0), length_s or video.probe(path).duration_s + 1):
        luma = np.asarray(cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY), np.uint8)
        began = time.perf_counter()
        follower.add(luma, frame.time_s, [])
        spent_s += time.perf_counter() - began
        lumas.append(luma)
        times_s.append(frame.time_s)
    began = time.perf_counter()
    keyboard = follower.keyboard()
    spent_s += time.perf_counter() - began
    at_s = np.array(times_s)
    if keyboard is None or keyboard.evidence is None:
        return Watched(path.stem, true, np.zeros((0, 4)), np.zeros((0, 88)), at_s, 0.0)
    read = np.array(
        [
            (p.onset_s, p.onset_s + p.length_s, p.key + LOWEST, p.velocity)
            for p in with_expected_velocities(presses(keyboard.evidence, at_s))
        ]
    ).reshape(-1, 4)
    change = key_changes(lumas, keyboard)
    return Watched(path.stem, true, read, change, at_s, len(lumas) / spent_s)


def truth(path: Path) -> Floats:
    """The notes beside a clip ``(N, 4)``."""
    table = np.loadtxt(path.with_suffix(".tsv"), skiprows=1, ndmin=2)
    return np.stack([table[:, 0], table[:, 0] + table[:, 1], table[:, 2], table[:, 3]], axis=1)


def key_changes(lumas: list[npt.NDArray[np.uint8]], keyboard: Keyboard) -> Floats:
    """How far each key's back part is from its rest ``(T, 88)``, in grey levels."""
    plane = keyboard.plane[len(keyboard.plane) // 2]
    strips = np.stack([rectified(luma, plane) for luma in lumas])
    still = strips[:: max(1, len(strips) // 300)]
    columns = columns_of(keys_in_view(plane, (lumas[0].shape[0], lumas[0].shape[1])))
    strips, _ = evenly_exposed(strips, rest_of(still), columns)
    rest = rest_of(strips[:: max(1, len(strips) // 300)])
    away = np.abs(strips[:, 30:56].astype(np.float32) - rest[30:56]).mean(axis=1)
    return np.stack([away[:, max(a, 0) : b].mean(axis=1) for a, b in key_spans()], axis=1)


def by_rule(clip: Watched, level: float) -> Floats:
    """Classical key differencing: a key is down while it differs from rest by ``level``, and from
    its neighbours, so that a hand over many keys is none.
    """
    change = clip.change - np.minimum(np.roll(clip.change, 2, 1), np.roll(clip.change, -2, 1))
    down = change > level
    starts = np.argwhere(down[1:] & ~down[:-1])
    notes = [
        (clip.times_s[t + 1], clip.times_s[t + 1] + 0.2, key + LOWEST, 64) for t, key in starts
    ]
    return np.array(notes, np.float64).reshape(-1, 4)


def best_level(clips: list[Watched]) -> float:
    """The rule's level that is best on ``clips``."""
    scores = [np.mean([fitted(c.true, by_rule(c, v))[0] for c in clips]) for v in RULE_LEVELS]
    return float(RULE_LEVELS[int(np.argmax(scores))])


def fitted(true: Floats, found: Floats) -> tuple[float, float, float]:
    """Note F and onset F, each with the constant lag that suits it best, and the notes' lag."""
    note_scores = [note_f(true, found, lag) for lag in LAGS_S]
    best = max(note_scores)
    lag_s = float(np.mean([v for v, s in zip(LAGS_S, note_scores, strict=True) if s == best]))
    heard, said = onsets(true), onsets(found)
    return best, max(quick_f(heard, said + lag, WINDOW_S) for lag in LAGS_S), lag_s


def note_f(true: Floats, found: Floats, lag_s: float) -> float:
    """The F of notes with their pitch."""
    pairs = 0.0
    for pitch in np.unique(true[:, 2]):
        a, b = true[true[:, 2] == pitch, 0], found[found[:, 2] == pitch, 0] + lag_s
        if len(b):
            pairs += quick_f(np.sort(a), np.sort(b), WINDOW_S) * (len(a) + len(b)) / 2
    return 2 * pairs / max(len(true) + len(found), 1)


def onsets(notes: Floats) -> Floats:
    """When anything begins; a chord begins once."""
    at = np.sort(notes[:, 0])
    return at[np.concatenate([[True], np.diff(at) > 0.03])] if len(at) else at


def played(true: Floats, found: Floats, lag_s: float) -> tuple[float, float, float]:
    """Of notes that were found: how many ms later they come a minute on; the rank correlation of
    velocities; how many lengths are within 20 % or 50 ms. NaN where it cannot be said.
    """
    pairs = []
    for note in true:
        near = found[(found[:, 2] == note[2]) & (np.abs(found[:, 0] + lag_s - note[0]) <= WINDOW_S)]
        if len(near):
            pairs.append((note, near[0]))
    if len(pairs) < 3:
        return float("nan"), float("nan"), float("nan")
    a, b = (np.stack(side) for side in zip(*pairs, strict=True))
    drift = 60_000 * float(scipy.stats.theilslopes(b[:, 0] - a[:, 0], a[:, 0])[0])
    long, said = a[:, 1] - a[:, 0], b[:, 1] - b[:, 0]
    within = np.abs(said - long) <= np.maximum(0.05, 0.2 * long)
    alike = np.ptp(a[:, 3]) == 0 or np.ptp(b[:, 3]) == 0
    velocity = float("nan") if alike else float(scipy.stats.spearmanr(a[:, 3], b[:, 3])[0])
    return drift, velocity, float(within.mean())


def notes_before(path: Path) -> Floats:
    """What the graph-transformer writes of the same clip without key evidence."""
    from foley_post.generate import Request, generate_take, load_model
    from foley_post.pose import watch

    length_s = float(video.probe(path).duration_s)
    notes = []
    for motion in watch(path, Fraction(0), Fraction(length_s)):
        board = motion.keyboard
        blind = replace(motion, keyboard=board and replace(board, evidence=None))
        take = generate_take(
            blind, Request(length_s=length_s, instrument="piano"), model=load_model()
        )
        notes += [(n.onset_s, n.end_s, n.pitch, n.velocity) for n in take.notes]
    return np.array(notes, np.float64).reshape(-1, 4)


if __name__ == "__main__":
    main()
