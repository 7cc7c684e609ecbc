"""A project with something in every field: what the golden files hold."""

from __future__ import annotations

from foley_post.midi.notes import Evidence, Note, Take
from foley_post.project.file import ShotTakes

FIRST = Take(
    (
        Note(0.12345678901234567, 0.5, 60, 90, joint=29),
        Note(1.5e-05, 0.125, 64, 1, Evidence.INFERRED, 1 / 3, 0, "legato"),
        Note(0.7, 0.25, 127, 127, Evidence.INVENTED, 0.0, None, "staccato", True),
    ),
    2.5, "violin", 7, "jazz", "ab" * 32, 0, 0.875,
    {-1: ((0.5, -50.0),), 64: ((0.0, 127.0), (1.5, 0.0))}, {"sync_ms": 12.5, "verdict": "in sync"},
)  # fmt: skip
SECOND = Take((), 4.0, "drums", performer=1)
AGAIN = Take((Note(1.0, 1.0, 62, 80),), 2.5, "violin", 8)

WORK = {
    "V1-001": ShotTakes((FIRST, SECOND, AGAIN), (2, 1), frozenset({0, 2})),
    "V1-002": ShotTakes(problem="Its media is missing: film é.mov."),
}
