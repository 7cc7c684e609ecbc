"""How long the model takes, at eight notes a second: `python -m benchmarks.model_speed`."""

from __future__ import annotations

import resource
import time
from dataclasses import replace

import numpy as np

from foley_post.generate import Request, generate, load_model
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.graph import ACTORS
from foley_post.generate.listening import listen
from foley_post.generate.onsets import Onset
from foley_post.generate.steps import controls_of
from foley_post.generate.writing import Wishes, write_notes
from foley_post.performer.simulate import simulate
from foley_post.pose.skeleton import Motion

LENGTHS_S = (60.0, 240.0)
RATE = 8


def looped(motion: Motion, length_s: float) -> Motion:
    """The motion played over and over until ``length_s``."""
    once_s = float(motion.times_s[-1] + np.median(np.diff(motion.times_s)))
    times = int(np.ceil(length_s / once_s))
    at = np.concatenate([motion.times_s + k * once_s for k in range(times)])
    keep = at < length_s
    return Motion(at[keep], np.concatenate([motion.points] * times)[keep])


def main() -> int:
    """Print seconds for hearing and for writing, and the memory's peak."""
    model = load_model()
    motion = replace(simulate("piano", 9_000_001, length_s=20.0).motion, keyboard=None, cues=None)
    told = model.instruments.index("piano")
    print("| length | hearing | writing 8 notes a second | memory peak so far |")
    print("|---:|---:|---:|---:|")
    for length_s in LENGTHS_S:
        long = looped(motion, length_s)
        times = np.arange(0.2, length_s - 0.2, 1 / RATE)
        ticks = [round(t * TICK_HZ) for t in times]
        generate(looped(motion, 5.0), Request(length_s=5.0, instrument="piano"), model=model)
        began_s = time.perf_counter()
        heard = listen(model.network, long, length_s, told=told, wanted=frozenset(ticks))
        heard_s = time.perf_counter()
        found = [Onset(float(t), k, 1.0, True) for t, k in zip(times, ticks, strict=True)]
        wishes = Wishes(told, np.ones(128, dtype=bool), 1, controls_of(None, None, None), 0.9, 1)
        notes = write_notes(
            model.network.writer, heard, found, pinned=(), wishes=wishes, length_s=length_s
        )
        done_s = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {length_s:.0f} s | {heard_s - began_s:.2f} s | {done_s - heard_s:.2f} s "
            f"({len(notes)} notes) | {peak:.0f} MB |",
            flush=True,
        )
    print(f"{len(ACTORS)} actors, {model.network.parameters_count:,} parameters.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
