"""A shelf of scores in one file: thousands of parts, from which an excerpt is quickly drawn.

``python -m foley_post.simulation.score.collections FOLDER SHELF.npz`` fills one from collections
of MIDI and MusicXML files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.files import finished
from foley_post.core.instruments import Instrument, instrument
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.score.scores import Score, excerpt

__all__ = ["SOURCES", "Corpus", "in_range", "read_shelf", "write_shelf"]

Floats: TypeAlias = npt.NDArray[np.float64]

SOURCES: dict[str, dict[str, float]] = {
    "piano": {"piano": 0.45, "piano played": 0.35, "melody": 0.08},
    "accordion": {"melody": 0.35, "piano": 0.35, "voice": 0.1},
    "violin": {"violin": 0.75, "violin played": 0.1, "melody": 0.07},
    "viola": {"viola": 0.7, "violin": 0.1, "violin played": 0.1},
    "cello": {"cello": 0.85, "bassoon": 0.05},
    "double_bass": {"double bass": 0.75, "cello": 0.15},
    "guitar": {"guitar": 0.75, "melody": 0.05, "piano": 0.08},
    "ukulele": {"guitar": 0.5, "melody": 0.25, "piano": 0.1},
    "bass": {"double bass": 0.4, "cello": 0.3, "bassoon": 0.1},
    "flute": {"flute": 0.7, "violin": 0.1, "melody": 0.1},
    "clarinet": {"clarinet": 0.7, "flute": 0.1, "melody": 0.1},
    "saxophone": {"clarinet": 0.35, "melody": 0.35, "voice": 0.15},
    "bassoon": {"bassoon": 0.8, "cello": 0.1},
    "trumpet": {"trumpet": 0.7, "melody": 0.15, "voice": 0.05},
    "tuba": {"tuba": 0.5, "double bass": 0.25, "bassoon": 0.15},
    "xylophone": {"flute": 0.3, "violin": 0.2, "melody": 0.3},
    "drums": {"drums": 0.95},
}
"""From which parts each instrument's music is drawn, and how often; the rest is made up."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Scores laid end to end: ``notes (N, 4)`` float32 onset, length, pitch, velocity; ``hand
    (N,)`` int8; ``first (S + 1,)`` where each begins; ``kind (S,)`` its part's kind; ``human
    (S,)``.
    """

    notes: npt.NDArray[np.float32]
    hand: npt.NDArray[np.int8]
    first: npt.NDArray[np.int64]
    kind: npt.NDArray[np.str_]
    human: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.kind)

    def score(self, number: int) -> Score:
        """One score, whole."""
        span = slice(int(self.first[number]), int(self.first[number + 1]))
        notes = self.notes[span].astype(np.float64)
        return Score(
            onset_s=notes[:, 0],
            length_s=notes[:, 1],
            pitch=notes[:, 2].astype(np.int64),
            velocity=notes[:, 3].astype(np.int64),
            hand=self.hand[span].astype(np.int64),
            part=str(self.kind[number]),
            human=bool(self.human[number]),
        )

    def draw(self, name: str, rng: np.random.Generator, length_s: float) -> Score:
        """An excerpt of ``length_s`` for an instrument: idiomatic where the shelf has such parts,
        transposed into its range; made up where it has none, and at times anyway.
        """
        what = instrument(name)
        wanted = SOURCES[name]
        kinds = [k for k in wanted if k in self.kind]
        left = rng.random()
        for kind in kinds:
            left -= wanted[kind]
            if left < 0:
                for _ in range(4):
                    found = self._excerpt(kind, what, rng, length_s)
                    if len(found) >= 2:
                        return found
        return made_up_score(what, rng, length_s)

    def _excerpt(
        self, kind: str, what: Instrument, rng: np.random.Generator, length_s: float
    ) -> Score:
        candidates = np.flatnonzero(self.kind == kind)
        weight = np.sqrt(self.first[candidates + 1] - self.first[candidates])
        number = int(rng.choice(candidates, p=weight / weight.sum()))
        span = slice(int(self.first[number]), int(self.first[number + 1]))
        pace = 1.0 if self.human[number] else float(np.exp(rng.uniform(-0.25, 0.5)))
        onset = self.notes[span, 0]
        begin = float(onset[rng.integers(len(onset))])
        low, high = np.searchsorted(onset, [begin, begin + length_s / pace])
        whole = self.score(number).where(np.arange(low, high))
        part = replace(whole, onset_s=whole.onset_s * pace, length_s=whole.length_s * pace)
        return in_range(excerpt(part, begin * pace, length_s), what, rng)


def in_range(score: Score, what: Instrument, rng: np.random.Generator) -> Score:
    """The score transposed by octaves (and a third at most) so that most of it is in the
    instrument's range; what is left outside is dropped. Drums are never transposed.
    """
    if what.drums or len(score) == 0:
        inside = (score.pitch >= what.lowest) & (score.pitch <= what.highest)
        return score.where(inside)
    shifts = np.concatenate([[0], rng.permutation(np.arange(-3, 4))])[:, None] + 12 * np.arange(
        -4, 5
    )
    moved = score.pitch[None, :] + shifts.reshape(-1, 1)
    inside = ((moved >= what.lowest) & (moved <= what.highest)).mean(axis=1)
    # A kept pitch is as good as a near one; where several fit, any of them.
    fits = inside > inside.max() - 0.02
    cost = np.abs(shifts.reshape(-1)) + rng.uniform(0, 6, len(fits)) - 100.0 * fits
    shifted = replace(score, pitch=moved[int(cost.argmin())])
    return shifted.where((shifted.pitch >= what.lowest) & (shifted.pitch <= what.highest))


def write_shelf(path: Path, scores: Sequence[Score]) -> None:
    """Write the scores (each with its kind as ``part``) into one compressed file."""
    sizes = [len(score) for score in scores]
    table = np.concatenate(
        [np.stack([s.onset_s, s.length_s, s.pitch, s.velocity], axis=1) for s in scores]
    )
    with finished(path) as draft, draft.open("wb") as file:
        np.savez_compressed(
            file,
            notes=table.astype(np.float32),
            hand=np.concatenate([s.hand for s in scores]).astype(np.int8),
            first=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            kind=np.array([s.part for s in scores]),
            human=np.array([s.human for s in scores]),
        )


def read_shelf(path: Path) -> Corpus:
    """The shelf in a file of `write_shelf`."""
    with np.load(path, allow_pickle=False) as data:
        return Corpus(data["notes"], data["hand"], data["first"], data["kind"], data["human"])
