"""A score as the players read it: plain arrays of notes in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Note

__all__ = ["Score", "excerpt", "score_of"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


def _no_hands() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Score:
    """Notes of one part, sorted by onset, then pitch.

    ``onset_s (N,)``, ``length_s (N,)`` above 0, ``pitch (N,)`` 0..127, ``velocity (N,)`` 1..127;
    ``hand (N,)``: 0 left (lower staff), 1 right, -1 not said; empty means not said for any.
    ``human`` is True where timing and dynamics were played by somebody, not typeset.
    """

    onset_s: Floats
    length_s: Floats
    pitch: Ints
    velocity: Ints
    hand: Ints = field(default_factory=_no_hands)
    part: str = ""
    human: bool = False

    def __post_init__(self) -> None:
        count = len(self.onset_s)
        if len(self.hand) == 0:
            object.__setattr__(self, "hand", np.full(count, -1, dtype=np.int64))
        for name in ("length_s", "pitch", "velocity", "hand"):
            if getattr(self, name).shape != (count,):
                raise ValueError(f"{name} must be ({count},), got {getattr(self, name).shape}")
        if count and not (np.isfinite(self.onset_s).all() and (self.length_s > 0).all()):
            raise ValueError("every note needs a finite onset and a length above 0")
        if count > 1 and (np.diff(self.onset_s) < 0).any():
            raise ValueError("notes must be sorted by onset")

    def __len__(self) -> int:
        return len(self.onset_s)

    @property
    def end_s(self) -> float:
        """When the last note ends; 0 for no notes."""
        return float((self.onset_s + self.length_s).max()) if len(self) else 0.0

    def where(self, keep: npt.NDArray[np.bool_] | Ints) -> Score:
        """The chosen notes only."""
        return replace(
            self,
            onset_s=self.onset_s[keep],
            length_s=self.length_s[keep],
            pitch=self.pitch[keep],
            velocity=self.velocity[keep],
            hand=self.hand[keep],
        )


def score_of(notes: Iterable[Note], part: str = "", *, human: bool = False) -> Score:
    """A score from notes, in any order."""
    rows = sorted((n.onset_s, n.pitch, n.length_s, n.velocity) for n in notes)
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Score(
        onset_s=table[:, 0],
        length_s=table[:, 2],
        pitch=table[:, 1].astype(np.int64),
        velocity=table[:, 3].astype(np.int64),
        part=part,
        human=human,
    )


def excerpt(score: Score, start_s: float, length_s: float) -> Score:
    """The notes that begin in ``start_s .. start_s + length_s``, from second 0, cut at its end."""
    low, high = np.searchsorted(score.onset_s, [start_s, start_s + length_s - 0.05])
    cut = score.where(np.arange(low, high))
    onset = cut.onset_s - start_s
    return replace(cut, onset_s=onset, length_s=np.minimum(cut.length_s, length_s - onset))
