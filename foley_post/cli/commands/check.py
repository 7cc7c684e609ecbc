"""Check a timeline against the rules of the program that is to open it, line by line."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from foley_post.cli.console import DONE, FAILED, Console
from foley_post.core.host_presets import PRESETS


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which file, for whom."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a timeline")
    parser.add_argument(
        "--for", dest="host", required=True, choices=tuple(PRESETS),
        help="the editing program that is to open it",
    )  # fmt: skip


def execute(options: argparse.Namespace, console: Console) -> int:
    """Print a line a broken rule; exit 1 when one of them is serious."""
    from foley_post.timeline import check_file

    findings = check_file(options.file, options.host)
    for found in findings:
        where = f"line {found.line}: " if found.line else ""
        weight = "" if found.serious else " (an oddity, not an obstacle)"
        console.say(f"{options.file.name}: {where}{found.message} [{found.rule}]{weight}")
    if not findings:
        console.say(f"{options.file.name}: keeps every rule known for {options.host}.")
    console.answer([asdict(found) for found in findings])
    return FAILED if any(found.serious for found in findings) else DONE
