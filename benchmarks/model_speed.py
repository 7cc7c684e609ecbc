"""CPU seconds the model takes on one thread, at eight notes a second.

`python -m benchmarks.model_speed`
"""

from __future__ import annotations

import os
import resource
import time
from dataclasses import replace

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

from benchmarks.record import record
from foley_post.generate import Request, generate_take, load_model
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.decoding import Constraints, write_notes
from foley_post.generate.encoding import listen
from foley_post.generate.network.graph import ACTORS
from foley_post.generate.onsets import Onset
from foley_post.generate.tokens import controls_of
from foley_post.generate.weights import Model
from foley_post.pose.skeleton import Motion
from foley_post.simulation.simulate import simulate

LENGTHS_S = (60.0, 240.0)
RATE = 8


def looped(motion: Motion, length_s: float) -> Motion:
    """The motion played over and over until ``length_s``."""
    once_s = float(motion.times_s[-1] + np.median(np.diff(motion.times_s)))
    times = int(np.ceil(length_s / once_s))
    at = np.concatenate([motion.times_s + k * once_s for k in range(times)])
    keep = at < length_s
    return Motion(at[keep], np.concatenate([motion.points] * times)[keep])


def seconds_for(model: Model, length_s: float) -> tuple[float, float, int]:
    """CPU seconds of hearing and of writing at `RATE` notes a second, and how many were written."""
    motion = replace(simulate("piano", 9_000_001, length_s=20.0).motion, keyboard=None, cues=None)
    told = model.instruments.index("piano")
    long = looped(motion, length_s)
    times = np.arange(0.2, length_s - 0.2, 1 / RATE)
    ticks = [round(t * TICK_HZ) for t in times]
    generate_take(looped(motion, 5.0), Request(length_s=5.0, instrument="piano"), model=model)
    began_s = time.process_time()
    heard = listen(model.network, long, length_s, told=told, wanted=frozenset(ticks))
    heard_s = time.process_time()
    found = [Onset(float(t), k, 1.0, True) for t, k in zip(times, ticks, strict=True)]
    wishes = Constraints(told, np.ones(128, dtype=bool), 1, controls_of(None, None, None), 0.9, 1)
    notes = write_notes(
        model.network.writer, heard, found, pinned=(), wishes=wishes, length_s=length_s
    )
    return heard_s - began_s, time.process_time() - heard_s, len(notes)


def main() -> int:
    """Print seconds of CPU for hearing and for writing, and the memory's peak."""
    model = load_model()
    rows = []
    for length_s in LENGTHS_S:
        heard_s, wrote_s, notes = seconds_for(model, length_s)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wrote = f"{wrote_s:.2f} s ({notes} notes)"
        rows.append((f"{length_s:.0f} s", f"{heard_s:.2f} s", wrote, f"{peak:.0f} MB"))
    record(
        "model_speed",
        "the program",
        "python -m benchmarks.model_speed",
        columns=("length", "hearing", "writing", "memory peak so far"),
        rows=rows,
        notes=(f"{len(ACTORS)} actors, {model.network.parameters_count:,} parameters.",),
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
