"""Make a run again from its manifest, and say whether every byte of it is the same."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.console import DONE, PARTLY, Console


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which manifest, and how far back to begin."""
    parser.add_argument("manifest", type=Path, metavar="MANIFEST", help="a run's manifest.json")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where it goes (default: beside, FOLDER-again)"
    )
    parser.add_argument(
        "--from-pictures", action="store_true",
        help="watch and generate anew, not from the notes that stand in the manifest",
    )  # fmt: skip


def execute(options: argparse.Namespace, console: Console) -> int:
    """Make it, compare it, and say so."""
    from foley_post.jobs.lock import holding_output
    from foley_post.pipeline.reproduce import reproduce

    folder = options.manifest.absolute().parent
    out = options.out or folder.with_name(f"{folder.name}-again")
    with holding_output(out):
        made = reproduce(
            options.manifest, out, from_pictures=options.from_pictures, watcher=console.watch
        )
    for notice in made.notices:
        console.say(f"note: {notice}")
    for name in made.different:
        console.say(f"DIFFERENT  {name}")
    count = len(made.same) + len(made.different)
    console.say(f"{len(made.same)} of {count} MIDI files and stems are the same bytes, in {out}")
    console.answer(
        {
            "same": list(made.same),
            "different": list(made.different),
            "notices": list(made.notices),
            "manifest": made.outcome.manifest,
        }
    )
    return PARTLY if made.different or not made.outcome.complete else DONE
