"""Small cuts, takes and motions for tests of the window."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pose.skeleton import Motion
from foley_post.timeline.model import Cut, Media, Shot

RATE = Rate(25)


def make_shot(number: int, start: int, length: int = 50, **about: object) -> Shot:
    """A shot of 25 fps media that is nowhere; ``problem`` keeps the window from decoding it."""
    fields: dict[str, object] = {
        "id": f"V1-{number:03d}",
        "name": f"Shot {number}",
        "track": "V1",
        "media": Media(f"clip{number}.mov", f"clip{number}.mov"),
        "rate": RATE,
        "record_start_frame": start,
        "length_frames": length,
        "time_map": TimeMap.linear(Fraction(0), RATE.seconds(length)),
    }
    return Shot(**{**fields, **about})  # type: ignore[arg-type]


def make_cut(path: Path, shots: int = 3) -> Cut:
    """Shots of two seconds end to end, from 01:00:00:00."""
    made = tuple(make_shot(n + 1, 50 * n) for n in range(shots))
    return Cut(path, "otio", "Film", RATE, 90_000, 50 * shots, made, b"{}", "ab" * 32)


def make_take(performer: int = 0, seed: int = 0, instrument: str = "piano") -> Take:
    """Eight notes, of every evidence."""
    kinds = (Evidence.SEEN, Evidence.SEEN, Evidence.INFERRED, Evidence.INVENTED)
    notes = tuple(
        Note(0.2 * n, 0.15, 60 + n, 60 + 5 * n, kinds[n % 4], 0.9, 29 + n) for n in range(8)
    )
    return Take(notes, 2.0, instrument, seed=seed, performer=performer, sync_report={"f": 0.9})


def make_motion(performer: int = 0) -> Motion:
    """A body that leans from left to right."""
    times = np.arange(50) / 25
    rng = np.random.default_rng(performer)
    still = rng.uniform(0.2, 0.8, (67, 2))
    points = np.ones((50, 67, 3), np.float32)
    points[..., :2] = still + 0.1 * np.sin(times)[:, None, None]
    return Motion(times, points, performer=performer)
