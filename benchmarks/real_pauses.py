"""Notes in the pauses of real pianists: `python -m benchmarks.real_pauses [--data FOLDER] [--dry]`.

Fingertips of pianists filmed from above (third parties', test only) with the keys that they truly
pressed. A pause is 0.7 s or longer in which no key is down, less 0.2 s beside what sounds; the
beginning and the end of a piece count too, hands move there. Beside it: the notes a second while
they play, of ours and of theirs. The result is kept for `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.real.clips import player_of, real_cases
from benchmarks.real.pauses import in_spans, rests_of, seconds_of
from benchmarks.record import record
from foley_post.generate import Request, generate_take, load_model
from foley_post.generate.weights import Model
from foley_post.train.evaluate import Case, onset_times

COLUMNS = (
    "pauses of", "pieces", "seconds of pause", "notes in them", "a second", "while they play: ours",
    "theirs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pauses:
    """Of one piece: seconds and notes in pauses; seconds, our notes and theirs outside."""

    pause_s: float
    in_pauses: int
    playing_s: float
    ours: int
    theirs: int


def pauses_of(case: Case, model: Model) -> Pauses:
    """What is written in the pauses of one piece, and outside."""
    request = Request(length_s=case.length_s, instrument="piano")
    found = onset_times(generate_take(case.motion, request, model=model).notes)
    rests = rests_of(sorted(case.notes, key=lambda n: n.onset_s), case.length_s)
    inside, pause_s = in_spans(found, rests), seconds_of(rests)
    return Pauses(
        pause_s, inside, case.length_s - pause_s, len(found) - inside, len(onset_times(case.notes))
    )


def row(name: str, some: Sequence[Pauses]) -> list[str | float | int | None]:
    """One line of the table."""
    pause_s = sum(p.pause_s for p in some)
    playing_s = sum(p.playing_s for p in some)
    notes = sum(p.in_pauses for p in some)
    return [
        name,
        len(some),
        round(pause_s, 1),
        notes,
        round(notes / max(pause_s, 0.1), 2),
        round(sum(p.ours for p in some) / playing_s, 2),
        round(sum(p.theirs for p in some) / playing_s, 2),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Notes in real pauses.")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--dry", action="store_true", help="keep no result")
    options = parser.parse_args()
    model = load_model()
    groups: dict[str, list[Pauses]] = {"five pieces of one pianist": [], "ten of nine others": []}
    for name, case in real_cases(options.data / "real_motion"):
        one = player_of(name) == "digital"
        groups["five pieces of one pianist" if one else "ten of nine others"].append(
            pauses_of(case, model)
        )
    rows = [row(name, some) for name, some in groups.items() if some]
    rows.append(row("all", [p for some in groups.values() for p in some]))
    if options.dry:
        for line in rows:
            print(*line, sep="  ")
        return
    record("real_pauses", "real", "python -m benchmarks.real_pauses", columns=COLUMNS, rows=rows)


if __name__ == "__main__":
    main()
