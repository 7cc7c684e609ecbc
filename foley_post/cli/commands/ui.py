"""Open the window, with a timeline if one is named."""

from __future__ import annotations

import argparse
from importlib import import_module

from foley_post.cli.console import Console


def add_options(parser: argparse.ArgumentParser) -> None:
    """A timeline or project to open."""
    parser.add_argument(
        "cut", nargs="?", metavar="CUT", help="a timeline, a project, or the folder of a job"
    )


def execute(options: argparse.Namespace, console: Console) -> int:
    """Run the window until it is closed."""
    # By name: the library never imports the window, and the command line only when asked to.
    code: int = import_module("foley_post_ui.app").run(options.cut)
    return code
