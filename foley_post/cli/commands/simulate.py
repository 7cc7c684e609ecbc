"""Make a simulated player play a MIDI file: as keypoints (.npz) or as a rendered clip (.mp4)."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.console import DONE, Console
from foley_post.core.instruments import TAUGHT_INSTRUMENTS
from foley_post.errors import UsageError


def add_options(parser: argparse.ArgumentParser) -> None:
    """What is played, on what, and where it goes."""
    parser.add_argument("score", type=Path, metavar="SCORE.mid")
    parser.add_argument("--instrument", required=True, choices=TAUGHT_INSTRUMENTS, metavar="NAME")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=".npz or .mp4")
    parser.add_argument("--seed", type=int, default=0, help="another number gives another player")
    parser.add_argument("--length", type=float, metavar="S", help="seconds (default: the score's)")
    parser.add_argument("--view", metavar="NAME", help="where the camera stands")


def execute(options: argparse.Namespace, console: Console) -> int:
    """Simulate and write."""
    suffix = options.out.suffix.lower()
    if suffix not in {".npz", ".mp4"}:
        raise UsageError(f"--out wants a .npz or an .mp4, not {options.out.name}.")
    from foley_post.simulation.playing import simulate_file

    told = simulate_file(
        options.score,
        options.instrument,
        options.out,
        seed=options.seed,
        length_s=options.length,
        view=options.view,
        watcher=console.watch,
    )
    console.say(f"{options.out}: {told.notes} notes in {told.length_s:.2f} s, seen {told.view}")
    console.answer(
        {"file": options.out, "notes": told.notes, "length_s": told.length_s, "view": told.view}
    )
    return DONE
