"""The published network against ours, on the same clips for the same time.

`python -m benchmarks.published.compare CLIPS OUT [--minutes 25] [--scores SHELF.npz]`. Three fresh
networks learn from the clips in CLIPS (`foley-post train --simulate` makes some) for so many
minutes of CPU on one thread: ours, the published one, and the published one with a mended
tokeniser. Each then plays the same unseen simulated clips of six seconds. A run that was stopped
goes on; the state is in OUT. Beside them stand the shipped weights, which learned for longer, and
the true notes through either kind of tokens: the most that any training could reach. Then the two
decoders are timed.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks.published.learning import BATCH, learn, read_examples, seen, within, write
from benchmarks.published.speed import speed_table
from benchmarks.published.vocabulary import CLIP_S, VOCABULARIES
from foley_post.core.files import write_whole
from foley_post.core.progress import Progress
from foley_post.generate import load_model
from foley_post.generate.features import featurize
from foley_post.midi.notes import Note
from foley_post.simulation.planning.plan import PLAYABLE
from foley_post.simulation.score.corpus import Corpus, read_shelf
from foley_post.simulation.simulate import simulate
from foley_post.train.evaluate import (
    Case,
    find_thresholds,
    note_f,
    onset_f,
    onset_times,
    play,
    random_like,
)
from foley_post.train.loop import TrainingOptions, train
from foley_post.train.publish import network_of, publish

_FIRST_SEED = 8_000_000
_THRESHOLD_SEED = 8_500_000


def unseen(
    count: int,
    shelf: Corpus | None,
    first_seed: int = _FIRST_SEED,
    names: Sequence[str] = PLAYABLE,
) -> list[Case]:
    """Clips of the instruments in turn, on seeds that training never draws; none is silent."""
    cases: list[Case] = []
    seed = first_seed
    while len(cases) < count:
        name = names[seed % len(names)]
        clip = simulate(name, seed, length_s=CLIP_S, score=shelf)
        seed += 1
        if clip.notes:
            cases.append(Case(clip.motion, clip.notes, name, CLIP_S, clip.view))
    return cases


def ours(clips: Path, out: Path, seconds: float) -> float:
    """Train ours afresh for ``seconds`` of CPU; how many it took."""
    plan, told = out / "plan.json", out / "spent.json"
    if not plan.exists():
        write_whole(plan, json.dumps({"steps": _steps_in(clips, seconds)}).encode())
    steps = int(json.loads(plan.read_text())["steps"])
    before_s = float(json.loads(told.read_text())["seconds"]) if told.exists() else 0.0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists() and network_of(checkpoint)[1] >= steps:
        return before_s
    began_s, saved = time.process_time(), [_made(checkpoint)]

    def so_far() -> float:
        spent_s = before_s + time.process_time() - began_s
        write_whole(told, json.dumps({"seconds": spent_s}).encode())
        return spent_s

    def watch(progress: Progress) -> None:
        if _made(checkpoint) != saved[0]:
            saved[0] = _made(checkpoint)
            so_far()
            _tell(progress)

    train(_options(clips, out, steps), watch)
    return so_far()


def _made(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _options(clips: Path, out: Path, steps: int) -> TrainingOptions:
    return TrainingOptions(
        out=out, clips=clips, steps=steps, batch=12, ticks=240, device="cpu", threads=1,
        warm_up=50, save_every=50,
    )  # fmt: skip


def _steps_in(clips: Path, seconds: float) -> int:
    """How many steps of ours fit into ``seconds`` of CPU."""
    marks: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        train(_options(clips, Path(folder), 12), lambda progress: marks.append(time.process_time()))
    return max(int(seconds / ((marks[-1] - marks[2]) / (len(marks) - 3))), 1)


def _tell(progress: Progress) -> None:
    print(f"{progress.stage} {progress.share:.0%}", flush=True)


def figures(
    cases: Sequence[Case], found: Sequence[Sequence[Note]], rng: np.random.Generator
) -> tuple[float, ...]:
    """Mean onset F at 50 and 100 ms, at 50 ms of random onsets at the true rate and of what was
    found in the next clip; note F; notes a clip.
    """
    rows = []
    for k, case in enumerate(cases):
        truth, own = onset_times(case.notes), onset_times(found[k])
        other = onset_times(found[(k + 1) % len(found)])
        lots = [random_like(len(truth) / CLIP_S, CLIP_S, rng) for _ in range(10)]
        rows.append(
            (
                onset_f(truth, own, 0.05),
                onset_f(truth, own, 0.1),
                float(np.mean([onset_f(truth, lot, 0.05) for lot in lots])),
                onset_f(truth, other, 0.05),
                note_f(case.notes, found[k]),
                float(len(found[k])),
            )
        )
    return tuple(float(v) for v in np.mean(rows, axis=0))


def table(cases: Sequence[Case], found: Mapping[str, Sequence[Sequence[Note]]]) -> str:
    """A markdown table, one line a network."""
    lines = [
        "| network | onset F 50 ms | onset F 100 ms | random | shuffled | note F | notes a clip |",
        "|---|" + "---:|" * 6,
    ]
    for name, notes in found.items():
        row = figures(cases, notes, np.random.default_rng(0))
        lines.append(f"| {name} | {' | '.join(f'{v:.2f}' for v in row)} |")
    return "\n".join(lines)


def main() -> int:
    """Train what is not trained yet, then print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=25.0, help="of CPU for each (25)")
    parser.add_argument("--unseen", type=int, default=40, help="clips to judge on (40)")
    parser.add_argument("--scores", type=Path, help="shelf of scores for the unseen clips")
    options = parser.parse_args()
    torch.set_num_threads(1)
    spent_s = ours(options.clips, options.out / "ours", 60 * options.minutes)
    examples = read_examples(options.clips)
    networks = {
        name: learn(
            examples, vocabulary, options.out / f"{name}.pt", seconds=spent_s, watcher=_tell
        )
        for name, vocabulary in VOCABULARIES.items()
    }
    shelf = read_shelf(options.scores) if options.scores else None
    cases = unseen(options.unseen, shelf)
    model = publish(options.out / "ours" / "checkpoint.pt", options.out / "ours.safetensors")
    levels = find_thresholds(model, unseen(len(PLAYABLE), shelf, _THRESHOLD_SEED))
    model = publish(
        options.out / "ours" / "checkpoint.pt", options.out / "ours.safetensors", thresholds=levels
    )
    found: dict[str, Sequence[Sequence[Note]]] = {
        "ours": [outcome.take.notes for outcome in play(model, cases)]
    }
    shipped = load_model()
    longer = f"the shipped weights ({shipped.card.get('steps')} steps)"
    found[longer] = [outcome.take.notes for outcome in play(shipped, cases)]
    joints = np.stack([seen(featurize(c.motion, c.length_s)) for c in cases])
    for name, vocabulary in VOCABULARIES.items():
        found[name] = write(networks[name], vocabulary, joints)
        found[f"{name}: true notes through its tokens"] = [
            vocabulary.decode(vocabulary.encode(within(c.notes))) for c in cases
        ]
    steps = {name: _steps_of(options.out / f"{name}.pt") for name in VOCABULARIES}
    said = [
        f"{spent_s / 60:.1f} minutes of CPU each on {len(examples)} clips: ours "
        f"{model.card['steps']} steps of 12 clips, published {steps['published']} and mended "
        f"{steps['mended']} of {BATCH}; judged on {len(cases)} unseen clips.",
        "",
        table(cases, found),
        "",
        speed_table(model, networks["published"]),
    ]
    print("\n".join(said))
    write_whole(options.out / "table.md", "\n".join([*said, ""]).encode())
    return 0


def _steps_of(path: Path) -> int:
    return int(torch.load(path, weights_only=True)["step"])


if __name__ == "__main__":
    raise SystemExit(main())
