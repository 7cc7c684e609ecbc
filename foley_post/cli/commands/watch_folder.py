"""Score whatever is put into a folder; it goes to DIR/done or DIR/failed, with its results.

One instance a folder. Started again after whatever killed it, it goes on with what it worked on.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.cli.commands import score
from foley_post.cli.commands.batch import add_running
from foley_post.cli.console import Console
from foley_post.core.progress import Progress

if TYPE_CHECKING:
    from foley_post.batch.runner import CutOutcome
    from foley_post.batch.watch_folder import WatchedFolder


def add_options(parser: argparse.ArgumentParser) -> None:
    """The folder, what is taken of it, and what `score` takes."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to watch")
    parser.add_argument(
        "--accept", action="append", default=[], metavar="MASK",
        help="take only files like this: '*.otio' (again for more)",
    )  # fmt: skip
    parser.add_argument(
        "--deny", action="append", default=[], metavar="MASK", help="leave files like this"
    )
    parser.add_argument(
        "--settle", type=float, default=10.0, metavar="S",
        help="take a file when it has not changed for so many seconds (10)",
    )  # fmt: skip
    parser.add_argument(
        "--ready", action="store_true", help="take a file when NAME.ready lies beside it"
    )
    parser.add_argument(
        "--every", type=float, default=2.0, metavar="S", help="look every so many seconds (2)"
    )
    parser.add_argument(
        "--once", action="store_true", help="leave when nothing more waits, with what came of it"
    )
    score.add_scoring(parser)
    add_running(parser.add_argument_group("batch"))


def execute(options: argparse.Namespace, console: Console) -> int:
    """Watch until it is stopped, or with --once until nothing waits."""
    from foley_post.batch.runner import exit_code
    from foley_post.batch.watch_folder import WatchedFolder, WatchRules
    from foley_post.errors import UsageError
    from foley_post.jobs.lock import holding

    root = options.folder.absolute()
    if not root.is_dir():
        raise UsageError(f"There is no folder {root}.")
    rules = WatchRules(
        tuple(options.accept), tuple(options.deny), options.settle, ready=options.ready
    )
    watched = WatchedFolder(root, rules)
    options.media_roots = [*options.media_roots, root]
    outcomes: list[CutOutcome] = []
    with holding(root / "watched"):
        console.say(f"Watching {root}. Ctrl-C ends it.")
        outcomes += _score(watched, watched.unfinished(), options, console)
        while not options.once or watched.waiting():
            console.watch(Progress("waiting", 0, 1))
            taken = [watched.take(cut) for cut in watched.arrived()]
            outcomes += _score(watched, taken, options, console)
            if not taken:
                time.sleep(options.every)
    return exit_code(outcomes)


def _score(
    watched: WatchedFolder, cuts: list[Path], options: argparse.Namespace, console: Console
) -> list[CutOutcome]:
    from foley_post.batch.ledger import Ledger
    from foley_post.batch.runner import BatchCut, run_batch
    from foley_post.hosts.job_records import JobState
    from foley_post.pipeline.options import default_out

    if not cuts:
        return []
    ledger = Ledger.read(options.ledger or watched.path / "foley-batch.jsonl")
    batch = [BatchCut(cut, score.options_from(options, default_out(cut))) for cut in cuts]

    def tell(one: CutOutcome) -> None:
        console.say(f"{one.cut.name}: {one.state}. {one.message}")
        if one.state is JobState.FAILED:
            watched.give_up(one.cut)

    outcomes = run_batch(
        batch, ledger, jobs=options.jobs, retries=options.retries, again=options.again, tell=tell,
        watcher=console.watch,
    )  # fmt: skip
    return list(outcomes)
