"""Made-up pitches against the music of each instrument.

    python -m benchmarks.melody SHELF.npz [--excerpts 120] [--clips 0]

``SHELF.npz`` is made by ``python -m foley_post.simulation.score.collections``. Excerpts of 24 notes
are taken from parts that the melody model was not counted from; pitches are made up for their
onsets and held against them. *Within*: the share of made-up excerpts inside the middle 90 % of the
real ones (0.90 for music of the same kind). *Interval distance*: Jensen-Shannon divergence (bits)
of the excerpt's intervals from all intervals of the instrument. *Leaps*: more than four semitones.
*Closing*: the last note is of the tonic chord (real: of the excerpt's likeliest key; excerpts end
anywhere). ``--clips`` simulates so many clips of 16 s an instrument and adds what the note decoder
alone gives for what it sees of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument, instrument
from foley_post.generate import Request, generate_take, load_model
from foley_post.generate.melody import Invention, invent_pitches, load_melody_model
from foley_post.midi.harmony import find_key
from foley_post.midi.notes import Note
from foley_post.simulation.score.corpus import Corpus, read_shelf
from foley_post.simulation.simulate import simulate
from foley_post.train.melody.interval_counts import Line, lines_of

NOTES = 24
FIGURES = ("repeats", "leaps", "entropy", "range", "interval distance", "closing")
INSTRUMENTS = {
    "violin": "violin", "cello": "cello", "double_bass": "bass", "guitar": "guitar",
    "flute": "woodwind", "bassoon": "bassoon", "trumpet": "brass", "accordion": "melody",
    "piano": "piano",
}  # fmt: skip
_WIDEST = 20
_FIRST_SEED = 8_500_000

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def histogram(pitch: Ints) -> Floats:
    steps = np.clip(np.diff(pitch), -_WIDEST, _WIDEST) + _WIDEST
    return np.bincount(steps, minlength=2 * _WIDEST + 1).astype(np.float64)


def divergence(one: Floats, other: Floats) -> float:
    """Jensen-Shannon, in bits."""
    one, other = one / one.sum(), other / other.sum()
    both = (one + other) / 2

    def against(shares: Floats) -> float:
        there = shares > 0
        return float(np.sum(shares[there] * np.log2(shares[there] / both[there])))

    return (against(one) + against(other)) / 2


def figures(pitch: Ints, usual: Floats) -> list[float]:
    steps = np.abs(np.diff(pitch))
    shares = np.bincount(pitch % 12, minlength=12) / len(pitch)
    shares = shares[shares > 0]
    key, _ = find_key([Note(float(k), 0.5, int(p), 80) for k, p in enumerate(pitch)])
    third = 3 if key.is_minor else 4
    return [
        float(np.mean(steps == 0)),
        float(np.mean(steps > 4)),
        float(-np.sum(shares * np.log2(shares))),
        float(np.ptp(pitch)),
        divergence(histogram(pitch), usual),
        float((pitch[-1] - key.tonic) % 12 in (0, third, 7)),
    ]


def excerpts(lines: Sequence[Line], count: int, notes: int) -> Iterator[Line]:
    """Excerpts drawn from the lines, longer lines no oftener; from second 0."""
    chance = np.random.default_rng(0)
    long = [line for line in lines if len(line.pitch) >= notes]
    for _ in range(count if long else 0):
        line = long[int(chance.integers(len(long)))]
        first = int(chance.integers(0, len(line.pitch) - notes + 1))
        span = slice(first, first + notes)
        yield Line(line.onset_s[span] - line.onset_s[first], line.pitch[span])


def invented(onset_s: Floats, played: Instrument, seed: int) -> Ints:
    notes = [Note(float(s), 0.1, 60, 80) for s in onset_s]
    asked = Invention(played, allowed_for(played), seed=seed)
    made = sorted(invent_pitches(notes, asked, load_melody_model()), key=lambda n: n.onset_s)
    return np.array([n.pitch for n in made], dtype=np.int64)


def allowed_for(played: Instrument) -> npt.NDArray[np.bool_]:
    pitches = np.arange(128)
    return (pitches >= played.lowest) & (pitches <= played.highest)


def row(name: str, what: str, found: Floats, real: Floats) -> str:
    low, high = np.percentile(real, [5, 95], axis=0)
    cells = []
    for k, figure in enumerate(FIGURES):
        within = float(np.mean((found[:, k] >= low[k] - 1e-9) & (found[:, k] <= high[k] + 1e-9)))
        if figure == "closing":
            cells.append(f"{found[:, k].mean():.2f}")
        elif what.startswith("real"):
            cells.append(f"{found[:, k].mean():.2f} ({low[k]:.2f} to {high[k]:.2f})")
        else:
            cells.append(f"{found[:, k].mean():.2f}, within {within:.2f}")
    return f"| {name} | {what} | {' | '.join(cells)} |"


def simulated(name: str, clips: int, shelf: Corpus) -> tuple[list[Ints], list[Ints]]:
    """The top line of what the note decoder alone writes for simulated clips, and of the takes."""
    from foley_post.generate import generation

    model = load_model()
    made: list[tuple[list[Ints], Callable[..., list[Note]]]] = [
        ([], lambda notes, *_: list(notes)),
        ([], invent_pitches),
    ]
    for seed in range(_FIRST_SEED, _FIRST_SEED + clips):
        clip = simulate(name, seed, length_s=16.0, score=shelf)
        for lines, way in made:
            own = generation.invent_pitches
            generation.invent_pitches = way
            try:
                asked = Request(length_s=16.0, instrument=name, seed=seed)
                take = generate_take(clip.motion, asked, model=model)
            finally:
                generation.invent_pitches = own
            line = top_line(take.notes)
            if len(line) >= NOTES // 2:
                lines.append(line[:NOTES])
    return made[0][0], made[1][0]


def top_line(notes: Sequence[Note]) -> Ints:
    by_onset: dict[float, int] = {}
    for note in notes:
        by_onset[note.onset_s] = max(by_onset.get(note.onset_s, 0), note.pitch)
    return np.array([by_onset[s] for s in sorted(by_onset)], dtype=np.int64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shelf", type=Path)
    parser.add_argument("--excerpts", type=int, default=120)
    parser.add_argument("--clips", type=int, default=0)
    parser.add_argument("--instruments", default=",".join(INSTRUMENTS))
    options = parser.parse_args()
    shelf = read_shelf(options.shelf)
    print(f"| instrument | | {' | '.join(FIGURES)} |")
    print("|---|---|" + "---:|" * len(FIGURES))
    for name in options.instruments.split(","):
        voice, played = INSTRUMENTS[name], instrument(name)
        usual = sum(histogram(line.pitch) for line in lines_of(shelf, voice, taught=True))
        some = list(excerpts(list(lines_of(shelf, voice, taught=False)), options.excerpts, NOTES))
        real = np.array([figures(line.pitch, usual) for line in some])
        new = [invented(line.onset_s, played, seed) for seed, line in enumerate(some)]
        print(row(name, "real, left out", real, real))
        print(row(name, "made up for the same onsets", _of(new, usual), real), flush=True)
        if options.clips:
            decoder, takes = simulated(name, options.clips, shelf)
            if decoder:
                print(row(name, "simulated clips, decoder alone", _of(decoder, usual), real))
                print(row(name, "simulated clips, takes", _of(takes, usual), real), flush=True)


def _of(lines: Sequence[Ints], usual: Floats) -> Floats:
    return np.array([figures(line, usual) for line in lines])


if __name__ == "__main__":
    main()
