"""A project with something in every field: what the golden files hold."""

from __future__ import annotations

from foley_post.listen.assignment import UnsureNote
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pose.tracking.player_box import PlayerBox
from foley_post.project.file import ShotTakes
from foley_post.project.player_marks import PlayerMark, ShotPlayers
from foley_post.project.shot_takes import TakeLabel

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
"""As the first versions knew it."""

POINTED_AT = {
    **WORK,
    "V1-003": ShotTakes(
        (FIRST, AGAIN), (1,),
        players=ShotPlayers(
            (PlayerMark(0, "Anna", "viola"), PlayerMark(1, scored=False)),
            (PlayerBox(10.0, 20.5, 300.0, 200.0, 1.25),),
        ),
        lowest_key="C3",
        labels={1: TakeLabel("Calm", True, "for the end titles")},
        unsure=(UnsureNote(0.7, 64, 0, 1, 0.55),),
    ),
}  # fmt: skip
