"""What the model hears, told in numbers: `python -m benchmarks.model [--rows 1 2 3 4] [--clips 12]`

Row 1: simulated players like those of training, unseen seeds. Row 2: players whose hands and habits
were kept from training, before cameras of their own. Row 3: the other kinematic solver, fingering
and detector; the contact cues of every eighth clip of an instrument that can be drawn are measured
in rendered strips of pixels, the rest have none. Row 4: real footage. Rows are never mixed. Each
figure stands beside random onsets of the same rate and beside the notes made for another clip's
movement. Rows 1 to 3 are kept for `docs/benchmarks.md`, one table a row and one of what is asked
(`--dry`: nothing is kept).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.model_real import real_table
from benchmarks.record import record
from foley_post.core.instruments import instrument
from foley_post.generate import Request, load_model
from foley_post.generate.weights import Model
from foley_post.simulation.observation.rendered_cues import DRAWN
from foley_post.simulation.planning.plan import PLAYABLE
from foley_post.simulation.planning.player import random_player
from foley_post.simulation.simulate import simulate
from foley_post.simulation.skeleton.solver_eval import simulate_other
from foley_post.train.clips import familiar
from foley_post.train.evaluate import Case, CaseResult, judge, play, summary

FIRST_SEED = {1: 6_000_000, 2: 7_000_000, 3: 7_500_000}
COLUMNS = (
    "onset_f_25", "onset_f_50", "onset_f_100", "random_f_50", "shuffled_f_50", "note_f",
    "lag_ms", "spread_ms", "strokes", "still_notes_a_second", "velocity_rank",
)  # fmt: skip


def cases(name: str, row: int, clips: int, length_s: float = 8.0) -> Iterator[Case]:
    """``clips`` clips of one instrument for a row, on seeds that training never draws."""
    for seed in range(FIRST_SEED[row], FIRST_SEED[row] + clips):
        if row == 3:
            pixels = name in DRAWN and seed % 8 == 0
            other = simulate_other(name, seed, length_s=length_s, pixels=pixels)
            yield Case(other.motion, other.notes, name, length_s, other.view)
            continue
        rng = np.random.default_rng([seed, 7])
        drawn = iter(lambda rng=rng: random_player(rng), None)
        player = next(p for p in drawn if familiar(p) == (row == 1))
        seen = simulate(name, seed, length_s=length_s, player=player)
        yield Case(seen.motion, seen.notes, name, length_s, seen.view)


def table(rows: Mapping[str, Mapping[str, float]], first: str) -> str:
    """A markdown table, one line a name."""
    lines = [f"| {first} | clips | {' | '.join(c.replace('_', ' ') for c in COLUMNS)} |"]
    lines.append("|---|" + "---:|" * (len(COLUMNS) + 1))
    for name, figures in rows.items():
        cells = [f"{figures[c]:.2f}" if np.isfinite(figures[c]) else "-" for c in COLUMNS]
        lines.append(f"| {name} | {figures['clips']:.0f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def by(outcomes: Sequence[CaseResult], what: str) -> str:
    """Onset F at 50 ms and note F of parts of the outcomes, in a sentence."""
    parts: dict[str, list[CaseResult]] = {}
    for outcome in outcomes:
        motion = outcome.case.motion
        if what == "view":
            name = outcome.case.view
        elif what == "cues":
            name = "with contact cues" if motion.cues is not None else "joints alone"
        else:
            name = "keyboard in view" if motion.keyboard is not None else "no keyboard"
        parts.setdefault(name, []).append(outcome)
    said = []
    for name, some in sorted(parts.items()):
        figures = [judge(o) for o in some]
        onset = np.mean([f.onset_f[1] for f in figures])
        pitched = np.mean([f.note_f for f in figures])
        said.append(f"{name} {onset:.2f} / {pitched:.2f} ({len(some)})")
    return "; ".join(said)


@dataclass(frozen=True)
class RowResult:
    """A row: ``figures`` by instrument, ``sentences`` about its parts; ``in_view`` the mean note F
    of pianos whose keyboard is in view, ``by_movement`` the share of instruments named right.
    """

    figures: Mapping[str, Mapping[str, float]]
    sentences: tuple[str, ...]
    in_view: float
    by_movement: float

    def mean(self, what: str, *families: str) -> float:
        """The mean of a figure over instruments (of ``families``), those without one left out."""
        some = [
            figures[what]
            for name, figures in self.figures.items()
            if not families or instrument(name).family in families
        ]
        return float(np.nanmean(some)) if some else float("nan")


def instruments_heard(model: Model, sets: Mapping[str, Sequence[Case]]) -> tuple[float, str]:
    """Top-1 of `--instrument auto`, and what is taken for what."""
    right, total, wrong = 0, 0, dict[str, int]()
    for name, some in sets.items():
        for outcome in play(model, some, lambda c: Request(length_s=c.length_s)):
            total += 1
            right += outcome.take.instrument == name
            if outcome.take.instrument != name:
                pair = f"{name} as {outcome.take.instrument}"
                wrong[pair] = wrong.get(pair, 0) + 1
    most = sorted(wrong.items(), key=lambda item: -item[1])[:6]
    said = ", ".join(f"{pair} ({count})" for pair, count in most)
    share = right / max(total, 1)
    return share, f"{share:.2f} of {total} clips; most often {said or 'none wrong'}"


def simulated_row(model: Model, row: int, names: Sequence[str], clips: int) -> RowResult:
    """Row 1, 2 or 3."""
    sets = {name: list(cases(name, row, clips)) for name in names}
    played = {name: play(model, some) for name, some in sets.items()}
    every = [o for some in played.values() for o in some]
    still_s = sum(judge(o).still_s for o in every)
    sentences = [
        f"Onset F at 50 ms / note F by view: {by(every, 'view')}.",
        f"By what is seen: {by(every, 'cues')}.",
    ]
    pianos = played.get("piano", [])
    if pianos:
        sentences.append(f"Piano: {by(pianos, 'keyboard')}.")
    share, said = instruments_heard(model, sets)
    sentences.append(f"Instrument from movement, top-1: {said}.")
    sentences.append(f"Nobody plays for {still_s:.0f} s in all.")
    seen = [judge(o).note_f for o in pianos if o.case.motion.keyboard is not None]
    return RowResult(
        {name: summary(some) for name, some in played.items()},
        tuple(sentences),
        float(np.mean(seen)) if seen else float("nan"),
        share,
    )


ASKED = (
    "row", "onset F, keyboards, plucked, struck", "onset F, bowed and blown", "onset F, all",
    "strokes met", "worst median error, ms", "notes a second at rest", "note F, keyboard in view",
    "instrument by movement",
)  # fmt: skip
WANTED: tuple[str | float | None, ...] = (
    "asked", 0.9, 0.8, "row 3 within 0.05 of row 2", 0.9, 10, 0.02, 0.6, 0.9
)  # fmt: skip
ROWS = {
    1: "1: unseen seeds",
    2: "2: unseen players and cameras",
    3: "3: the other solver",
}


def asked_of(row: int, found: RowResult) -> list[str | float | int | None]:
    """The line of a row in the table of what is asked."""
    figures = (
        found.mean("onset_f_50", "keyboard", "plucked", "struck"),
        found.mean("onset_f_50", "bowed", "blown"),
        found.mean("onset_f_50"),
        found.mean("strokes"),
        max(abs(f["lag_ms"]) for f in found.figures.values()),
        found.mean("still_notes_a_second"),
        found.in_view,
        found.by_movement,
    )
    return [ROWS[row], *(_rounded(f) for f in figures)]


def keep(row: int, found: RowResult, clips: int) -> None:
    """Keep a row's table, and its line in that of what is asked."""
    command = f"python -m benchmarks.model --rows {row} --clips {clips}"
    record(
        f"model_row{row}", "simulated", command,
        columns=["instrument", "clips", *(c.replace("_", " ") for c in COLUMNS)],
        rows=[
            [name, round(figures["clips"]), *(_rounded(figures[c]) for c in COLUMNS)]
            for name, figures in found.figures.items()
        ],
        notes=found.sentences,
    )  # fmt: skip
    record(
        "model_asked", "simulated", f"python -m benchmarks.model --rows 1 2 3 --clips {clips}",
        columns=ASKED, rows=[WANTED, asked_of(row, found)], keep_others=True,
    )  # fmt: skip


def _rounded(value: float) -> float | None:
    return round(value, 2) if np.isfinite(value) else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1, 2, 3, 4], choices=(1, 2, 3, 4))
    parser.add_argument("--clips", type=int, default=12, help="clips an instrument (12)")
    parser.add_argument("--instruments", default=",".join(PLAYABLE))
    parser.add_argument("--model", type=Path)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--dry", action="store_true", help="keep no result")
    options = parser.parse_args()
    model = load_model(options.model)
    names = [n for n in options.instruments.split(",") if n]
    print(f"Model {model.sha256[:12]}, {json.dumps(model.card.get('steps'))} steps.", flush=True)
    for row in options.rows:
        print(f"\n**Row {row}**\n")
        if row not in FIRST_SEED:
            print(real_table(model, options.data / "real_motion"), flush=True)
            continue
        found = simulated_row(model, row, names, options.clips)
        if options.dry:
            print(table(found.figures, "instrument"), *found.sentences, sep="\n", flush=True)
        else:
            keep(row, found, options.clips)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
