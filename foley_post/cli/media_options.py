"""The options that say where moved media is."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.errors import UsageError

__all__ = ["add_relinking", "relinking"]


def add_relinking(parser: argparse.ArgumentParser) -> None:
    """`--media-root` and `--map`."""
    parser.add_argument(
        "--media-root", action="append", type=Path, default=[], metavar="DIR",
        help="look for missing media below this folder (may be given again)",
    )  # fmt: skip
    parser.add_argument(
        "--map", action="append", default=[], metavar="FROM=TO",
        help="media paths that begin with FROM begin with TO here: --map S:=/mnt/s",
    )  # fmt: skip


def relinking(options: argparse.Namespace) -> tuple[tuple[Path, ...], dict[str, str]]:
    """The folders and the mapping; UsageError for a mapping without ``=``."""
    mapping = {}
    for pair in options.map:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            raise UsageError(f"--map wants FROM=TO, for example S:=/mnt/s; got {pair!r}.")
        mapping[old] = new
    return tuple(options.media_root), mapping
