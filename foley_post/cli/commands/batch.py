"""Score many timelines or films: several side by side, what is done skipped, what failed retried.

Goes on where it was stopped or killed: its ledger has every cut. Beside each cut a sidecar
(CUT.foley.json) says what became of it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.commands import score
from foley_post.cli.console import DONE, Console
from foley_post.cli.cut_paths import cuts_and_folders
from foley_post.cli.machines import scheduler_of
from foley_post.core.files import write_whole
from foley_post.core.serialization import json_text, packed


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `score` takes, and how the batch is run."""
    score.add_options(parser)
    add_running(parser.add_argument_group("batch"))


def add_running(group: argparse._ArgumentGroup) -> None:
    """How many at once, how often, and what is written down."""
    group.add_argument("--jobs", type=int, default=1, metavar="N", help="cuts side by side (1)")
    group.add_argument(
        "--retries", type=int, default=1, metavar="N", help="tries more of a cut that failed (1)"
    )
    group.add_argument(
        "--ledger", type=Path, metavar="FILE",
        help="what was done (default: foley-batch.jsonl beside the first cut, or in --out)",
    )  # fmt: skip
    group.add_argument("--again", action="store_true", help="score what is done already, too")
    group.add_argument(
        "--farm", type=Path, metavar="FILE",
        help="for a farm: leave with 0 whatever came of it, and write what came of it to FILE",
    )  # fmt: skip


def execute(options: argparse.Namespace, console: Console) -> int:
    """Run it, say what came of each cut and of all."""
    from foley_post.batch.cuts_found import cuts_in
    from foley_post.batch.ledger import Ledger
    from foley_post.batch.runner import BatchCut, CutOutcome, exit_code, run_batch

    paths = [p.absolute() for p in cuts_in(options.cuts)]
    found = cuts_and_folders(paths, options.out.absolute() if options.out else None)
    ledger = options.ledger or (options.out or paths[0].parent) / "foley-batch.jsonl"

    def tell(outcome: CutOutcome) -> None:
        word = "done before" if outcome.skipped else str(outcome.state)
        console.say(f"{outcome.cut.name}: {word}. {outcome.message}")

    with scheduler_of(options) as scheduler:
        outcomes = run_batch(
            [BatchCut(cut, score.options_from(options, out), scheduler) for cut, out in found],
            Ledger.read(ledger.absolute()),
            jobs=options.jobs, retries=options.retries, again=options.again, tell=tell,
            watcher=console.watch,
        )  # fmt: skip
    counts = {"done": 0, "partly": 0, "failed": 0, "cancelled": 0, "skipped": 0}
    for one in outcomes:
        counts["skipped" if one.skipped else str(one.state)] += 1
    code = exit_code(outcomes)
    told = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    console.say(f"\n{len(outcomes)} cuts: {told}. Ledger: {ledger}")
    answer = {
        "exit_code": code,
        "counts": counts,
        "ledger": str(ledger),
        "cuts": packed(outcomes),
    }
    console.answer(answer)
    if options.farm:
        write_whole(options.farm.absolute(), json_text(answer))
        return DONE
    return code
