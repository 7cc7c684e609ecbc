"""What is asked of a listener: trials in an order of their own, blind.

Kinds of trials: a *pair* of sounds to the same picture, judged by four questions (those of Foley
Music, Gan et al. 2020); a *lag* trial, ours against the same sound late, judged by one; a *real*
trial, one sound, recorded with the picture or not. The clip's own sound is the hidden reference,
another clip's music the anchor: whoever cannot tell these apart is screened out.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from foley_post.errors import UsageError

__all__ = [
    "ANCHOR",
    "CONDITIONS",
    "LAGS_MS",
    "OURS",
    "QUESTIONS",
    "REFERENCE",
    "Kind",
    "Trial",
    "make_plan",
]

OURS, REFERENCE, ANCHOR = "ours", "real", "other"
LAGS_MS = (40, 80, 160)
CONDITIONS: tuple[str, ...] = (OURS, "published", "shifted", ANCHOR, REFERENCE)
QUESTIONS: dict[str, str] = {
    "correctness": "Which sound fits better what is played?",
    "noise": "Which sound has less noise?",
    "synchronization": "Which sound is better in time with the movement?",
    "overall": "Which sound do you like better to this picture?",
}


class Kind(StrEnum):
    """What a trial asks."""

    PAIR = "pair"
    LAG = "lag"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial: ``sounds`` names the conditions, in the order of A and B (one for `Kind.REAL`)."""

    number: int
    kind: Kind
    clip: str
    sounds: tuple[str, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """What is asked, by name."""
        if self.kind is Kind.PAIR:
            return tuple(QUESTIONS)
        return ("synchronization",) if self.kind is Kind.LAG else ("recorded",)


def make_plan(clips: Sequence[str], conditions: Sequence[str], seed: int) -> tuple[Trial, ...]:
    """The trials of a study in a seeded order, A and B at random. UsageError for unknown words."""
    unknown = [name for name in conditions if name not in CONDITIONS]
    if unknown or OURS not in conditions:
        raise UsageError(
            f"A study compares ours with some of {', '.join(CONDITIONS[1:])}; "
            f"got {', '.join(conditions) or 'nothing'}."
        )
    if ANCHOR in conditions and len(clips) < 2:
        raise UsageError("Another clip's music needs two clips at least.")
    draw = random.Random(seed)
    plain = [name for name in conditions if name != "shifted"]
    asked: list[tuple[Kind, str, tuple[str, ...]]] = []
    for clip in clips:
        asked += [(Kind.PAIR, clip, pair) for pair in combinations(plain, 2)]
        asked += [(Kind.REAL, clip, (name,)) for name in plain]
        if "shifted" in conditions:
            asked += [(Kind.LAG, clip, (OURS, late(ms))) for ms in LAGS_MS]
    draw.shuffle(asked)
    return tuple(
        Trial(number, kind, clip, tuple(draw.sample(sounds, len(sounds))))
        for number, (kind, clip, sounds) in enumerate(asked)
    )


def late(ms: int) -> str:
    """The name of ours, so many milliseconds late."""
    return f"shifted{ms}"
