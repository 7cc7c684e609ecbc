"""List the instruments: their families, ranges, and what the picture shows of them."""

from __future__ import annotations

import argparse
import dataclasses

from foley_post.cli.console import DONE, Console
from foley_post.core.instruments import INSTRUMENTS


def add_options(parser: argparse.ArgumentParser) -> None:
    """Nothing but what all commands take."""


def execute(options: argparse.Namespace, console: Console) -> int:
    """Print a line an instrument."""
    console.say(f"{'name':<12} {'family':<9} {'range':<7}  timing from ...  / pitch seen?")
    for one in INSTRUMENTS.values():
        span = f"{one.lowest}-{one.highest}"
        console.say(f"{one.name:<12} {one.family:<9} {span:<7}  {one.when} / {one.pitch}")
    console.answer([dataclasses.asdict(one) for one in INSTRUMENTS.values()])
    return DONE
