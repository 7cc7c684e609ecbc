"""How simulated pianists move beside real ones, seen from above: `python -m benchmarks.players`.

Real: fingertips of five pieces at a digital piano (30 fps) and of eight more pianists (20 fps),
with the keys that sounded; they are compared with, never learned from. Lengths in white keys.
``--other`` adds the solver that is only tested on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core import piano
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.pose.smoothing import clean
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.score.corpus import Corpus, read_shelf
from foley_post.simulation.simulate import Simulated, simulate
from foley_post.simulation.skeleton.solver_eval import simulate_other

Floats = npt.NDArray[np.float64]
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "real_motion"


@dataclass(frozen=True)
class Seen:
    """Ten fingertips over a keyboard: ``along (T, 10)`` and ``across (T, 10)`` in white keys,
    ``onset_s (N,)`` and ``key_along (N,)`` of the notes.
    """

    times_s: Floats
    along: Floats
    across: Floats
    onset_s: Floats
    key_along: Floats


def real_clips(folder: Path, pattern: str) -> Iterator[Seen]:
    for path in sorted(folder.glob(pattern)):
        with np.load(path) as data:
            times, points = data["times_s"], data["points"]
            notes, places = data["notes"], data["keys"]
        points = clean(times, points.astype(np.float64))
        white = abs(np.polyfit(places[:, 0], places[:, 1], 1)[0]) * 12 / 7
        where = dict(zip(places[:, 0].astype(int), places[:, 1], strict=True))
        known = np.array([int(n[2]) in where for n in notes])
        tips = points[:, list(FINGERTIPS), :2] / white
        along = np.array([where[int(n[2])] for n in notes[known]]) / white
        yield Seen(times, tips[..., 0], tips[..., 1], notes[known, 0], along)


def simulated_clips(make: Callable[[int], Simulated], count: int) -> Iterator[Seen]:
    for seed in range(count):
        clip = make(seed)
        board = clip.motion.keyboard
        if board is None or len(clip.notes) < 3:
            continue
        points = clip.motion.points[:, list(FINGERTIPS), :2].astype(np.float64)
        ones = np.ones((*points.shape[:2], 1))
        mapped = np.concatenate([points, ones], axis=2) @ board.plane[0].T
        u = mapped[..., 0] / mapped[..., 2]
        v = mapped[..., 1] / mapped[..., 2] * piano_keys.WHITE_LENGTH_M / piano_keys.WHITE_PITCH_M
        onset = np.array([n.onset_s for n in clip.notes])
        along = piano.KEY_U[np.array([n.pitch for n in clip.notes]) - piano.LOWEST]
        yield Seen(clip.motion.times_s, u, v, onset, along)


def measure(clips: Iterator[Seen]) -> dict[str, float]:
    """The figures, each the median over the clips; how the press shows over all notes together."""
    both = [_of_clip(clip) for clip in clips]
    rows = [row for row, _ in both]
    paths = np.concatenate([path for _, path in both])
    shown = np.abs(np.nanmean(paths, axis=0)).max() / np.nanstd(paths)
    found = {name: float(np.nanmedian([row[name] for row in rows])) for name in rows[0]}
    return found | {"press shows across keys": float(shown), "clips": len(rows)}


def _of_clip(clip: Seen) -> tuple[dict[str, float], Floats]:
    """One clip's figures, and the sounding tips' ways across the keys ``(N, 13)``, in its own
    spread.
    """
    at = np.clip(np.searchsorted(clip.times_s, clip.onset_s), 1, len(clip.times_s) - 2)
    step = np.diff(clip.times_s)[:, None]
    speed = np.hypot(np.diff(clip.along, axis=0), np.diff(clip.across, axis=0)) / step
    near = np.nanmin(np.abs(np.nan_to_num(clip.along[at], nan=99.0) - clip.key_along[:, None]), 1)
    tip = np.nanargmin(np.abs(np.nan_to_num(clip.along[at], nan=99.0) - clip.key_along[:, None]), 1)
    lag = np.arange(-6, 7)
    rows = np.clip(at[:, None] + lag, 0, len(clip.times_s) - 1)
    path = clip.across[rows, tip[:, None]]
    path = path - np.nanmean(path, axis=1, keepdims=True)
    bend = clip.along[2:] - 2 * clip.along[1:-1] + clip.along[:-2]
    calm = np.nan_to_num(speed[1:], nan=99.0) < np.nanpercentile(speed, 40)
    figures = {
        "notes a second": len(at) / float(clip.times_s[-1] - clip.times_s[0]),
        "right finger over its key": float((near < 0.6).mean()),
        "tip speed p50": float(np.nanpercentile(speed, 50)),
        "tip speed p90": float(np.nanpercentile(speed, 90)),
        "tip speed p99": float(np.nanpercentile(speed, 99)),
        "jitter": float(np.nanstd(bend[calm]) / np.sqrt(6)),
        "hand lost": float(np.isnan(clip.along).mean()),
    }
    return figures, path / np.nanstd(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, default=REAL)
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--shelf", type=Path, help="scores to play (see performer.corpus)")
    parser.add_argument("--other", action="store_true")
    options = parser.parse_args()
    shelf: Corpus | None = read_shelf(options.shelf) if options.shelf else None
    columns = {
        "simulated": measure(
            simulated_clips(
                lambda seed: simulate("piano", seed, view="above", score=shelf), options.clips
            )
        )
    }
    if options.other:
        columns["other solver"] = measure(
            simulated_clips(
                lambda seed: simulate_other("piano", seed, view="above", score=shelf),
                options.clips // 2,
            )
        )
    if options.real.is_dir():
        columns["digital piano"] = measure(real_clips(options.real, "digital_piano_*.npz"))
        columns["overhead"] = measure(real_clips(options.real, "overhead_*.npz"))
    print("| | " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * len(columns))
    for name in columns["simulated"]:
        print(f"| {name} | " + " | ".join(f"{c[name]:.3g}" for c in columns.values()) + " |")


if __name__ == "__main__":
    main()
