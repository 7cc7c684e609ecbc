"""What the model hears, told in numbers: `python -m benchmarks.model [--rows 1 2 3 4] [--clips 12]`

Row 1: simulated players like those of training, unseen seeds. Row 2: players whose hands and habits
were kept from training, before cameras of their own. Row 3: the other kinematic solver, fingering
and detector; the contact cues of every other clip of an instrument that can be drawn are measured
in rendered strips of pixels, the rest have none. Row 4: real footage. Rows are never mixed. Each
figure stands beside random onsets of the same rate and beside the notes made for another clip's
movement.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.model_real import real_table
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
            pixels = name in DRAWN and seed % 2 == 0
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


def instruments_heard(model: Model, sets: Mapping[str, Sequence[Case]]) -> str:
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
    return f"{right / max(total, 1):.2f} of {total} clips; most often {said or 'none wrong'}"


def simulated_rows(model: Model, row: int, names: Sequence[str], clips: int) -> str:
    """Row 1, 2 or 3 as markdown."""
    sets = {name: list(cases(name, row, clips)) for name in names}
    played = {name: play(model, some) for name, some in sets.items()}
    lines = [table({name: summary(some) for name, some in played.items()}, "instrument"), ""]
    every = [o for some in played.values() for o in some]
    lines.append(f"Onset F at 50 ms / note F by view: {by(every, 'view')}.")
    lines.append(f"By what is seen: {by(every, 'cues')}.")
    if "piano" in played:
        lines.append(f"Piano: {by(played['piano'], 'keyboard')}.")
    lines.append(f"Instrument from movement, top-1: {instruments_heard(model, sets)}.")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1, 2, 3, 4], choices=(1, 2, 3, 4))
    parser.add_argument("--clips", type=int, default=12, help="clips an instrument (12)")
    parser.add_argument("--instruments", default=",".join(PLAYABLE))
    parser.add_argument("--model", type=Path)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--out", type=Path, help="write the markdown here too")
    options = parser.parse_args()
    model = load_model(options.model)
    names = [n for n in options.instruments.split(",") if n]
    said = [f"Model {model.sha256[:12]}, {json.dumps(model.card.get('steps'))} steps."]
    for row in options.rows:
        said.append(f"\n**Row {row}**\n")
        if row in FIRST_SEED:
            said.append(simulated_rows(model, row, names, options.clips))
        else:
            said.append(real_table(model, options.data / "real_motion"))
        print("\n".join(said[-2:]), flush=True)
        if options.out:
            options.out.write_text("\n".join(said) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
