"""When each instrument is heard: from a note's onset to its perceived one, as sampled and in time.

    python -m benchmarks.attacks [--step 4]

Every ``--step``-th key, held 1 s, by the level's rise to 15, 12, 10 and 6 dB below its highest (Vos
and Rasch, 1981, found listeners between 6 and 15). The compensation itself goes by 12 dB of the
first half second, so that column shows it at work and the others what another ear would say.
"""

from __future__ import annotations

import argparse

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import INSTRUMENTS, Instrument
from foley_post.midi.notes import Note, Take
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize

RATE_HZ = 48_000
SLOT_S, ONSET_S = 1.5, 0.3
BELOW_DB = (15, 12, 10, 6)


def heard_ms(one: Instrument, step: int, *, in_time: bool) -> npt.NDArray[np.float64]:
    """``(keys, 4)``: ms from the onset to the rise past each of `BELOW_DB`."""
    keys = range(one.lowest, one.highest + 1, step)
    notes = tuple(Note(SLOT_S * i + ONSET_S, 1.0, k, 80) for i, k in enumerate(keys))
    samples = synthesize(
        Take(notes, SLOT_S * len(keys), one.name),
        soundfont=shipped_soundfont(),
        rate_hz=RATE_HZ,
        length_s=SLOT_S * len(keys),
        heard_in_time=in_time,
    )
    width = round(0.005 * RATE_HZ)
    rows = []
    for i in range(len(keys)):
        piece = samples[round(SLOT_S * i * RATE_HZ) :][: round(1.2 * RATE_HZ)]
        energy = (piece.astype(np.float64) ** 2).sum(axis=1)
        level = np.convolve(energy, np.ones(width))[: len(energy)]
        rows.append(
            [1000 * (np.argmax(level > level.max() * 10 ** (-d / 10)) / RATE_HZ - ONSET_S)
             for d in BELOW_DB]
        )  # fmt: skip
    return np.array(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--step", type=int, default=4)
    options = parser.parse_args()
    print(
        "| instrument | as sampled, median / worst at 12 dB | in time | medians at 15, 10, 6 dB |"
    )
    print("|---|---:|---:|---|")
    for one in INSTRUMENTS.values():
        if not one.drums:
            before, after = (
                heard_ms(one, options.step, in_time=in_time) for in_time in (False, True)
            )
            cells = [f"{np.median(t[:, 1]):.0f} / {np.abs(t[:, 1]).max():.0f} ms"
                     for t in (before, after)]  # fmt: skip
            others = ", ".join(f"{m:+.0f}" for m in np.median(after, axis=0)[[0, 2, 3]])
            print(f"| {one.label} | {cells[0]} | {cells[1]} | {others} |", flush=True)


if __name__ == "__main__":
    main()
