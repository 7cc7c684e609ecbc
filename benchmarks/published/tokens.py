"""The published tokens, rebuilt: what they make of the true notes is the best its decoder can do.

`python -m benchmarks.published.tokens` prints the oracle ceiling: true notes to tokens and back,
F of notes at 50 ms, and the drift after six seconds. Beside it a mended one: an absolute grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from foley_post.midi.notes import Note
from foley_post.train.evaluate import note_f

SHIFTS_S = tuple(1.15**i / 65 for i in range(32))
"""15.4 ms to 1.17 s, each 15 % longer than the one before."""
SHORTEST_S = 0.25
LOWEST, PITCHES = 21, 88
ON, OFF, LOUD, SHIFT = 0, 88, 176, 208
MOST = 512


def encode(notes: Sequence[Note]) -> list[int]:
    """The token list of notes: on, off, velocity and shift tokens.

    As published: silence before the first event is dropped; a gap becomes the longest shift that
    fits, again for what remains, and the last remainder (up to 15.4 ms, every time) is lost.
    """
    tokens: list[int] = []
    now = None
    loud = -1
    for at_s, starts, pitch, velocity in events_of(notes):
        gap = 0.0 if now is None else at_s - now
        tokens.extend(_shifts(gap))
        now = at_s
        if starts and velocity // 4 != loud:
            loud = velocity // 4
            tokens.append(LOUD + loud)
        tokens.append((ON if starts else OFF) + pitch - LOWEST)
    return tokens[:MOST]


def events_of(notes: Sequence[Note]) -> list[tuple[float, int, int, int]]:
    """``(time_s, 1 on or 0 off, pitch, velocity)`` of every note's two ends, in order."""
    events = [(n.onset_s, 1, n.pitch, n.velocity) for n in notes]
    events += [(max(n.end_s, n.onset_s), 0, n.pitch, 0) for n in notes]
    return sorted(events)


def _shifts(gap_s: float) -> list[int]:
    """The longest shift that fits, again and again; less than the shortest one is lost."""
    out = []
    while gap_s >= SHIFTS_S[0]:
        longest = max(i for i, shift in enumerate(SHIFTS_S) if shift <= gap_s)
        out.append(SHIFT + longest)
        gap_s -= SHIFTS_S[longest]
    return out


def decode(tokens: Sequence[int]) -> list[Note]:
    """The notes that tokens say; none shorter than 250 ms, as published."""
    return notes_of(_timed(tokens))


def _timed(tokens: Sequence[int]) -> Iterator[tuple[float, int]]:
    """Each on, off and velocity token with its time: the sum of the shifts before it."""
    now = 0.0
    for token in tokens:
        if token >= SHIFT:
            now += SHIFTS_S[token - SHIFT]
        else:
            yield now, token


def notes_of(timed: Iterable[tuple[float, int]], shortest_s: float = SHORTEST_S) -> list[Note]:
    """The notes of on, off and velocity tokens with their times, none under ``shortest_s``; those
    never ended are as short as that.
    """
    loud = 64
    open_: dict[int, tuple[float, int]] = {}
    notes = []
    for now, token in timed:
        if token >= LOUD:
            loud = max(1, (token - LOUD) * 4)
        elif token >= OFF:
            pitch = token - OFF + LOWEST
            if pitch in open_:
                start, velocity = open_.pop(pitch)
                notes.append(Note(start, max(now - start, shortest_s), pitch, velocity))
        else:
            open_[token - ON + LOWEST] = (now, loud)
    notes += [Note(s, shortest_s, p, v) for p, (s, v) in open_.items()]
    return sorted(notes, key=lambda n: n.onset_s)


def mended(notes: Sequence[Note], grid_s: float = 0.01) -> list[Note]:
    """The same notes through an absolute grid: nothing adds up, nothing is dropped."""
    return [
        Note(round(n.onset_s / grid_s) * grid_s, n.length_s, n.pitch, n.velocity) for n in notes
    ]


def piece(rate: float, first_s: float, rng: np.random.Generator) -> list[Note]:
    """Six seconds of one voice at ``rate`` notes a second, human in timing."""
    gaps = np.clip(rng.normal(1 / rate, 0.15 / rate, int(8 * rate)), 0.04, None)
    onsets = first_s + np.concatenate([[0.0], np.cumsum(gaps)])
    onsets = onsets[onsets < 5.9]
    ends = np.append(onsets[1:], onsets[-1] + 1 / rate)
    return [
        Note(float(a), float(0.9 * (b - a)), int(rng.integers(55, 80)), int(rng.integers(50, 100)))
        for a, b in zip(onsets, ends, strict=True)
    ]


def ceiling(
    through: Callable[[list[Note]], list[Note]], rate: float, first_s: float
) -> tuple[float, float]:
    """Mean F of notes (onset within 50 ms, pitch right: at eight a second any onset has another's
    near it) and mean drift in ms of the last note (negative: sound early).
    """
    scores, late = [], []
    for seed in range(40):
        notes = piece(rate, first_s, np.random.default_rng(seed))
        back = sorted(through(notes), key=lambda n: n.onset_s)
        truth, found = (np.array([n.onset_s for n in some]) for some in (notes, back))
        scores.append(note_f(notes, back))
        if len(truth) == len(found):
            late.append(1000 * ((found[-1] - found[0]) - (truth[-1] - truth[0])))
    return float(np.mean(scores)), float(np.mean(late)) if late else float("nan")


def main() -> int:
    """Print the ceilings as a markdown table."""
    print("| notes a second | first note at | published F 50 ms | drift | absolute grid F 50 ms |")
    print("|---:|---:|---:|---:|---:|")
    for rate in (2.0, 4.0, 8.0):
        for first_s in (0.0, 0.8):
            f, drift = ceiling(lambda n: decode(encode(n)), rate, first_s)
            ours, _ = ceiling(mended, rate, first_s)
            print(f"| {rate:.0f} | {first_s:.1f} s | {f:.2f} | {drift:.0f} ms | {ours:.2f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
