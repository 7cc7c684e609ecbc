"""Train the model on simulated players, on footage of your own and on published data sets,
resumably; the result is weights for `score --model`.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from foley_post.cli.console import DONE, Console
from foley_post.cli.filling import listed, said
from foley_post.core.instruments import TAUGHT_INSTRUMENTS
from foley_post.errors import UsageError


def add_options(parser: argparse.ArgumentParser) -> None:
    """Where it goes, on what, and for how long."""
    parser.add_argument(
        "out", type=Path, metavar="DIR", help="folder of checkpoints; a run that is there goes on"
    )
    parser.add_argument(
        "--clips", type=Path, metavar="DIR", help="folder of prepared clips (default: DIR/clips)"
    )
    parser.add_argument(
        "--instruments", default="piano,violin,guitar", metavar="NAMES",
        help="who is simulated, with commas between",
    )  # fmt: skip
    parser.add_argument(
        "--simulate", type=int, default=0, metavar="N", help="make N clips first, of each in turn"
    )
    parser.add_argument(
        "--drawn", type=int, default=0, metavar="N",
        help="make N more with contact cues measured in drawn pictures (ten seconds each)",
    )  # fmt: skip
    parser.add_argument(
        "--shaky", type=int, default=0, metavar="N", help="make N more whose keypoints are noisy"
    )
    parser.add_argument(
        "--varied", type=int, default=0, metavar="N",
        help="make N more of other bodies, seen with errors of more kinds",
    )  # fmt: skip
    parser.add_argument(
        "--scores", type=Path, metavar="SHELF.npz",
        help="what they play (python -m foley_post.simulation.score.collections makes"
        " one; default: made up)",
    )  # fmt: skip
    parser.add_argument(
        "--footage", type=Path, action="append", default=[], metavar="DIR",
        help="your own clips: violin/NAME.mp4 with NAME.mid beside it, or with sound alone",
    )  # fmt: skip
    parser.add_argument(
        "--data", action="append", default=[], metavar="KIND:DIR",
        help="a published set as it comes: urmp:DIR, music:DIR or atinpiano:DIR",
    )  # fmt: skip
    parser.add_argument(
        "--start",
        metavar="WEIGHTS",
        help="begin from these weights, or from the shipped ones by the word 'shipped'",
    )
    parser.add_argument("--steps", type=int, default=20_000, help="steps in all (20000)")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="stop after so many minutes"
    )
    parser.add_argument("--batch", type=int, default=16, help="clips a step (16)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--weights", type=Path, metavar="FILE", help="write .safetensors here")


def execute(options: argparse.Namespace, console: Console) -> int:
    """Train, and write weights if asked."""
    from foley_post.train.loop import TrainingOptions, train

    names = listed(options.instruments)
    unknown = [n for n in names if n not in TAUGHT_INSTRUMENTS]
    if unknown:
        raise UsageError(f"There is no instrument called {', '.join(unknown)}.")
    words = {"instruments": lambda _: names, "start": _start}
    plain = said(TrainingOptions, options, words)
    asked = TrainingOptions(**plain | {"clips": options.clips or options.out / "clips"})
    left_out = _gather(options, asked.clips, console)
    checkpoint = train(asked, console.watch)
    console.say(f"checkpoint: {checkpoint}")
    if options.weights:
        from foley_post.train.publish import publish

        publish(checkpoint, options.weights)
        console.say(f"weights:    {options.weights}")
    told = {"checkpoint": checkpoint, "weights": options.weights, "left_out": left_out}
    console.answer(told)
    return DONE


def _start(weights: str | None) -> Path | None:
    """The weights to begin from: a file's, or the shipped ones by that word."""
    if weights is None:
        return None
    from foley_post.generate.weights import shipped_weights

    return shipped_weights() if weights == "shipped" else Path(weights)


def _gather(options: argparse.Namespace, clips: Path, console: Console) -> list[str]:
    """Make clips of the footage and the data sets asked for; what of them was left out."""
    from foley_post.train.datasets import gather, parse_data

    left_out: list[str] = []
    asked = [("footage", folder) for folder in options.footage]
    for kind, folder in [*asked, *(parse_data(text) for text in options.data)]:
        got = gather(kind, folder, clips, watcher=console.watch)
        console.say(f"{folder}: {got.recordings} recordings, {got.clips} new clips")
        for reason in got.left_out:
            console.complain(f"left out: {reason}")
        left_out += got.left_out
    return left_out
